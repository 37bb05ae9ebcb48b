// 调整候补顺序: an officer moves somebody in the queue and says why; everybody
// whose position changes reads it, and nobody else.

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
    const here = viewport === "phone" ? "手机" : "电脑";
    const TITLE = `排队的读书会（${here}）`;
    const NAMES = ["甲", "乙", "丙"].map((name) => `候补${name}${here.slice(0, 1)}`);
    const personas = NAMES.map((_, at) => `new:q${at}-${viewport}`);
    let activity, secretary;
    const open = async (persona) => {
      const page = await lab.open({ path: "/beijing", viewport, persona, reducedMotion: true });
      await page.press("button", new RegExp(TITLE));
      return page;
    };
    before(async () => {
      activity = await stage.publish({ title: TITLE, capacity: 1 });
      await stage.send("beijing-member", { type: "signUp", activity });
      for (const [at, persona] of personas.entries()) {
        await stage.member(persona, NAMES[at]);
        await stage.send(persona, { type: "signUp", activity });
      }
      secretary = await open("beijing-secretary");
    });

    test("who waits sees who stands before them, by time alone", async () => {
      const first = await open(personas[0]);
      await first.text("候补第 1 位");
      assert.doesNotMatch(await first.shown(), /前 1 位|前 2 位/);
      const last = await open(personas[2]);
      await last.text("候补第 3 位");
      await last.text(/前 2 位于 .* 至 .* 报名/);
      assert.doesNotMatch(await last.shown(), new RegExp(NAMES[0]));
    });

    test("the officer moves the last to the front, and has to say why", async () => {
      await secretary.press("button", `调整顺序 ${NAMES[2]}`);
      await secretary.text(`把${NAMES[2]}调整到第几位？`);
      await secretary.text(/现在是候补第 3 位/);
      await secretary.press("button", "确认调整");
      await secretary.text("请选择新的位置。");
      await secretary.choose("新的位置", "第 1 位");
      await secretary.choose("原因", "其他");
      await secretary.press("button", "确认调整");
      await secretary.text(/请填写/);
      await secretary.fill("说明", "带投影仪，要提前到");
      await check(secretary, `queue-moving-${viewport}`);
      await secretary.press("button", "确认调整");
      await secretary.lacks("把");
      await secretary.text("候补顺序的调整");
      await secretary.text("从第 3 位调整到第 1 位：其他");
      await check(secretary, `queue-moved-${viewport}`);
    });

    test("everybody whom it touches reads why", async () => {
      const first = await open(personas[0]);
      await first.text("候补第 2 位");
      await first.text("组织者把你从第 1 位调整到第 2 位：其他");
      await first.text("带投影仪，要提前到");
      await check(first, `queue-touched-${viewport}`);
      const moved = await open(personas[2]);
      await moved.text("组织者把你从第 3 位调整到第 1 位：其他");
      const holder = await open("beijing-member");
      await holder.text(/已报名，第 1 个名额/);
      assert.doesNotMatch(await holder.shown(), /投影仪/);
    });
  });
}
