// 修改: a published activity is moved, by two officers at once; its sign-up is
// closed and opened again; those who signed up are told.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage, moment } from "./lib/backstage.mjs";
import { check } from "./lib/looks.mjs";

let lab, stage;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
});
after(() => lab?.stop());

/** What the activity is, as its form on the wire, with other places. */
const form = (title, more) => ({
  title,
  kind: "training",
  start: moment(20, "14:00"),
  end: moment(20, "16:00"),
  place: "朝阳区驿站",
  hoursTenths: 20,
  contactName: "王敏",
  contactPhone: "13800009991",
  ...more,
});

for (const viewport of ["phone", "desktop"]) {
  describe(viewport, () => {
    const TITLE = `改期的读书会（${viewport === "phone" ? "手机" : "电脑"}）`;
    let secretary, member, activity;
    before(async () => {
      activity = await stage.publish({ title: TITLE, capacity: 1 });
      const look = { path: "/beijing", viewport, reducedMotion: true };
      secretary = await lab.open({ ...look, persona: "beijing-secretary" });
      member = await lab.open({ ...look, persona: "beijing-member" });
    });

    test("moving it tells those signed up, and the history keeps both", async () => {
      await member.press("button", new RegExp(TITLE));
      await member.press("button", "报名");
      await member.text("已报名，第 1 个名额");
      await secretary.press("button", new RegExp(TITLE));
      await secretary.text(/1 个/);
      await secretary.press("button", "修改");
      await secretary.byRole("heading", "修改活动");
      assert.equal(await secretary.value("开始时间"), moment(20, "14:00"));
      assert.equal(await secretary.value("活动名称"), TITLE);
      await secretary.text("没有要保存的改动。");
      await check(secretary, `changing-form-${viewport}`);
      await secretary.fill("开始时间", moment(21, "09:00"));
      await secretary.fill("结束时间", moment(21, "08:00"));
      await secretary.text("结束时间要晚于开始时间。");
      await secretary.fill("结束时间", moment(21, "11:00"));
      await secretary.fill("地点", "海淀区驿站");
      await secretary.press("button", "保存修改");
      await secretary.byRole("heading", TITLE);

      await member.text("报名以后，这项活动有变动");
      await member.text(/时间改为 .*09:00–.*11:00。/);
      await member.text("地点改为：海淀区驿站。");
      await member.press("DisclosureTriangle", "改动记录（1 次）");
      await member.text("地点：朝阳区驿站 → 海淀区驿站");
      await check(member, `changed-member-${viewport}`);
      await secretary.press("DisclosureTriangle", "改动记录（1 次）");
      await secretary.text(/ · 你/);
      assert.doesNotMatch(await member.shown(), / · 你|书记/);
    });

    test("fewer places than are taken are refused with how many", async () => {
      await stage.member(`new:w-${viewport}`, viewport === "phone" ? "候补甲" : "候补乙");
      const waits = await stage.send(`new:w-${viewport}`, { type: "signUp", activity });
      assert.equal(waits.type, "waitlisted");
      await secretary.press("button", "修改");
      await secretary.fill("名额", "2");
      await secretary.press("button", "保存修改");
      await secretary.byRole("heading", TITLE);
      await secretary.figure("已报名", "2");
      await secretary.press("button", "修改");
      await secretary.fill("名额", "1");
      await secretary.press("button", "保存修改");
      await secretary.text("已有 2 个名额确认或为人保留，名额不能少于 2。");
      assert.equal(await secretary.value("名额"), "1");
      await secretary.press("button", "返回");
      await secretary.byRole("heading", TITLE);
    });

    test("what somebody else changed meanwhile is shown, and nothing typed is lost", async () => {
      await secretary.press("button", "修改");
      await secretary.fill("议程", "一、读书；二、讨论");
      await secretary.fill("学时", "3");
      const theirs = form(TITLE, {
        start: moment(21, "09:00"),
        end: moment(21, "11:00"),
        place: "东城区驿站",
        hoursTenths: 25,
        capacity: 2,
      });
      const command = { type: "changeActivity", activity, revision: 2, details: theirs };
      await stage.send("beijing-secretary", command);
      await secretary.text("有人刚改过这项活动");
      await secretary.text("地点：现在是 东城区驿站");
      await secretary.text("学时：现在是 2.5，你填的是 3");
      await check(secretary, `changing-meanwhile-${viewport}`);
      const sent = secretary.commands();
      await secretary.press("button", "保存修改");
      await secretary.text("你打开表单以后，有人改过这项活动。");
      assert.deepEqual(sent.map((command) => command.revision), [2]);
      assert.equal(await secretary.value("学时"), "3");
      await secretary.press("button", "知道了，接着改");
      await secretary.lacks("有人刚改过这项活动");
      assert.equal(await secretary.value("地点"), "东城区驿站");
      assert.equal(await secretary.value("学时"), "3");
      assert.equal(await secretary.value("议程"), "一、读书；二、讨论");
      await secretary.press("button", "保存修改");
      await secretary.byRole("heading", TITLE);
      await secretary.text("3 学时");
    });

    test("the sign-up is closed early and opened again", async () => {
      await stage.member(`new:v-${viewport}`, viewport === "phone" ? "候补丙" : "候补丁");
      await stage.send(`new:v-${viewport}`, { type: "signUp", activity });
      await secretary.figure("候补", "1");
      await secretary.press("button", "提前截止报名");
      await secretary.text("现在就截止报名？");
      await secretary.text(/候补的 1 人留在原来的位置/);
      await check(secretary, `closing-${viewport}`);
      await secretary.press("button", "先不截止");
      await secretary.press("button", "提前截止报名");
      await secretary.press("button", "截止报名");
      await secretary.text("报名已截止。");
      const visitor = await lab.open({ path: "/beijing", viewport });
      await visitor.press("button", new RegExp(TITLE));
      await visitor.text("报名已截止");
      assert.equal(await visitor.hasRole("button", "报名"), false);
      await secretary.press("button", "重新开放报名");
      await secretary.text("重新开放报名到活动开始？");
      await check(secretary, `reopening-${viewport}`);
      await secretary.press("button", "开放报名");
      await secretary.text("报名已重新开放。");
      await visitor.done();
    });

    test("nothing was blocked and nothing failed on the way", async () => {
      await member.assertClean();
      // Two refusals above are answers of 409 and 422, which the browser logs.
      const refused = /status of (409|422)/;
      assert.deepEqual(secretary.trouble.filter((line) => !refused.test(line)), []);
      assert.deepEqual(await secretary.violations(), []);
    });
  });
}
