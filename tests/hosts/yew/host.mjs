import assert from "node:assert/strict";

import { frame } from "../lib/use.mjs";

export const about = "the page is a Yew app too, the root closed and unpatched";

/** Lets the test see inside; for the page the root stays closed. */
function keepRoots() {
  const attach = Element.prototype.attachShadow;
  window.__roots = [];
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    window.__roots.push(root);
    return root;
  };
}

/** Where the widget's buttons and rows are; last the switch, which moves them. Runs in the page. */
const targets = () =>
  [...window.__roots[0].querySelectorAll("button")]
    .filter((button) => button.checkVisibility())
    .sort((one, other) => Boolean(one.closest(".aids")) - Boolean(other.closest(".aids")))
    .map((button) => button.getBoundingClientRect())
    .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 + scrollY }));

export async function check({ open, name, browser, service }) {
  const page = await open(name, {
    closed: true,
    viewport: { width: 1280, height: 3000 },
    query: { service },
    prepare: (fresh) => fresh.evaluateOnNewDocument(keepRoots),
  });
  await page.event("guiyan-ready");
  await page.waitForFunction(() => window.__roots[0].querySelector(".rows button"));
  assert.equal(await page.$eval("guiyan-branch", (branch) => branch.shadowRoot), null);
  const fired = () => page.$$eval("output", (all) => all.map((one) => one.textContent));

  // The page's own handlers work, so that nothing is proved by a dead app.
  await page.click("#root button");
  await page.keyboard.press("a");
  await frame(page);
  assert.deepEqual(await fired(), ["1", "1"]);

  const first = await page.evaluate(targets);
  assert.ok(first.length > 8, `${first.length} buttons`);
  const selected = () => window.__roots[0].querySelector("[aria-selected=true]").textContent;
  const seen = new Set();
  for (const { x, y } of first) {
    await page.mouse.click(x, y);
    await page.keyboard.press("ArrowDown");
    seen.add(await page.evaluate(selected));
  }
  await frame(page);
  assert.ok(seen.size >= 3, `the widget went to ${[...seen]}`);
  assert.deepEqual(await fired(), ["1", "1"]);
  await page.shot(`host-${name}-${browser}`);
  await page.done();
}
