import { start } from "./harness.mjs";
const out = "/tmp/shots/";
const lab = await start();
const snap = async (page, name) => {
  await new Promise((r) => setTimeout(r, 400));
  const h = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: out + name + ".png", fullPage: true });
  console.log(name, h);
};
const want = process.argv.slice(2);
const on = (name) => want.length === 0 || want.includes(name);
const step = async (name, fn) => { if (on(name)) try { await fn(); } catch (e) { console.log("FAIL", name, e.message.slice(0, 300)); } };
for (const [tag, opt] of [["p", { viewport: "phone" }], ["d", { viewport: "desktop" }], ["dark", { viewport: "phone", scheme: "dark" }]]) {
  const persona = "beijing-secretary";
  await step("register", async () => {
    const page = await lab.open({ path: "/beijing", persona, ...opt });
    await page.press("tab", "名册");
    await new Promise((r) => setTimeout(r, 600));
    await snap(page, tag + "-register");
    const row = await page.css(tag === "d" ? ".table .name" : "button.row");
    await row.click();
    await page.byRole("button", "接收");
    await snap(page, tag + "-person");
    await page.press("button", "退回");
    await page.choose("原因", "电话联系不上");
    await page.fill("说明", "手机打了三次没有人接，请核对一下号码。");
    await snap(page, tag + "-sendback");
    await page.press("button", "不了");
    console.log("focus", await page.focused());
    await page.press("button", "接收");
    await page.text(/已接收 /);
    await snap(page, tag + "-received");
    console.log("focus", await page.focused());
    console.log(await page.trouble, await page.violations());
    await page.press("tab", "名册");
    await page.press("button", /已接收 \d+/);
    await new Promise((r) => setTimeout(r, 600));
    await snap(page, tag + "-received-list");
    await page.fill("搜索姓名", "没有");
    await new Promise((r) => setTimeout(r, 800));
    await snap(page, tag + "-none");
    await page.close();
  });
  await step("new", async () => {
    const page = await lab.open({ path: "/beijing", persona, ...opt });
    await snap(page, tag + "-home");
    await page.press("button", "新建活动");
    await snap(page, tag + "-new");
    await page.press("button", "发布");
    await snap(page, tag + "-new-wrong");
    await page.close();
  });
  await step("activity", async () => {
    const page = await lab.open({ path: "/beijing", persona, ...opt });
    await page.press("button", /党课：流动党员/);
    await page.byRole("button", /^签到 /);
    const names = await page.names("button", /^签到 /);
    for (const n of names.slice(0, 3)) await page.press("button", n);
    await new Promise((r) => setTimeout(r, 800));
    await snap(page, tag + "-activity");
    await page.press("button", "取消活动");
    await snap(page, tag + "-cancel");
    console.log(page.trouble, await page.violations());
    await page.close();
  });
  await step("steward", async () => {
    const page = await lab.open({ path: "/beijing", persona: "beijing-steward", ...opt });
    await page.press("tab", "名册");
    await snap(page, tag + "-steward");
    await page.close();
  });
  await step("district", async () => {
    const page = await lab.open({ path: "/beijing", persona: "district-officer", ...opt });
    await page.evaluate(() => document.querySelector("guiyan-branch").setAttribute("page", "district"));
    await page.byRole("heading", "信州区各支部概况");
    await snap(page, tag + "-district");
    await page.close();
  });
}
await lab.stop();
