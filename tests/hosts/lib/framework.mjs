// React and Vue hosts do the same: attributes, a property and an event follow
// the state of the app, and the element comes and goes with it.

import assert from "node:assert/strict";

import { LECTURE } from "./use.mjs";

export async function followsState({ open, name, browser, service, back }) {
  const token = await back.token("beijing-member");
  const page = await open(name, { query: { service, token } });
  await page.event("guiyan-ready");
  await page.text(LECTURE);
  await page.waitForFunction(() => document.querySelector("output").textContent === "guiyan-ready");

  await page.press("button", "语言");
  await page.byRole("tab", "Activities");
  await page.press("button", "语言");
  await page.byRole("tab", "活动");

  await page.press("button", "登录");
  await page.gone("button", "报到");
  await page.shot(`host-${name}-${browser}`);
  await page.press("button", "登录");
  await page.byRole("button", "报到");

  await page.press("button", "显示");
  assert.equal(await page.$("guiyan-branch"), null);
  await page.press("button", "显示");
  await page.event("guiyan-ready", 2);
  await page.text(LECTURE);
  await page.assertClean();
  await page.done();
}
