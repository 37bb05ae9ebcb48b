// Signing in by phone, inside the widget: from the number to being back where one
// was, what is refused on the way, several tabs, the second factor, and out again.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { backstage, commandId } from "./lib/backstage.mjs";
import { check, sound } from "./lib/looks.mjs";
import { clock, codeFor, elsewhere, enter, keptNames, post, totp, wrong } from "./lib/phone.mjs";
import { fillReport } from "./lib/road.mjs";

const LAST_PLACE = /我为家乡马家柚代言/;
const shown = (answer) =>
  answer.url().endsWith("/v1/branches/xinzhou-beijing") && [200, 304].includes(answer.status());
const REFRESH = /\/v1\/sign-in\/refresh$/;

let numbers = 13_800_000_000;
/** A number of its own for each: one number gets one code a minute. */
const number = () => String((numbers += 1));

for (const browser of ["chromium", "firefox"]) {
  describe(`the main road (${browser})`, () => {
    let lab, page;
    const phone = number();
    before(async () => {
      lab = await start({ browser });
      page = await lab.open({ path: "/beijing" });
    });
    after(() => lab?.stop());

    test("what is half filled in outlives signing in, and the person is back there", async () => {
      await page.press("button", "报到");
      await fillReport(page, { name: "徐归雁" });
      await page.press("checkbox", /我已阅读告知书/);
      await page.press("button", "提交");
      await page.event("guiyan-sign-in-needed");
      await page.byRole("heading", "手机号登录");
      const hints = await page.evaluate(() => {
        const field = document.querySelector("guiyan-branch").shadowRoot.getElementById("f-phone");
        return [field.autocomplete, field.inputMode, field.type];
      });
      assert.deepEqual(hints, ["tel", "tel", "tel"]);

      await page.press("button", "获取验证码");
      await page.text("请填写手机号。");
      await page.fill("手机号", "12345");
      await page.press("button", "获取验证码");
      await page.text("请填写 11 位手机号");
      assert.equal(await page.value("手机号"), "12345");

      await page.fill("手机号", `+86 ${phone}`);
      await page.press("button", "获取验证码");
      await page.text(/\d+ 秒后可重新获取/);
      const code = await codeFor(lab.url, phone);
      await page.fill("验证码", wrong(code));
      await page.press("button", "登录");
      await page.css("#f-code-error");
      assert.equal(await page.value("验证码"), "");
      assert.equal(await page.value("手机号"), `+86 ${phone}`);
      if (browser === "chromium") await check(page, "sign-in-code");

      await page.fill("验证码", code);
      await page.press("button", "登录");
      await page.byRole("heading", "报到");
      assert.equal(await page.value("姓名"), "徐归雁");
      await page.press("button", "提交");
      await page.text("待接收");
    });

    test("a reload stays signed in, and out wipes what was kept", async () => {
      await page.reload({ waitUntil: "load" });
      await page.press("tab", "我的");
      await page.text("待接收");
      assert.equal((await page.evaluate(keptNames)).length, 1);
      await page.press("button", "退出登录");
      await page.text("登录后，这里会显示你的报到、报名和学时。");
      assert.deepEqual(await page.evaluate(keptNames), []);
      await page.done();
    });
  });
}

