// 任职: an officer of the district gives an office to an account that never
// signed in, an open page has it at once and loses it when it ends; a secretary
// appoints from the register, and sees what a hand-over brings with it.

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
    const ACCOUNT = `new:${viewport === "phone" ? "手机" : "电脑"}签到员`;
    const NAME = viewport === "phone" ? "示例阿明" : "示例阿亮";
    const look = { viewport, reducedMotion: true };
    let officer, steward, secretary;
    before(async () => {
      officer = await lab.open({ ...look, path: "/beijing", persona: "district-officer" });
      steward = await lab.open({ ...look, path: "/beijing", persona: ACCOUNT });
      secretary = await lab.open({ ...look, path: "/beijing", persona: "beijing-secretary" });
    });

    test("an account gets an office, and an open page has it at once", async () => {
      await steward.byRole("tab", "我的");
      await officer.press("button", "任职");
      await officer.byRole("heading", "在任");
      await check(officer, `appointments-${viewport}`);
      await officer.press("button", "任命");
      await officer.text("请选择职务。");
      await officer.text("请填写登录账号。");
      await officer.text("请填写姓名。");
      await check(officer, `appointments-errors-${viewport}`);
      await officer.choose("职务", "北京支部 · 签到员");
      await officer.fill("登录账号", ACCOUNT);
      await officer.fill("姓名", NAME);
      await officer.fill(/^任期最后一天/, "2035-12-31");
      await officer.press("button", "任命");
      await officer.text(`已任命${NAME}。`);
      await officer.text(/任期到 2035/);
      await check(officer, `appointments-held-${viewport}`);
      await steward.byRole("tab", "名册");
    });

    test("nobody is given the same office twice", async () => {
      await officer.choose("职务", "北京支部 · 签到员");
      await officer.fill("登录账号", ACCOUNT);
      await officer.fill("姓名", NAME);
      await officer.press("button", "任命");
      await officer.text("对方已经担任这个职务。");
      // What was typed is still there.
      assert.equal(await officer.value("姓名"), NAME);
    });

    test("it is taken back after a question, and the open page loses it", async () => {
      await officer.press("button", `免去 ${NAME}`);
      await officer.text("免去这个职务？");
      await check(officer, `appointments-question-${viewport}`);
      await officer.press("button", "确认免去");
      await officer.text("任职已结束。");
      await steward.lacks("名册");
      const over = await officer.css("details.secondary > summary");
      await over.evaluate((node) => node.click());
      await officer.text(/已免去/);
    });

    test("a secretary appoints from the register, and sees what a hand-over brings", async () => {
      const person = `new:${viewport}委员`;
      const name = viewport === "phone" ? "周小手" : "周小脑";
      await stage.member(person, name);
      await secretary.press("tab", "名册");
      await secretary.press("button", /^已接收/);
      await secretary.fill("搜索姓名", name);
      await secretary.press("button", new RegExp(name));
      await secretary.press("button", "任命职务");
      await secretary.choose("职务", "北京支部 · 书记");
      await secretary.text("书记交接");
      await secretary.text(/现任书记的职务同时结束/);
      await secretary.text(/本支部还有 \d+ 件待办/);
      await check(secretary, `appointments-hand-over-${viewport}`);
      await secretary.choose("职务", "北京支部 · 组织委员");
      await secretary.press("button", "任命");
      await secretary.text(`已任命${name}。`);
      await secretary.text("北京支部 · 组织委员");
      const organiser = await lab.open({ ...look, path: "/beijing", persona: person });
      await organiser.press("tab", "名册");
      await organiser.byRole("button", "草稿与系列");
      // Who appoints nobody finds no way there.
      await organiser.lacks("任职");
      await organiser.done();
    });

    after(async () => {
      for (const page of [officer, steward, secretary]) await page?.done();
    });
  });
}
