// 求助 and the chain of responsibility, as people walk them: a member asks, the
// branch whistles, the department arrives and resolves, the member rates and
// reopens; a consent is withdrawn; the home township answers report-ins.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { within } from "./lib/home.mjs";

const STORY = "孩子九月从秦峰镇转学到朝阳区，不知道要带哪些材料。";
const OFFICE = "区教育体育局（示例）";

describe("help", () => {
  let lab, stage, asker, secretary, contact, liaison;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    await stage.member("new:asker", "徐求助");
    const open = (persona, viewport) => lab.open({ path: "/beijing", persona, viewport });
    asker = await open("new:asker", "phone");
    secretary = await open("beijing-secretary", "desktop");
    contact = await open("department-contact", "phone");
    liaison = await open("qinfeng-liaison", "phone");
  });
  after(() => lab?.stop());

  /** The secretary's page of the request. */
  async function atDesk() {
    await secretary.press("tab", "求助");
    await secretary.press("button", /徐求助/);
    await secretary.byRole("heading", "支部办理");
  }

  test("a visitor can look around and is told what comes first", async () => {
    const visitor = await lab.open({ path: "/beijing", viewport: "phone" });
    await visitor.press("tab", "求助");
    await visitor.text("登录后可以求助");
    await visitor.text("周二至周日 9:00–18:00");
    await visitor.text("谈心室");
    await visitor.assertAccessible();
    await visitor.assertClean();
    await visitor.done();

    const fresh = await lab.open({ path: "/beijing", viewport: "phone", persona: "new:fresh" });
    await fresh.press("tab", "求助");
    await fresh.text("报到接收后可以求助");
    await fresh.byRole("button", "先报到");
    await fresh.done();
  });

  test("what is wrong is told under the fields, and nothing is sent", async () => {
    const sent = asker.commands();
    await asker.press("tab", "求助");
    await asker.press("button", "我要求助");
    await asker.text("不收附件");
    await asker.press("button", "提交");
    await asker.text("请选择求助类别。");
    await asker.text("请填写内容。");
    await asker.choose("求助类别", "子女入学");
    const field = await asker.field("内容");
    await field.evaluate((node, text) => {
      node.value = text;
      node.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    }, "长".repeat(5000));
    await asker.text("内容最多 1000 个字，请缩短一些。");
    await asker.text("已写 5000 字");
    await asker.press("button", "提交");
    await asker.fill("内容", STORY);
    assert.deepEqual(sent, []);
  });

  test("nobody is agreed to beforehand, and what was typed is kept", async () => {
    assert.equal(await asker.evaluate(ticked), 0);
    await asker.text("愿意帮忙的党员");
    await asker.text("秦峰镇");
    await asker.assertAccessible();
    assert.equal(await asker.evaluate(overflow), 0);
    await asker.press("button", "返回");
    await asker.press("button", "我要求助");
    assert.equal(await asker.value("内容"), STORY);
    assert.equal(await asker.value("求助类别"), "子女入学");
  });

  test("submitted, it names who has it and until when", async () => {
    await asker.press("checkbox", new RegExp(OFFICE));
    await asker.press("radio", /较急/);
    await asker.press("button", "提交");
    await asker.byRole("heading", "子女入学");
    await asker.text("待处理");
    await asker.text("北京支部");
    await asker.text("还没有转出");
    await asker.assertAccessible();
    assert.equal(await asker.evaluate(overflow), 0);
  });

  test("the branch whistles; the department arrives and resolves", async () => {
    await atDesk();
    await secretary.text(STORY);
    await secretary.press("button", "吹哨");
    await asker.text("已吹哨");
    await asker.text(`支部向${OFFICE}吹哨`);

    await contact.press("tab", "待办");
    await contact.text(STORY);
    await within(contact, STORY, "已到场");
    await contact.text("已记到场。");
    await asker.text(`${OFFICE}到场`);
    await asker.text("按时");
    await within(contact, STORY, "办结");
    await within(contact, STORY, "办结");
    await contact.text("请填写说明。");
    await contact.assertAccessible();
    assert.equal(await contact.evaluate(overflow), 0);
    await contact.fill("办成了什么", "材料清单已发给你，8 月 20 日前到窗口。");
    await within(contact, STORY, "办结");
    await contact.text("已办结，本人会收到并评价。");
    await contact.lacks(STORY);
  });

  test("the member rates it once, with the keyboard, and reopens it once", async () => {
    await asker.text("材料清单已发给你");
    await asker.press("button", "提交评价");
    await asker.text("请选一项。");
    await asker.bringToFront();
    const last = await asker.byRole("radio", "很不满意");
    await last.focus();
    await asker.keyboard.press("Space");
    await asker.keyboard.press("ArrowUp");
    assert.equal(await asker.focused(), "不满意");
    await asker.press("radio", "满意");
    await asker.assertAccessible();
    await asker.press("button", "提交评价");
    await asker.text("评价：满意");
    await asker.gone("button", "提交评价");
    await asker.press("button", "没有办好，重新打开");
    await asker.press("button", "重新打开");
    await asker.text("请填写说明。");
    await asker.fill("还有什么没办好", "窗口说还要一份居住证明。");
    await asker.press("button", "重新打开");
    await asker.text("待处理");
    await asker.gone("button", "没有办好，重新打开");
  });

  test("a consent taken back stops the next step and tells both sides", async () => {
    await secretary.text("窗口说还要一份居住证明。");
    await secretary.press("button", "吹哨");
    await contact.press("tab", "活动");
    await contact.press("tab", "待办");
    await contact.text(STORY);
    await asker.press("button", `撤回给${OFFICE}的同意`);
    await asker.text(`撤回了给${OFFICE}的同意`);
    await asker.text("回到支部：本人撤回了同意");
    await secretary.text("回到支部：本人撤回了同意");
    await secretary.text("本人还没有同意转给任何部门");
    assert.equal(await secretary.hasRole("button", "吹哨"), false);
    await contact.press("tab", "活动");
    await contact.press("tab", "待办");
    await contact.text("等我处理");
    await contact.lacks(STORY);
  });

  test("asked about somebody else, the member says yes in place", async () => {
    await secretary.choose("征求本人同意，转给", "愿意帮忙的党员");
    await secretary.press("button", "征求同意");
    await asker.text("支部想问问愿意帮忙的党员，可以吗？");
    await asker.press("button", "同意");
    await secretary.text("愿意帮这类忙的党员");
    await asker.press("button", "撤回求助");
    await asker.press("button", "确认撤回");
    await asker.text("已撤回");
  });

  test("a spot is a place and a thing", async () => {
    await asker.press("button", "返回");
    await asker.press("button", "随手报");
    await asker.press("button", "提交");
    await asker.text("请填写地点。");
    await asker.choose("事项类别", "设施损坏");
    await asker.fill("地点", "驿站二层楼梯口");
    await asker.fill("内容", "扶手松了。");
    await asker.press("button", "提交");
    await asker.byRole("heading", "随手报 · 设施损坏");
    await asker.text("驿站二层楼梯口");
  });

  test("what a member offers is kept", async () => {
    await asker.press("button", "返回");
    await asker.press("button", "法律调解");
    await asker.text("还没有保存。");
    await asker.press("button", "保存");
    await asker.text("已保存。");
    await asker.assertAccessible();
    assert.equal(await asker.evaluate(overflow), 0);
  });

  test("the home township acknowledges one report-in and disputes another", async () => {
    await stage.member("new:right", "徐无误");
    await stage.member("new:wrong", "徐有误");
    await liaison.press("tab", "待办");
    await within(liaison, "徐无误", "知悉");
    await liaison.text("已知悉。");
    await within(liaison, "徐有误", "信息有误");
    await within(liaison, "徐有误", "信息有误");
    await liaison.text("请选择原因。");
    await liaison.choose("原因", "外出情况不符");
    await liaison.fill("说明", "去年底已经回乡。");
    await liaison.assertAccessible();
    assert.equal(await liaison.evaluate(overflow), 0);
    await within(liaison, "徐有误", "信息有误");
    await liaison.text("已告诉支部，等待答复。");
  });

  test("the member and the secretary see it, and the secretary answers", async () => {
    const wrong = await lab.open({ path: "/beijing", viewport: "phone", persona: "new:wrong" });
    await wrong.press("tab", "我的");
    await wrong.text("家乡提出信息有误：外出情况不符");
    await wrong.text("去年底已经回乡。");
    await wrong.byRole("button", "去补正");
    await secretary.press("tab", "名册");
    await secretary.fill("搜索姓名", "徐有误");
    await secretary.press("button", /在全部状态里找/).catch(() => undefined);
    await secretary.press("button", /徐有误/);
    await secretary.text("家乡提出信息有误：外出情况不符");
    await secretary.press("button", "答复");
    await secretary.choose("怎么答复", "已核实无误");
    await secretary.fill("说明", "本人今年三月又来京。");
    await secretary.assertAccessible();
    await secretary.press("button", "答复");
    await secretary.text("已答复家乡，徐有误也能看到");
    await wrong.text("支部已答复：已核实无误");
    await wrong.assertClean();
    await wrong.done();
    await liaison.press("tab", "活动");
    await liaison.press("tab", "待办");
    await liaison.text("支部答复：已核实无误");
    await within(liaison, "徐有误", "知悉");
    await liaison.text("已知悉。");
  });

  test("a page left open asks whether anything changed, and reads no name again", async () => {
    const answers = [];
    const idle = await lab.open({
      path: "/beijing",
      viewport: "phone",
      persona: "qinfeng-liaison",
      prepare: async (page) => {
        await page.evaluateOnNewDocument(hurry);
        page.on("response", (reply) => {
          if (reply.url().endsWith("/v1/matters")) answers.push(reply.status());
        });
      },
    });
    await idle.press("tab", "待办");
    await idle.text("知悉");
    await eventually(() => answers.length > 3, "the page has looked again");
    assert.deepEqual(new Set(answers.slice(1)), new Set([304]));
    assert.equal(answers[0], 200);
    await idle.assertClean();
    await idle.done();
  });

  test("dues are worked out to the fen and nothing is sent", async () => {
    const sent = asker.commands();
    await asker.press("tab", "我的");
    await asker.press("button", "算一算党费");
    await asker.fill("每月收入（税后，元）", "6200.50");
    await asker.text("93.01 元");
    await asker.fill("每月收入（税后，元）", "-1");
    await asker.text("请填金额");
    await asker.press("radio", "农民党员");
    await asker.text("0.20–1.00 元");
    await asker.assertAccessible();
    assert.equal(await asker.evaluate(overflow), 0);
    assert.deepEqual(sent, []);
  });

  test("nothing was blocked and nothing failed on the way", async () => {
    for (const page of [asker, secretary, contact, liaison]) await page.assertClean();
  });
});

/** Runs in the page, before it: what it does every 45 s it does five times a second. */
function hurry() {
  const { setTimeout: later } = window;
  window.setTimeout = (run, wait, ...rest) => later(run, wait === 45_000 ? 200 : wait, ...rest);
}

/** Runs in the page: how many boxes are ticked. */
function ticked() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return root.querySelectorAll("input[type=checkbox]:checked").length;
}

/** Runs in the page: how far it can be scrolled sideways. */
function overflow() {
  return document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
}
