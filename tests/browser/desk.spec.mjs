// The officers' side: publishing, cancelling, checking in, and what a steward
// and the district see of it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage, moment } from "./lib/backstage.mjs";

const TITLE = "红色教育：参观香山革命纪念馆";
/** The sample activity that begins within the hour, with ten people. */
const SOON = "党课：流动党员怎样过好组织生活";

describe("the secretary", () => {
  let lab, stage, secretary, member;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    const desktop = { path: "/beijing", viewport: "desktop" };
    secretary = await lab.open({ ...desktop, persona: "beijing-secretary" });
    member = await lab.open({ path: "/beijing", persona: "beijing-member" });
  });
  after(() => lab?.stop());

  test("an activity that is not complete is not published", async () => {
    const sent = secretary.commands();
    await secretary.press("button", "新建活动");
    await secretary.byRole("heading", "新建活动");
    await secretary.press("button", "发布");
    await secretary.text(/还有 \d+ 处需要改一下。/);
    for (const advice of ["请填写活动名称。", "请选择活动类别。", "请填写开始时间。"]) {
      await secretary.text(advice);
    }
    assert.equal(await secretary.focused(), "活动名称");
    assert.deepEqual(sent, []);

    await secretary.fill("活动名称", TITLE);
    await secretary.lacks("请填写活动名称。");
    await secretary.choose("活动类别", "红色教育");
    await secretary.fill("开始时间", moment(10, "09:00"));
    await secretary.fill("结束时间", moment(10, "08:00"));
    await secretary.text("结束时间要晚于开始时间。");
    await secretary.fill("结束时间", moment(10, "11:30"));
    await secretary.lacks("结束时间要晚于开始时间。");
    await secretary.fill("地点", "海淀区香山");
    await secretary.fill("名额", "0");
    await secretary.text("名额请填 1 到 100000。");
    await secretary.fill("名额", "2");
    await secretary.fill("学时", "2.5");
    await secretary.fill("联系人", "王敏");
    await secretary.fill("联系人电话", "13800009991");
    assert.deepEqual(sent, []);
  });

  test("a complete one is, and members see it at once", async () => {
    await secretary.press("button", "发布");
    await secretary.byRole("heading", TITLE);
    await secretary.text("2 个，还有 2 个");
    await secretary.text("2.5 学时");
    await member.press("button", new RegExp(TITLE));
    await member.press("button", "报名");
    await member.text("已报名，第 1 个名额");
    await secretary.text("2 个，还有 1 个");
    await member.press("button", "返回");
  });

  test("a cancelled one tells those signed up, and why", async () => {
    await secretary.press("button", "取消活动");
    await secretary.text(/发给已报名的 1 人/);
    await secretary.press("button", "确认取消活动");
    await secretary.text("请选择原因。");
    await secretary.choose("原因", "场地有变");
    await secretary.fill("说明", "纪念馆临时闭馆，改期另行通知。");
    await secretary.press("button", "确认取消活动");
    await secretary.text("已取消：场地有变");
    await member.text("你报名的活动取消了");
    await member.text(`${TITLE}，场地有变。`);
    await member.text("纪念馆临时闭馆，改期另行通知。");
    await member.press("button", new RegExp(TITLE));
    await member.text("已取消：场地有变");
    assert.equal(await member.hasRole("button", "报名"), false);
    assert.equal(await member.hasRole("button", "取消报名"), false);
  });

  test("two rows are checked in one after the other, without waiting", async () => {
    const sent = secretary.commands();
    await secretary.press("tab", "活动");
    await secretary.press("button", new RegExp(SOON));
    await secretary.byRole("button", /^签到 /);
    const names = await secretary.names("button", /^签到 /);
    assert.equal(names.length, 10);
    for (const name of names.slice(0, 2)) await secretary.press("button", name);
    for (const name of names.slice(0, 2)) {
      await secretary.byRole("button", name.replace("签到", "撤销"));
    }
    assert.deepEqual(sent.map((command) => command.type), ["checkIn", "checkIn"]);
    assert.notEqual(sent[0].person, sent[1].person);
    await secretary.figure("已签到", "2");
  });

  test("a second click on the same row is harmless", async () => {
    const sent = secretary.commands();
    const [name] = await secretary.names("button", /^签到 /);
    const button = await secretary.byRole("button", name);
    await button.evaluate((node) => node.scrollIntoView({ block: "center" }));
    await button.click({ count: 2 });
    const undo = name.replace("签到", "撤销");
    await secretary.byRole("button", undo);
    await secretary.figure("已签到", "3");
    assert.deepEqual(sent.map((command) => command.type), ["checkIn"]);
    await secretary.byRole("button", undo);
  });

  test("a check-in can be taken back", async () => {
    const [undo] = await secretary.names("button", /^撤销 /);
    await secretary.press("button", undo);
    await secretary.byRole("button", undo.replace("撤销", "签到"));
    await secretary.figure("已签到", "2");
  });

  test("the register finds people by name and by pinyin", async () => {
    await stage.report("new:pinyin", "祝归雁");
    await secretary.press("tab", "名册");
    await secretary.byRole("button", "祝归雁");
    await secretary.fill("搜索姓名", "zhgy");
    await secretary.text(/没有找到|祝归雁/);
    await secretary.fill("搜索姓名", "zgy");
    await secretary.byRole("button", "祝归雁");
    await secretary.fill("搜索姓名", "没有这个人");
    await secretary.text("没有找到“没有这个人”。");
  });

  test("advice on the branch's form is explained and names its source", async () => {
    await secretary.press("DisclosureTriangle", "对支部设置的建议");
    await secretary.text("正式党员满 7 人，应当选举产生 3 至 5 人的支部委员会。");
    await secretary.text("《中国共产党支部工作条例（试行）》");
  });

  test("nothing was blocked and nothing failed on the way", async () => {
    await secretary.assertClean();
    await member.assertClean();
  });
});

