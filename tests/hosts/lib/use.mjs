// What a person does in every host: look at the list, open an activity, go back.

import assert from "node:assert/strict";

export const LECTURE = "党课：流动党员怎样过好组织生活";

/** The widget comes up, a page of a later part opens, and nothing complains. */
export async function comesUp({ open, name, browser, service }) {
  const page = await open(name, { query: { service } });
  await page.event("guiyan-ready");
  await used(page);
  await page.shot(`host-${name}-${browser}`);
  await page.assertClean();
  await page.done();
}

/** Opens an activity and the member's page in the first widget of the page. */
export async function used(page) {
  await page.text(LECTURE);
  await page.press("button", new RegExp(LECTURE));
  await page.byRole("heading", LECTURE);
  await page.press("tab", "我的");
  await page.text("登录后，这里会显示你的报到、报名和学时。");
  await page.press("tab", "活动");
  await page.text(LECTURE);
}

/** Whether the children stand where the widget would be. */
export const showsChildren = (page) =>
  page.evaluate(() => {
    const branch = document.querySelector("guiyan-branch");
    return branch.shadowRoot ? !branch.shadowRoot.querySelector("slot").hidden : true;
  });

/** Waits for the next drawn frame of the page. */
export const frame = (page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

/** The visible links of the page itself, which lead on without the widget. */
export async function linksTo(page, address) {
  const links = await page.$$eval("a", (all) =>
    all.filter((one) => one.checkVisibility()).map((one) => one.href),
  );
  assert.ok(links.includes(address), `no visible link to ${address} among ${links}`);
}
