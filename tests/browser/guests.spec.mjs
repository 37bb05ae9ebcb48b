// 乡友: somebody without a report-in joins what is open to them, is checked in
// and counted apart; leaving takes name and phone along.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { check } from "./lib/looks.mjs";

let lab, stage;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
});
after(() => lab?.stop());

for (const viewport of ["phone", "desktop"]) {
  describe(viewport, () => {
    const TITLE = `乡友茶话会（${viewport === "phone" ? "手机" : "电脑"}）`;
    const NAME = viewport === "phone" ? "周同乡" : "吴同乡";
    let guest, secretary;
    before(async () => {
      const look = { path: "/beijing", viewport, reducedMotion: true };
      secretary = await lab.open({ ...look, persona: "beijing-secretary" });
      guest = await lab.open(look);
    });

    test("the secretary opens an activity to them", async () => {
      const activity = await stage.publish({ title: TITLE, capacity: 5 });
      assert.ok(activity);
      await secretary.press("button", new RegExp(TITLE));
      await secretary.press("button", "修改");
      await secretary.press("checkbox", /乡友可参加/);
      await check(secretary, `guests-open-${viewport}`);
      await secretary.press("button", "保存修改");
      await secretary.text("可以参加，不用报到");
    });

    test("a visitor fills in the form before signing in, and nothing is lost by it", async () => {
      const sent = guest.commands();
      await guest.press("button", new RegExp(TITLE));
      await guest.text("可以参加，不用报到");
      await guest.press("button", "以乡友身份报名");
      await guest.text("个人信息怎么用");
      await guest.press("button", "报名");
      await guest.text("请填写姓名。");
      await guest.text(/请先阅读告知书并勾选同意/);
      assert.deepEqual(sent, []);
      await guest.fill("姓名", NAME);
      await guest.fill("联系电话", "13900007777");
      await check(guest, `guests-form-${viewport}`);
      await guest.press("checkbox", /我同意为参加这次活动/);
      await guest.persona("新来的人");
      await guest.byRole("button", "报名");
      assert.equal(await guest.value("姓名"), NAME);
      assert.equal(await guest.value("联系电话"), "13900007777");
      await guest.press("button", "报名");
      await guest.text("已报名，第 1 个名额");
      await check(guest, `guests-joined-${viewport}`);
    });

    test("those who run the branch see who it is, apart from members", async () => {
      await secretary.text(NAME);
      await secretary.text("乡友");
      await secretary.text("13900007777");
      await secretary.text("其中乡友");
      await check(secretary, `guests-list-${viewport}`);
    });

    test("leaving takes name and phone along", async () => {
      await guest.press("button", "取消报名");
      await guest.press("button", "确认取消报名");
      await guest.text("已取消报名。");
      await guest.byRole("button", "以乡友身份报名");
      await secretary.lacks(NAME);
    });
  });
}
