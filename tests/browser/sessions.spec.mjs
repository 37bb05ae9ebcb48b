// A session of our own when something comes between: an end nobody asked for,
// another tab, a storage that is full, and the erasure of everything.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { clock, elsewhere, enter, keptNames, post } from "./lib/phone.mjs";

const REFRESH = /\/v1\/sign-in\/refresh$/;
const LAPSED = "登录已失效，请重新登录。";

let numbers = 13_700_000_000;
/** A number of its own for each: one number gets one code a minute. */
const number = () => String((numbers += 1));

describe("a session and what comes between", () => {
  let lab, key;
  before(async () => {
    lab = await start();
    key = `guiyan-session:${lab.url}`;
  });
  after(() => lab?.stop());

  /** A page with the session of that number, begun elsewhere. */
  async function signedIn(phone, options = {}) {
    const session = await elsewhere(lab.url, phone);
    const page = await lab.open({ path: "/beijing", ...options });
    await keep(page, session.refreshToken);
    await page.reload({ waitUntil: "load" });
    await page.press("tab", "我的");
    await page.byRole("button", "退出登录");
    return page;
  }

  const keep = (page, token) =>
    page.evaluate((name, value) => localStorage.setItem(name, value), key, token);
  const kept = (page) => page.evaluate((name) => localStorage.getItem(name), key);
  const late = (page) =>
    page.evaluate(() => {
      window.__ahead += 15 * 60 * 1000;
      document.querySelector("guiyan-branch").refresh();
    });

  /** Begins to report in, without sending it. */
  async function begin(page, name) {
    await page.press("tab", "我的");
    await page.press("button", "报到");
    await page.fill("姓名", name);
  }

  /** Has the page answer the refresh by itself from now on. */
  function hand(state) {
    return async (fresh) => {
      await fresh.evaluateOnNewDocument(clock);
      await fresh.setRequestInterception(true);
      fresh.on("request", (request) => {
        if (state.held && request.url().includes("/v1/")) state.held.push(request);
        else if (state.hand && REFRESH.test(request.url())) state.hand(request);
        else request.continue();
      });
    };
  }
  const refuse = (request) =>
    request.respond({ status: 401, contentType: "application/problem+json", body: "{}" });

  test("who comes back after it ended keeps the form they fill in then", async () => {
    const page = await lab.open({ path: "/beijing" });
    await keep(page, "a-token-of-long-ago");
    await page.reload({ waitUntil: "load" });
    await page.text(LAPSED);
    await begin(page, "徐再来");
    await page.press("tab", "我的");
    await page.press("button", "登录");
    await enter(page, lab.url, number());
    await page.byRole("button", "退出登录");
    await page.press("button", "报到");
    assert.equal(await page.value("姓名"), "徐再来");
    await page.done();
  });

  test("what one person typed is not for another who signs in in another tab", async () => {
    const state = {};
    const first = await signedIn(number(), { prepare: hand(state) });
    await begin(first, "徐第一");
    state.hand = refuse;
    await late(first);
    await first.text(LAPSED);
    assert.equal(await first.value("姓名"), "徐第一", "it waits for them");
    state.hand = undefined;

    const second = await lab.open({ path: "/beijing", beside: first });
    await second.press("tab", "我的");
    await second.press("button", "登录");
    await enter(second, lab.url, number());
    await second.byRole("button", "退出登录");
    await first.bringToFront();
    await first.lacks(LAPSED);
    await first.press("tab", "我的");
    await first.press("button", "报到");
    assert.equal(await first.value("姓名"), "");
    await first.done();
  });

  test("two tabs that refresh at once without locks both stay signed in", async () => {
    const asked = [];
    const state = {};
    const prepare = async (fresh) => {
      await fresh.evaluateOnNewDocument(() =>
        Object.defineProperty(navigator, "locks", { value: undefined }),
      );
      await hand(state)(fresh);
    };
    const first = await signedIn(number(), { prepare });
    const second = await lab.open({ path: "/beijing", beside: first, prepare });
    await second.press("tab", "我的");
    await second.byRole("button", "退出登录");
    const before = await kept(first);

    state.hand = (request) => asked.push(request);
    await Promise.all([late(first), late(second)]);
    await eventually(() => asked.length === 2, "both ask");
    state.hand = undefined;
    const [one, other] = asked;
    assert.equal(one.postData(), other.postData());
    // Both are answered before either uses what it got.
    const answers = [];
    for (const _ of asked) {
      answers.push(await post(lab.url, "/v1/sign-in/refresh", { refreshToken: before }));
    }
    const answer = (request, body) =>
      request.respond({ status: 200, contentType: "application/json", body: JSON.stringify(body) });
    // The line is slower than the word from tab to tab.
    state.held = [];
    await answer(one, answers[0]);
    await eventually(async () => (await kept(first)) === answers[0].refreshToken, "the first is kept");
    await answer(other, answers[1]);
    await eventually(async () => (await kept(first)) === answers[1].refreshToken, "the last is kept");
    const { held } = state;
    state.held = undefined;
    await Promise.all(held.map((request) => request.continue()));
    for (const tab of [first, second]) {
      await tab.bringToFront();
      await tab.byRole("button", "退出登录");
      await tab.lacks(LAPSED);
    }
    const headers = { authorization: `Bearer ${answers[1].accessToken}` };
    assert.equal((await fetch(`${lab.url}/v1/me`, { headers })).status, 200, "it has not ended");
    await first.done();
  });

  test("a refresh that is refused does not wipe what another tab has kept meanwhile", async () => {
    const state = {};
    const phone = number();
    const page = await signedIn(phone, { prepare: hand(state) });
    const before = await kept(page);
    state.hand = async (request) => {
      state.hand = undefined;
      const { refreshToken } = await post(lab.url, "/v1/sign-in/refresh", { refreshToken: before });
      await keep(page, refreshToken);
      await refuse(request);
    };
    const renewed = page.waitForResponse((answer) => REFRESH.test(answer.url()) && answer.ok());
    await late(page);
    await eventually(async () => ![null, before].includes(await kept(page)), "another is kept");
    await renewed;
    await page.byRole("button", "退出登录");
    await page.lacks(LAPSED);
    await page.done();
  });

  test("where storage is full the session lasts as long as the page", async () => {
    const full = (name) => {
      const set = Storage.prototype.setItem;
      Storage.prototype.setItem = function (wanted, value) {
        if (window.__full && wanted === name) throw new DOMException("full", "QuotaExceededError");
        return set.call(this, wanted, value);
      };
    };
    const page = await signedIn(number(), {
      prepare: async (fresh) => {
        await fresh.evaluateOnNewDocument(clock);
        await fresh.evaluateOnNewDocument(full, key);
      },
    });
    await page.evaluate(() => (window.__full = true));
    for (let round = 0; round < 2; round += 1) {
      const renewed = page.waitForResponse((answer) => REFRESH.test(answer.url()));
      await late(page);
      assert.equal((await renewed).status(), 200);
      await page.byRole("button", "退出登录");
      await page.lacks(LAPSED);
    }
    assert.equal(await kept(page), null, "the one before would end it");
    await page.done();
  });

  test("who erases everything keeps the receipt, and is told of no lapse", async () => {
    const session = await elsewhere(lab.url, number());
    const page = await lab.open({ path: "/beijing" });
    await keep(page, session.refreshToken);
    await page.reload({ waitUntil: "load" });
    await page.press("tab", "我的");
    await page.press("button", "我的数据");
    await page.press("button", "删除我的数据");
    await page.press("button", "删除我的数据");
    await page.press("checkbox", "我知道删除后找不回来");
    await page.press("button", "确认删除");
    await page.text("已全部删除。");
    await eventually(
      async () => !(await page.hasRole("button", "退出登录")) && (await kept(page)) === null,
      "nothing is kept",
    );
    const looked = page.waitForResponse((answer) => answer.url().endsWith("/v1/branches/xinzhou-beijing"));
    await page.evaluate(() => document.querySelector("guiyan-branch").refresh());
    await looked;
    await page.lacks("登录已失效");
    assert.match(await page.value("回执编码"), /^GY(-[0-9A-Z]{5}){25}$/);
    assert.deepEqual(await page.evaluate(keptNames), []);
    await page.press("button", "回到首页");
    await page.press("tab", "我的");
    await page.byRole("button", "登录");
    await page.done();
  });
});
