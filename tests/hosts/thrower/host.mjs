import assert from "node:assert/strict";

import { used } from "../lib/use.mjs";

export const about = "handlers that throw";

export async function check({ open, name, browser }) {
  const page = await open(name);
  await page.event("guiyan-ready");
  await used(page);
  await page.press("button", "报到");
  await page.byRole("heading", "报到");
  await page.shot(`host-${name}-${browser}`);
  const events = await page.events();
  const errors = events.filter((event) => event.name === "guiyan-error");
  assert.ok(errors.length > 0 && errors.every(({ detail }) => detail.code === "token"));
  // The fault is told as the page's own, and once.
  const told = page.trouble.filter((line) => line.includes("[guiyan]"));
  assert.equal(told.length, 1, told.join("\n"));
  assert.match(told[0], /getToken gave no token/);
  await page.done();
}
