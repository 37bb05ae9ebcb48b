// The main road without a pointer: Tab, Shift+Tab, Enter, Space and arrows lead
// everywhere, and one always sees where one is.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { focusShown } from "./lib/measure.mjs";

const LAST_PLACE = "主题党日：我为家乡马家柚代言";
const NAME = "徐键盘";

let lab, stage, page;
before(async () => {
  lab = await start();
  stage = backstage(lab.url);
  page = await lab.open({ path: "/beijing", viewport: "desktop", persona: "new:keyboard" });
});
after(() => lab?.stop());

/** Presses Tab until that is reached; every stop on the way must be visible as such. */
async function tabTo(name, key = "Tab") {
  const matches = (focused) => (name instanceof RegExp ? name.test(focused) : focused === name);
  const way = [];
  for (let steps = 0; steps < 80; steps += 1) {
    const [modifier, last] = key.includes("+") ? key.split("+") : [undefined, key];
    if (modifier) await page.keyboard.down(modifier);
    await page.keyboard.press(last);
    if (modifier) await page.keyboard.up(modifier);
    const focused = await page.focused();
    way.push(focused.slice(0, 20));
    assert.ok(await page.evaluate(focusShown), `the focus cannot be seen on ${focused}`);
    if (matches(focused)) return;
  }
  assert.fail(`${key} does not lead to ${name}: ${way.join(" → ")}`);
}

/** Waits until what has the focus has this name. */
async function focusOn(name) {
  const deadline = Date.now() + 15_000;
  let focused = "";
  while (Date.now() < deadline) {
    focused = await page.focused();
    if (name instanceof RegExp ? name.test(focused) : focused === name) return;
    // Between looks; the focus follows what is drawn.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  assert.fail(`the focus is on ${focused}, not on ${name}`);
}

/** Moves a select on until its option is that one. */
async function pick(label, option) {
  await tabTo(label);
  for (let steps = 0; (await page.value(label)) !== option; steps += 1) {
    assert.ok(steps < 20, `${label} has no ${option}`);
    await page.keyboard.press("ArrowDown");
  }
}

async function write(label, text) {
  await tabTo(label);
  await page.keyboard.type(text);
  assert.equal(await page.value(label), text);
}

test("the arrows go through the tabs", async () => {
  await tabTo("活动");
  await page.keyboard.press("ArrowRight");
  await focusOn("归雁");
  await page.text("家乡需要什么");
  await page.keyboard.press("ArrowRight");
  await focusOn("求助");
  await page.text("服务驿站");
  await page.keyboard.press("ArrowRight");
  await focusOn("我的");
  await page.text("你还没有在这个支部报到。");
  await page.keyboard.press("ArrowRight");
  await focusOn("活动");
  await page.keyboard.press("End");
  await focusOn("我的");
  await page.keyboard.press("Home");
  await focusOn("活动");
});

test("reporting in", async () => {
  await tabTo("报到");
  await page.keyboard.press("Enter");
  await focusOn("报到");
  assert.equal(await page.hasRole("heading", "报到"), true);

  await write("姓名", NAME);
  await write("联系电话", "123");
  await pick("党员类别", "预备党员");
  await page.text("请填写 11 位手机号，或带区号的座机号。");
  await tabTo("联系电话", "Shift+Tab");
  // Correcting it must not throw one out of the field while one types.
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("13900001234");
  await focusOn("联系电话");
  assert.equal(await page.value("联系电话"), "13900001234");
  await page.lacks("请填写 11 位手机号，或带区号的座机号。");

  await write("组织关系所在党支部", "秦峰镇老坞村党支部");
  await pick("所属乡镇、街道", "秦峰镇");
  await tabTo("外出时间");
  await writeDate("2024-03-01");
  assert.equal(await page.value("外出时间"), "2024-03-01");
  await write("所在城区", "朝阳区");
  await pick("外出原因", "务工");
  await pick("行业", "电商与跨境电商");
  // Nothing is sent yet, and the focus is led to what is missing.
  await tabTo("提交");
  await page.keyboard.press("Enter");
  await page.text("请先阅读告知书并勾选同意。");
  await focusOn(/我已阅读告知书/);
  await page.keyboard.press("Space");
  await tabTo("提交");
  await page.keyboard.press("Enter");
  await page.text("待接收");
  await focusOn("我的");
});

test("signing up and leaving again", async () => {
  const path = "/v1/branches/xinzhou-beijing/roster?state=submitted&q=";
  const { rows } = await stage.get("beijing-secretary", path + encodeURIComponent(NAME));
  await stage.send("beijing-secretary", { type: "receiveMember", person: rows[0].person });
  await page.text("可以报名支部的活动了。");

  await page.keyboard.press("Home");
  await focusOn("活动");
  await tabTo(new RegExp(LAST_PLACE));
  await page.keyboard.press("Enter");
  await focusOn(LAST_PLACE);
  await tabTo("报名");
  await page.keyboard.press("Enter");
  await page.text("已报名，第 10 个名额");
  await focusOn("取消报名");
  await page.keyboard.press("Enter");
  await focusOn("取消后名额会让给下一位，要取消吗？");
  await page.keyboard.press("Escape");
  await focusOn("取消报名");
  await page.keyboard.press("Space");
  await tabTo("确认取消报名");
  await page.keyboard.press("Enter");
  await page.text("已取消报名。");
  await focusOn("报名");
});

test("返回 leads back to the row", async () => {
  const phone = await lab.open({ path: "/beijing", viewport: "phone", persona: "beijing-member" });
  const wide = page;
  page = phone;
  await tabTo(new RegExp(LAST_PLACE));
  await page.keyboard.press("Enter");
  await focusOn(LAST_PLACE);
  await tabTo("返回", "Shift+Tab");
  await page.keyboard.press("Enter");
  await focusOn(new RegExp(`^\\d+.*${LAST_PLACE}`));
  await page.keyboard.press("Enter");
  await focusOn(LAST_PLACE);
  await page.keyboard.press("Escape");
  await focusOn(new RegExp(`^\\d+.*${LAST_PLACE}`));
  await page.assertClean();
  await page.done();
  page = wide;
  await page.assertClean();
});

/** Types a date part by part, in the order of the browser's language. */
async function writeDate(date) {
  const [year, month, day] = date.split("-");
  const order = await page.evaluate(() =>
    new Intl.DateTimeFormat(navigator.language).formatToParts(new Date()).map((part) => part.type),
  );
  const parts = { year, month, day };
  const wanted = order.filter((type) => type in parts);
  for (const [at, type] of wanted.entries()) {
    await page.keyboard.type(parts[type]);
    // A year has room for more digits; a month or day moves on by itself.
    if (type === "year" && at < 2) await page.keyboard.press("ArrowRight");
  }
}
