import assert from "node:assert/strict";

export const about = "two branches, in two languages, dressed by the page";

const inside = () =>
  [...document.querySelectorAll("guiyan-branch")].map(({ shadowRoot }) => ({
    name: shadowRoot.querySelector("h2").textContent,
    tab: shadowRoot.querySelector("[aria-selected=true]").textContent,
    accent: getComputedStyle(shadowRoot.querySelector(".button.primary")).backgroundColor,
    border: getComputedStyle(shadowRoot.querySelector("[part~=panel]")).borderBottomWidth,
  }));

export async function check({ open, name, browser }) {
  const page = await open(name);
  await page.event("guiyan-ready", 2);
  const dress = { accent: "rgb(27, 90, 138)", border: "4px" };
  const beijing = { name: "信州区驻北京流动党员党支部", tab: "活动", ...dress };
  const yiwu = { tab: "Activities", ...dress };
  const [first, second] = await page.evaluate(inside);
  assert.deepEqual(first, beijing);
  assert.deepEqual({ ...second, name: "" }, { ...yiwu, name: "" });
  assert.match(second.name, /Yiwu/);
  await page.shot(`host-${name}-${browser}`);

  // What is done in one is not seen in the other.
  await page.press("button", "Report in");
  await page.fill("Name", "Xu Yiwu");
  await page.press("button", "报到");
  assert.equal(await page.value("姓名"), "");
  await page.fill("姓名", "徐北京");
  assert.equal(await page.value("Name"), "Xu Yiwu");
  await page.assertClean();
  await page.done();
}
