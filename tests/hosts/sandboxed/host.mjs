import assert from "node:assert/strict";

import { eventually } from "../../browser/harness.mjs";
import { LECTURE } from "../lib/use.mjs";

export const about = "a sandboxed frame, where storage throws";

/** Everything that a widget in a frame shows. Runs in the frame. */
const shown = () => {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  return [...root.children].map((child) => child.innerText).join("\n");
};

const press = (label) => {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  [...root.querySelectorAll("button")].find((one) => one.textContent.trim() === label).click();
};

export async function check({ open, name, browser, back }) {
  const page = await open(name);
  let frame;
  await eventually(() => (frame = page.frames().find((one) => one.url().endsWith("inside.html"))), "the frame");
  const says = (text) => eventually(async () => (await frame.evaluate(shown)).includes(text), text);
  await frame.waitForSelector("guiyan-branch");
  await says(LECTURE);
  const storage = await frame.evaluate(() => {
    try {
      return typeof sessionStorage;
    } catch (error) {
      return error.name;
    }
  });
  assert.equal(storage, "SecurityError");

  // Without storage a draft is kept in memory, over another page of the widget.
  await frame.evaluate(press, "报到");
  await says("外出原因");
  await frame.evaluate(() => {
    const root = document.querySelector("guiyan-branch").shadowRoot;
    const field = root.querySelector("input");
    field.value = "徐沙盒";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await frame.evaluate(press, "活动");
  await says(LECTURE);
  await frame.evaluate(press, "报到");
  await says("外出原因");
  const kept = () => document.querySelector("guiyan-branch").shadowRoot.querySelector("input").value;
  assert.equal(await frame.evaluate(kept), "徐沙盒");
  await page.shot(`host-${name}-${browser}`);

  // A caller's requests pass from there too.
  const token = await back.token("beijing-member");
  await frame.evaluate((given) => {
    document.querySelector("guiyan-branch").token = given;
  }, token);
  await frame.evaluate(press, "我的");
  await says("学时");
  await page.assertClean();
  await page.done();
}
