// The main road, as people walk it: somebody new reports in, is sent back and
// then received, signs up, waits, moves up, ends it and moves to the other branch.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { fillReport, follow, noticesBefore } from "./lib/road.mjs";

const NAME = "徐归雁";
/** Sample activities of the demo: one place left; full with three in the queue. */
const LAST_PLACE = "主题党日：我为家乡马家柚代言";
const FULL = "乡友恳谈会：跨境电商怎么做";

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let lab, stage, visitor, secretary;
    before(async () => {
      lab = await start({ browser });
      stage = backstage(lab.url);
      visitor = await lab.open({ path: "/beijing", viewport: "phone" });
      secretary = await lab.open({
        path: "/beijing",
        viewport: "desktop",
        persona: "beijing-secretary",
      });
    });
    after(() => lab?.stop());

    /** The secretary's page of the person. */
    async function openPerson() {
      await secretary.press("tab", "名册");
      await secretary.press("button", new RegExp(NAME));
      await secretary.byRole("heading", NAME);
    }

    test("a visitor sees what the branch is and what is coming", async () => {
      await visitor.persona("新来的人");
      await visitor.byRole("heading", "信州区驻北京流动党员党支部");
      await visitor.text("在北京工作、生活的信州籍流动党员的家");
      for (const title of [LAST_PLACE, FULL]) await visitor.byRole("button", new RegExp(title));
      assert.equal(await visitor.hasRole("tab", "名册"), false);
    });

    test("the notice comes before the first field and names the home township", async () => {
      await visitor.press("button", "报到");
      await visitor.byRole("heading", "个人信息告知书");
      assert.equal(await visitor.evaluate(noticesBefore, "个人信息告知书", "姓名"), true);
      await visitor.text("家乡的所属乡镇或街道");
      await visitor.choose("所属乡镇、街道", "秦峰镇");
      await visitor.text("以及家乡的秦峰镇");
      await visitor.byRole("checkbox", /提供给.*家乡的秦峰镇/);
    });

    test("what is wrong is told under the field, once it was left", async () => {
      const advice = "请填写 11 位手机号，或带区号的座机号。";
      await visitor.fill("联系电话", "123");
      await visitor.text(advice);
      const field = await visitor.field("联系电话");
      const described = await field.evaluate((node) => {
        const ids = node.getAttribute("aria-describedby").split(" ");
        return ids.map((id) => node.getRootNode().getElementById(id).textContent).join("");
      });
      assert.ok(described.includes(advice), described);
      await visitor.fill("联系电话", "13900001234");
      await visitor.lacks(advice);
    });

    test("without consent nothing is sent, with it the report-in waits", async () => {
      const sent = visitor.commands();
      await fillReport(visitor, { name: NAME, homeBranch: "老坞村" });
      await visitor.press("button", "提交");
      await visitor.text("请先阅读告知书并勾选同意。");
      assert.deepEqual(sent, []);
      await visitor.press("checkbox", /我已阅读告知书/);
      await visitor.press("button", "提交");
      await visitor.text("待接收");
      await visitor.text("支部书记接收后，就可以报名活动。");
      assert.equal(sent.length, 1);
    });

    test("sent back with a reason, the form is still filled", async () => {
      await openPerson();
      await secretary.press("button", "退回");
      await secretary.choose("原因", "家乡党支部不清楚");
      await secretary.fill("说明", "请写全称，例如秦峰镇老坞村党支部。");
      const seen = follow(visitor, "退回补正");
      await secretary.press("button", "退回");
      await seen;
      await visitor.text("家乡党支部不清楚");
      await visitor.text("请写全称，例如秦峰镇老坞村党支部。");
      await visitor.press("button", "去补正");
      assert.equal(await visitor.value("姓名"), NAME);
      assert.equal(await visitor.value("联系电话"), "13900001234");
      assert.equal(await visitor.value("组织关系所在党支部"), "老坞村");
      assert.equal(await visitor.value("所属乡镇、街道"), "秦峰镇");
      assert.equal(await visitor.value("行业"), "电商与跨境电商");
      await visitor.fill("组织关系所在党支部", "秦峰镇老坞村党支部");
      await visitor.press("checkbox", /我已阅读告知书/);
      await visitor.press("button", "提交");
      await visitor.text("支部书记接收后，就可以报名活动。");
    });

    test("the open window follows within a second", async (context) => {
      await openPerson();
      await secretary.text("秦峰镇老坞村党支部");
      await secretary.byRole("button", "接收");
      const seen = follow(visitor, "已接收");
      await secretary.press("button", "接收");
      const at = await seen;
      const ms = Math.round(at - (await secretary.answered()));
      context.diagnostic(`${browser}: the visitor's window followed ${ms} ms after the answer`);
      assert.ok(ms <= 1000, `${ms} ms`);
      await visitor.text("可以报名支部的活动了。");
    });

    test("two taps from the list to a place", async () => {
      await visitor.press("tab", "活动");
      visitor.presses = 0;
      await visitor.press("button", new RegExp(LAST_PLACE));
      await visitor.press("button", "报名");
      await visitor.text("已报名，第 10 个名额");
      assert.equal(visitor.presses, 2);
      await visitor.press("button", "返回");
    });

    test("a full activity gives a position in the queue", async () => {
      await visitor.press("button", new RegExp(FULL));
      await visitor.press("button", "报名");
      await visitor.text("候补第 4 位");
      await visitor.press("button", "取消报名");
      await visitor.press("button", "确认取消报名");
      await visitor.text("已取消报名。");
      await visitor.press("button", "返回");
    });

    test("when somebody leaves, the next in line is told", async () => {
      await stage.member("new:next", "周候补");
      const next = await lab.open({ path: "/beijing", persona: "new:next" });
      await next.press("button", new RegExp(LAST_PLACE));
      await next.press("button", "报名");
      await next.text("候补第 1 位");
      await next.press("button", "返回");

      await visitor.press("button", new RegExp(LAST_PLACE));
      await visitor.press("button", "取消报名");
      await visitor.press("button", "确认取消报名");
      await visitor.text("已取消报名。");
      await next.text("有名额空出，已为你补上");
      await next.text(`${LAST_PLACE}，第 10 个名额。`);
      await next.press("button", "知道了");
      await next.lacks("有名额空出，已为你补上");
      await next.press("tab", "我的");
      await next.byRole("button", new RegExp(`${LAST_PLACE}.*已报名`));
      await next.assertClean();
      await next.done();
      await visitor.press("button", "返回");
    });

    test("one ends it, with a reason, and can come back", async () => {
      await visitor.press("tab", "我的");
      await visitor.press("button", "结束流动");
      await visitor.choose("原因", "返乡");
      await visitor.press("button", "确认结束流动");
      await visitor.text("需要时可以重新报到。");
      await visitor.text("结束流动：返乡");
      await visitor.press("button", "报到");
      assert.equal(await visitor.value("姓名"), NAME);
      await visitor.press("checkbox", /我已阅读告知书/);
      await visitor.press("button", "提交");
      await visitor.text("待接收");
    });

    test("one step leads from Beijing to Yiwu", async () => {
      const sent = visitor.commands();
      await visitor.press("button", "转到义乌支部");
      await visitor.fill("新的所在城区", "福田街道");
      await visitor.press("checkbox", /我已阅读告知书/);
      await visitor.press("button", "转过去");
      await visitor.text("转到义乌支部");
      await visitor.byRole("button", "转到本支部");
      assert.equal(sent.length, 1);

      await visitor.goto(new URL("/yiwu", lab.url).href, { waitUntil: "load" });
      await visitor.event("guiyan-ready");
      await visitor.press("tab", "我的");
      await visitor.text("待接收");
      await visitor.text("从北京支部转来");
      await visitor.byRole("button", "转到北京支部");
    });

    test("nothing was blocked and nothing failed on the way", async () => {
      await visitor.assertClean();
      await secretary.assertClean();
    });
  });
}
