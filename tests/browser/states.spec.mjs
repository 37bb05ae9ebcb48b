// Every state a page can be in: nobody signed in, on its way, empty, failed, off
// line, unknown, full, cancelled, past; and what people do twice.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { backstage, commandId, moment } from "./lib/backstage.mjs";
import { fillReport } from "./lib/road.mjs";
import { overflowing } from "./lib/measure.mjs";

const VIEW = /\/v1\/branches\/xinzhou-\w+$/;
const LAST_PLACE = "主题党日：我为家乡马家柚代言";

let lab, stage;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
});
after(() => lab?.stop());

/** Opens the branch with a hand on its view: `hand(request)` says whether it has dealt with it. */
async function opened(hand, { mute = false, ...options } = {}) {
  const state = { hand };
  const page = await lab.open({
    path: "/beijing",
    ready: false,
    ...options,
    prepare: async (fresh) => {
      await fresh.setRequestInterception(true);
      fresh.on("request", (request) => {
        // `mute`: no word of changes, which would be a reason to ask again.
        if (mute && request.url().endsWith("/changes")) request.abort();
        else if (!VIEW.test(request.url()) || !state.hand?.(request)) request.continue();
      });
    },
  });
  return { page, state };
}

const problem = (status, code) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ status, code, title: code }),
});

test("without sign-in a report-in can be filled in, and stays", async () => {
  const page = await lab.open({ path: "/beijing" });
  const sent = page.commands();
  await page.press("button", "报到");
  await fillReport(page, { name: "徐等等" });
  await page.press("checkbox", /我已阅读告知书/);
  await page.press("button", "提交");
  await page.event("guiyan-sign-in-needed");
  await page.byRole("heading", "手机号登录");
  assert.deepEqual(sent, []);
  await page.press("button", "返回");
  assert.equal(await page.value("姓名"), "徐等等");

  await page.persona("新来的人");
  assert.equal(await page.value("姓名"), "徐等等");
  assert.equal(await page.value("外出时间"), "2024-03-01");
  assert.equal(await page.value("行业"), "电商与跨境电商");
  await page.press("button", "提交");
  await page.text("待接收");
  assert.equal(sent.length, 1);
  await page.assertClean();
  await page.done();
});

test("signed out, an activity leads to sign-in and 我的 says what it would show", async () => {
  const page = await lab.open({ path: "/beijing" });
  await page.press("button", new RegExp(LAST_PLACE));
  await page.press("button", "登录后报名");
  await page.event("guiyan-sign-in-needed");
  await page.press("tab", "我的");
  await page.text("登录后，这里会显示你的报到、报名和学时。");
  await page.assertClean();
  await page.done();
});

for (const viewport of ["phone", "desktop"]) {
  test(`what is on its way has its shape already, and nothing jumps (${viewport})`, async () => {
    const held = [];
    const { page, state } = await opened((request) => held.push(request), { viewport });
    // The portal's own words stand there until the first view has come.
    await eventually(() => held.length > 0, "the view is asked for");
    assert.match(await page.evaluate(() => document.body.innerText), /正在打开支部页面/);
    state.hand = undefined;
    for (const request of held.splice(0)) request.continue();
    await page.byRole("button", new RegExp(LAST_PLACE));

    // Another branch in the same place: nothing of the first may be left.
    state.hand = (request) => held.push(request);
    await page.evaluate(() =>
      document.querySelector("guiyan-branch").setAttribute("branch", "xinzhou-yiwu"),
    );
    await page.text("正在载入");
    await page.lacks("信州区驻北京流动党员党支部");
    await page.shot(`state-skeleton-${viewport}`);
    state.hand = undefined;
    for (const request of held.splice(0)) request.continue();
    await page.byRole("heading", "信州区驻浙江省义乌市流动党员党支部");
    const shift = await page.shift();
    assert.ok(shift < 0.05, `the page jumped by ${shift}`);
    await page.assertClean();
    await page.done();
  });
}

test("a branch without activities says so", async () => {
  const { page } = await opened((request) => {
    const answer = async () => {
      const view = await stage.view();
      const body = JSON.stringify({ ...view, activities: [] });
      await request.respond({ status: 200, contentType: "application/json", body });
    };
    answer();
    return true;
  });
  await page.text("近期还没有活动，发布后会出现在这里。");
  await page.byRole("button", "报到");
  await page.shot("state-empty");
  await page.assertClean();
  await page.done();
});

test("a failure that passes is over as soon as the service answers again", async () => {
  const { page, state } = await opened((request) => {
    request.respond(problem(500, "internal"));
    return true;
  });
  await page.byRole("button", "重试");
  await page.text("这一步没有完成。");
  await page.shot("state-failed");
  state.hand = undefined;
  await page.byRole("button", new RegExp(LAST_PLACE));
  assert.equal(await page.hasRole("button", "重试"), false);
  await page.done();
});

test("a failure that stays can be tried again by hand", async () => {
  const asked = [];
  const hand = (request) => {
    asked.push(request.url());
    request.respond(problem(501, "notImplemented"));
    return true;
  };
  const { page, state } = await opened(hand, { mute: true });
  await page.byRole("button", "重试");
  assert.equal(asked.length, 1);
  state.hand = undefined;
  await page.press("button", "重试");
  await page.byRole("button", new RegExp(LAST_PLACE));
  assert.equal(await page.hasRole("button", "重试"), false);
  await page.done();
});

