import assert from "node:assert/strict";

import { frame, LECTURE } from "../lib/use.mjs";

export const about = "`lang` and `mode` change while it runs, and 50 times in one frame";

const attribute = (page, name, value) =>
  page.$eval("guiyan-branch", (branch, key, to) => branch.setAttribute(key, to), name, value);

const target = (page) =>
  page.evaluate(() => {
    const tab = document.querySelector("guiyan-branch").shadowRoot.querySelector("[role=tab]");
    return tab.getBoundingClientRect().height;
  });

export async function check({ open, name, browser }) {
  const page = await open("plain");
  await page.event("guiyan-ready");
  await page.text(LECTURE);
  // A draft in the middle stays through all of it.
  await page.press("button", "报到");
  await page.fill("姓名", "徐不变");

  await attribute(page, "lang", "en");
  await page.byRole("heading", "Report in");
  assert.equal(await page.value("Name"), "徐不变");
  await attribute(page, "mode", "elder");
  await page.waitForFunction(() =>
    document.querySelector("guiyan-branch").shadowRoot.querySelector(".app.elder"),
  );
  assert.ok((await target(page)) >= 60);
  await page.shot(`host-${name}-${browser}`);

  const asked = [];
  page.on("request", (request) => request.url().includes("/v1/") && asked.push(request.url()));
  await page.evaluate(() => {
    const branch = document.querySelector("guiyan-branch");
    for (let count = 0; count < 50; count += 1) {
      const even = count % 2 === 0;
      branch.setAttribute("lang", even ? "en" : "zh-CN");
      branch.setAttribute("mode", even ? "elder" : "standard");
      branch.setAttribute("page", even ? "help" : `nowhere-${count}`);
    }
  });
  // The last of each counts; a page that is none is the list.
  await page.text(LECTURE);
  assert.ok((await target(page)) < 60);
  await frame(page);
  assert.ok(asked.length <= 2, `${asked.length} requests: ${asked}`);
  await page.press("button", "报到");
  assert.equal(await page.value("姓名"), "徐不变");

  // An attribute that nobody knows the value of is as good as none.
  for (const [key, value] of [["lang", "tlh"], ["mode", "huge"], ["page", "<b>"]]) {
    await attribute(page, key, value);
  }
  await page.text(LECTURE);
  await page.assertClean();
  await page.done();
}
