// The element as a host page meets it, whatever the widget inside shows.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { start } from "./harness.mjs";

const MODULE = /\/assets\/guiyan-[0-9a-f]+\.wasm$/;

/** Puts an element into the portal's first page, which has no script of ours. */
function place(page, attributes = {}) {
  return page.evaluate((given) => {
    const element = document.createElement("guiyan-branch");
    const all = { branch: "xinzhou-beijing", service: "/", ...given };
    for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
    element.textContent = "请联系支部";
    document.querySelector("main").append(element);
  }, attributes);
}

const load = (page) => page.evaluate(() => import("/guiyan.js").then(() => undefined));

/** Whether the children stand where the widget would be. */
const showsChildren = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("guiyan-branch").shadowRoot;
    return !root.querySelector("slot").hidden;
  });

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let lab;
    before(async () => (lab = await start({ browser })));
    after(() => lab?.stop());

    test("a move keeps the widget, a long absence ends it", async () => {
      const page = await lab.open({ path: "/beijing" });
      const seen = await page.evaluate(async () => {
        const element = document.querySelector("guiyan-branch");
        const box = () => element.shadowRoot.querySelector("slot ~ div");
        const first = box();
        document.body.append(element);
        const kept = box() === first;
        element.constructor.grace = 0;
        element.remove();
        // Timers run in order: after this one the grace is over.
        await new Promise((resolve) => setTimeout(resolve, 1));
        const ended = box() === null;
        const ready = new Promise((resolve) =>
          element.addEventListener("guiyan-ready", resolve, { once: true }),
        );
        document.querySelector("main").append(element);
        await ready;
        return { kept, ended, fresh: box() !== first };
      });
      assert.deepEqual(seen, { kept: true, ended: true, fresh: true });
      await page.assertClean();
      await page.done();
    });

    test("what was set before the script came is taken over", async () => {
      const page = await lab.open({ path: "/" });
      await place(page);
      await page.evaluate(() => {
        const element = document.querySelector("guiyan-branch");
        element.asked = 0;
        element.getToken = () => {
          element.asked += 1;
          return undefined;
        };
      });
      await load(page);
      await page.event("guiyan-ready");
      const seen = await page.evaluate(() => {
        const element = document.querySelector("guiyan-branch");
        return { own: Object.hasOwn(element, "getToken"), kind: typeof element.getToken };
      });
      assert.deepEqual(seen, { own: false, kind: "function" });
      assert.equal(await showsChildren(page), false);
      await page.done();
    });

    test("the root is closed unless the page wants it open", async () => {
      const page = await lab.open({ path: "/", closed: true });
      await place(page);
      await place(page, { root: "open" });
      await load(page);
      await page.event("guiyan-ready", 2);
      const open = await page.evaluate(() =>
        [...document.querySelectorAll("guiyan-branch")].map((one) => one.shadowRoot !== null),
      );
      assert.deepEqual(open, [false, true]);
      await page.done();
    });

    test("all elements share one sheet and one module", async () => {
      const page = await lab.open({ path: "/" });
      let modules = 0;
      page.on("request", (request) => (modules += MODULE.test(request.url()) ? 1 : 0));
      await place(page);
      await place(page, { branch: "xinzhou-yiwu" });
      await load(page);
      await page.event("guiyan-ready", 2);
      const same = await page.evaluate(() => {
        const [one, two] = document.querySelectorAll("guiyan-branch");
        const sheet = (element) => element.shadowRoot.adoptedStyleSheets[0];
        return sheet(one) === sheet(two) && sheet(one).cssRules.length > 0;
      });
      assert.equal(same, true);
      assert.equal(modules, 1);
      await page.done();
    });

    test("a second script leaves the first one's element alone", async () => {
      const page = await lab.open({ path: "/beijing" });
      await page.evaluate(() => import("/guiyan.js?again").then(() => undefined));
      await page.assertClean();
      await page.done();
    });

    test("a lazy element waits until it is near", async () => {
      const page = await lab.open({ path: "/", viewport: "phone" });
      let modules = 0;
      page.on("request", (request) => (modules += MODULE.test(request.url()) ? 1 : 0));
      await page.evaluate(() => {
        const spacer = document.createElement("div");
        spacer.style.height = "5000px";
        document.querySelector("main").append(spacer);
      });
      await place(page, { loading: "lazy" });
      await load(page);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      assert.equal(modules, 0);
      await page.evaluate(() => document.querySelector("guiyan-branch").scrollIntoView());
      await page.event("guiyan-ready");
      await page.done();
    });
  });
}

describe("a load that fails", () => {
  let lab;
  before(async () => (lab = await start()));
  after(() => lab?.stop());

  /** Answers for the module with `answer` as long as it is given. */
  async function failing(answer) {
    const fault = { answer };
    const page = await lab.open({
      path: "/",
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        fresh.on("request", (request) => {
          if (!fault.answer || !MODULE.test(request.url())) request.continue();
          else if (fault.answer === "abort") request.abort();
          else request.respond(fault.answer);
        });
      },
    });
    await place(page);
    await load(page);
    return { page, fault };
  }

  const cases = {
    network: "abort",
    status: { status: 503, body: "" },
    mime: { status: 200, contentType: "text/html", body: "<!doctype html><p>first page</p>" },
    unsupported: {
      status: 200,
      contentType: "application/wasm",
      body: Buffer.from([0, 0x61, 0x73, 0x6d, 9, 0, 0, 0]),
    },
  };
  for (const [code, answer] of Object.entries(cases)) {
    test(`${code} is told, keeps the children, and can be tried again`, async () => {
      const { page, fault } = await failing(answer);
      await page.event("guiyan-error");
      const [event] = await page.events();
      assert.equal(event.detail.code, code);
      assert.match(event.detail.message, /guiyan-[0-9a-f]+\.wasm was not loaded: /);
      assert.equal(page.trouble.filter((line) => line.includes("[guiyan]")).length, 1);
      assert.equal(await showsChildren(page), true);
      fault.answer = undefined;
      await page.evaluate(() => document.querySelector("guiyan-branch").refresh());
      await page.event("guiyan-ready");
      assert.equal(await showsChildren(page), false);
      await page.done();
    });
  }

  test("a policy without WebAssembly is named", async () => {
    const page = await lab.open({
      path: "/beijing",
      ready: false,
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        fresh.on("request", async (request) => {
          if (!request.isNavigationRequest()) return request.continue();
          const original = await fetch(request.url());
          const policy = original.headers.get("content-security-policy") ?? "";
          return request.respond({
            status: original.status,
            contentType: "text/html; charset=utf-8",
            headers: { "content-security-policy": policy.replace("'wasm-unsafe-eval'", "") },
            body: await original.text(),
          });
        });
      },
    });
    await page.event("guiyan-error");
    assert.equal((await page.events())[0].detail.code, "csp");
    await page.done();
  });

  test("a module of the wrong type still starts, and the administrator is told", async () => {
    const page = await lab.open({
      path: "/",
      prepare: async (fresh) => {
        await fresh.setRequestInterception(true);
        fresh.on("request", async (request) => {
          if (!MODULE.test(request.url())) return request.continue();
          const bytes = await fetch(request.url()).then((original) => original.arrayBuffer());
          const body = Buffer.from(bytes);
          return request.respond({ status: 200, contentType: "application/octet-stream", body });
        });
      },
    });
    await place(page);
    await load(page);
    await page.event("guiyan-ready");
    assert.equal(page.trouble.filter((line) => line.includes("application/wasm")).length, 1);
    await page.done();
  });
});