test("off line the page stays, and a command goes once, under one id", async () => {
  await stage.member("new:offline", "徐断网");
  const activity = await stage.publish({ title: "断网时的活动" });
  const page = await lab.open({ path: "/beijing", persona: "new:offline" });
  const sent = page.commands();
  await page.press("button", /断网时的活动/);
  await page.byRole("button", "报名");
  await page.setOfflineMode(true);
  await page.press("button", "报名");
  await page.text("网络不通，正在重试");
  await page.byRole("heading", "断网时的活动");
  await page.text("内容还在，再按一次会接着送，不会重复。", { timeout: 30_000 });
  await page.shot("state-offline");
  const tries = sent.length;
  assert.ok(tries >= 1);

  await page.setOfflineMode(false);
  await page.press("button", "报名");
  await page.text("已报名，第 1 个名额");
  await page.lacks("网络不通，正在重试");
  assert.deepEqual([...new Set(sent.map((command) => command.id))], [sent[0].id]);
  assert.equal(sent.length, tries + 1);
  const { activities } = await stage.view("beijing-secretary");
  assert.equal(activities.find((one) => one.id === activity).confirmed, 1);
  await page.done();
});

test("an answer that is lost on the way is not asked for twice", async () => {
  await stage.member("new:lost", "徐回音");
  await stage.publish({ title: "回音丢了的活动" });
  const page = await lab.open({ path: "/beijing", persona: "new:lost" });
  const sent = page.commands();
  let lost = 0;
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    if (!request.url().endsWith("/commands") || lost > 0) return request.continue();
    lost += 1;
    // It arrives, and its answer does not.
    const { method, body } = { method: request.method(), body: request.postData() };
    await fetch(request.url(), { method, body, headers: request.headers() });
    return request.abort();
  });
  await page.press("button", /回音丢了的活动/);
  await page.press("button", "报名");
  await page.text("已报名，第 1 个名额");
  await eventually(() => sent.length === 2, "the command is sent again");
  assert.equal(sent[0].id, sent[1].id);
  await page.done();
});

test("an unknown branch is named as such", async () => {
  const page = await lab.open({ path: "/beijing" });
  await page.evaluate(() =>
    document.querySelector("guiyan-branch").setAttribute("branch", "xinzhou-nowhere"),
  );
  await page.text("没有找到这个支部。");
  await page.text("请检查网址，或回到门户首页选择支部。");
  await page.shot("state-unknown");
  await page.done();
});

test("full, cancelled and past activities say so, in the list and on their page", async () => {
  const page = await lab.open({ path: "/beijing", persona: "beijing-member" });
  await page.press("button", /跨境电商怎么做.*已满可候补/);
  await page.text("名额已满，报名后进入候补。");
  await page.byRole("button", "报名");
  await page.shot("state-full");
  await page.press("button", "返回");

  await page.press("button", /老乡义诊与法律咨询.*已取消/);
  await page.text("已取消：场地有变");
  assert.equal(await page.hasRole("button", "报名"), false);
  await page.shot("state-cancelled");
  await page.press("button", "返回");

  await page.press("DisclosureTriangle", "过去的活动");
  await page.press("button", /重温入党誓词/);
  await page.text("已签到，记 2.5 学时");
  assert.equal(await page.hasRole("button", "报名"), false);
  await page.shot("state-past");
  await page.assertClean();
  await page.done();
});

test("a double click signs up once", async () => {
  await stage.member("new:double", "徐双击");
  await stage.publish({ title: "双击的活动" });
  const page = await lab.open({ path: "/beijing", persona: "new:double" });
  const sent = page.commands();
  await page.press("button", /双击的活动/);
  const button = await page.byRole("button", "报名");
  await button.click({ count: 2 });
  await page.text("已报名，第 1 个名额");
  await page.byRole("button", "取消报名");
  assert.deepEqual(sent.map((command) => command.type), ["signUp"]);
  await page.assertClean();
  await page.done();
});

test("two windows of one person show the same", async () => {
  await stage.member("new:twice", "徐两窗");
  await stage.publish({ title: "两个窗口的活动" });
  const one = await lab.open({ path: "/beijing", persona: "new:twice" });
  const two = await lab.open({ path: "/beijing", persona: "new:twice" });
  for (const page of [one, two]) await page.press("button", /两个窗口的活动/);
  await one.press("button", "报名");
  await one.text("已报名，第 1 个名额");
  await two.text("已报名，第 1 个名额");
  await two.press("button", "取消报名");
  await two.press("button", "确认取消报名");
  await one.byRole("button", "报名");
  for (const page of [one, two]) {
    await page.assertClean();
    await page.done();
  }
});

for (const width of [390, 320]) {
  test(`the longest titles and names fit into ${width} px`, async () => {
    const unbroken = `W${commandId().replaceAll("-", "")}${"W".repeat(27)}`;
    for (const title of ["长".repeat(60), unbroken]) {
      await stage.publish({ title, place: "远".repeat(100), agenda: unbroken.repeat(2) });
    }
    const viewport = { width, height: 700 };
    const page = await lab.open({ path: "/beijing", viewport, persona: "beijing-secretary" });
    for (const title of ["长".repeat(60), unbroken]) {
      const row = new RegExp(title);
      await page.byRole("button", row);
      assert.deepEqual(await page.evaluate(overflowing), []);
      await page.press("button", row);
      await page.byRole("heading", title);
      assert.deepEqual(await page.evaluate(overflowing), []);
      await page.shot(`state-long-${width}-${title.length}${title[0]}`);
      await page.press("button", "返回");
    }
    await page.assertClean();
    await page.done();
  });
}

test("an activity from another day is dated by the service's clock", async () => {
  await stage.publish({ title: "两个月后的活动", start: moment(60, "14:00"), end: moment(60, "15:00") });
  const page = await lab.open({ path: "/beijing" });
  const [, month, day] = moment(60, "14:00").slice(0, 10).split("-").map(Number);
  await page.press("button", /两个月后的活动/);
  await page.text(`${month}月${day}日`);
  await page.done();
});
