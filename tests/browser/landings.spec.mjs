// 归雁 beyond the straight road: put on hold and taken up again, stages jumped
// over with a reason, landed and put right, talent that comes home, a consent
// asked for, refused and taken back in the middle, a need that ends while one
// negotiates, a lead that is closed; and what cannot be typed anywhere there.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, eventually, start } from "./harness.mjs";
import { backstage, moment } from "./lib/backstage.mjs";
import { sound } from "./lib/looks.mjs";

const QINFENG = { kind: "township", id: "qinfeng" };
const FUNDS = "想在秦峰镇建一条分选线，先投三十万元试一年。";
const HALF = "在义乌有三家分销商，可以带马家柚试销一季。";
const NEED = "马家柚分选包装线合作";
const TALENT = ["返乡就业", "返乡创业", "进入村（社区）“两委”"];

// Without its pixel density, which would only make pictures larger.
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };

describe("landings", () => {
  let lab, stage, member, secretary, liaison;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    await stage.member("new:back", "徐返乡");
    const open = (persona, viewport) =>
      lab.open({ path: "/beijing", persona, viewport, reducedMotion: true });
    member = await open("new:back", phone);
    secretary = await open("beijing-secretary", "desktop");
    liaison = await open("qinfeng-liaison", phone);
  });
  after(() => lab?.stop());

  /** A lead of the member's, submitted already. */
  function submitted(lead, consent = []) {
    const whole = { leadKind: "funds", industry: "pomelo", township: "qinfeng", ...lead };
    return stage.send("new:back", { type: "submitLead", lead: whole, consent });
  }

  /** Everybody's page of a lead, by how it begins. */
  async function opened(name, ...pages) {
    for (const page of pages) {
      await page.press("tab", "归雁");
      await page.press("button", name);
      await page.byRole("heading", name);
    }
  }

  /** The district's sum landed so far. */
  async function landed() {
    const view = await stage.get("district-officer", "/v1/district/overview");
    const months = view.branches.flatMap((branch) => branch.months);
    const figures = months.flatMap((month) => month.figures);
    const sums = figures.filter((figure) => figure.measure === "amountLanded");
    return sums.reduce((sum, figure) => sum + figure.value, 0);
  }

  describe("a lead is held up, goes on, lands and is put right", () => {
    const LEAD = /想在秦峰镇建一条分选线/;

    test("it is put on hold with a reason, which the member sees", async () => {
      await submitted({ note: FUNDS, amount: 300000 });
      await opened(LEAD, secretary, member);
      await secretary.press("button", "进入对接");
      await secretary.text("已登记：对接。");
      await secretary.press("button", "搁置");
      await secretary.press("button", "搁置");
      await secretary.text("请选择原因。");
      await secretary.choose("原因", "其他");
      await secretary.press("button", "搁置");
      await secretary.text("请填写说明。");
      await written(secretary, "说明", "搁".repeat(5000));
      await secretary.text("说明最多 500 个字，请缩短一些。");
      await sound(secretary, "landing-hold");
      await written(secretary, "说明", "等镇里的用地批复，预计下月有结果。");
      await secretary.press("button", "搁置");
      await secretary.text("已登记：搁置。");
      await member.text("等镇里的用地批复，预计下月有结果。");
    });

    test("taken up again, it goes on where it stood", async () => {
      await secretary.press("button", "继续对接");
      await secretary.text("已登记：对接。");
      await member.text("从搁置到对接");
    });

    test("a jump needs its reason, and says it", async () => {
      await secretary.press("button", "换到其他阶段");
      await secretary.choose("到哪个阶段", "签约");
      await secretary.press("button", "登记");
      await secretary.text("请选择原因。");
      await secretary.choose("为什么跳过或退回", "此前已在推进");
      await secretary.press("button", "登记");
      await secretary.text("已登记：签约。");
      await member.text("从对接到签约：此前已在推进");
    });

    test("a sum that cannot be is told, and nothing is sent", async () => {
      const sent = secretary.commands();
      await secretary.press("button", "进入落地");
      await secretary.press("button", "登记");
      await secretary.text("请填写");
      for (const wrong of ["-1", "1000000000000000", "三十万"]) {
        await secretary.fill("实际投入（元）", wrong);
        await secretary.text(/金额请填整数/);
      }
      await secretary.fill("带动就业人数", "-3");
      await secretary.press("button", "登记");
      await sound(secretary, "landing-wrong");
      assert.deepEqual(sent, []);
      await secretary.fill("实际投入（元）", "0");
      await secretary.lacks(/金额请填整数/);
    });

    test("it lands, is put right, and the district's sum follows", async () => {
      const before = await landed();
      await secretary.fill("实际投入（元）", "3000000");
      await secretary.text("读作 300 万元。");
      await secretary.fill("带动就业人数", "8");
      await secretary.press("button", "登记");
      await member.text("实际投入 300 万元，带动就业 8 人");
      assert.equal((await landed()) - before, 3000000);

      await secretary.press("button", "更正阶段或落地情况");
      // What was recorded stands there, so that only what is wrong is typed.
      assert.equal(await secretary.value("到哪个阶段"), "落地");
      assert.equal(await secretary.value("实际投入（元）"), "3000000");
      assert.equal(await secretary.value("带动就业人数"), "8");
      await secretary.fill("实际投入（元）", "300000");
      await secretary.choose("为什么更正", "更正登记");
      await sound(secretary, "landing-correct");
      await secretary.press("button", "登记");
      await member.text("更正落地情况：实际投入 30 万元，带动就业 8 人");
      await sound(member, "landing-corrected");
      assert.equal((await landed()) - before, 300000);
    });
  });

  test("talent comes home in each of the three ways", async () => {
    for (const [at, way] of TALENT.entries()) {
      const note = `回乡第${"一二三"[at]}条路，家里老人需要照顾。`;
      const { lead } = await submitted({ leadKind: "talent", industry: "localServices", note });
      for (const to of ["inContact", "negotiating", "signed"]) {
        await stage.send("beijing-secretary", { type: "moveLead", lead, to });
      }
      await opened(new RegExp(`回乡第${"一二三"[at]}条路`), secretary);
      await secretary.press("button", "进入落地");
      await secretary.fill("实际投入（元）", "0");
      await secretary.fill("带动就业人数", "1");
      if (at === 0) {
        await secretary.press("button", "登记");
        await secretary.text("请选择");
        await sound(secretary, "landing-talent");
      }
      await secretary.choose("人才落地方式", way);
      await secretary.press("button", "登记");
      await secretary.text("已登记：落地。");
      await secretary.text(way);
    }
    await opened(/回乡第三条路/, member);
    await member.text(TALENT[2]);
  });

  describe("whom it may go to is asked, refused, and taken back in the middle", () => {
    const LEAD = /在义乌有三家分销商/;

    test("who says no is not asked again", async () => {
      const { lead } = await submitted({ leadKind: "sales", note: HALF }, [QINFENG]);
      await stage.send("beijing-secretary", { type: "passLead", lead, to: QINFENG });
      await opened(LEAD, secretary, member);
      await secretary.press("button", "征求同意");
      await secretary.choose("接收方", "区农业农村局（示例）");
      await secretary.press("button", "征求同意");
      await member.text("支部想把这条线索转给区农业农村局（示例），你同意吗？");
      await member.press("button", "不同意");
      await member.text("已记下，不会转给对方，也不再问。");
      await secretary.text(/没有同意，不再征求/);
      await secretary.press("button", "征求同意");
      const whom = await secretary.field("接收方");
      const names = await whom.evaluate((node) => [...node.options].map((one) => one.label.trim()));
      assert.equal(names.includes("区农业农村局（示例）"), false);
      await secretary.press("button", "不了");
    });

    test("taken back while the township negotiates, both sides are told", async () => {
      await opened(LEAD, liaison);
      await liaison.press("button", "进入对接");
      await liaison.text("已登记：对接。");
      await liaison.press("button", "进入洽谈");
      await liaison.text("已登记：洽谈。");
      await liaison.press("button", "搁置");
      await member.press("button", "撤回给秦峰镇的同意");
      await member.press("button", "撤回");
      await member.text("北京支部办理");
      await secretary.text("北京支部办理");
      await secretary.text("撤回给秦峰镇的同意");
      // The township's page was open, in the middle of a step.
      await liaison.text("这条线索已不在你们这里");
      await liaison.text("本人撤回了同意，或支部已收回");
      await sound(liaison, "landing-withdrawn");
    });

    test("closed, it says why and ends", async () => {
      await secretary.press("button", "终止");
      await secretary.press("button", "终止");
      await secretary.text("请选择原因。");
      await secretary.choose("原因", "条件不具备");
      await secretary.press("button", "终止");
      await secretary.text("已登记：终止。");
      await member.text("终止：条件不具备");
      assert.equal(await member.hasRole("button", "撤回线索"), false);
      await sound(member, "landing-closed");
    });
  });

  describe("a need ends while a lead that answers it is in negotiation", () => {
    test("what cannot be posted is told", async () => {
      const sent = liaison.commands();
      await liaison.press("tab", "归雁");
      await liaison.press("button", "发布需求");
      await liaison.choose("类别", "资金");
      await liaison.choose("产业方向", "马家柚");
      await liaison.fill("名称", NEED);
      for (const wrong of ["-1", "0", "1000000000000000"]) {
        await liaison.fill("金额上限（元）", wrong);
        await liaison.text(/金额请填整数|金额上限/);
      }
      await written(liaison, "内容", "柚".repeat(5000));
      await liaison.text("内容最多 2000 个字，请缩短一些。");
      await liaison.press("button", "发布需求");
      await sound(liaison, "landing-need-wrong");
      assert.deepEqual(sent, []);
    });

    test("the lead goes on, and both see that the need is closed", async () => {
      await liaison.fill("金额上限（元）", "500000");
      await written(liaison, "内容", "合作社有场地和水电，找分选设备的投入方。");
      await liaison.fill("截止日期", moment(40, "00:00").slice(0, 10));
      await liaison.press("button", "发布需求");
      await liaison.byRole("button", `结束需求 ${NEED}`);
      const { needs } = await stage.get("new:back", "/v1/branches/xinzhou-beijing/leads");
      const { id: need } = needs.find((one) => one.subject === NEED);
      const { lead } = await submitted({ need, note: "设备我来，场地用合作社的。" });
      for (const to of ["inContact", "negotiating"]) {
        await stage.send("beijing-secretary", { type: "moveLead", lead, to });
      }
      await opened(new RegExp(NEED), secretary);
      await liaison.press("button", `结束需求 ${NEED}`);
      assert.match(await liaison.focused(), /结束后不能再回应/);
      await liaison.choose("原因", "情况有变");
      await sound(liaison, "landing-need-closing");
      await liaison.press("button", "结束需求");
      // The question has taken the button's place, so that it says nothing yet.
      const open = async () => {
        const { needs } = await stage.get("new:back", "/v1/branches/xinzhou-beijing/leads");
        return needs.some(({ id, status }) => id === need && status === "open");
      };
      await eventually(async () => !(await open()), "the need is closed");
      await liaison.gone("button", `结束需求 ${NEED}`);
      // What the district does is looked for now and then, and on coming back.
      for (const page of [secretary, member]) await page.press("tab", "活动");
      await opened(new RegExp(`^(?!回应).*${NEED}`), secretary, member);
      for (const page of [secretary, member]) {
        await page.text(`${NEED} · 已结束`);
        await page.text("洽谈");
      }
      await secretary.press("button", "进入签约");
      await secretary.text("已登记：签约。");
    });
  });

  test("nothing was blocked and nothing failed on the way", async () => {
    for (const page of [member, secretary, liaison]) await page.assertClean();
  });
});

/** Puts a long text into a field at once, as pasting does. */
async function written(page, label, text) {
  const field = await page.field(label);
  await field.evaluate((node, value) => {
    node.value = value;
    node.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }, text);
}
