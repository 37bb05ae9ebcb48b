// One page and what specs do with it.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { find, findField, findNames, nameOf } from "./find.mjs";
import { choosePersona, forceOpen, watchEvents, watchPolicy, watchShifts } from "./inject.mjs";
import { ROOT } from "./service.mjs";

export const VIEWPORTS = {
  phone: { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { width: 1280, height: 800 },
};

// For what is not being measured, on a machine that has other work too.
const PATIENCE = 15_000;
const COMMANDS = /\/v1\/branches\/[^/]+\/commands$/;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * Opens a path of the service (or a whole address).
 *
 * - `viewport`: `phone`, `desktop` or puppeteer's own object
 * - `persona`: as in the portal's switch, or `new:<text>`; none means nobody
 * - `scheme`: `light` or `dark`; `reducedMotion`: true
 * - `closed`: leaves shadow roots as the page makes them
 * - `ready`: false does not wait for the widget
 * - `beside`: a page whose storage it shares, as another tab of the same person
 * - `prepare`: is given the page before it goes anywhere
 */
export async function openPage({ name, browser }, url, options = {}) {
  const { path = "/", viewport = "phone", persona, closed = false, ready = true } = options;
  const context = options.beside?.browserContext() ?? (await browser.createBrowserContext());
  // Firefox hides a tab behind the next one, and a hidden widget stops listening.
  const page = await context.newPage(name === "firefox" ? { type: "window" } : undefined);
  const trouble = watch(page);
  await page.evaluateOnNewDocument(watchPolicy);
  await page.evaluateOnNewDocument(watchEvents);
  if (name !== "firefox") await page.evaluateOnNewDocument(watchShifts);
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
  if (ready && /^\/(beijing|yiwu)/.test(path)) await isReady(page);
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
  // Firefox tells only the window in front that a field was left.
  const attend = async () => {
    if (!(await page.evaluate(() => document.hasFocus()))) await page.bringToFront();
  };
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

    /** The accessible names of all visible elements of a role that match. */
    names: (role, name) => findNames(page, role, name),

    /** The name of what has the focus: its label, or its text. */
    focused: () => page.evaluate(`(${active})(${nameOf})`),

    /** Waits until the figure with this name is that number. */
    figure: (name, number) =>
      page.waitForFunction(
        (wanted, value) => {
          const root = document.querySelector("guiyan-branch").shadowRoot;
          const names = [...root.querySelectorAll("dt")];
          const term = names.find((node) => node.textContent.trim() === wanted);
          return term?.nextElementSibling?.textContent.trim() === value;
        },
        { timeout: PATIENCE },
        name,
        number,
      ),

    /** Waits until no such element is there any more. */
    gone: (role, name, { timeout = PATIENCE } = {}) =>
      until(async () => !(await find(page, browser, role, name)), timeout, () => {
        throw new Error(`${role} named ${name} is still there after ${timeout} ms`);
      }),

    /** Clicks what `byRole` finds; it is scrolled into view first. */
    async press(role, name, wait) {
      await attend();
      const element = await byRole(page, browser, role, name, wait?.timeout ?? PATIENCE);
      await element.evaluate((node) => node.scrollIntoView({ block: "center" }));
      await element.click();
      this.presses += 1;
      return element;
    },

    /** How often `press` was used; a spec may set it back. */
    presses: 0,

    /** The control with this label, whatever its role. */
    field: (label) => byField(page, label),

    /** Replaces what stands in a field, found by its label, and leaves it. */
    async fill(label, text) {
      await attend();
      const field = await byField(page, label);
      await field.evaluate((node) => node.scrollIntoView({ block: "center" }));
      if (await field.evaluate((node) => /^date/.test(node.type))) {
        // How a date is typed depends on the browser's language.
        await field.evaluate((node, value) => {
          node.focus();
          node.value = value;
          node.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        }, text);
      } else {
        await field.evaluate((node) => (node.focus(), node.select()));
        await page.keyboard.press("Backspace");
        await field.type(text);
      }
      await field.evaluate((node) => node.blur());
      return field;
    },

    /** Chooses an option by its words. */
    async choose(label, option) {
      const field = await byField(page, label);
      const value = await field.evaluate((node, words) => {
        const found = [...node.options].find((one) => one.label.trim() === words);
        return found?.value;
      }, option);
      assert.notEqual(value, undefined, `${label} has no option ${option}`);
      await field.select(value);
      return field;
    },

    /** What stands in a field: its text, or the words of the option. */
    value: async (label) => {
      const field = await byField(page, label);
      return field.evaluate((node) => node.selectedOptions?.[0]?.label ?? node.value);
    },

    /** The first match of a CSS selector, through shadow roots. */
    css: (selector) =>
      until(() => page.$(`pierce/${selector}`), PATIENCE, (shown) => {
        throw new Error(`no ${selector} within ${PATIENCE} ms\n${shown}`);
      }, page),

    /** Waits until this text (or RegExp) is visible in the widget. */
    text: (wanted, { timeout = PATIENCE } = {}) => shows(page, wanted, true, timeout),

    /** Waits until this text is nowhere in the widget. */
    lacks: (unwanted, { timeout = PATIENCE } = {}) => shows(page, unwanted, false, timeout),

    /** The commands that the page sends from now on, each as often as it is sent; in Firefox empty. */
    commands() {
      const sent = [];
      page.on("request", (request) => {
        if (request.method() !== "POST" || !COMMANDS.test(request.url())) return;
        // Firefox does not tell what a request carries.
        sent.push(browser === "firefox" ? {} : JSON.parse(request.postData()));
      });
      return sent;
    },

    /** When the answer to the page's last command had come, by the clock that pages share. */
    answered: () =>
      page.evaluate(() => {
        const all = performance.getEntriesByType("resource");
        const last = all.filter((entry) => entry.name.endsWith("/commands")).at(-1);
        return performance.timeOrigin + last.responseEnd;
      }),

    /** All text that the widget shows. */
    shown: () =>
      page.evaluate(() => {
        const root = document.querySelector("guiyan-branch")?.shadowRoot;
        return [...(root?.children ?? [])].map((child) => child.innerText).join("\n");
      }),

    /** Uses the portal's switch, as a person would: by the words of the option. */
    persona(words) {
      return this.choose("示例身份", words);
    },

    /** The cumulative layout shift so far, without what follows an input. Chromium only. */
    shift: () => page.evaluate(() => window.__shift),

    /** axe-core over the whole page, shadow roots included: its findings. */
    async axe(options = {}) {
      // Evaluated by the driver, not by the page, so the strict policy stays as it is.
      const loaded = await page.evaluate(() => "axe" in window);
      if (!loaded) await page.evaluate(await readFile(AXE, "utf8"));
      // What is half faded in has the colours of neither end.
      await page.evaluate(() => {
        const roots = [...document.querySelectorAll("guiyan-branch")].map(({ shadowRoot }) => shadowRoot);
        const moving = [document, ...roots].flatMap((root) => root?.getAnimations() ?? []);
        const ending = moving.filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
        return Promise.all(ending.map(({ finished }) => finished.catch(() => {}))).then(() => {});
      });
      const wanted = { resultTypes: ["violations"], ...options };
      const found = await page.evaluate((given) => window.axe.run(document, given), wanted);
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
  return until(() => find(page, browser, role, name), timeout, (shown) => {
    throw new Error(`no ${role} named ${name} within ${timeout} ms\n${shown}`);
  }, page);
}

async function byField(page, label) {
  return until(() => findField(page, label), PATIENCE, (shown) => {
    throw new Error(`no field labelled ${label} within ${PATIENCE} ms\n${shown}`);
  }, page);
}

/** A widget that cannot start says why; there is nothing to wait for then. */
async function isReady(page) {
  const first = await page.waitForFunction(
    () => (window.__events ?? []).find(({ name }) => /-(ready|error)$/.test(name)),
    { timeout: PATIENCE * 3 },
  );
  const { name, detail } = await first.jsonValue();
  if (name !== "guiyan-ready") throw new Error(`the widget did not start: ${detail.message}`);
}

async function shows(page, wanted, expected, timeout) {
  const [source, flags] =
    wanted instanceof RegExp ? [wanted.source, wanted.flags] : [escape(wanted), ""];
  const look = (text, flags, expected) => {
    const root = document.querySelector("guiyan-branch")?.shadowRoot;
    const shown = [...(root?.children ?? [])].map((child) => child.innerText).join("\n");
    return new RegExp(text, flags).test(shown) === expected;
  };
  try {
    await page.waitForFunction(look, { timeout }, source, flags, expected);
  } catch (cause) {
    const shown = await page.evaluate(text).catch(() => "");
    const what = expected ? "is not shown" : "is still shown";
    throw new Error(`${wanted} ${what} after ${timeout} ms\n${shown}`, { cause });
  }
}

async function until(look, timeout, fail, page) {
  const end = Date.now() + timeout;
  for (;;) {
    // A page on its way to the next one cannot answer.
    const found = await look().catch(() => undefined);
    if (found) return found;
    if (Date.now() > end) fail(await page?.evaluate(text).catch(() => ""));
    // A pause between looks at a live page, not a guess at how long it takes.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs in the page: the name of what has the focus, inside the widget too. */
function active(nameOf) {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node ? nameOf(node) : "";
}

/** What the page and the widget show, for messages. */
function text() {
  const root = document.querySelector("guiyan-branch")?.shadowRoot;
  return [document.body, ...(root?.children ?? [])].map((one) => one.innerText).join("\n");
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
