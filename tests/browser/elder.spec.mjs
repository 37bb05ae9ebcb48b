// 长辈版 and the standard one, on every page there is, in both languages: what is
// drawn is measured, and the table of it printed. At 320 px, which is also what
// 1280 px are at 400 %, nothing leads sideways.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { LEAST, legibility } from "./lib/legible.mjs";
import { overflowing } from "./lib/measure.mjs";
import { ROOMS } from "./lib/rooms.mjs";

// Without the emulation of a phone, switching which would reload the page.
const PHONE = { width: 390, height: 844 };
const ZOOMED = { width: 320, height: 256, deviceScaleFactor: 4 };
const WIDE = { width: 1280, height: 800 };

const LOOKS = ["zh-CN", "en"].flatMap((lang) =>
  ["elder", "standard"].map((mode) => ({ mode, lang })),
);

let lab;
const table = [];
before(async () => (lab = await start()));
after(async () => {
  await lab?.stop();
  print(table);
});

describe("every page is legible and fits", () => {
  for (const [persona, rooms] of Object.entries(ROOMS)) {
    test(persona, async () => {
      const who = persona === "nobody" ? undefined : persona;
      const page = await lab.open({
        path: "/beijing",
        viewport: PHONE,
        persona: who,
        reducedMotion: true,
      });
      const findings = [];
      for (const [room, go] of rooms) {
        await go(page);
        for (const { mode, lang } of LOOKS) {
          await wear(page, mode, lang);
          const found = await measure(page, mode);
          if (mode === "elder") await page.shot(`elder-${room}-${persona.split(":")[0]}-${lang}`);
          table.push({ page: `${room} (${persona.split(":")[0]})`, mode, lang, ...found.worst });
          for (const [width, list] of Object.entries(found.missed)) {
            findings.push(...list.map((what) => `${room}, ${mode}, ${lang}, ${width}: ${what}`));
          }
        }
        await wear(page, "standard", "zh-CN");
      }
      assert.equal(findings.length, 0, `\n${findings.join("\n")}\n`);
      await page.assertClean();
      await page.done();
    });
  }
});

/** The look, at three widths: a phone, a phone of 320 px or 400 %, a desk. */
async function measure(page, mode) {
  const least = LEAST[mode];
  const worst = {};
  const missed = {};
  for (const viewport of [WIDE, ZOOMED, PHONE]) {
    await resize(page, viewport);
    const found = await page.evaluate(legibility, least);
    for (const [kind, [figure, whose]] of Object.entries(found.worst)) {
      if (!(worst[kind]?.[0] <= figure)) worst[kind] = [figure, whose];
    }
    const outside = await page.evaluate(overflowing);
    missed[`${viewport.width} px`] = [...found.missed, ...outside];
  }
  return { worst, missed };
}

async function resize(page, viewport) {
  await page.setViewport(viewport);
  const drawn = () =>
    page.evaluate((width) => {
      const root = document.querySelector("guiyan-branch").shadowRoot;
      const app = root.querySelector(".app");
      const own = document.querySelector("guiyan-branch").getBoundingClientRect().width;
      return innerWidth === width && app.classList.contains("roomy") === own >= 700;
    }, viewport.width);
  await eventually(drawn, `the widget is drawn for ${viewport.width} px`);
}

/** Asks the element for the look, as a portal would, and waits until it is there. */
async function wear(page, mode, lang) {
  const now = await page.evaluate(
    (mode, lang) => {
      const element = document.querySelector("guiyan-branch");
      const before = element.getAttribute("lang");
      element.setAttribute("mode", mode);
      element.setAttribute("lang", lang);
      return before ?? "zh-CN";
    },
    mode,
    lang,
  );
  const drawn = () =>
    page.evaluate(
      (mode, lang) => {
        const root = document.querySelector("guiyan-branch").shadowRoot;
        const app = root.querySelector(".app");
        const busy = root.querySelector(".skeleton, [aria-busy=true]");
        return app.lang === lang && app.classList.contains("elder") === (mode === "elder") && !busy;
      },
      mode,
      lang,
    );
  await eventually(drawn, `${mode}, ${lang} is drawn`);
  // Another language asks for everything anew; the stream of changes stays open.
  if (now !== lang) {
    await page.waitForNetworkIdle({ idleTime: 100, concurrency: 1 });
    await eventually(drawn, `${mode}, ${lang} is drawn`);
  }
}

/** The smallest of each on every page, over the three widths. */
function print(rows) {
  const kinds = ["size", "target", "line", "contrast"];
  const width = Math.max(4, ...rows.map((row) => row.page.length));
  const say = (cells) => console.log(cells.join("  "));
  say(["page".padEnd(width), "mode    ", "lang ", ...kinds.map((kind) => kind.padStart(8))]);
  for (const row of rows) {
    const figures = kinds.map((kind) => String(row[kind]?.[0] ?? "").padStart(8));
    say([row.page.padEnd(width), row.mode.padEnd(8), row.lang.padEnd(5), ...figures]);
  }
}
