// 草稿与系列: a draft is kept and gone on with by another officer, published as
// a series, one date of it skipped, its rule changed, and it is ended.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage, moment } from "./lib/backstage.mjs";
import { sound } from "./lib/looks.mjs";

let lab, stage;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
});
after(() => lab?.stop());

/** `2026-12-06`, `days` from today. */
const date = (days) => moment(days, "00:00").slice(0, 10);

/** `周六`, `days` from today. */
function weekday(days) {
  const name = ["日", "一", "二", "三", "四", "五", "六"];
  return `周${name[new Date(`${date(days)}T00:00Z`).getUTCDay()]}`;
}

async function toPlans(page) {
  await page.press("tab", "名册");
  await page.press("button", "草稿与系列");
  await page.byRole("heading", "草稿与系列");
}

for (const viewport of ["phone", "desktop"]) {
  describe(viewport, () => {
    const TITLE = `每周读书会（${viewport === "phone" ? "手机" : "电脑"}）`;
    let secretary;
    before(async () => {
      const look = { path: "/beijing", viewport, reducedMotion: true };
      secretary = await lab.open({ ...look, persona: "beijing-secretary" });
    });

    test("what is half written is kept as a draft", async () => {
      await toPlans(secretary);
      await secretary.text("没有草稿。");
      await sound(secretary, `plans-none-${viewport}`);
      await secretary.press("tab", "活动");
      await secretary.press("button", "新建活动");
      await secretary.fill("活动名称", TITLE);
      await secretary.press("button", "存为草稿");
      await secretary.byRole("heading", "草稿与系列");
      await secretary.text(TITLE);
      await secretary.text(/你 · 刚刚/);
      // The page's own copy went with it.
      await secretary.press("tab", "活动");
      await secretary.press("button", "新建活动");
      assert.equal(await secretary.value("活动名称"), "");
    });

    test("what another officer saved meanwhile is shown, and nothing typed is lost", async () => {
      await toPlans(secretary);
      await secretary.press("button", `打开 ${TITLE}`);
      await secretary.byRole("heading", "草稿");
      assert.equal(await secretary.value("活动名称"), TITLE);
      await secretary.fill("议程", "一起读一本书");
      const { drafts } = await stage.get(
        "beijing-secretary",
        "/v1/branches/xinzhou-beijing/plans",
      );
      const draft = drafts.find(({ details }) => details.title === TITLE);
      await stage.send("beijing-secretary", {
        type: "saveDraft",
        draft: { id: draft.id, revision: draft.revision },
        details: { ...draft.details, place: "朝阳区驿站" },
      });
      await secretary.text("有人刚存过这份草稿");
      await secretary.text("地点：现在是 朝阳区驿站");
      await sound(secretary, `draft-meanwhile-${viewport}`);
      await secretary.press("button", "保存草稿");
      await secretary.text("你打开以后，有人存过这份草稿。");
      await secretary.press("button", "知道了，接着改");
      assert.equal(await secretary.value("地点"), "朝阳区驿站");
      assert.equal(await secretary.value("议程"), "一起读一本书");
    });

    test("a rule shows its dates, and says what is wrong with it", async () => {
      await secretary.choose("活动类别", "培训");
      await secretary.fill("开始时间", moment(7, "14:00"));
      await secretary.fill("结束时间", moment(7, "16:00"));
      await secretary.fill("联系人", "王敏");
      await secretary.fill("联系人电话", "13800009991");
      await secretary.press("radio", `每${weekday(7)}`);
      await secretary.press("button", "发布");
      await secretary.text("请填写重复到哪一天。");
      await secretary.fill("重复到哪一天", date(7 + 900));
      await secretary.text("一个系列最长 24 个月，请选更早的日期。");
      await secretary.fill("重复到哪一天", date(8));
      await secretary.text(/到这一天只有一次/);
      await secretary.fill("重复到哪一天", date(7 + 7 * 11));
      await secretary.text("会在这些日子举行，共 12 次");
      await secretary.text("还有 6 次");
      await sound(secretary, `series-form-${viewport}`);
    });

    test("the series is published, and one date of it skipped and restored", async () => {
      await secretary.press("button", "发布");
      await secretary.byRole("heading", "草稿与系列");
      await secretary.text(`每${weekday(7)}，到`);
      await secretary.text("进行中");
      assert.equal(await secretary.hasRole("button", `打开 ${TITLE}`), false);
      await secretary.press("DisclosureTriangle", "后面还有 8 次");
      // What lies beyond the horizon is not published yet.
      const skip = await secretary.byRole("button", /^跳过 /);
      const name = await skip.evaluate((node) => node.getAttribute("aria-label"));
      await secretary.press("button", name);
      await secretary.text("已跳过");
      await sound(secretary, `series-${viewport}`);
      await secretary.press("button", name.replace("跳过", "恢复"));
      await secretary.lacks("已跳过");
      await secretary.press("button", name);
      await secretary.text("已跳过");
      const visitor = await lab.open({ path: "/beijing", viewport });
      await visitor.byRole("button", new RegExp(TITLE));
      await visitor.done();
    });

    test("another rule moves what is published and tells so", async () => {
      await secretary.press("button", "修改");
      await secretary.byRole("heading", "修改系列");
      assert.equal(await secretary.value("开始时间"), moment(7, "14:00"));
      await secretary.text("没有要保存的改动。");
      await secretary.fill("开始时间", moment(7, "19:00"));
      await secretary.fill("结束时间", moment(7, "21:00"));
      await sound(secretary, `series-change-${viewport}`);
      await secretary.press("button", "保存修改");
      await secretary.text(/已保存。已发布的活动改了 \d+ 项，0 项保持原样。/);
      await secretary.text(/19:00/);
      await secretary.press("tab", "活动");
      const view = await stage.view("beijing-secretary");
      const own = view.activities.filter(({ title }) => title === TITLE);
      assert.ok(own.length >= 8, `${own.length} are published`);
      assert.ok(own.every(({ start, revision }) => start.includes("T19:00") && revision === 1));
    });

    test("it is ended after a question, and what is published stays", async () => {
      await toPlans(secretary);
      await secretary.press("button", "结束");
      await secretary.text("结束这个系列？");
      await sound(secretary, `series-end-${viewport}`);
      await secretary.press("button", "先不结束");
      await secretary.press("button", "结束");
      await secretary.press("button", "结束系列");
      await secretary.text("系列已结束。");
      await secretary.text("没有要发布的了，已发布的照常进行。");
      const view = await stage.view("beijing-secretary");
      const own = view.activities.filter(({ title }) => title === TITLE);
      assert.ok(own.length >= 8 && own.every(({ cancelled }) => !cancelled));
    });

    test("a draft is discarded after a question", async () => {
      await stage.send("beijing-secretary", { type: "saveDraft", details: {} });
      await secretary.press("button", "删除 未命名");
      await secretary.text("删除这份草稿？");
      await sound(secretary, `draft-discard-${viewport}`);
      await secretary.press("button", "删除草稿");
      await secretary.text("草稿已删除。");
      await secretary.text("没有草稿。");
    });

    test("nothing was blocked and nothing failed on the way", async () => {
      const refused = /status of (409|422)/;
      assert.deepEqual(secretary.trouble.filter((line) => !refused.test(line)), []);
      assert.deepEqual(await secretary.violations(), []);
    });
  });
}
