// 归雁, as people walk it: a visitor answers a need, signs in and submits; the
// branch asks whom it may go to; the township moves it until it lands; the
// member sees each step and takes a consent back. Then a 乡友 who was invited,
// and a need that is posted and closed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, eventually, start } from "./harness.mjs";
import { overflowing, smallTargets } from "./lib/measure.mjs";

const NEED = "跨境电商选品与海外仓经验";
const NOTE = "在朝阳做跨境选品七年，可以带两家本地商家试一季。";
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };

/** Runs in the page: what fades in is there. */
function settled() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const once = (one) => one.effect.getComputedTiming().iterations !== Infinity;
  return Promise.all(root.getAnimations().filter(once).map((one) => one.finished)).then(() => {});
}

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let lab, member, secretary, liaison;
    before(async () => (lab = await start({ browser })));
    after(() => lab?.stop());

    /** A page at 归雁. */
    async function at(persona, viewport = phone) {
      const page = await lab.open({ path: "/beijing", viewport, persona, reducedMotion: true });
      await page.press("tab", "归雁");
      return page;
    }

    /** Nothing for axe, nothing too small, nothing sticking out. */
    async function sound(page, name, least = 44) {
      await page.evaluate(settled);
      const found = {
        axe: await page.axe(),
        overflowing: await page.evaluate(overflowing),
        small: await page.evaluate(smallTargets, least),
      };
      if (browser === "chromium") await page.shot(`leads-${name}`);
      assert.deepEqual(found, { axe: [], overflowing: [], small: [] }, name);
    }

    describe("a need is answered", () => {
      test("a visitor sees what home needs and can begin to answer", async () => {
        member = await at(undefined);
        await member.byRole("heading", "家乡需要什么");
        await member.text(NEED);
        await sound(member, "visitor");
        await member.press("button", `回应：${NEED}`);
        await member.byRole("heading", "提交线索");
        const kind = await member.field("类别");
        assert.equal(await kind.evaluate((node) => node.selectedOptions[0].text), "技术");
        await member.text("这里不收附件");
      });

      test("what cannot be is told under its field, and nothing is sent", async () => {
        const sent = member.commands();
        await member.fill("金额（元）", "1000000000000000");
        await member.text("金额请填整数，1 元到 1 万亿元。");
        for (const wrong of ["0", "-5", "五十万"]) {
          await member.fill("金额（元）", wrong);
          await member.text("金额请填整数，1 元到 1 万亿元。");
        }
        await member.fill("金额（元）", "500,000");
        await member.text("读作 50 万元。");
        const note = await member.field("说明");
        await note.evaluate((node) => {
          node.value = "归".repeat(5000);
          node.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
        });
        await member.text("说明最多 2000 个字，请缩短一些。");
        await member.press("button", "提交线索");
        await member.text("还有 1 处需要改一下。");
        await sound(member, "wrong");
        assert.deepEqual(sent, []);
        await note.evaluate((node) => {
          node.value = "";
          node.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
        });
        await member.fill("说明", NOTE);
      });

      test("no recipient is ticked before, and what was typed outlives the sign-in", async () => {
        const ticked = await member.evaluate(() => {
          const root = document.querySelector("guiyan-branch").shadowRoot;
          return root.querySelectorAll(".ticks input:checked").length;
        });
        assert.equal(ticked, 0);
        await member.text("先不转给任何人，由支部办理。");
        await member.press("button", "提交线索");
        await member.event("guiyan-sign-in-needed");
        await member.persona("北京党员");
        await eventually(
          async () => (await member.names("textbox", "说明")).length === 1,
          "the form stays",
        );
        const sent = member.commands();
        await member.press("button", "提交线索");
        await member.text("北京支部办理");
        await member.text("只有支部能看到，没有转给任何人。");
        assert.equal(sent.length, 1);
        // Firefox does not tell what a request carries.
        if (browser === "chromium") {
          assert.equal(sent[0].lead.amount, 500000);
          assert.equal(sent[0].lead.note, NOTE);
        }
        await sound(member, "submitted");
      });
    });

    describe("it goes to those whom the member names, and no further", () => {
      test("the branch sees it and asks", async () => {
        secretary = await at("beijing-secretary", "desktop");
        await secretary.byRole("heading", "支部的线索");
        await secretary.press("button", /^提交 \d+$/);
        await secretary.press("button", new RegExp(NEED));
        await secretary.text(NOTE);
        await secretary.press("button", "征求同意");
        await secretary.press("button", "征求同意");
        await secretary.text("请选择接收方。");
        await secretary.choose("接收方", "秦峰镇");
        await secretary.press("button", "征求同意");
        await secretary.text("已征求，本人答复后这里会看到。");
        await sound(secretary, "asked");
      });

      test("the member is told, and agrees", async () => {
        await member.text("支部想把这条线索转给秦峰镇，你同意吗？");
        await sound(member, "question");
        await member.press("button", "同意");
        await member.text("已同意。随时可以撤回。");
        await member.text("还没有转交");
      });

      test("it is passed on, and the township works on it", async () => {
        await secretary.press("button", "转办");
        await secretary.choose("接收方", "秦峰镇");
        await secretary.press("button", "转办");
        await secretary.text("已转办，对方现在能看到。");
        await member.text("秦峰镇办理");
        liaison = await at("qinfeng-liaison");
        await liaison.byRole("heading", "转给我们的线索");
        await sound(liaison, "held");
        await liaison.press("button", new RegExp(NEED));
        await liaison.press("button", "进入对接");
        await liaison.text("已登记：对接。");
      });

      test("no stage is skipped silently", async () => {
        await liaison.press("button", "换到其他阶段");
        await liaison.choose("到哪个阶段", "签约");
        await liaison.press("button", "登记");
        await liaison.css("#panel-reason-error");
        await sound(liaison, "jump");
        await liaison.choose("为什么跳过或退回", "双方已直接谈定");
        await liaison.press("button", "登记");
        await liaison.text("已登记：签约。");
        await member.text("双方已直接谈定");
      });

      test("it lands, with its sum and jobs", async () => {
        await liaison.press("button", "进入落地");
        await liaison.fill("实际投入（元）", "1000000000000000");
        await liaison.text("金额请填整数");
        await liaison.fill("实际投入（元）", "480000");
        await liaison.fill("带动就业人数", "6");
        await liaison.press("button", "登记");
        await liaison.text("实际投入 48 万元，带动就业 6 人");
        await sound(liaison, "landed");
        await member.text("实际投入 48 万元，带动就业 6 人");
      });

      test("a consent is withdrawn, and the township no longer sees it", async () => {
        await member.press("button", "撤回给秦峰镇的同意");
        await member.text("撤回给秦峰镇的同意？");
        await member.press("button", "撤回");
        await member.text("已撤回，对方不再看到。");
        await member.text("北京支部办理");
        await liaison.press("tab", "归雁");
        await liaison.byRole("heading", "转给我们的线索");
        await liaison.gone("button", new RegExp(NEED));
        await secretary.text(/月\d+日撤回/);
      });

      test("nothing was blocked or logged", async () => {
        await secretary.assertClean();
        await liaison.assertClean();
      });
    });

    describe("a fellow townsman is invited", () => {
      test("the address says nothing about either", async () => {
        await member.press("tab", "归雁");
        const address = await member.field("邀请地址");
        const value = await address.evaluate((node) => node.value);
        assert.equal(value, `${lab.url}/beijing#guiyan-invite`);
        await member.press("button", "复制地址");
        await member.text(/已复制|已选中/);
      });

      test("whoever follows it fills in the form without a report-in", async () => {
        const fellow = await lab.open({
          path: "/beijing#guiyan-invite",
          viewport: phone,
          persona: "new:fellow",
          reducedMotion: true,
        });
        await fellow.byRole("heading", "老乡请你为家乡出份力");
        await fellow.choose("类别", "资金");
        await fellow.choose("产业方向", "马家柚");
        await fellow.press("button", "提交线索");
        await fellow.text("请先阅读告知书并勾选同意。");
        await sound(fellow, "fellow");
        await fellow.fill("姓名", "方远归");
        await fellow.fill("联系电话", "13900005678");
        await fellow.press("checkbox", /我已阅读告知书/);
        const sent = fellow.commands();
        await fellow.press("button", "提交线索");
        await fellow.text("北京支部办理");
        if (browser === "chromium") {
          assert.equal(sent[0].invited, true);
          assert.equal(sent[0].lead.contactName, "方远归");
        }
        await fellow.assertClean();
      });

      test("without an invitation, others are told what to do", async () => {
        const other = await at("new:other");
        await other.text("线索由本支部已接收的党员提交。");
        assert.equal(await other.hasRole("button", /^回应/), false);
      });
    });

    describe("needs come and go", () => {
      const SUBJECT = "秦峰镇菜籽油进食堂";

      test("a liaison posts one for their own township", async () => {
        await liaison.press("button", "发布需求");
        await liaison.choose("类别", "销路");
        await liaison.choose("产业方向", "其他农产品");
        await liaison.fill("名称", SUBJECT);
        await liaison.fill("内容", "合作社新榨菜籽油，找单位食堂长期订。");
        await liaison.fill("金额下限（元）", "200000");
        await liaison.fill("金额上限（元）", "100000");
        await liaison.text("金额上限不能小于下限");
        await liaison.fill("金额上限（元）", "800000");
        await liaison.fill("截止日期", new Date(Date.now() + 40 * 864e5).toISOString().slice(0, 10));
        await sound(liaison, "post");
        await liaison.press("button", "发布需求");
        await liaison.byRole("button", `结束需求 ${SUBJECT}`);
      });

      test("and closes it", async () => {
        await liaison.press("button", `结束需求 ${SUBJECT}`);
        await liaison.press("button", "结束需求");
        await liaison.gone("button", `结束需求 ${SUBJECT}`);
        await liaison.text("已落实");
        await liaison.assertClean();
      });
    });
  });
}
