// 保存到什么时候: everybody is told on 我的数据 how long they are kept, and the
// district's officers what went when its time was over.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { sound } from "./lib/looks.mjs";

// As the service tells them; what it deletes itself its own tests try.
const SWEPT = [
  { day: "2026-11-23", kind: "readings", months: 36, count: 1203 },
  { day: "2026-11-23", kind: "reportIns", months: 24, count: 2 },
  { day: "2026-11-22", kind: "guests", months: 24, count: 1 },
  { day: "2026-11-20", kind: "reportIns", months: 24, count: 1 },
  { day: "2026-10-02", kind: "guests", months: 12, count: 4 },
  { day: "2025-12-31", kind: "reportIns", months: 24, count: 1 },
  { day: "2025-12-30", kind: "reportIns", months: 24, count: 3 },
];

/** Runs in the page before its own scripts: the district's rows of sweeps are these. */
function tell(swept) {
  const real = window.fetch;
  window.fetch = async (...given) => {
    const answer = await real(...given);
    const address = given[0] instanceof Request ? given[0].url : String(given[0]);
    if (!/\/v1\/district$/.test(address) || answer.status !== 200) return answer;
    const view = { ...(await answer.json()), swept };
    return new Response(JSON.stringify(view), { status: 200, headers: answer.headers });
  };
}

for (const [size, viewport] of Object.entries({
  phone: { ...VIEWPORTS.phone, deviceScaleFactor: 1 },
  desktop: VIEWPORTS.desktop,
})) {
  describe(size, () => {
    let lab, stage;
    before(async () => {
      lab = await start();
      stage = backstage(lab.url);
    });
    after(() => lab?.stop());

    async function mine(persona) {
      const page = await lab.open({ path: "/beijing", persona, viewport });
      await page.press("tab", "我的");
      await page.press("button", "我的数据");
      await page.byRole("heading", "保存了什么");
      return page;
    }

    test("while something goes on, 我的数据 says for how long after it", async () => {
      const page = await mine("beijing-member");
      await page.text("都结束后再保存 24 个月，然后自动删除。");
      await page.text("谁看过的记录，每条保存 36 个月。");
      await sound(page, `kept-mine-${size}`);
      await page.assertClean();
      await page.done();
    });

    test("who left is told the day", async () => {
      await stage.member("new:left", "徐离开");
      await stage.send("new:left", { type: "endReportIn", reason: "returnedHome" });
      const page = await mine("new:left");
      await page.text("没有还在进行的事项，保存到 ");
      const day = new Date(Date.now() + 8 * 3_600_000);
      await page.text(`保存到 ${day.getUTCFullYear() + 2}年${day.getUTCMonth() + 1}月`);
      await page.assertAccessible();
      await page.shot(`kept-left-${size}`);
      await page.assertClean();
      await page.done();
    });

    test("of whom nothing is held is told no term", async () => {
      const page = await mine("new:kept-nothing");
      await page.text("这里没有保存你的任何内容，也没有人看过。");
      const shown = await page.evaluate(
        () => document.querySelector("guiyan-branch").shadowRoot.textContent,
      );
      assert.doesNotMatch(shown, /保存到什么时候/);
      await page.done();
    });

    test("the district sees that nothing was due, and what went", async () => {
      const none = await lab.open({ path: "/beijing", persona: "district-officer", viewport });
      await none.byRole("heading", "到期删除");
      await none.text("还没有到期的内容。");
      await none.done();
      const prepare = (page) => page.evaluateOnNewDocument(tell, SWEPT);
      const open = { path: "/beijing", persona: "district-officer", viewport, prepare };
      const page = await lab.open(open);
      await page.byRole("heading", "到期删除");
      await page.text("谁看过姓名的记录：1203 条");
      await page.text("报到过的人：2 人");
      await page.text("最近 6 条");
      const hidden = "2025年12月30日";
      const has = () =>
        page.evaluate(
          (text) =>
            document.querySelector("guiyan-branch").shadowRoot.textContent.includes(text),
          hidden,
        );
      assert.equal(await has(), false);
      await page.press("button", "显示全部");
      await page.text(hidden);
      await sound(page, `kept-district-${size}`);
      await page.assertClean();
      await page.done();
    });
  });
}
