// What offices do: a hotline that does not work in Guiyan, for which the branch
// records what it does and marks it so; and 待办 of a department and of a home
// township in Firefox.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { within } from "./lib/home.mjs";
import { sound } from "./lib/looks.mjs";
import { overflowing, smallTargets } from "./lib/measure.mjs";

const HOTLINE = "北京 12345 政务服务热线";
const STORY = "居住证到期，想问续签要带什么材料。";

// Without its pixel density, which would only make pictures larger.
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };

describe("an office that is not in Guiyan", () => {
  let lab, stage, asker, secretary;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    await stage.member("new:papers", "徐续签");
    const consent = [{ kind: "department", id: "hotline-12345" }];
    const help = { type: "askForHelp", kind: "documents", text: STORY, consent };
    await stage.send("new:papers", help);
    const open = (persona, viewport) =>
      lab.open({ path: "/beijing", persona, viewport, reducedMotion: true });
    asker = await open("new:papers", phone);
    secretary = await open("beijing-secretary", "desktop");
    await asker.press("tab", "求助");
    await asker.press("button", /证照代办/);
    await secretary.press("tab", "求助");
    await secretary.press("button", /徐续签/);
  });
  after(() => lab?.stop());

  test("the branch calls it, and is told that it keeps the record", async () => {
    await secretary.press("button", "吹哨");
    await secretary.text(`支部向${HOTLINE}吹哨`);
    await secretary.text("不在归雁里");
    await secretary.byRole("link", "12345");
    await sound(secretary, "recorded-whistled");
    // It waits for the branch: nobody else can take the next step.
    await secretary.press("tab", "待办");
    await secretary.text("等我处理");
    await within(secretary, STORY, "打开");
    await secretary.byRole("button", "代记到场");
  });

  test("what it does is marked as recorded, everywhere", async () => {
    await secretary.press("button", "代记到场");
    await secretary.text(`${HOTLINE}到场`);
    await secretary.text("代记");
    await asker.text(`${HOTLINE}到场`);
    assert.equal(await asker.evaluate(marked, ".line .chip"), 2, "in its head and its history");
    await secretary.press("tab", "待办");
    await secretary.text(STORY);
    assert.equal(await secretary.evaluate(inCard, STORY), true);
    await sound(secretary, "recorded-office");
    await within(secretary, STORY, "打开");
    await secretary.press("button", "代记办结");
    await secretary.fill("办成了什么", "已答复：带身份证和租房合同，网上预约。");
    await sound(secretary, "recorded-resolving");
    // What was typed outlives a turned or narrowed window, and another language.
    await secretary.setViewport({ width: 700, height: 800 });
    await secretary.gone("heading", "支部收到的求助");
    await secretary.setViewport(VIEWPORTS.desktop);
    await secretary.byRole("heading", "支部收到的求助");
    assert.match(await secretary.value("办成了什么"), /网上预约/);
    // The question's own button has the same name.
    await secretary.press("button", "代记办结");
    await asker.text("已答复：带身份证和租房合同");
    await asker.byRole("button", "提交评价");
    await sound(asker, "recorded-resolved");
    await asker.press("button", "返回");
    await asker.byRole("heading", "我的求助");
    assert.equal(await asker.evaluate(marked, ".rows .chip"), 1, "in the list");
  });

  test("nothing was blocked and nothing failed on the way", async () => {
    for (const page of [asker, secretary]) await page.assertClean();
  });
});

describe("待办 in Firefox", () => {
  let lab, stage;
  before(async () => {
    lab = await start({ browser: "firefox" });
    stage = backstage(lab.url);
  });
  after(() => lab?.stop());

  /** Nothing for axe, nothing sticking out, nothing too small. */
  async function held(page) {
    const found = {
      axe: await page.axe(),
      overflowing: await page.evaluate(overflowing),
      small: await page.evaluate(smallTargets, 44),
    };
    assert.deepEqual(found, { axe: [], overflowing: [], small: [] });
  }

  test("the contact of a department arrives and resolves", async () => {
    await stage.member("new:school", "徐入学");
    const department = { kind: "department", id: "education" };
    const text = "孩子秋季回秦峰镇读一年级，怎么报名？";
    const help = { type: "askForHelp", kind: "schooling", text, consent: [department] };
    const { request } = await stage.send("new:school", help);
    await stage.send("beijing-secretary", {
      type: "whistle",
      request,
      department: department.id,
    });
    const contact = await lab.open({
      path: "/beijing",
      persona: "department-contact",
      viewport: phone,
    });
    await contact.press("tab", "待办");
    await contact.text(text);
    await held(contact);
    await within(contact, text, "已到场");
    await contact.text("已记到场。");
    await within(contact, text, "办结");
    await contact.fill("办成了什么", "7 月 1 日起网上报名，材料清单已发。");
    await held(contact);
    await within(contact, text, "办结");
    await contact.text("已办结，本人会收到并评价。");
    await contact.lacks(text);
    await contact.assertClean();
    await contact.done();
  });

  test("the liaison acknowledges and disputes", async () => {
    await stage.member("new:right", "徐无误");
    await stage.member("new:wrong", "徐有误");
    const liaison = await lab.open({
      path: "/beijing",
      persona: "qinfeng-liaison",
      viewport: phone,
    });
    await liaison.press("tab", "待办");
    await within(liaison, "徐无误", "知悉");
    await liaison.text("已知悉。");
    await within(liaison, "徐有误", "信息有误");
    await liaison.choose("原因", "所在党支部不符");
    await liaison.fill("说明", "老坞村没有这个人。");
    await held(liaison);
    await within(liaison, "徐有误", "信息有误");
    await liaison.text("已告诉支部，等待答复。");
    await liaison.assertClean();
    await liaison.done();
  });
});

/** Runs in the page: how many marks 代记 these hold. */
function marked(selector) {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return [...root.querySelectorAll(selector)].filter((one) => one.textContent.trim() === "代记")
    .length;
}

/** Runs in the page: whether the matter with this text is marked 代记. */
function inCard(text) {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const cards = [...root.querySelectorAll("article.matter")];
  const card = cards.find((one) => one.textContent.includes(text));
  return card.textContent.includes("代记");
}
