// `guiyan/core` in Node and in Deno: the same little programs, installed from
// what `npm pack` makes.

import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { before, describe, test } from "node:test";

import { ROOT } from "../browser/lib/service.mjs";
import { project, run } from "./lib/project.mjs";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const DENO = join(HERE, "node_modules/.bin/deno");

const RUNNERS = {
  node: (program) => [process.execPath, [program]],
  // Nothing but reading the package's own files is allowed.
  deno: (program) => [DENO, ["run", "--no-prompt", "--cached-only", "--allow-read", program]],
};

describe("guiyan/core", () => {
  let folder, programs;
  before(async () => {
    folder = await project("core");
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const [, shown] = /```js\n(import [^`]*"guiyan\/core"[^`]*)```/.exec(readme);
    await writeFile(join(folder, "readme.mjs"), shown);
    programs = (await readdir(folder)).filter((name) => name.endsWith(".mjs")).sort();
    assert.deepEqual(programs, ["first.mjs", "kept.mjs", "readme.mjs", "rules.mjs"]);
  });

  for (const [name, command] of Object.entries(RUNNERS)) {
    test(`works in ${name}`, async () => {
      for (const program of programs) {
        const [file, args] = command(program);
        const { stdout } = await run(file, args, { cwd: folder, env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } });
        assert.match(stdout, /^(confirmed|\w+, .*\w)$/m, `${program}: ${stdout}`);
      }
    });
  }
});
