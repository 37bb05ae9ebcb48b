// 求助 by way of another member: who offers help is asked and says no or yes, the
// one who asked agrees to them by name, it is done, and rated once from two
// windows; a consent taken back in the middle stops it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { within } from "./lib/home.mjs";
import { sound } from "./lib/looks.mjs";

const STORY = "月底退租，想在亦庄找一间能落户的公租房。";

// Without its pixel density, which would only make pictures larger.
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };

describe("helpers", () => {
  let lab, stage, asker, secretary, near, far;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    await stage.member("new:asker", "徐安家");
    await stage.member("new:near", "徐近邻");
    await stage.member("new:far", "徐远亲", "yiwu");
    const open = (persona, viewport, path = "/beijing") =>
      lab.open({ path, persona, viewport, reducedMotion: true });
    asker = await open("new:asker", phone);
    near = await open("new:near", phone);
    far = await open("new:far", phone, "/yiwu");
    secretary = await open("beijing-secretary", "desktop");
  });
  after(() => lab?.stop());

  /** Goes to 求助 anew: what another branch does is looked for now and then only. */
  async function again(page) {
    await page.press("tab", "活动");
    await page.press("tab", "求助");
  }

  describe("a member is asked to help", () => {
    test("members of both branches offer it", async () => {
      for (const page of [near, far]) {
        await page.press("tab", "求助");
        await page.press("button", "住房");
        await page.press("button", "保存");
        await page.text("已保存。");
      }
    });

    test("the branch asks one of them, who is told no name", async () => {
      await asker.press("tab", "求助");
      await asker.press("button", "我要求助");
      await asker.choose("求助类别", "住房");
      await asker.fill("内容", STORY);
      await asker.press("checkbox", /愿意帮忙的党员/);
      await asker.press("button", "提交");
      await asker.byRole("heading", "住房");

      await secretary.press("tab", "求助");
      await secretary.press("button", /徐安家/);
      await secretary.byRole("heading", "愿意帮这类忙的党员");
      await secretary.press("button", "请徐近邻帮忙");
      await secretary.text("请一位党员帮忙");
      await sound(secretary, "helper-asked-desk");

      await near.byRole("heading", "请你帮忙");
      await near.text("朝阳区的一位党员");
      await near.lacks("徐安家");
      await near.lacks(STORY);
      await sound(near, "helper-question");
    });

    test("who cannot says so, and the branch goes on with it", async () => {
      await within(near, "住房", "不方便");
      await near.text("已告诉支部");
      await near.gone("heading", "请你帮忙");
      await sound(near, "helper-declined");
      await secretary.text("这位党员不方便");
      await asker.text("这位党员不方便");
      await asker.text("待处理");
      await secretary.byRole("button", "请徐远亲帮忙");
      assert.equal(await secretary.hasRole("button", "请徐近邻帮忙"), false);
    });

    test("a member of the sister branch says yes, and the member who asked too", async () => {
      await secretary.press("button", "请徐远亲帮忙");
      await secretary.text(/请了谁\s*徐远亲/);
      await again(far);
      await within(far, "住房", "愿意");
      await far.text("你已答应，等对方同意。");
      await far.lacks(STORY);
      await asker.text("徐远亲愿意帮你，可以吗？");
      await sound(asker, "helper-agreed");
      await asker.press("button", "同意");
      await asker.text("党员帮忙中");
      await asker.text("徐远亲");
      await sound(asker, "helper-helping");
      await again(far);
      await far.text(STORY);
      await far.text("对方同意了，请联系徐安家。");
      await far.byRole("link", "13900001234");
      await sound(far, "helper-helps");
    });

    test("it is done, and the helper is told that it is", async () => {
      await within(far, STORY, "办结");
      await within(far, STORY, "办结");
      await far.text("请填写说明。");
      await far.fill("办成了什么", "陪着看了三处，选定亦庄的一间。");
      await within(far, STORY, "办结");
      await far.text("已办结，本人会收到并评价。");
      await far.lacks(STORY);
      await asker.text("陪着看了三处，选定亦庄的一间。");
    });

    test("rated in one window, it is not rated again in the other", async () => {
      // A window that hears of nothing, as one left open over night.
      const other = await lab.open({
        path: "/beijing",
        persona: "new:asker",
        viewport: phone,
        reducedMotion: true,
        prepare: mute,
      });
      await other.press("tab", "求助");
      await other.press("button", /住房/);
      await other.press("radio", "一般");
      await asker.press("radio", "很满意");
      await asker.press("button", "提交评价");
      await asker.text("评价：很满意");
      await other.press("button", "提交评价");
      await other.text("评价：很满意");
      await other.text("你已经评价过了。");
      await other.done();
    });
  });

  test("a consent taken back in the middle stops it, and every side is told", async () => {
    const text = "想找人陪着看一趟房。";
    const ask = { type: "askForHelp", kind: "housing", text, consent: [{ kind: "helpers" }] };
    const { request } = await stage.send("new:asker", ask);
    const { desk } = await stage.get("beijing-secretary", "/v1/branches/xinzhou-beijing/help");
    const { candidates } = desk.requests.find((one) => one.id === request);
    const { person } = candidates.find((one) => one.name === "徐远亲");
    await stage.send("beijing-secretary", { type: "askHelper", request, person });
    await stage.send("new:far", { type: "answerHelp", request, agreed: true });
    const recipient = { kind: "person", id: person };
    const agree = { type: "answerRequestConsent", request, recipient, agreed: true };
    await stage.send("new:asker", agree);
    await again(far);
    await within(far, text, "办结");
    await far.fill("办成了什么", "看过了。");

    await again(asker);
    await asker.press("button", new RegExp(text));
    await asker.press("button", "撤回给徐远亲的同意");
    await asker.text("回到支部：本人撤回了同意");
    await again(secretary);
    await secretary.press("button", new RegExp(text));
    await secretary.text("回到支部：本人撤回了同意");
    // The other branch's page has heard nothing yet, and is told on the next step.
    await within(far, text, "办结");
    await far.text("本人已经撤回同意，这件事已回到支部。");
  });

  test("nothing was blocked and nothing failed on the way", async () => {
    for (const page of [asker, secretary, near]) await page.assertClean();
    // The browser itself notes the refusal that was asked for.
    assert.deepEqual(far.trouble.filter((line) => !line.includes("409")), []);
  });
});

/** No word of changes reaches this page. */
async function mute(page) {
  await page.setRequestInterception(true);
  page.on("request", (request) =>
    request.url().endsWith("/changes") ? request.abort() : request.continue(),
  );
}
