// Text that wants to be more than text, in every field that people and officers
// fill in, on every page of everybody: nothing of it runs, nothing becomes an
// element, nothing leads anywhere, and what is refused says so.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";
import { REPORT, backstage } from "./lib/backstage.mjs";
import { ROOMS } from "./lib/rooms.mjs";

// Each starts otherwise, and each would set the flag, or draw an element of its own.
const PAYLOADS = [
  `<script>window.__ran=1</script>`,
  `"><img src=x onerror=window.__ran=1 data-evil>`,
  `<svg data-evil onload=window.__ran=1></svg>`,
  `' autofocus onfocus=window.__ran=1 data-evil='`,
  `{{constructor.constructor('window.__ran=1')()}}\${window.__ran=1}`,
  `javascript:window.__ran=1`,
];
const ALL = PAYLOADS.join(" ");
// Where a hundred letters are the most.
const SHORT = `"><img data-evil>`;
const PERSON = "new:payload";
// Names of people are letters only: what else comes is refused.
const NAME = "徐示文";

describe("text that wants to be more", () => {
  let lab, stage, taken;
  const refused = [];

  /** Sends it with every payload; where that is refused the short one goes, or nothing. */
  async function send(persona, build, branch) {
    for (const text of [ALL, SHORT]) {
      try {
        return await stage.send(persona, build(text), branch);
      } catch (cause) {
        refused.push(cause.message);
      }
    }
    return undefined;
  }

  before(async () => {
    lab = await start();
    stage = backstage(lab.url);
    taken = 0;
    const { notice } = await stage.view(PERSON);
    const consent = { agreed: true, notice: notice.version };
    const report = (text) => ({
      ...REPORT,
      name: NAME,
      homeBranch: SHORT,
      area: SHORT,
      skills: text,
    });
    const count = (outcome) => (outcome ? (taken += 1) : taken);
    count(await send(PERSON, (text) => ({ type: "reportIn", report: report(text), consent })));
    const { rows } = await stage.get("beijing-secretary", "/v1/branches/xinzhou-beijing/roster?q=%E5%BE%90%E7%A4%BA%E6%96%87");
    if (rows[0]) {
      count(await send("beijing-secretary", () => ({ type: "receiveMember", person: rows[0].person })));
    }
    const who = rows[0] ? PERSON : "beijing-member";
    count(await send(who, (text) => ({
      type: "askForHelp", kind: "schooling", text, consent: [{ kind: "township", id: "qinfeng" }],
    })));
    count(await send(who, (text) => ({
      type: "reportSpot", spotCategory: "facility", place: SHORT, text, consent: [],
    })));
    const lead = (note) => ({
      leadKind: "funds", industry: "pomelo", township: "qinfeng", note,
      contactName: NAME, contactPhone: "13800009992",
    });
    count(await send(who, (text) => ({
      type: "submitLead", lead: lead(text), consent: [{ kind: "township", id: "qinfeng" }],
    })));
    for (const details of [{}, { guests: true }]) {
      try {
        const activity = await stage.publish({
          title: SHORT, place: SHORT, agenda: ALL, contactName: NAME, ...details,
        });
        taken += 1;
        count(await send(who, () => ({ type: "signUp", activity })));
        // One of them stays in the list.
        if (!details.guests) continue;
        count(await send("beijing-secretary", (text) => ({
          type: "cancelActivity", activity, reason: "other", note: text,
        })));
      } catch (cause) {
        refused.push(cause.message);
      }
    }
  });
  after(() => lab?.stop());

  test("most of it is taken, as text", () => {
    assert.ok(taken >= 7, `only ${taken} were taken:\n${refused.join("\n")}`);
  });

  test("a name of signs is refused, and says why", async () => {
    const { notice } = await stage.view("new:signs");
    const command = (name) => ({
      type: "reportIn", report: { ...REPORT, name }, consent: { agreed: true, notice: notice.version },
    });
    for (const name of PAYLOADS) {
      await assert.rejects(stage.send("new:signs", command(name)), /notAName|tooLong/, name);
    }
  });

  test("an online address that is none is refused", async () => {
    for (const online of ["javascript:window.__ran=1", "data:text/html,<script>1</script>", "JaVaScRiPt:1"]) {
      await assert.rejects(stage.publish({ title: "读书会", place: "", online }), /online/, online);
    }
  });

  for (const [persona, rooms] of Object.entries({ ...ROOMS, [PERSON]: own() })) {
    test(`nothing of it runs for ${persona}`, async () => {
      const page = await lab.open({
        path: "/beijing",
        viewport: { width: 390, height: 844 },
        persona: persona === "nobody" ? undefined : persona,
        reducedMotion: true,
      });
      const asked = [];
      page.on("dialog", (dialog) => (asked.push(dialog.message()), dialog.dismiss()));
      for (const [room, go] of rooms) {
        await go(page);
        assert.deepEqual(await page.evaluate(become), [], room);
      }
      assert.deepEqual(asked, []);
      await page.assertClean();
      await page.done();
    });
  }
});

/** The pages of whoever wrote it. */
function own() {
  const tab = (name) => async (page) => {
    await page.press("tab", name);
    await page.css(".page");
  };
  return [
    ["activities", async (page) => void (await page.text(SHORT))],
    ["help", tab("求助")],
    ["leads", tab("归雁")],
    ["me", tab("我的")],
    ["my-data", async (page) => {
      await page.press("button", "我的数据");
      await page.byRole("heading", "同意过什么");
      for (const part of ["报名和签到（2）", "归雁线索（1）", "求助（2）"]) {
        await page.press("DisclosureTriangle", part);
      }
      await page.text(SHORT);
    }],
  ];
}

/** Runs in the page: what has become more than text. */
function become() {
  const found = window.__ran ? ["it ran"] : [];
  for (const root of [document, document.querySelector("guiyan-branch").shadowRoot]) {
    const own = root === document ? "script:not([src]):not([type])" : "script";
    for (const node of root.querySelectorAll(`[data-evil], [onerror], [onload], [onfocus], ${own}`)) {
      found.push(node.outerHTML.slice(0, 120));
    }
    for (const link of root.querySelectorAll("a[href], form[action], iframe, object, embed")) {
      const to = link.getAttribute("href") ?? link.getAttribute("action") ?? "";
      if (/^\s*(javascript|data|vbscript):/i.test(to) || !/^(A|FORM)$/.test(link.tagName)) {
        found.push(link.outerHTML.slice(0, 120));
      }
    }
  }
  return found;
}
