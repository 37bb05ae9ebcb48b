// Who an activity is for: a branch opens one to its sisters, a guest signs up
// without a name, lets it be seen and takes that back; the district holds one
// for all; one is for a party group alone.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { backstage, moment } from "./lib/backstage.mjs";
import { check } from "./lib/looks.mjs";

let lab, stage;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
});
after(() => lab?.stop());

const YIWU = "xinzhou-yiwu";

async function write(page, title, more = {}) {
  await page.fill("活动名称", title);
  await page.choose("活动类别", "培训");
  await page.fill("开始时间", moment(25, "14:00"));
  await page.fill("结束时间", moment(25, "16:00"));
  await page.fill("地点", "朝阳区驿站");
  await page.fill("学时", "2");
  for (const [label, option] of Object.entries(more)) await page.choose(label, option);
  await page.fill("联系人", "王敏");
  await page.fill("联系人电话", "13800009991");
  await page.press("button", "发布");
  await page.byRole("heading", title);
}

for (const viewport of ["phone", "desktop"]) {
  describe(viewport, () => {
    const who = viewport === "phone" ? "手机" : "电脑";
    const OPEN = `两地联学（${who}）`;
    const OWN = `全区通气会（${who}）`;
    const GROUP = `党小组学习（${who}）`;
    const look = { viewport, reducedMotion: true };
    let secretary, guest, member, officer;
    before(async () => {
      secretary = await lab.open({ ...look, path: "/beijing", persona: "beijing-secretary" });
      guest = await lab.open({ ...look, path: "/yiwu", persona: "yiwu-member" });
      member = await lab.open({ ...look, path: "/beijing", persona: "beijing-member" });
    });

    test("a branch opens an activity to its sisters, and they hear of it at once", async () => {
      await guest.byRole("tab", "活动");
      await secretary.press("button", "新建活动");
      await secretary.byRole("combobox", "参加对象");
      await check(secretary, `circle-form-${viewport}`);
      await write(secretary, OPEN, { 参加对象: "各支部党员" });
      await secretary.text("各支部党员");
      // In the other branch's list, without a reload and marked with whose it is.
      await guest.byRole("button", new RegExp(`${OPEN}.*北京支部`));
      await check(guest, `circle-list-${viewport}`);
    });

    test("a guest signs up without a name, agrees to it, and takes it back", async () => {
      await guest.press("button", new RegExp(OPEN));
      await guest.text("让北京支部看到我的姓名和电话");
      await check(guest, `circle-asked-${viewport}`);
      const sent = guest.commands();
      await guest.press("button", "报名");
      await guest.text("已报名，第 1 个名额");
      assert.deepEqual(sent.map(({ type, shareName }) => [type, shareName]), [["signUp", undefined]]);
      await secretary.text("义乌支部党员");
      await guest.text(/北京支部看不到你的姓名和电话/);
      await guest.press("button", "让对方看到");
      await guest.text("北京支部能看到你的姓名和电话。");
      await check(guest, `circle-shared-${viewport}`);
      await secretary.lacks("义乌支部党员");
      await secretary.text(/·示例/);
      await check(secretary, `circle-attendance-${viewport}`);
      await guest.press("button", "撤回，不再让对方看到");
      await guest.text(/北京支部看不到你的姓名和电话/);
      await secretary.text("义乌支部党员");
      // It stands among their own, and is given up from there.
      await guest.press("tab", "我的");
      await guest.byRole("button", new RegExp(`${OPEN}.*北京支部`));
    });

    test("one that is for a party group is its members' alone", async () => {
      await secretary.press("tab", "名册");
      await secretary.press("button", /^已接收/);
      await secretary.press("button", /·示例/);
      await secretary.byRole("combobox", "党小组");
      await secretary.choose("党小组", `${viewport === "phone" ? "丰台" : "海淀"}党小组（示例）`);
      await secretary.text("党小组已保存。");
      await check(secretary, `circle-person-${viewport}`);
      await member.press("tab", "我的");
      await member.text("党小组：朝阳党小组（示例）");
      await member.press("tab", "活动");
      await secretary.press("tab", "活动");
      await secretary.press("button", "新建活动");
      await write(secretary, GROUP, { 参加对象: "朝阳党小组（示例）的党员" });
      await member.press("button", new RegExp(GROUP));
      await member.text("朝阳党小组（示例）的党员");
      await member.byRole("button", "报名");
      await check(member, `circle-group-${viewport}`);
      const list = await stage.view("yiwu-member");
      assert.ok(list.activities.every((activity) => activity.title !== GROUP));
      const nobody = await stage.view(undefined);
      assert.ok(nobody.activities.every((activity) => activity.title !== GROUP));
    });

    test("the district publishes for every branch, changes and cancels", async () => {
      officer = await lab.open({ ...look, path: "/beijing", persona: "district-officer" });
      await officer.byRole("heading", "信州区各支部概况");
      await officer.byRole("heading", "区里的活动");
      await officer.byRole("button", /家乡这一年/);
      await check(officer, `circle-district-${viewport}`);
      await officer.press("button", "新建活动");
      await officer.byRole("heading", "新建活动");
      assert.equal(await officer.hasRole("combobox", "参加对象"), false);
      await write(officer, OWN);
      await check(officer, `circle-own-${viewport}`);
      await member.press("tab", "活动");
      await guest.press("tab", "活动");
      for (const page of [member, guest]) {
        await page.press("button", new RegExp(`${OWN}.*区委组织部`));
        await page.text("让区委组织部和各支部的签到人员看到我的姓名和电话");
      }
      await member.press("checkbox", /让区委组织部/);
      await member.press("button", "报名");
      await member.text("区委组织部和各支部的签到人员能看到你的姓名和电话。");
      await guest.press("button", "报名");
      await guest.text("已报名，第 2 个名额");
      await officer.press("button", "修改");
      await officer.fill("地点", "信州区党群服务中心");
      await officer.press("button", "保存修改");
      await officer.byRole("heading", OWN);
      await officer.text("信州区党群服务中心");
      await officer.figure("已报名", "2");
      await officer.text("义乌支部党员");
      await check(officer, `circle-own-list-${viewport}`);
      await member.text("地点改为：信州区党群服务中心。");
      await officer.press("button", "取消活动");
      await officer.choose("原因", "天气");
      await officer.press("button", "确认取消活动");
      await member.text(/已取消/);
    });

    test("nothing was blocked and nothing failed on the way", async () => {
      for (const page of [secretary, guest, member, officer]) await page.assertClean();
    });
  });
}
