import assert from "node:assert/strict";

import { LECTURE, linksTo } from "../lib/use.mjs";

export const about = "without JavaScript the children stay, and their link leads on";

/** The same as switched off: no script of the page runs. */
export const policy = () => "script-src 'none'; sandbox allow-same-origin allow-top-navigation";

export async function check({ open, name, browser, service }) {
  const page = await open(name);
  assert.equal(await page.evaluate(() => customElements.get("guiyan-branch") === undefined), true);
  await linksTo(page, `${service}/branches/xinzhou-beijing`);
  await page.shot(`host-${name}-${browser}`);
  await page.click("guiyan-branch a");
  await page.waitForFunction((title) => document.body.innerText.includes(title), {}, LECTURE);
  assert.equal(page.url(), `${service}/branches/xinzhou-beijing`);
  await page.shot(`host-${name}-plain-${browser}`);
  await page.done();
}