describe("signed in by phone", () => {
  let lab, stage;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
  });
  after(() => lab?.stop());

  /** A page on which somebody with that number is signed in, at 我的. */
  async function signedIn(phone, options = {}) {
    const page = await lab.open({ path: "/beijing", ...options });
    await page.press("tab", "我的");
    await page.press("button", "登录");
    await enter(page, lab.url, phone);
    await page.byRole("button", "退出登录");
    return page;
  }

  test("a page that has its own sign-in is not bothered", async () => {
    const page = await lab.open({ path: "/beijing" });
    await page.evaluate(() => {
      const branch = document.querySelector("guiyan-branch");
      branch.addEventListener("guiyan-sign-in-needed", (event) => event.preventDefault());
    });
    await page.press("button", LAST_PLACE);
    await page.press("button", "登录后报名");
    await page.event("guiyan-sign-in-needed");
    await page.byRole("button", "登录后报名");
    await page.evaluate(() => {
      document.querySelector("guiyan-branch").getToken = () => undefined;
    });
    await page.press("button", "登录后报名");
    await page.event("guiyan-sign-in-needed", 2);
    assert.equal(await page.hasRole("heading", "手机号登录"), false);
    await page.done();
  });

  test("with the keyboard alone, from the list to the code and in", async () => {
    const phone = number();
    const page = await lab.open({ path: "/beijing", viewport: "desktop" });
    await page.press("button", LAST_PLACE);
    await (await page.byRole("button", "登录后报名")).focus();
    await page.keyboard.press("Enter");
    await page.field("手机号");
    await sound(page, "sign-in-number");
    await (await page.field("手机号")).focus();
    await page.keyboard.type(phone);
    await page.keyboard.press("Enter");
    await page.field("验证码");
    await eventually(async () => (await page.focused()) === "验证码", "the code's field has the focus");
    await page.keyboard.type(await codeFor(lab.url, phone));
    await page.keyboard.press("Enter");
    await page.byRole("heading", LAST_PLACE);
    await page.byRole("button", "先报到");
    await page.assertClean();
    await page.done();
  });

  test("a code that is on its way outlives a reload, and 返回 leads back", async () => {
    const phone = number();
    const page = await lab.open({ path: "/beijing" });
    await page.press("tab", "归雁");
    await page.press("tab", "我的");
    await page.press("button", "登录");
    await page.fill("手机号", phone);
    await page.press("button", "获取验证码");
    await page.field("验证码");
    await page.reload({ waitUntil: "load" });
    await page.press("tab", "我的");
    await page.press("button", "登录");
    assert.equal(await page.value("手机号"), phone);
    await page.fill("验证码", await codeFor(lab.url, phone));
    await page.press("button", "返回");
    await page.byRole("button", "登录");
    await page.done();
  });

  test("what the service cannot do is told, and the number kept", async () => {
    const answers = [];
    const page = await lab.open({
      path: "/beijing",
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        fresh.on("request", (request) => {
          const to = /\/v1\/sign-in\/(codes|sessions)$/.exec(request.url());
          const [status, code, retry] = (to && answers.shift()) ?? [];
          if (status === undefined) return request.continue();
          if (status === 0) return request.abort();
          const body = JSON.stringify({ code, detail: `说明 ${code}。`, next: "下一步。" });
          const headers = { "retry-after": String(retry) };
          return request.respond({ status, headers, contentType: "application/problem+json", body });
        });
      },
    });
    await page.press("tab", "我的");
    await page.press("button", "登录");
    await page.fill("手机号", "13900000001");
    for (const [answer, told] of [
      [[503, "smsUnavailable", 60], "说明 smsUnavailable。"],
      [[0], "暂时连不上支部的服务。"],
      [[429, "tooManyTries", 30], /\d+ 秒后再试/],
    ]) {
      answers.push(answer);
      await page.press("button", "获取验证码");
      await page.text(told);
      assert.equal(await page.value("手机号"), "13900000001");
    }
    await page.done();
  });

  test("two tabs whose tokens run out at once stay signed in, with locks and without", async () => {
    const bare = () => Object.defineProperty(navigator, "locks", { value: undefined });
    for (const locks of [true, false]) {
      const prepare = async (fresh) => {
        await fresh.evaluateOnNewDocument(clock);
        if (!locks) await fresh.evaluateOnNewDocument(bare);
      };
      const first = await signedIn(number(), { prepare });
      const second = await lab.open({ path: "/beijing", beside: first, prepare });
      const tabs = [first, second];
      await second.press("tab", "我的");
      await second.byRole("button", "退出登录");
      const run = (tab) =>
        tab.evaluate(() => {
          window.__ahead += 15 * 60 * 1000;
          document.querySelector("guiyan-branch").refresh();
        });
      for (let round = 0; round < 2; round += 1) {
        const asked = tabs.map((tab) => tab.waitForResponse(shown));
        if (locks) await Promise.all(tabs.map(run));
        // Without locks one after the other, as people change from tab to tab.
        else for (const [at, tab] of tabs.entries()) (await run(tab), await asked[at]);
        await Promise.all(asked);
      }
      for (const tab of tabs) {
        // A tab behind another draws nothing that could be waited for.
        await tab.bringToFront();
        await tab.byRole("button", "退出登录");
        await tab.lacks("登录已失效");
        assert.deepEqual(tab.trouble.filter((line) => !line.includes("401")), []);
      }
      // Out in one is out in the other.
      await second.press("button", "退出登录");
      await first.bringToFront();
      await first.text("登录后，这里会显示你的报到、报名和学时。");
      await second.close();
      await first.done();
    }
  });

  test("a line that is down signs nobody out, a service that refuses says so", async () => {
    const state = {};
    const phone = number();
    const page = await signedIn(phone, {
      prepare: async (fresh) => {
        await fresh.evaluateOnNewDocument(clock);
        await fresh.setRequestInterception(true);
        fresh.on("request", (request) => {
          const hit = state.hand && REFRESH.test(request.url());
          if (hit) state.hand(request);
          else request.continue();
        });
      },
    });
    const late = () =>
      page.evaluate(() => {
        window.__ahead += 15 * 60 * 1000;
        document.querySelector("guiyan-branch").refresh();
      });
    state.hand = (request) => request.abort();
    await late();
    await page.text("网络不通，正在重试");
    await page.byRole("button", "退出登录");
    state.hand = undefined;
    await page.lacks("网络不通，正在重试");
    await page.byRole("button", "退出登录");

    state.hand = (request) =>
      request.respond({ status: 401, contentType: "application/problem+json", body: "{}" });
    await late();
    await page.text("登录已失效，请重新登录。");
    await page.text("登录后，这里会显示你的报到、报名和学时。");
    assert.deepEqual(await page.evaluate(keptNames), []);
    await check(page, "sign-in-lapsed");
    await page.done();
  });

  test("the second factor: set up, asked again, taken away; and the list of sessions", async () => {
    const phone = number();
    const state = {};
    const page = await signedIn(phone, {
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        fresh.on("request", (request) => (state.hand?.(request) ? undefined : request.continue()));
      },
    });
    // An office is given to the account.
    const officer = await stage.token("district-officer");
    const { person } = await post(lab.url, "/v1/accounts", { account: phone }, officer);
    const office = { type: "appoint", person, role: "steward:xinzhou-beijing", name: "沈签到", until: "" };
    await post(lab.url, "/v1/district/commands", { id: commandId(), ...office }, officer);

    await page.press("button", "登录与安全");
    await page.byRole("heading", "登录过的设备");
    await page.text("本机");
    await page.press("button", "设置动态口令");
    const secret = await (await page.css("#secret")).evaluate((node) => node.value.trim());
    const link = await (await page.css("a[href^='otpauth:']")).evaluate((node) => node.href);
    assert.ok(link.includes(secret), link);
    await page.css("svg.qr");
    await sound(page, "second-factor-set-up");
    await page.fill("验证器显示的六位数字", wrong(totp(secret)));
    await page.press("button", "完成设置");
    await page.css("#f-code-confirm-error");
    await page.fill("验证器显示的六位数字", totp(secret));
    await page.press("button", "完成设置");
    const shown = await (await page.css("#paper")).evaluate((node) => node.value);
    const paper = shown.trim().split("\n");
    assert.equal(paper.length, 8);
    await sound(page, "second-factor-paper");
    await page.press("button", "我已抄好");
    await page.text("已设置，还有 8 个备用码没用。");
    await page.byRole("tab", "名册");

    // As on the next sign-in, which one number gets a code for a minute later.
    state.hand = (request) => {
      const path = new URL(request.url()).pathname;
      const json = (body) => {
        const headers = { "access-control-allow-origin": "*" };
        request.respond({ status: 200, headers, contentType: "application/json", body: JSON.stringify(body) });
        return true;
      };
      if (path === "/v1/me") return json({ officesWait: "secondFactor" });
      if (path !== "/v1/me/second-factor" || request.method() !== "GET") return false;
      return json({ policy: "offered", confirmed: true, shown: false, paperLeft: 8 });
    };
    await page.reload({ waitUntil: "load" });
    await page.text("你担任的职务设有动态口令，验证后才能办理。");
    await page.press("button", "去验证");
    await page.fill("动态口令", "000000");
    await page.press("button", "验证");
    await page.css("#f-code-show-error");
    await sound(page, "second-factor-step");
    await page.fill("动态口令", paper[0]);
    await page.press("button", "验证");
    state.hand = undefined;
    await page.lacks("验证后才能办理");

    await page.press("tab", "我的");
    await page.press("button", "登录与安全");
    await page.text("已设置，还有 7 个备用码没用。");
    await sound(page, "security");
    await page.press("button", "取消动态口令");
    await page.fill("动态口令", paper[1]);
    await page.press("button", "取消动态口令");
    await page.byRole("button", "设置动态口令");
    await page.done();
  });

  test("a session begun elsewhere is carried on, and another is ended with a question", async () => {
    const phone = number();
    const { accessToken, refreshToken } = await elsewhere(lab.url, phone);
    const other = { id: commandId(), started: "2026-11-20T10:00:00+08:00", lastUsed: "2026-11-21T10:00:00+08:00" };
    const ended = [];
    let lists = false;
    const page = await lab.open({
      path: "/beijing",
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        // A number gets one code a minute, so that its second session is made up.
        fresh.on("request", async (request) => {
          const path = new URL(request.url()).pathname;
          const own = lists && path.startsWith("/v1/me/sessions");
          if (!own) return request.continue();
          const json = (body) =>
            request.respond({ status: 200, contentType: "application/json", body: JSON.stringify(body) });
          if (request.method() === "POST") return void (ended.push(path), await json({}));
          const headers = { authorization: request.headers().authorization };
          const real = await (await fetch(request.url(), { headers })).json();
          return json({ sessions: [...real.sessions, ...(ended.length > 0 ? [] : [{ ...other, device: "iPhone · WeChat", this: false }])] });
        });
      },
    });
    const key = `guiyan-session:${lab.url}`;
    await page.evaluate((name, token) => localStorage.setItem(name, token), key, refreshToken);
    lists = true;
    await page.reload({ waitUntil: "load" });
    await page.press("tab", "我的");
    await page.press("button", "登录与安全");
    await page.text("本机");
    const headers = { authorization: `Bearer ${accessToken}` };
    assert.equal((await fetch(`${lab.url}/v1/me`, { headers })).status, 401, "its token is renewed");
    await page.press("button", "结束 iPhone · WeChat");
    await page.text("要让这台设备退出登录吗？");
    await sound(page, "sessions-question");
    await page.press("button", "结束登录");
    await page.lacks("iPhone · WeChat");
    assert.deepEqual(ended, [`/v1/me/sessions/${other.id}/end`]);
    await page.press("button", "退出登录");
    await page.byRole("button", "登录");
    await page.done();
  });
});
