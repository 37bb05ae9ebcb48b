import assert from "node:assert/strict";

import { linksTo, showsChildren } from "../lib/use.mjs";

export const about = "properties are set before the script is there";

export async function check({ open, name, browser, service, back }) {
  const token = await back.token("beijing-secretary");
  const page = await open(name, { query: { token } });
  await linksTo(page, `${service}/branches/xinzhou-beijing`);
  assert.equal(await showsChildren(page), true);
  await page.evaluate(() => dispatchEvent(new Event("load-guiyan")));
  await page.event("guiyan-ready");
  // The secretary's tab: it was the token of `getToken` that counted.
  await page.byRole("tab", "名册");
  assert.equal(await showsChildren(page), false);
  const own = await page.$eval("guiyan-branch", (branch) => Object.keys(branch));
  assert.deepEqual(own, ["asked"]);
  await page.shot(`host-${name}-${browser}`);
  await page.assertClean();
  await page.done();
}
