// The way to 长辈版 within the widget, what is remembered of it, and the page
// read aloud by the browser's own voice.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";

let lab;
before(async () => (lab = await start()));
after(() => lab?.stop());

const PHONE = { width: 390, height: 844 };

/** Runs in the page: whether the widget is drawn in 长辈版. */
function isElder() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return root.querySelector(".app").classList.contains("elder");
}

/** Presses the widget's own switch, not the portal's. */
async function turn(page) {
  const button = await page.css(".aids button");
  const before = await page.evaluate(isElder);
  await button.click();
  await eventually(async () => (await page.evaluate(isElder)) !== before, "the widget turns");
}

describe("the switch", () => {
  test("leads to 长辈版 and back, and says so to the page around", async () => {
    const page = await lab.open({ path: "/beijing", viewport: PHONE });
    const mode = () => page.$eval("guiyan-branch", (element) => element.getAttribute("mode"));
    assert.equal(await page.evaluate(isElder), false);
    await turn(page);
    assert.equal(await mode(), "elder");
    assert.equal(await page.$eval("#elder", (button) => button.ariaPressed), "true");
    await page.byRole("button", "标准版");
    await turn(page);
    assert.equal(await mode(), "standard");
    await page.assertClean();
    await page.done();
  });

  test("is remembered where the page does not say", async () => {
    const page = await lab.open({ path: "/beijing", viewport: PHONE });
    await turn(page);
    await page.reload();
    await eventually(() => page.evaluate(isElder).catch(() => false), "长辈版 after a reload");
    await page.goto(new URL("/yiwu", lab.url).href);
    await eventually(() => page.evaluate(isElder).catch(() => false), "长辈版 at the other branch");
    // What the page says now goes before what was chosen.
    await page.$eval("guiyan-branch", (element) => element.setAttribute("mode", "standard"));
    await eventually(async () => !(await page.evaluate(isElder)), "the attribute wins");
    await page.assertClean();
    await page.done();
  });

  test("the page's own word at the start goes before what was chosen", async () => {
    const page = await lab.open({
      path: "/beijing",
      viewport: PHONE,
      prepare: (fresh) =>
        fresh.evaluateOnNewDocument(() => {
          localStorage.setItem("guiyan-mode", "elder");
          sessionStorage.setItem("portal-mode", "standard");
        }),
    });
    assert.equal(await page.evaluate(isElder), false);
    await page.done();
  });
});

/** Runs in the page before all scripts: a voice that says what it is told to, line by line. */
function voice() {
  window.__spoken = [];
  window.__finish = () => window.__queue.splice(0).forEach((one) => one.onend?.(new Event("end")));
  window.__queue = [];
  window.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const synthesis = {
    speak(one) {
      window.__spoken.push({ text: one.text, lang: one.lang });
      window.__queue.push(one);
    },
    cancel() {
      const dropped = window.__queue.splice(0);
      dropped.forEach((one) => one.onerror?.(new Event("error")));
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
}

describe("朗读", () => {
  const open = (prepare) =>
    lab.open({
      path: "/beijing",
      viewport: PHONE,
      persona: "beijing-member",
      prepare: async (fresh) => {
        await fresh.evaluateOnNewDocument(() => sessionStorage.setItem("portal-mode", "elder"));
        await fresh.evaluateOnNewDocument(prepare);
      },
    });
  const spoken = (page) => page.evaluate(() => window.__spoken.map((one) => one.text));
  const waiting = (page) => page.evaluate(() => window.__queue.length);

  test("an activity is read from its title on, without the way back, and can be stopped", async () => {
    const page = await open(voice);
    await page.press("button", /我为家乡马家柚代言/);
    await page.byRole("heading", /我为家乡马家柚代言/);
    await page.press("button", "朗读本页");
    await page.byRole("button", "停止朗读");
    const lines = await spoken(page);
    assert.match(lines[0], /我为家乡马家柚代言/);
    assert.ok(lines.includes("时间") && lines.includes("地点"), lines.join("\n"));
    assert.equal(lines.includes("返回"), false);
    const [{ lang }] = await page.evaluate(() => window.__spoken);
    assert.equal(lang, "zh-CN");
    await page.press("button", "停止朗读");
    await page.byRole("button", "朗读本页");
    assert.equal(await waiting(page), 0);
    await page.assertClean();
    await page.done();
  });

  test("it ends with the last line, and with the page", async () => {
    const page = await open(voice);
    await page.press("button", "朗读本页");
    await page.byRole("button", "停止朗读");
    await page.evaluate(() => window.__finish());
    await page.byRole("button", "朗读本页");
    await page.press("button", "朗读本页");
    await page.byRole("button", "停止朗读");
    assert.ok((await waiting(page)) > 0);
    await page.press("tab", "归雁");
    await page.byRole("button", "朗读本页");
    assert.equal(await waiting(page), 0);
    await page.assertClean();
    await page.done();
  });

  test("a voice that fails is said to", async () => {
    const page = await open(voice);
    await page.press("button", "朗读本页");
    await page.byRole("button", "停止朗读");
    await page.evaluate(() => window.__queue[0].onerror(new Event("error")));
    await page.text("这台设备没有能用的声音。");
    await page.byRole("button", "朗读本页");
    await page.done();
  });

  test("without a voice, and in the standard look, there is no button", async () => {
    const mute = await open(() => {
      Object.defineProperty(window, "speechSynthesis", { value: undefined });
    });
    await mute.press("tab", "我的");
    await mute.byRole("button", "结束流动");
    assert.equal(await mute.hasRole("button", "朗读本页"), false);
    await mute.done();
    const page = await open(voice);
    await page.byRole("button", "朗读本页");
    await turn(page);
    assert.equal(await page.hasRole("button", "朗读本页"), false);
    await page.done();
  });
});
