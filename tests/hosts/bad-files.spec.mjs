// Files that do not come as they should: what the portal's administrator is
// told, what stays on the page, and that it goes on once all is well.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serveFiles } from "../browser/lib/files.mjs";
import { ROOT } from "../browser/lib/service.mjs";
import { standing } from "./lib/standing.mjs";
import { linksTo, showsChildren, used } from "./lib/use.mjs";

const DIST = join(ROOT, "pkg/dist");
const ELEMENT = "/guiyan/element.wasm";
const MEMBER = "/guiyan/split_member.wasm";

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let stand, bytes;
    // What is wrong now: a path's answer, and the policy of the page.
    const fault = { answers: {}, policy: undefined };
    before(async () => {
      const read = (name) => readFile(join(DIST, name));
      bytes = { [ELEMENT]: await read("element.wasm"), [MEMBER]: await read("split_member.wasm") };
      stand = await standing({
        browser,
        hosts: [{ name: "plain", policy: ({ service }) => fault.policy?.(service) ?? "" }],
        answer: (path) => fault.answers[path],
      });
    });
    after(() => stand?.stop());

    /** Opens the page with this fault and gives what the administrator is told. */
    async function broken(wrong, code) {
      Object.assign(fault, { answers: {}, policy: undefined }, wrong);
      const page = await stand.open("plain");
      await page.event("guiyan-error");
      const [{ detail }] = await page.events();
      assert.equal(detail.code, code, page.trouble.join("\n"));
      assert.equal(await showsChildren(page), true);
      await linksTo(page, `${stand.service}/branches/xinzhou-beijing`);
      const told = page.trouble.filter((line) => line.includes(detail.message));
      assert.equal(told.length, 1, page.trouble.join("\n"));
      return { page, message: detail.message };
    }

    /** Once all is well, the same page needs no reload. */
    async function mends(page) {
      Object.assign(fault, { answers: {}, policy: undefined });
      await page.$eval("guiyan-branch", (branch) => branch.refresh());
      await page.event("guiyan-ready");
      await used(page);
      await page.done();
    }

    test("a module of another version is refused, and the script says which", async () => {
      const other = { body: bytes[MEMBER], type: "application/wasm" };
      const { page, message } = await broken({ answers: { [ELEMENT]: other } }, "version");
      assert.match(message, /element\.wasm was not loaded: it is of another version/);
      await mends(page);
    });

    test("one changed byte is another version", async () => {
      const changed = Buffer.from(bytes[ELEMENT]);
      changed[changed.length - 1] ^= 1;
      const other = { body: changed, type: "application/wasm" };
      const { page } = await broken({ answers: { [ELEMENT]: other } }, "version");
      await page.done();
    });

    test("a page in its place, as servers of single-page apps give it", async () => {
      const other = { body: "<!doctype html><p>首页</p>", type: "text/html" };
      const { page, message } = await broken({ answers: { [ELEMENT]: other } }, "mime");
      assert.match(message, /application\/wasm/);
      await mends(page);
    });

    test("the right bytes as text/html start all the same, and that is told", async () => {
      const other = { body: bytes[ELEMENT], type: "text/html" };
      Object.assign(fault, { answers: { [ELEMENT]: other }, policy: undefined });
      const page = await stand.open("plain");
      await page.event("guiyan-ready");
      const told = page.trouble.filter((line) => line.includes("would start faster"));
      assert.equal(told.length, 1);
      await page.done();
    });

    test("a server's error", async () => {
      const other = { status: 503, body: "later", type: "text/plain" };
      const { page } = await broken({ answers: { [ELEMENT]: other } }, "status");
      await mends(page);
    });

    test("a policy without the files' origin in connect-src", async () => {
      const policy = (service) =>
        `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src ${service}`;
      const { page, message } = await broken({ policy }, "csp");
      assert.match(message, /connect-src/);
      await page.done();
    });

    test("a policy without 'wasm-unsafe-eval'", async () => {
      const policy = (service) => `script-src 'self'; connect-src 'self' ${service}`;
      const { page, message } = await broken({ policy }, "csp");
      assert.match(message, /'wasm-unsafe-eval'/);
      await page.done();
    });

    test("a connection that dies in the middle of the file", async () => {
      const dying = {
        type: "application/wasm",
        head: { "content-length": bytes[ELEMENT].length },
        body: bytes[ELEMENT].subarray(0, 100_000),
        cut: true,
      };
      const { page, message } = await broken({ answers: { [ELEMENT]: dying } }, "network");
      assert.match(message, /tried again/);
      // What the element waits for by itself.
      Object.assign(fault, { answers: {} });
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await page.event("guiyan-ready");
      await page.done();
    });

    test("a later part of another version: the list stays, 重试 brings the page", async () => {
      const other = { body: bytes[ELEMENT], type: "application/wasm" };
      Object.assign(fault, { answers: { [MEMBER]: other }, policy: undefined });
      const page = await stand.open("plain");
      await page.event("guiyan-ready");
      await page.press("tab", "我的");
      await page.byRole("button", "重试");
      const told = page.trouble.filter((line) => line.includes("split_member.wasm was not loaded"));
      assert.equal(told.length, 1, told.join("\n"));
      assert.match(told[0], /of another version/);
      await page.shot(`bad-part-${browser}`);
      Object.assign(fault, { answers: {} });
      await page.press("button", "重试");
      await page.text("登录后，这里会显示你的报到、报名和学时。");
      await page.done();
    });

    test("another origin that does not let the page in", async () => {
      const closed = await serveFiles({
        folders: { "/": DIST },
        headers: (path) => (path.endsWith(".wasm") ? {} : { "access-control-allow-origin": "*" }),
      });
      try {
        Object.assign(fault, { answers: {}, policy: undefined });
        const page = await stand.open("late");
        await page.evaluate((url) => import(`${url}/portal.js`).then(() => undefined), closed.url);
        await page.event("guiyan-error");
        const [{ detail }] = await page.events();
        assert.equal(detail.code, "cors", detail.message);
        assert.match(detail.message, /Access-Control-Allow-Origin/);
        assert.equal(await showsChildren(page), true);
        await page.done();
      } finally {
        await closed.stop();
      }
    });
  });
}
