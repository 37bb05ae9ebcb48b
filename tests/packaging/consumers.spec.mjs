// Little projects that install the package and build it their way. Each must
// come up in a browser with all of its parts, and carry each module once.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { start } from "../browser/harness.mjs";
import { backstage } from "../browser/lib/backstage.mjs";
import { serveFiles } from "../browser/lib/files.mjs";
import { ROOT } from "../browser/lib/service.mjs";
import { modules, project, PROJECTS } from "./lib/project.mjs";

const CONSUMERS = ["vite", "webpack", "esbuild", "rollup", "plain"];
const LECTURE = "党课：流动党员怎样过好组织生活";

/** Walks through every part: the list, the member's page, 归雁, the register. */
async function walk(lab, url) {
  const page = await lab.open({ path: url, viewport: "desktop" });
  await page.event("guiyan-ready");
  await page.text(LECTURE);
  await page.press("tab", "我的");
  await page.text("登录后，这里会显示你的报到、报名和学时。");
  await page.press("tab", "归雁");
  await page.text("家乡需要什么");
  const token = await backstage(lab.url).token("beijing-secretary");
  await page.evaluate((given) => {
    document.querySelector("guiyan-branch").token = given;
  }, token);
  await page.press("tab", "名册");
  await page.byRole("searchbox", "搜索姓名");
  await page.assertClean();
  return page;
}

describe("consumers", () => {
  let files;
  let lab;
  let shipped;
  before(async () => {
    files = await serveFiles({ folders: { "/": PROJECTS } });
    lab = await start({ service: { args: ["--allow-origin", files.url] } });
    shipped = await modules(join(ROOT, "pkg/dist"));
  });
  after(async () => {
    await lab?.stop();
    await files?.stop();
  });

  for (const name of CONSUMERS) {
    test(`${name}: built, loaded, every part there once`, async () => {
      const folder = await project(name);
      const { default: build } = await import(`./${name}/build.mjs`);
      const index = await build(folder);
      const built = join(folder, index.includes("/") ? "dist" : "node_modules/guiyan");
      assert.deepEqual(await modules(built), shipped);
      for (const script of (await readdir(built, { recursive: true })).filter((one) => /\.js$/.test(one))) {
        const text = await readFile(join(built, script), "utf8");
        // A strict policy has no `data:` in connect-src.
        assert.ok(!text.includes("data:application/wasm"), `${script} has a module inside`);
      }
      const page = await walk(lab, `${files.url}/${name}/${index}?service=${lab.url}`);
      await page.shot(`consumer-${name}`);
      await page.done();
    });
  }

  test("vite: the development server finds the modules too", async () => {
    const folder = await project("vite");
    const { serve } = await import("./vite/build.mjs");
    const server = await serve(folder);
    const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
    const own = await start({ service: { args: ["--allow-origin", origin] } });
    try {
      const page = await walk(own, `${origin}/?service=${own.url}`);
      await page.done();
    } finally {
      await server.close();
      await own.stop();
    }
  });
});
