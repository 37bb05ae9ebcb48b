// Lists longer than one answer of the service holds: all of them can be reached,
// by mouse and by keyboard.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { overflowing } from "./lib/measure.mjs";

describe("more than one answer holds", () => {
  const PEOPLE = 22;
  const EACH = 5;
  let lab, stage, secretary;
  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    const one = async (person) => {
      const persona = await stage.member(`new:many-${person}`, `徐众${"甲乙丙丁戊己庚辛壬癸"[person % 10]}${"东南西"[Math.floor(person / 10)]}`);
      for (let at = 1; at <= EACH; at += 1) {
        const note = `第 ${person}-${at} 条线索，一起做。`;
        const lead = { leadKind: "sales", industry: "pomelo", note };
        await stage.send(persona, { type: "submitLead", lead, consent: [] });
      }
    };
    await Promise.all(Array.from({ length: PEOPLE }, (_, person) => one(person)));
    secretary = await lab.open({
      path: "/beijing",
      persona: "beijing-secretary",
      viewport: "desktop",
      reducedMotion: true,
    });
  });
  after(() => lab?.stop());

  /** The number on a filter of the list of leads. */
  async function count(filter) {
    const [name] = await secretary.names("button", new RegExp(`^${filter} \\d+$`));
    return Number(name.match(/\d+/)[0]);
  }

  test("leads of a branch come by the hundred, and all of them can be reached", async () => {
    await secretary.press("tab", "归雁");
    await secretary.byRole("button", /^全部 \d+$/);
    assert.ok((await count("全部")) > PEOPLE * EACH);
    await secretary.press("button", /^提交 \d+$/);
    await secretary.byRole("button", "显示更多");
    assert.equal((await secretary.evaluate(rows)), 100);
    await secretary.press("button", "显示更多");
    await secretary.waitForFunction(
      (wanted) => {
        const root = document.querySelector("guiyan-branch").shadowRoot;
        return root.querySelectorAll(".filters ~ .rows > li").length === wanted;
      },
      {},
      await count("提交"),
    );
    // Who pressed it by keyboard goes on where the new rows begin.
    assert.match(await secretary.focused(), /条线索/);
    assert.equal(await secretary.hasRole("button", "显示更多"), false);
    assert.deepEqual(await secretary.evaluate(overflowing), []);
  });

  test("one far down opens", async () => {
    const last = await secretary.evaluate(() => {
      const root = document.querySelector("guiyan-branch").shadowRoot;
      return [...root.querySelectorAll(".filters ~ .rows > li .strong")].at(-1).textContent;
    });
    await secretary.press("button", new RegExp(last));
    await secretary.byRole("heading", last);
    await secretary.byRole("button", "进入对接");
  });

  test("matters come by the hundred", async () => {
    await secretary.press("tab", "待办");
    await secretary.text(/第 1–100 件，共 1\d\d 件/);
    assert.equal(await secretary.evaluate(matters), 100);
    await secretary.press("button", "后面的");
    await secretary.text(/第 101–1\d\d 件，共 1\d\d 件/);
    assert.match(await secretary.focused(), /第 101–1\d\d 件/);
    await secretary.lacks("现在没有等你处理的事");
    await secretary.assertAccessible();
    assert.deepEqual(await secretary.evaluate(overflowing), []);
    await secretary.press("button", "前面的");
    await secretary.text(/第 1–100 件/);
    assert.equal(await secretary.hasRole("button", "前面的"), false);
    await secretary.assertClean();
  });
});

/** Runs in the page: how many rows the list has; needs have lists of their own. */
function rows() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return root.querySelectorAll(".filters ~ .rows > li").length;
}

/** Runs in the page: how many matters are shown. */
function matters() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return root.querySelectorAll("article.matter").length;
}
