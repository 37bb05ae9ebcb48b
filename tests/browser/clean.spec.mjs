// Every page at both sizes, in both schemes, and once each in 长辈版 and in
// English: nothing blocked, nothing logged, nothing sticking out, nothing too
// small to press, nothing for axe-core to find. Each leaves a picture behind.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, start } from "./harness.mjs";
import { leftovers, overflowing, smallTargets } from "./lib/measure.mjs";

const SOON = /流动党员怎样过好组织生活/;
const LAST_PLACE = /我为家乡马家柚代言/;
const WAITS = /·示例/;
const MY_LEAD = /跨境电商选品/;
const MY_REQUEST = /公租房怎么申请/;

// Without its pixel density, which would only make pictures larger.
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };
const LOOKS = [
  { name: "phone-light", viewport: phone, scheme: "light" },
  { name: "phone-dark", viewport: phone, scheme: "dark" },
  { name: "desktop-light", viewport: "desktop", scheme: "light" },
  { name: "desktop-dark", viewport: "desktop", scheme: "dark" },
  { name: "phone-elder", viewport: phone, scheme: "light", switched: "长辈版", least: 60 },
  { name: "desktop-english", viewport: "desktop", scheme: "light", switched: "English" },
];

/** All that can differ from the light scheme, where every rule is tried. */
const COLOURS = { runOnly: ["color-contrast", "link-in-text-block"] };

/** The words that a spec presses, in both languages. */
const WORDS = {
  活动: "Activities",
  我的: "Me",
  名册: "Register",
  报到: "Report in",
  提交: "Submit",
  报名: "Sign up",
  取消报名: "Cancel my sign-up",
  结束流动: "End report-in",
  新建活动: "New activity",
  发布: "Publish",
  取消活动: "Cancel activity",
  提前截止报名: "Close sign-up early",
  先不截止: "Keep it open",
  修改: "Change",
  退回: "Send back",
  签到: "Check in",
  转到义乌支部: "Move to Yiwu branch",
  归雁: "Home",
  求助: "Help",
  待办: "To do",
  选填: "Optional",
};

/** Who goes through which pages: [picture, how one gets there]. */
const ROUNDS = {
  visitor: [
    ["activities", async () => {}],
    [
      "report-in",
      async (page, say) => {
        await page.press("button", say("报到"));
        await page.byRole("button", say("提交"));
        await page.press("DisclosureTriangle", say("选填"));
        await page.press("button", say("提交"));
        await page.css("#f-name-error");
      },
    ],
  ],
  "beijing-member": [
    ["member-activities", async () => {}],
    [
      "activity",
      async (page, say) => {
        await page.press("button", LAST_PLACE);
        await page.byRole("button", say("报名"));
      },
    ],
    ["me", async (page, say) => {
      await page.press("tab", say("我的"));
      await page.byRole("button", say("结束流动"));
    }],
    ["ending", async (page, say) => {
      await page.press("button", say("结束流动"));
      await page.css("#f-end-reason");
    }],
    ["moving", async (page, say) => {
      await page.press("button", say("转到义乌支部"));
      await page.css("#f-area");
    }],
    ["leads", async (page, say) => {
      await page.press("tab", say("归雁"));
      await page.byRole("button", MY_LEAD);
    }],
    ["lead", async (page) => {
      await page.press("button", MY_LEAD);
      await page.byRole("heading", MY_LEAD);
    }],
    ["help", async (page, say) => {
      await page.press("tab", say("求助"));
      await page.byRole("button", MY_REQUEST);
    }],
    ["request", async (page) => {
      await page.press("button", MY_REQUEST);
      await page.text("公租房怎么申请");
    }],
  ],
  "qinfeng-liaison": [
    ["office", async (page, say) => {
      await page.press("tab", say("待办"));
      await page.text("周立新");
    }],
  ],
  "department-contact": [
    ["department", async (page, say) => {
      await page.press("tab", say("待办"));
      await page.text("潘明亮");
    }],
  ],
  "beijing-secretary": [
    ["desk-activities", async (page, say) => {
      await page.byRole("button", say("新建活动"));
    }],
    ["new-activity", async (page, say) => {
      await page.press("button", say("新建活动"));
      await page.press("button", say("发布"));
      await page.css("#f-title-error");
    }],
    ["check-in", async (page, say) => {
      await page.press("tab", say("活动"));
      await page.press("button", SOON);
      await page.byRole("button", new RegExp(`^${say("签到")} `));
    }],
    ["cancelling", async (page, say) => {
      await page.press("button", say("取消活动"));
      await page.css("#why-reason");
    }],
    ["closing", async (page, say) => {
      await page.press("button", say("提前截止报名"));
      await page.css("#sign-up-window-question");
    }],
    ["changing", async (page, say) => {
      await page.press("button", say("先不截止"));
      await page.press("button", say("修改"));
      await page.css("#f-title");
    }],
    ["register", async (page, say) => {
      await page.press("tab", say("名册"));
      await page.byRole("button", WAITS);
    }],
    ["person", async (page, say) => {
      await page.press("button", WAITS);
      await page.byRole("button", say("退回"));
    }],
    ["sending-back", async (page, say) => {
      await page.press("button", say("退回"));
      await page.css("#why-reason");
    }],
  ],
  "beijing-steward": [
    ["today", async (page, say) => {
      await page.press("tab", say("名册"));
      await page.byRole("button", SOON);
    }],
  ],
  "district-officer": [
    ["district", async (page) => {
      await page.css("table");
    }],
  ],
};

/** Collects the words in an answer of the service, without those of the other language. */
function collect(value, other, into) {
  if (typeof value === "string") {
    into.add(value);
    // A row is named by how its text begins.
    for (const part of value.split(/[，。：；（）]/)) if (part.length >= 4) into.add(part);
  } else if (value && typeof value === "object") {
    for (const [key, part] of Object.entries(value)) if (key !== other) collect(part, other, into);
  }
}

let lab;
before(async () => (lab = await start()));
after(() => lab?.stop());

for (const look of LOOKS) {
  describe(look.name, () => {
    const english = look.switched === "English";
    const say = (word) => (english ? (WORDS[word] ?? word) : word);

    for (const [persona, round] of Object.entries(ROUNDS)) {
      test(persona, async () => {
        // The example of how a name is searched by pinyin is Latin in both.
        const data = new Set(["xxy"]);
        const page = await lab.open({
          path: "/beijing",
          ...look,
          persona,
          reducedMotion: true,
          prepare: async (fresh) =>
            fresh.on("response", async (response) => {
              if (!/\/v1\//.test(response.url()) || response.status() !== 200) return;
              if (!/json/.test(response.headers()["content-type"])) return;
              collect(await response.json().catch(() => null), english ? "zh" : "en", data);
            }),
        });
        if (look.switched) await page.press("button", look.switched);
        const findings = {};
        for (const [name, go] of round) {
          await go(page, say);
          const found = {
            axe: await page.axe(look.scheme === "dark" ? COLOURS : {}),
            overflowing: await page.evaluate(overflowing),
            small: await page.evaluate(smallTargets, look.least ?? 44),
            leftovers: await page.evaluate(leftovers, english ? "en" : "zh-CN", [...data]),
          };
          await page.shot(`${name}-${look.name}`);
          for (const [kind, list] of Object.entries(found)) {
            if (list.length > 0) findings[`${name}: ${kind}`] = list;
          }
        }
        assert.deepEqual(findings, {});
        await page.assertClean();
        await page.done();
      });
    }
  });
}
