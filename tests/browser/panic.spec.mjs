// A panic ends the shared module: every element says so and can start afresh.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start } from "./harness.mjs";

let lab;
before(async () => (lab = await start()));
after(() => lab?.stop());

test("after a panic every element offers 重新载入, and it works", async () => {
  const page = await lab.open({ path: "/beijing", persona: "new:panic" });
  await page.press("button", "报到");
  await page.fill("姓名", "徐重来");

  // The page's own document fails the widget: nothing can be drawn any more.
  await page.evaluate(() => {
    window.__insert = Node.prototype.insertBefore;
    window.__append = Node.prototype.appendChild;
    Node.prototype.insertBefore = Node.prototype.appendChild = () => {
      throw new Error("out of order");
    };
  });
  await page.press("tab", "我的");
  await page.event("guiyan-error");
  assert.equal((await page.events()).at(-1).detail.code, "panic");
  await page.text("这里出了点问题。重新载入后可以接着用。");

  await page.evaluate(() => {
    Node.prototype.insertBefore = window.__insert;
    Node.prototype.appendChild = window.__append;
  });
  await page.press("button", "重新载入");
  await page.event("guiyan-ready", 2);
  await page.press("button", "报到");
  // What was typed before is still there.
  assert.equal(await page.value("姓名"), "徐重来");
  assert.deepEqual(await page.violations(), []);
  await page.done();
});
