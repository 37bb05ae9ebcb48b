// "Embed in five minutes", followed as it is written: in an empty folder, with
// a plain static server.

import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { start } from "../browser/harness.mjs";
import { serveFiles } from "../browser/lib/files.mjs";
import { ROOT } from "../browser/lib/service.mjs";
import { pack, PROJECTS, run } from "./lib/project.mjs";

/** The blocks of one kind in a section, in their order. */
function blocks(text, heading, kind) {
  const [, section] = text.split(`## ${heading}\n`);
  assert.ok(section, `the README has no section ${heading}`);
  const found = section.split("\n## ")[0].matchAll(new RegExp(`\`\`\`${kind}\n([^]*?)\`\`\``, "g"));
  return [...found].map(([, block]) => block);
}

test("the steps of the README bring the widget up", async () => {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const [, commands] = blocks(readme, "Embed in five minutes", "sh");
  const [page] = blocks(readme, "Embed in five minutes", "html");
  const folder = join(PROJECTS, "empty");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });

  const { file } = await pack();
  assert.match(commands, /^npm install guiyan$/m);
  const offline = commands.replace("npm install guiyan", `npm install --offline --no-audit ${file}`);
  await run("bash", ["-euc", offline], { cwd: folder });

  const files = await serveFiles({ folders: { "/": folder } });
  const lab = await start({ service: { args: ["--allow-origin", files.url] } });
  try {
    assert.match(page, /http:\/\/127\.0\.0\.1:7117/);
    const own = page.replaceAll("http://127.0.0.1:7117", lab.url);
    await writeFile(join(folder, "index.html"), own);
    const opened = await lab.open({ path: `${files.url}/` });
    await opened.event("guiyan-ready");
    await opened.press("tab", "归雁");
    await opened.text("家乡需要什么");
    await opened.shot("readme");
    // The browser's own question for an icon is none of the README's.
    const trouble = opened.trouble.filter((line) => !line.includes("favicon.ico"));
    assert.deepEqual(trouble, []);
    await opened.done();
  } finally {
    await lab.stop();
    await files.stop();
  }
});
