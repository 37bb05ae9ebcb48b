// Every page of the widget: who gets to it, and how.

import { moment } from "./backstage.mjs";
import { codeFor } from "./phone.mjs";

const GUEST = /从家乡到义乌/;
const OWN = /家乡这一年/;
const SOON = /流动党员怎样过好组织生活/;
const LAST_PLACE = /我为家乡马家柚代言/;
const MINE = /跨境电商选品/;
const ASKED = /公租房怎么申请/;
const WAITS = /·示例/;
const PHONE = "13800000009";

/** `[page, how one gets there from the one before]`, for each person. */
export const ROOMS = {
  nobody: [
    ["activities", async () => {}],
    ["activity", async (page) => {
      await page.press("button", LAST_PLACE);
      await page.byRole("button", "登录后报名");
    }],
    ["leads", async (page) => {
      await page.press("tab", "归雁");
      await page.css(".need");
    }],
    ["help", async (page) => {
      await page.press("tab", "求助");
      await page.css(".page");
    }],
    ["me", async (page) => {
      await page.press("tab", "我的");
      await page.text("登录后，这里会显示你的报到、报名和学时。");
    }],
    ["receipt", async (page) => {
      await page.press("button", "核对回执");
      await page.press("button", "核对");
      await page.text("请粘贴回执编码。");
    }],
    ["sign-in", async (page) => {
      await page.press("tab", "我的");
      await page.press("button", "登录");
      await page.press("button", "获取验证码");
      await page.css("#f-phone-error");
    }],
    ["sign-in-code", async (page) => {
      await page.fill("手机号", PHONE);
      await page.press("button", "获取验证码");
      await page.field("验证码");
      await page.press("button", "登录");
      await page.css("#f-code-error");
    }],
    ["security", async (page) => {
      await page.fill("验证码", await codeFor(new URL(page.url()).origin, PHONE));
      await page.press("button", "登录");
      await page.press("button", "登录与安全");
      await page.text("本机");
    }],
    ["second-factor", async (page) => {
      await page.press("button", "设置动态口令");
      await page.press("button", "完成设置");
      await page.css("#f-code-confirm-error");
    }],
  ],
  "new:rooms": [
    ["report-in", async (page) => {
      await page.press("button", "报到");
      await page.byRole("button", "提交");
      await page.press("DisclosureTriangle", "选填");
      await page.press("button", "提交");
      await page.css("#f-name-error");
    }],
  ],
  "beijing-member": [
    ["activities", async () => {}],
    ["activity", async (page) => {
      await page.press("button", LAST_PLACE);
      await page.byRole("button", "报名");
    }],
    ["activity-guest", async (page) => {
      await page.press("button", "返回");
      await page.press("button", GUEST);
      await page.text("让义乌支部看到我的姓名和电话");
    }],
    ["me", async (page) => {
      await page.press("tab", "我的");
      await page.byRole("button", "结束流动");
    }],
    ["ending", async (page) => {
      await page.press("button", "结束流动");
      await page.css("#f-end-reason");
    }],
    ["dues", async (page) => {
      await page.press("button", "算一算党费");
      await page.byRole("heading", "党费计算");
    }],
    ["my-data", async (page) => {
      await page.press("tab", "我的");
      await page.press("button", "我的数据");
      await page.byRole("heading", "同意过什么");
    }],
    ["my-data-withdrawing", async (page) => {
      await page.press("button", /^撤回：报到/);
      await page.byRole("button", "先不撤回");
    }],
    ["my-data-text", async (page) => {
      await page.press("button", "先不撤回");
      await page.press("button", "复制内容");
      await page.field("全部内容");
    }],
    ["erasing", async (page) => {
      await page.press("button", "删除我的数据");
      await page.press("button", "删除我的数据");
      await page.byRole("checkbox", "我知道删除后找不回来");
    }],
    ["moving", async (page) => {
      await page.press("tab", "我的");
      await page.press("button", "转到义乌支部");
      await page.css("#f-area");
    }],
    ["leads", async (page) => {
      await page.press("tab", "归雁");
      await page.byRole("button", MINE);
    }],
    ["lead", async (page) => {
      await page.press("button", MINE);
      await page.byRole("heading", MINE);
    }],
    ["lead-form", async (page) => {
      await page.press("tab", "归雁");
      await page.press("button", "我想为家乡做点什么");
      await page.press("button", "提交线索");
      await page.css(".error");
    }],
    ["help", async (page) => {
      await page.press("tab", "求助");
      await page.byRole("button", ASKED);
    }],
    ["request", async (page) => {
      await page.press("button", ASKED);
      await page.text("公租房怎么申请");
    }],
    ["help-form", async (page) => {
      await page.press("tab", "求助");
      await page.press("button", "我要求助");
      await page.press("button", "提交");
      await page.css(".error");
    }],
    ["spot-form", async (page) => {
      await page.press("tab", "求助");
      await page.press("button", "随手报");
      await page.press("button", "提交");
      await page.css(".error");
    }],
  ],
  "qinfeng-liaison": [
    ["liaison", async (page) => {
      await page.press("tab", "待办");
      await page.css("article.matter");
    }],
    ["leads-held", async (page) => {
      await page.press("tab", "归雁");
      await page.byRole("button", "发布需求");
    }],
    ["need-form", async (page) => {
      await page.press("button", "发布需求");
      await page.press("button", "发布需求");
      await page.css(".error");
    }],
  ],
  "department-contact": [
    ["department", async (page) => {
      await page.press("tab", "待办");
      await page.css("article.matter");
    }],
  ],
  "beijing-secretary": [
    ["activities-desk", async (page) => {
      await page.byRole("button", "新建活动");
    }],
    ["publishing", async (page) => {
      await page.press("button", "新建活动");
      await page.press("button", "发布");
      await page.css("#f-title-error");
    }],
    ["attendance", async (page) => {
      await page.press("tab", "活动");
      await page.press("button", SOON);
      await page.byRole("button", /^签到 /);
    }],
    ["cancelling", async (page) => {
      await page.press("button", "取消活动");
      await page.css("#why-reason");
    }],
    ["repeating", async (page) => {
      await page.press("tab", "活动");
      await page.press("button", "新建活动");
      await page.fill("活动名称", "读书会");
      await page.fill("开始时间", moment(7, "14:00"));
      await page.press("radio", /^每周/);
      await page.fill("重复到哪一天", moment(70, "").slice(0, 10));
      await page.text("会在这些日子举行，共 10 次");
    }],
    ["plans", async (page) => {
      await page.press("button", "存为草稿");
      await page.byRole("button", "打开 读书会");
    }],
    ["draft", async (page) => {
      await page.press("button", "打开 读书会");
      await page.byRole("button", "保存草稿");
    }],
    ["register", async (page) => {
      await page.press("tab", "名册");
      await page.byRole("button", WAITS);
    }],
    ["person", async (page) => {
      await page.press("button", WAITS);
      await page.byRole("button", "退回");
    }],
    ["sending-back", async (page) => {
      await page.press("button", "退回");
      await page.css("#why-reason");
    }],
    ["leads-desk", async (page) => {
      await page.press("tab", "归雁");
      await page.byRole("button", /^提交 \d+$/);
    }],
    ["help-desk", async (page) => {
      await page.press("tab", "求助");
      // Not the shape of what is on its way.
      await page.css(".row:not(.bone)");
    }],
    ["request-desk", async (page) => {
      const first = await page.css(".row:not(.bone)");
      await first.evaluate((node) => node.click());
      await page.css("#page-title");
    }],
    ["office", async (page) => {
      await page.press("tab", "待办");
      await page.css("article.matter");
    }],
  ],
  "beijing-steward": [
    ["today", async (page) => {
      await page.press("tab", "名册");
      await page.byRole("button", SOON);
    }],
  ],
  "district-officer": [
    ["district", async (page) => {
      await page.byRole("heading", "信州区各支部概况");
      await page.css("table");
    }],
    ["own-activity", async (page) => {
      await page.press("button", OWN);
      await page.byRole("heading", OWN);
      await page.byRole("button", "取消活动");
    }],
    ["own-changing", async (page) => {
      await page.press("button", "修改");
      await page.byRole("button", "保存修改");
    }],
    ["own-new", async (page) => {
      await page.press("button", "返回");
      await page.press("button", "返回");
      await page.press("button", "新建活动");
      await page.press("button", "发布");
      await page.css("#f-title-error");
    }],
    ["offices", async (page) => {
      await page.press("button", "返回");
      await page.press("button", "任职");
      await page.press("button", "任命");
      await page.text("请选择职务。");
    }],
    ["rows", async (page) => {
      await page.press("button", "返回");
      const figure = await page.css("[id^='now?of=requestsOpen']");
      await figure.evaluate((node) => node.click());
      await page.css(".counted > li");
    }],
  ],
};
