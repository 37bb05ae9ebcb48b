// The district's figures and the rows they lead to; and what a member is told
// who has as much open as one person may.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, eventually, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { overflowing, smallTargets } from "./lib/measure.mjs";

const NOTE = "在朝阳做跨境选品七年，可以带两家本地商家试一季。";
const STORY = "想在附近租一间安静的房子。";

/** Runs in the page: every figure that leads on, with what it says. */
function figures() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return [...root.querySelectorAll(".figure-link")].map((node) => ({
    id: node.id,
    said: node.textContent.trim(),
    seen: node.checkVisibility(),
  }));
}

/** Runs in the page: the heading, the line under it, and how many rows there are. */
function opened() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return {
    title: root.querySelector("#page-title")?.textContent.trim(),
    about: root.querySelector("#page-title")?.closest(".page")?.querySelector("[role=status]")
      ?.textContent,
    rows: root.querySelectorAll(".counted > li").length,
    focused: root.activeElement?.id,
  };
}

for (const [size, viewport] of Object.entries({
  phone: { ...VIEWPORTS.phone, deviceScaleFactor: 1 },
  desktop: VIEWPORTS.desktop,
})) {
  describe(size, () => {
    let lab, officer;
    before(async () => {
      lab = await start();
      const options = { path: "/beijing", viewport, persona: "district-officer", reducedMotion: true };
      officer = await lab.open(options);
      await officer.byRole("heading", "信州区各支部概况");
      await officer.press("button", "按年");
    });
    after(() => lab?.stop());

    async function sound(name) {
      const found = {
        axe: await officer.axe(),
        overflowing: await officer.evaluate(overflowing),
        small: await officer.evaluate(smallTargets, 44),
      };
      await officer.shot(`figures-${name}-${size}`);
      assert.deepEqual(found, { axe: [], overflowing: [], small: [] }, name);
    }

    test("each visible figure leads to as many rows as it says, and back to itself", async () => {
      const all = (await officer.evaluate(figures)).filter((figure) => figure.seen);
      assert.ok(all.length > 15, `${all.length} figures lead on`);
      await sound("overview");
      for (const { id, said } of all) {
        const button = await officer.css(`[id='${id}']`);
        await button.evaluate((node) => (node.scrollIntoView({ block: "center" }), node.click()));
        await eventually(
          async () => / \d+ 条$/.test((await officer.evaluate(opened)).about ?? ""),
          `the rows of ${id}`,
        );
        const { title, about, rows } = await officer.evaluate(opened);
        const told = Number(about.match(/(\d+) 条$/)[1]);
        assert.equal(rows, Math.min(told, 100), id);
        const value = title.split("：").at(-1);
        if (/元/.test(said)) assert.match(value, /元$/, id);
        else assert.equal(value, said, id);
        // What was taken back is a row too; a person counts once a landing.
        const sums = /amountLanded|jobsLanded|requestsClosed/.test(id);
        if (!sums) assert.equal(told, Number(said), id);
        await officer.press("button", "返回");
        await eventually(
          async () => (await officer.evaluate(opened)).focused === id,
          `the focus is back on ${id}`,
        );
      }
    });

    test("the rows are readable, in codes, and the period is kept", async () => {
      const pressed = () =>
        officer.evaluate(() => {
          const root = document.querySelector("guiyan-branch").shadowRoot;
          return root.querySelector(".period [aria-pressed=true]").textContent.trim();
        });
      for (const [name, part] of [
        ["leads", "fact?of=amountLanded"],
        ["requests", "now?of=requestsOpen"],
        ["activities", "activities?of=activitiesPublished"],
      ]) {
        const button = await officer.css(`[id^='${part}']`);
        await button.evaluate((node) => node.click());
        await officer.css(".counted > li");
        await sound(name);
        assert.doesNotMatch(await officer.shown(), /·示例/);
        await officer.press("button", "返回");
        assert.equal(await pressed(), "按年");
      }
      await officer.text("名册由支部管理");
      await officer.text("评价只看汇总");
      await officer.text("谁到场由支部管理");
      await officer.assertClean();
      await officer.done();
    });
  });
}

describe("as much is open as one person may have", () => {
  let lab, stage, member;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    member = await lab.open({ path: "/beijing", viewport: "phone", persona: "beijing-member" });
  });
  after(() => lab?.stop());

  /** Sends the command until the limit refuses it. */
  async function fill(command, code) {
    for (let made = 0; made < 100; made += 1) {
      try {
        await stage.send("beijing-member", command);
      } catch (refused) {
        assert.match(refused.message, new RegExp(code));
        return;
      }
    }
    assert.fail("a hundred were taken");
  }

  test("a lead too many is refused in the form, and what was typed stays", async () => {
    await member.press("tab", "归雁");
    await member.press("button", "我想为家乡做点什么");
    await member.choose("类别", "技术");
    await member.choose("产业方向", "跨境电商");
    await member.fill("说明", NOTE);
    const lead = { leadKind: "funds", industry: "other" };
    await fill({ type: "submitLead", lead, consent: [] }, "leadLimitReached");
    await member.press("button", "提交线索");
    await member.text("你没办完的线索已经达到上限。");
    await member.text("等前面的有结果，或撤回不再需要的，再提交这一条。");
    assert.equal(await member.value("说明"), NOTE);
    assert.equal(await member.value("类别"), "技术");
    await member.assertAccessible();
    await member.shot("limit-lead");
  });

  test("so is a request too many", async () => {
    await member.press("tab", "求助");
    await member.press("button", "我要求助");
    await member.choose("求助类别", "住房");
    await member.fill("内容", STORY);
    const ask = { type: "askForHelp", kind: "legal", text: "租房合同", consent: [] };
    await fill(ask, "requestLimitReached");
    await member.press("button", "提交");
    await member.text("你没办完的求助已经达到上限。");
    assert.equal(await member.value("内容"), STORY);
    await member.assertAccessible();
    await member.shot("limit-request");
  });
});
