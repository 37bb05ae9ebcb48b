// 我的数据, as people walk it: what is held and who read it, a consent taken back,
// a copy taken along, everything erased, and the receipt checked by somebody else.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { eventually, start } from "./harness.mjs";
import { backstage } from "./lib/backstage.mjs";
import { downloads } from "./lib/downloads.mjs";
import { overflowing } from "./lib/measure.mjs";

const STORY = "孩子九月转学要带哪些材料";
const NAME = "徐数据";

describe("my data", () => {
  let lab, stage, page, receipt;
  before(async () => {
    lab = await start({ service: { args: ["--backup-days", "30"] } });
    stage = backstage(lab.url);
    await stage.member("new:mine", NAME);
    const activity = await stage.publish({ title: "读书会", guests: true });
    await stage.send("new:mine", { type: "signUp", activity });
    const consent = [{ kind: "township", id: "qinfeng" }, { kind: "helpers" }];
    await stage.send("new:mine", { type: "askForHelp", kind: "schooling", text: STORY, consent });
    await stage.get("beijing-secretary", "/v1/branches/xinzhou-beijing/roster");
    page = await lab.open({ path: "/beijing", persona: "new:mine", viewport: "phone" });
  });
  after(() => lab?.stop());

  async function open(from = page) {
    await from.press("tab", "我的");
    await from.press("button", "我的数据");
    await from.byRole("heading", "保存了什么");
  }

  test("signed out it says what would be there, and nothing is asked for", async () => {
    const visitor = await lab.open({ path: "/beijing", viewport: "phone" });
    const asked = [];
    visitor.on("request", (request) => asked.push(request.url()));
    await visitor.press("tab", "我的");
    await visitor.press("button", "核对回执");
    await visitor.press("button", "核对");
    await visitor.text("请粘贴回执编码。");
    await visitor.assertAccessible();
    assert.deepEqual(asked.filter((url) => /me\/data|receipts/.test(url)), []);
    await visitor.assertClean();
    await visitor.done();
  });

  test("of whom nothing is held is told so", async () => {
    const fresh = await lab.open({ path: "/beijing", persona: "new:nothing", viewport: "phone" });
    await open(fresh);
    await fresh.text("这里没有保存你的任何内容，也没有人看过。");
    await fresh.text("还没有同意或拒绝过什么。");
    await fresh.assertAccessible();
    await fresh.assertClean();
    await fresh.done();
  });

  test("what is held and who read it stand on one page", async () => {
    await open();
    await page.text("报名和签到（1）");
    await page.text("求助（1）");
    await page.text("北京支部书记");
    await page.text("看名册");
    await page.press("DisclosureTriangle", "报名和签到（1）");
    await page.text("读书会");
    await page.assertAccessible();
    await page.text("已接收的报到有误，请告诉支部：");
    assert.equal(await page.hasRole("button", "更正报到信息"), false);
    await page.shot("my-data");
  });

  test("what waits to be received is put right in the form itself", async () => {
    await stage.report("new:wrong", "徐更正");
    const other = await lab.open({ path: "/beijing", persona: "new:wrong", viewport: "phone" });
    await open(other);
    await other.press("button", "更正报到信息");
    await other.byRole("button", "提交");
    assert.equal(await other.value("姓名"), "徐更正");
    await other.done();
  });

  test("a consent is taken back with one tap, and refusing blocks nothing", async () => {
    await open();
    const sent = page.commands();
    await page.press("button", /^撤回：转办求助 · 给秦峰镇/);
    await page.text("已撤回。");
    await page.gone("button", /^撤回：转办求助 · 给秦峰镇/);
    assert.deepEqual(sent.map(({ type }) => type), ["withdrawRequestConsent"]);
    // What ends something is asked about first.
    await page.press("button", /^撤回：报到/);
    await page.text("你在北京支部的报到随之结束");
    await page.press("button", "先不撤回");
    assert.equal(sent.length, 1);
    const { requests } = await stage.get("new:mine", "/v1/me/data");
    assert.equal(requests[0].request.stage, "submitted");
  });

  test("the copy is the whole answer, as a file and as text", async () => {
    const files = await downloads(page);
    await page.press("button", "下载文件");
    const { file, bytes } = await files.next();
    assert.equal(file, "guiyan-my-data.json");
    const copy = JSON.parse(bytes);
    assert.equal(copy.reportIns[0].reportIn.report.name, NAME);
    assert.equal(copy.requests[0].request.text, STORY);
    await files.done("target/files");
    await page.press("button", "复制内容");
    const text = await page.value("全部内容");
    assert.deepEqual({ ...JSON.parse(text), now: 0 }, { ...copy, now: 0 });
    await page.assertClean();
  });

  test("on paper there are no buttons, and nothing is folded", async () => {
    await page.evaluate(() => (window.print = () => (window.__printed = true)));
    await page.press("button", "打印");
    assert.equal(await page.evaluate(() => window.__printed), true);
    await page.emulateMediaType("print");
    assert.equal(await page.hasRole("button", "下载文件"), false);
    await page.text("只保存账号的加密摘要");
    await page.emulateMediaType("screen");
  });

  test("a service that is away is said, and asked again", async () => {
    const other = await lab.open({ path: "/beijing", persona: "new:mine", viewport: "phone" });
    await other.setRequestInterception(true);
    let away = true;
    other.on("request", (request) => {
      const blocked = away && request.url().endsWith("/v1/me/data");
      blocked ? request.respond({ status: 500, body: "" }) : request.continue();
    });
    await other.press("tab", "我的");
    await other.press("button", "我的数据");
    await other.byRole("button", "重试");
    away = false;
    await other.press("button", "重试");
    await other.byRole("heading", "保存了什么");
    await other.done();
  });

  test("erasing is asked about once, with a box to tick, and gives a receipt", async () => {
    await page.press("button", "删除我的数据");
    await page.text("报到信息 1 份");
    await page.text("人数和次数，不带姓名");
    await page.press("button", "删除我的数据");
    assert.equal(await page.focused(), "确认删除？");
    const posted = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/v1/me/erase")) posted.push(request.postData());
    });
    await page.press("button", "确认删除");
    await page.press("checkbox", "我知道删除后找不回来");
    await page.assertAccessible();
    await page.shot("my-data-erase");
    assert.deepEqual(posted, []);
    await page.press("button", "确认删除");
    await page.text("已全部删除。");
    assert.equal(posted.length, 1);
    await page.text("最晚保留到");
    receipt = await page.value("回执编码");
    assert.match(receipt, /^GY(-[0-9A-Z]{5}){25}$/);
    for (const secret of [NAME, STORY]) assert.ok(!(await page.shown()).includes(secret));
    await page.assertAccessible();
    assert.deepEqual(await page.evaluate(overflowing), []);
    await page.shot("my-data-receipt");
    const files = await downloads(page);
    await page.press("button", "保存回执");
    const { file, bytes } = await files.next();
    assert.equal(file, "guiyan-receipt.txt");
    assert.ok(bytes.toString().includes(receipt));
    await files.done("target/files");
    await page.assertClean();
  });

  test("afterwards the same sign-in is somebody of whom nothing is held", async () => {
    await page.press("button", "回到首页");
    await open();
    await page.text("这里没有保存你的任何内容，也没有人看过。");
    const { reportIns } = await stage.get("new:mine", "/v1/me/data");
    assert.deepEqual(reportIns, []);
    await page.done();
  });

  test("whoever holds the receipt can check it, without signing in", async () => {
    const viewport = { width: 320, height: 700 };
    const checker = await lab.open({ path: "/beijing", viewport });
    await checker.press("tab", "我的");
    await checker.press("button", "核对回执");
    await checker.fill("回执编码", receipt.toLowerCase().replaceAll("-", " "));
    await checker.press("button", "核对");
    await checker.text("是本服务开具的回执。");
    await checker.text("记录里查得到这次删除。");
    await checker.assertAccessible();
    assert.deepEqual(await checker.evaluate(overflowing), []);
    await checker.shot("my-data-check");
    const wrong = receipt.replace(/.$/, (last) => (last === "0" ? "8" : "0"));
    await checker.fill("回执编码", wrong);
    await checker.press("button", "核对");
    await checker.text("这不是本服务的删除回执。");
    await checker.done();
  });

  test("a lost answer is found again by the same id", async () => {
    await stage.member("new:lost", "徐丢失");
    const other = await lab.open({ path: "/beijing", persona: "new:lost", viewport: "phone" });
    await other.setRequestInterception(true);
    const ids = new Set();
    other.on("request", async (request) => {
      if (!request.url().endsWith("/v1/me/erase")) return request.continue();
      ids.add(JSON.parse(request.postData()).id);
      // It is done, and nobody hears of it.
      const init = { method: "POST", headers: request.headers(), body: request.postData() };
      await fetch(request.url(), init);
      return request.abort();
    });
    await open(other);
    await other.press("button", "删除我的数据");
    await other.press("button", "删除我的数据");
    await other.press("checkbox", "我知道删除后找不回来");
    await other.press("button", "确认删除");
    await other.text("已全部删除。");
    assert.equal(ids.size, 1);
    await eventually(async () => /^GY-/.test(await other.value("回执编码")), "a receipt");
    await other.done();
  });
});
