// The baseline's old end: a member's road in Chromium 103.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";

import { fillReport } from "../browser/lib/road.mjs";
import { ROOT } from "../browser/lib/service.mjs";
import { standing } from "./lib/standing.mjs";
import { LECTURE } from "./lib/use.mjs";

const NAME = "徐旧机";

/** The browser inside of `@sparticuz/chromium`, whose own unpacking has one place in /tmp for all. */
async function chromium103() {
  const executablePath = join(ROOT, "target/hosts/chromium-103");
  if (!existsSync(executablePath)) {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium/package.json");
    const packed = await readFile(join(entry, "../bin/chromium.br"));
    const whole = `${executablePath}.part`;
    await mkdir(join(ROOT, "target/hosts"), { recursive: true });
    await writeFile(whole, await promisify(brotliDecompress)(packed));
    await chmod(whole, 0o755);
    await rename(whole, executablePath);
  }
  // It was made for machines without the helpers that more processes need.
  return { executablePath, args: ["--single-process", "--no-zygote"] };
}

/** What the harness asks of a page and Chromium has since 105. */
function lendVisibility() {
  Element.prototype.checkVisibility ??= function () {
    return this.getClientRects().length > 0 && getComputedStyle(this).visibility === "visible";
  };
}

let stand;
before(async () => (stand = await standing({ browser: await chromium103(), hosts: [] })));
after(() => stand?.stop());

test("Chromium 103: report in, be received, sign up", async () => {
  const { lab, back, open } = stand;
  assert.match(await lab.browser.version(), /Chrome\/103\./);
  const token = await back.token("new:oldest");
  const page = await open("plain", {
    prepare: (fresh) => fresh.evaluateOnNewDocument(lendVisibility),
  });
  await page.event("guiyan-ready");
  await page.text(LECTURE);
  await page.$eval("guiyan-branch", (branch, given) => (branch.token = given), token);

  await page.press("button", "报到");
  await fillReport(page, { name: NAME });
  await page.press("checkbox", /我已阅读告知书/);
  await page.shot("host-oldest-form");
  await page.press("button", "提交");
  await page.text("支部书记接收后，就可以报名活动。");

  const path = `/v1/branches/xinzhou-beijing/roster?q=${encodeURIComponent(NAME)}`;
  const { rows } = await back.get("beijing-secretary", path);
  await back.send("beijing-secretary", { type: "receiveMember", person: rows[0].person });
  // Told by the stream of changes.
  await page.text("已接收");

  await page.press("tab", "活动");
  await page.press("button", new RegExp(LECTURE));
  await page.byRole("heading", LECTURE);
  await page.press("button", "报名");
  await page.text("已报名");
  await page.shot("host-oldest");
  await page.press("tab", "归雁");
  await page.text("家乡需要什么");
  await page.assertClean();
  await page.done();
});