describe("those who see less", () => {
  let lab, stage;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
  });
  after(() => lab?.stop());

  test("a steward checks in by names and sees no register", async () => {
    const steward = await lab.open({ path: "/beijing", persona: "beijing-steward" });
    const received = [];
    steward.on("response", async (response) => {
      if (response.url().includes("/roster?")) received.push(await response.json());
    });
    await steward.byRole("tab", "名册");
    assert.equal(await steward.hasRole("button", "新建活动"), false);
    await steward.press("tab", "名册");
    await steward.text("今天的签到");
    assert.equal(await steward.hasRole("button", /待接收/), false);
    await steward.press("button", new RegExp(SOON));
    await steward.byRole("button", /^签到 /);
    const [name] = await steward.names("button", /^签到 /);
    await steward.press("button", name);
    await steward.byRole("button", name.replace("签到", "撤销"));
    assert.equal(await steward.hasRole("button", "取消活动"), false);
    const keys = new Set(received.flatMap((page) => page.rows).flatMap(Object.keys));
    const allowed = new Set(["person", "name", "place", "position", "attendedAt", "steps", "guest"]);
    assert.ok(received.length > 0);
    assert.deepEqual([...keys].filter((key) => !allowed.has(key)), []);
    assert.ok(received[0].rows.every((row) => (row.steps ?? []).length === 0));
    await steward.assertClean();
    await steward.done();
    const register = stage.get("beijing-steward", "/v1/branches/xinzhou-beijing/roster");
    await assert.rejects(register, /notAllowed/);
  });

  test("the district sees figures of all branches and no names", async () => {
    const officer = await lab.open({ path: "/beijing", persona: "district-officer" });
    await officer.byRole("heading", "信州区各支部概况");
    const rows = await officer.evaluate(() => {
      const root = document.querySelector("guiyan-branch").shadowRoot;
      const text = (node) => node.textContent.trim();
      return [...root.querySelectorAll("table tr")].map((row) => [...row.cells].map(text));
    });
    const { branches } = await stage.get("district-officer", "/v1/district");
    const line = (of) => [...branches.map(of), branches.map(of).reduce((a, b) => a + b)];
    const expected = {
      待接收: line((branch) => branch.submitted),
      已接收: line((branch) => branch.received),
      退回补正: line((branch) => branch.sentBack),
      结束流动: line((branch) => branch.ended),
    };
    for (const [name, figures] of Object.entries(expected)) {
      const row = rows.find((cells) => cells[0] === name);
      assert.deepEqual(row?.slice(1), figures.map(String), name);
    }
    assert.doesNotMatch(await officer.shown(), /·示例/);
    await officer.assertClean();
    await officer.done();
  });
});
