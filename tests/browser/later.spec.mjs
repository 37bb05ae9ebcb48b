// The pages after the first come in a module of their own: what a member sees
// while it is on its way, and when it cannot be had.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually, start } from "./harness.mjs";

const LATER = /\/assets\/split_member-\w+\.wasm$/;
const LECTURE = /党课：流动党员怎样过好组织生活/;

let lab;
before(async () => (lab = await start()));
after(() => lab?.stop());

/** Opens the list with a hand on the second module: `hand(request)` deals with it. */
async function opened(hand, options = {}) {
  const state = { hand, asked: 0 };
  const page = await lab.open({
    path: "/beijing",
    ...options,
    prepare: async (fresh) => {
      await fresh.setRequestInterception(true);
      fresh.on("request", (request) => {
        if (!LATER.test(request.url())) return void request.continue();
        state.asked += 1;
        state.hand(request);
      });
    },
  });
  return { page, state };
}

test("on its way, the page's shape stands there and the heading takes the focus", async () => {
  let held;
  const { page } = await opened((request) => (held = request), { persona: "new:later" });
  await page.press("button", LECTURE);
  await page.text("正在载入");
  await eventually(() => held, "the second module is asked for");
  held.continue();
  await page.byRole("heading", LECTURE);
  await eventually(async () => LECTURE.test(await page.focused()), "the heading has the focus");
  await page.assertClean();
  await page.done();
});

test("the list does not wait for it", async () => {
  const { page } = await opened(() => {});
  await page.text("党课：流动党员怎样过好组织生活");
  assert.ok(await page.hasRole("button", "报到"));
  await page.done();
});

test("not to be had, the list stays and 重试 brings the page", async () => {
  const { page, state } = await opened((request) => request.abort());
  await page.press("button", LECTURE);
  await page.text("暂时连不上支部的服务。");
  const before = state.asked;
  state.hand = (request) => request.continue();
  await page.press("button", "重试");
  await page.byRole("heading", LECTURE);
  assert.equal(state.asked, before + 1);
  await page.press("button", "返回");
  await page.byRole("button", LECTURE);
  await page.done();
});

test("a widget that begins on 我的 shows it", async () => {
  const { page, state } = await opened((request) => request.continue());
  await page.evaluate(() => {
    const element = document.querySelector("guiyan-branch");
    element.setAttribute("page", "me");
  });
  await page.text("登录后，这里会显示你的报到、报名和学时。");
  assert.equal(state.asked, 1, "fetched once for all pages");
  await page.done();
});
