// One page and what specs do with it.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { find } from "./find.mjs";
import { choosePersona, forceOpen, watchEvents, watchPolicy } from "./inject.mjs";
import { ROOT } from "./service.mjs";

export const VIEWPORTS = {
  phone: { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { width: 1280, height: 800 },
};

const PATIENCE = 10_000;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * Opens a path of the service (or a whole address).
 *
 * - `viewport`: `phone`, `desktop` or puppeteer's own object
 * - `persona`: as in the portal's switch, or `new:<text>`; none means nobody
 * - `scheme`: `light` or `dark`; `reducedMotion`: true
 * - `closed`: leaves shadow roots as the page makes them
 * - `ready`: false does not wait for the widget
 * - `prepare`: is given the page before it goes anywhere
 */
export async function openPage({ name, browser }, url, options = {}) {
  const { path = "/", viewport = "phone", persona, closed = false, ready = true } = options;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const trouble = watch(page);
  await page.evaluateOnNewDocument(watchPolicy);
  await page.evaluateOnNewDocument(watchEvents);
  if (!closed) await page.evaluateOnNewDocument(forceOpen);
  if (persona) await page.evaluateOnNewDocument(choosePersona, persona);
  await page.setViewport(size(viewport, name));
  if (name !== "firefox") {
    const features = [];
    if (options.scheme) features.push({ name: "prefers-color-scheme", value: options.scheme });
    if (options.reducedMotion) {
      features.push({ name: "prefers-reduced-motion", value: "reduce" });
    }
    await page.emulateMediaFeatures(features);
  }
  const helpers = tools(page, name, context, trouble);
  await options.prepare?.(page);
  await page.goto(new URL(path, url).href, { waitUntil: "load" });
  if (ready && /^\/(beijing|yiwu)/.test(path)) await helpers.event("guiyan-ready");
  return Object.assign(page, helpers);
}

/** Firefox is driven without touch and mobile emulation. */
function size(viewport, browser) {
  const wanted = VIEWPORTS[viewport] ?? viewport;
  return browser === "firefox" ? { width: wanted.width, height: wanted.height } : wanted;
}

/** Errors of the page, in the order in which they came. */
function watch(page) {
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(`page error: ${error.stack ?? error}`));
  page.on("console", (message) => {
    if (["error", "warn", "warning"].includes(message.type())) {
      const { url = "" } = message.location() ?? {};
      trouble.push(`console ${message.type()}: ${message.text()} ${url}`.trim());
    }
  });
  return trouble;
}

function tools(page, browser, context, trouble) {
  return {
    /** Console errors and page errors so far. */
    trouble,

    /** What the policy has blocked so far. */
    violations: () => page.evaluate(() => window.__violations ?? []),

    /** The element's events so far: `{ name, detail }`. */
    events: () => page.evaluate(() => window.__events ?? []),

    /** Waits until the element has told this at least `count` times. */
    event: (name, count = 1) =>
      page.waitForFunction(
        (wanted, least) =>
          (window.__events ?? []).filter((event) => event.name === wanted).length >= least,
        { timeout: PATIENCE * 3 },
        name,
        count,
      ),

    /**
     * The first visible element with this role and accessible name, inside the
     * widget or outside it. `name` is exact; a RegExp matches a part.
     */
    byRole: (role, name, { timeout = PATIENCE } = {}) =>
      byRole(page, browser, role, name, timeout),

    /** Whether such an element is there now. */
    hasRole: async (role, name) => (await find(page, browser, role, name)) !== undefined,

    /** Clicks what `byRole` finds; it is scrolled into view first. */
    async press(role, name, wait) {
      const element = await byRole(page, browser, role, name, wait?.timeout ?? PATIENCE);
      await element.evaluate((node) => node.scrollIntoView({ block: "center" }));
      await element.click();
      return element;
    },

    /** Replaces what stands in a field, found by its label. */
    async fill(label, text, role = "textbox") {
      const field = await byRole(page, browser, role, label, PATIENCE);
      await field.evaluate((node) => node.scrollIntoView({ block: "center" }));
      await field.click({ count: 3 });
      await page.keyboard.press("Backspace");
      await field.type(text);
      return field;
    },

    /** The first match of a CSS selector, through shadow roots. */
    css: (selector) => page.waitForSelector(`pierce/${selector}`, { timeout: PATIENCE }),

    /** Waits until this text (or RegExp) is visible in the widget. */
    text: (wanted, { timeout = PATIENCE } = {}) =>
      page.waitForFunction(
        (source, flags) => {
          const root = document.querySelector("guiyan-branch")?.shadowRoot;
          const shown = [...(root?.children ?? [])].map((child) => child.innerText).join("\n");
          return new RegExp(source, flags).test(shown);
        },
        { timeout },
        wanted instanceof RegExp ? wanted.source : escape(wanted),
        wanted instanceof RegExp ? wanted.flags : "",
      ),

    /** All text that the widget shows. */
    shown: () =>
      page.evaluate(() => {
        const root = document.querySelector("guiyan-branch")?.shadowRoot;
        return [...(root?.children ?? [])].map((child) => child.innerText).join("\n");
      }),

    /** Uses the portal's switch, as a person would. */
    persona: (value) => page.select("#persona", value),

    /** axe-core over the whole page, shadow roots included: its findings. */
    async axe(options = {}) {
      // Evaluated by the driver, not by the page, so the strict policy stays as it is.
      await page.evaluate(await readFile(AXE, "utf8"));
      const found = await page.evaluate((given) => window.axe.run(document, given), options);
      return found.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        targets: nodes.map((node) => `${node.target.flat().join(" ")} — ${node.failureSummary}`),
      }));
    },

    /** Fails on any finding of axe, with the elements named. */
    async assertAccessible(options) {
      assert.deepEqual(await this.axe(options), []);
    },

    /** Fails on any console error, page error or violation of the policy. */
    async assertClean() {
      assert.deepEqual({ trouble, violations: await this.violations() }, { trouble: [], violations: [] });
    },

    /** A picture in target/screenshots/. */
    async shot(name, { fullPage = true } = {}) {
      const folder = join(ROOT, "target/screenshots");
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path, fullPage });
      return path;
    },

    /** Closes the page and its storage. */
    done: () => context.close(),
  };
}

async function byRole(page, browser, role, name, timeout) {
  const end = Date.now() + timeout;
  for (;;) {
    const found = await find(page, browser, role, name).catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) {
      const shown = await page.evaluate(() => document.body.innerText).catch(() => "");
      throw new Error(`no ${role} named ${name} within ${timeout} ms\n${shown}`);
    }
    // A pause between looks at a live page, not a guess at how long it takes.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
