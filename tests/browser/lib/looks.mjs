// A page in the looks that people use it in, each held to the same: nothing for
// axe-core, nothing sticking out, nothing too small to press.

import assert from "node:assert/strict";

import { overflowing, smallTargets } from "./measure.mjs";

// What differs from the first look is tried again, no more.
const LOOKS = [
  { name: "plain", least: 44, rules: {} },
  { name: "elder", mode: "elder", least: 60, rules: { runOnly: ["color-contrast"] } },
  { name: "english", lang: "en", least: 44, rules: { runOnly: ["label", "button-name"] } },
];

/** Holds the page to it as it is, and leaves a picture. */
export async function check(page, name) {
  await page.assertAccessible();
  assert.deepEqual(await page.evaluate(overflowing), [], name);
  await page.shot(name);
}

/**
 * Holds the page to it in 长辈版 and in English too, leaves a picture of each,
 * and gives the page back as it was.
 */
export async function sound(page, name) {
  const findings = {};
  for (const look of LOOKS) {
    await page.evaluate(dress, look.mode ?? "standard", look.lang ?? "zh-CN");
    await page.evaluate(settled);
    const found = {
      axe: await page.axe(look.rules),
      overflowing: await page.evaluate(overflowing),
      small: await page.evaluate(smallTargets, look.least),
    };
    await page.shot(`${name}-${look.name}`);
    for (const [kind, list] of Object.entries(found)) {
      if (list.length > 0) findings[`${look.name}: ${kind}`] = list;
    }
  }
  await page.evaluate(dress, "standard", "zh-CN");
  assert.deepEqual(findings, {}, name);
}

/** Runs in the page: asks the element for that look, as a portal would. */
function dress(mode, lang) {
  const element = document.querySelector("guiyan-branch");
  element.setAttribute("mode", mode);
  element.setAttribute("lang", lang);
}

/** Runs in the page: two frames on, and what fades in is there. */
async function settled() {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const once = (one) => one.effect.getComputedTiming().iterations !== Infinity;
  await Promise.all(root.getAnimations().filter(once).map((one) => one.finished.catch(() => {})));
}
