// Pages that do not keep their side: tokens that do not come or are over, a
// branch that is not there, storage that takes nothing, and a crash.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "../browser/harness.mjs";
import { fillReport } from "../browser/lib/road.mjs";
import { portalKey } from "./lib/portal-key.mjs";
import { standing } from "./lib/standing.mjs";
import { LECTURE } from "./lib/use.mjs";

/** What the administrator is told, in its order. */
const errors = async (page) => {
  const events = await page.events();
  return events.filter(({ name }) => name === "guiyan-error").map(({ detail }) => detail);
};

const codes = async (page) => (await errors(page)).map(({ code }) => code);

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let stand, key;
    before(async () => {
      key = await portalKey();
      const fault = { policy: undefined };
      const late = { name: "late", policy: () => fault.policy };
      stand = { ...(await standing({ browser, hosts: [late], args: key.args })), fault };
    });
    after(async () => {
      await stand?.stop();
      await key?.stop();
    });

    /** From now on the page gives this token. */
    const handOver = (page, token) =>
      page.$eval("guiyan-branch", (branch, given) => (branch.getToken = async () => given), token);

    /** Opens the late host, hands over `setting` and then loads the script. */
    async function hosting(setting, ...given) {
      const page = await stand.open("late");
      const values = JSON.stringify(given);
      await page.evaluate(`(${setting})(document.querySelector("guiyan-branch"), ...${values})`);
      await page.evaluate(() => dispatchEvent(new Event("load-guiyan")));
      return page;
    }

    test("getToken never answers: everybody's page comes, and that is told", async () => {
      const page = await hosting((branch) => {
        branch.getToken = () => new Promise(() => {});
        customElements.whenDefined("guiyan-branch").then(() => (branch.constructor.patience = 200));
      });
      await page.event("guiyan-ready");
      await page.text(LECTURE);
      assert.ok((await codes(page)).every((code) => code === "token"));
      const told = page.trouble.filter((line) => line.includes("getToken gave no token"));
      assert.equal(told.length, 1);

      // It answers at last; the page says so by handing it over anew.
      const token = await stand.back.token("beijing-secretary");
      await handOver(page, token);
      await page.byRole("tab", "名册");
      await page.done();
    });

    test("getToken rejects: whoever sends something is asked to sign in", async () => {
      const page = await hosting((branch) => {
        branch.getToken = () => Promise.reject(new Error("no session"));
      });
      await page.event("guiyan-ready");
      await page.press("button", "报到");
      await fillReport(page, { name: "徐未登" });
      await page.press("checkbox", /我已阅读告知书/);
      await page.press("button", "提交");
      await page.event("guiyan-sign-in-needed");
      assert.equal(await page.value("姓名"), "徐未登");

      // Signed in, the same form goes out.
      const token = key.token("signs-in-late", 300);
      await handOver(page, token);
      await page.press("button", "提交");
      await page.text("支部书记接收后，就可以报名活动。");
      await page.done();
    });

    test("a token that is over: the page is asked for another, and it counts", async () => {
      const page = await hosting(
        (branch, over, good) => {
          branch.asked = 0;
          branch.getToken = async () => ((branch.asked += 1) === 1 ? over : good);
        },
        key.token("renews", -3600),
        key.token("renews", 300),
      );
      await page.event("guiyan-ready");
      await page.press("tab", "我的");
      await page.byRole("button", "报到");
      await page.lacks("登录后，这里会显示你的报到、报名和学时。");
      assert.ok((await page.$eval("guiyan-branch", (branch) => branch.asked)) >= 2);
      await page.done();
    });

    test("tokens that are always over: everybody's page, and signing in before sending", async () => {
      const page = await hosting(
        (branch, over) => {
          branch.getToken = async () => over;
        },
        key.token("stale", -3600),
      );
      await page.event("guiyan-ready");
      await page.text(LECTURE);
      await page.press("button", "报到");
      await fillReport(page, { name: "徐过期" });
      await page.press("checkbox", /我已阅读告知书/);
      await page.press("button", "提交");
      await page.event("guiyan-sign-in-needed");
      assert.equal(await page.value("姓名"), "徐过期");
      await page.shot(`bad-token-${browser}`);
      await page.done();
    });

    test("a branch that is not there is told in words, and another can be set", async () => {
      const page = await hosting((branch) => branch.setAttribute("branch", "xinzhou-mars"));
      await page.event("guiyan-error");
      const [detail] = await errors(page);
      assert.equal(detail.code, "unknownBranch");
      assert.match(detail.message, /没有找到这个支部/);
      await page.text("没有找到这个支部。");
      await page.shot(`bad-branch-${browser}`);
      await page.$eval("guiyan-branch", (one) => one.setAttribute("branch", "xinzhou-beijing"));
      await page.text(LECTURE);
      await page.done();
    });

    test("a service that does not let the page in is told apart from one that is away", async () => {
      const other = await start({ browser, service: {} });
      try {
        const page = await hosting((branch, url) => branch.setAttribute("service", url), other.url);
        await page.event("guiyan-error");
        const [detail] = await errors(page);
        assert.equal(detail.code, "cors", detail.message);
        assert.match(detail.message, /--allow-origin/);
        await page.text("暂时连不上支部的服务。");
        await page.done();
      } finally {
        await other.stop();
      }
      const gone = await hosting((branch, url) => branch.setAttribute("service", url), other.url);
      await gone.event("guiyan-error");
      assert.deepEqual(await codes(gone), ["network"]);
      await gone.text("暂时连不上支部的服务。");
      await gone.done();
    });

    test("a policy without the service in connect-src is named", async () => {
      stand.fault.policy = "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
      try {
        const page = await hosting(() => {});
        await page.event("guiyan-error");
        const [detail] = await errors(page);
        assert.equal(detail.code, "csp", detail.message);
        assert.match(detail.message, /connect-src/);
        await page.done();
      } finally {
        stand.fault.policy = undefined;
      }
    });

    test("storage that is full: a draft stays as long as the page", async () => {
      const page = await stand.open("plain", {
        prepare: (fresh) =>
          fresh.evaluateOnNewDocument(() => {
            Storage.prototype.setItem = () => {
              throw new DOMException("full", "QuotaExceededError");
            };
          }),
      });
      await page.event("guiyan-ready");
      await page.press("button", "报到");
      await page.fill("姓名", "徐满仓");
      await page.press("tab", "活动");
      await page.text(LECTURE);
      await page.press("button", "报到");
      assert.equal(await page.value("姓名"), "徐满仓");
      await page.assertClean();
      await page.done();
    });

    test("a crash in one of two: both offer 重新载入, each draft is there again", async () => {
      const page = await stand.open("two");
      await page.event("guiyan-ready", 2);
      await page.press("button", "报到");
      await page.fill("姓名", "徐北京");
      await page.press("button", "Report in");
      await page.fill("Name", "Xu Yiwu");

      // The page's own document fails the widget: nothing can be drawn any more.
      await page.evaluate(() => {
        window.__own = [Node.prototype.insertBefore, Node.prototype.appendChild];
        Node.prototype.insertBefore = Node.prototype.appendChild = () => {
          throw new Error("out of order");
        };
      });
      await page.press("tab", "我的");
      await page.waitForFunction(() =>
        [...document.querySelectorAll("guiyan-branch")].every((one) =>
          one.shadowRoot.querySelector("[part=broken]"),
        ),
      );
      await page.shot(`bad-crash-${browser}`);
      await page.evaluate(() => {
        [Node.prototype.insertBefore, Node.prototype.appendChild] = window.__own;
      });
      await page.press("button", "重新载入");
      await page.event("guiyan-ready", 3);
      await page.press("button", "报到");
      assert.equal(await page.value("姓名"), "徐北京");
      await page.press("button", "Reload");
      await page.event("guiyan-ready", 4);
      await page.press("button", "Report in");
      assert.equal(await page.value("Name"), "Xu Yiwu");
      assert.deepEqual([...new Set(await codes(page))], ["panic"]);
      await page.done();
    });
  });
}
