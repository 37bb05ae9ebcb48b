import assert from "node:assert/strict";

import { LECTURE, used } from "../lib/use.mjs";

export const about = "global styles that spare nothing";

/** How the words of the list are set. Runs in the page. */
function setting() {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const app = root.querySelector(".app");
  const texts = [...root.querySelectorAll("h2, [role=tab], h3, .button, .rows *")];
  const shown = texts.filter((node) => node.checkVisibility() && node.textContent.trim());
  const smallest = Math.min(...shown.map((node) => parseFloat(getComputedStyle(node).fontSize)));
  const targets = [...root.querySelectorAll(".button, [role=tab]")];
  const lowest = Math.min(...targets.map((node) => node.getBoundingClientRect().height));
  const style = getComputedStyle(app);
  const names = ["color", "fontStyle", "letterSpacing", "textTransform", "textIndent", "direction"];
  names.push("whiteSpace", "display", "cursor", "wordSpacing", "textAlign", "fontFamily");
  const own = Object.fromEntries(names.map((name) => [name, style[name]]));
  return { ...own, smallest, lowest, width: app.getBoundingClientRect().width };
}

export async function check({ open, name, browser, service }) {
  const plain = await open("plain", { viewport: "desktop", query: { service } });
  await plain.event("guiyan-ready");
  await plain.text(LECTURE);
  const wanted = await plain.evaluate(setting);
  await plain.done();

  const page = await open(name, { viewport: "desktop", query: { service } });
  await page.event("guiyan-ready");
  await page.text(LECTURE);
  const found = await page.evaluate(setting);
  await page.shot(`host-${name}-${browser}`);
  assert.deepEqual({ ...found, width: 0 }, { ...wanted, width: 0 });
  assert.ok(found.smallest >= 14 && found.lowest >= 44, JSON.stringify(found));
  // As wide as the page lets it be.
  assert.ok(found.width > 1200, `${found.width} wide`);
  await used(page);
  await page.assertClean();
  await page.done();
}
