// What every browser spec starts from: a service of its own on sample people,
// a browser of its own, and pages that remember everything that went wrong.
//
//   import { test, before, after } from "node:test";
//   import { start } from "./harness.mjs";
//
//   let lab;
//   before(async () => (lab = await start()));
//   after(() => lab.stop());
//
//   test("a visitor sees the branch", async () => {
//     const page = await lab.open({ path: "/beijing", viewport: "phone" });
//     await page.byRole("tab", "活动");
//     await page.shot("activities");
//     await page.assertClean();
//   });

import { openBrowser } from "./lib/browser.mjs";
import { openPage } from "./lib/page.mjs";
import { startService } from "./lib/service.mjs";

export { VIEWPORTS } from "./lib/page.mjs";

/** Waits until `look` is true; `what` says what was waited for. */
export async function eventually(look, what, timeout = 15_000) {
  const end = Date.now() + timeout;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`not within ${timeout} ms: ${what}`);
    // A pause between looks, not a guess at how long it takes.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * A service and a browser. `browser` is `chromium` (default), `firefox` or another
 * Chromium's `{ executablePath, args }`; `service: false` starts none,
 * `service: { env, args }` starts it so; `flags` are for Chromium.
 */
export async function start({ browser = "chromium", service = {}, flags = [] } = {}) {
  const running = service ? await startService(service) : undefined;
  let driver;
  try {
    driver = await openBrowser(browser, flags);
  } catch (cause) {
    await running?.stop();
    throw cause;
  }
  return {
    /** Address of the service, without a closing slash. */
    url: running?.url,
    /** The service's process and its folder, for specs that kill or inspect it. */
    service: running,
    /** puppeteer's browser. */
    browser: driver.browser,
    /** A fresh page in a fresh context, so that nobody else's storage is there. */
    open: (options) => openPage(driver, running?.url, options),
    /** Ends the browser and the service, and nothing else. */
    async stop() {
      await driver.stop();
      await running?.stop();
    },
  };
}
