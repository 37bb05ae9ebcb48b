// Starting a browser with a profile of its own.

import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

const CHROMIUM = process.env.GUIYAN_CHROMIUM ?? "/usr/bin/chromium";
const FIREFOX = process.env.GUIYAN_FIREFOX ?? "/usr/bin/firefox-esr";

// Nothing but the pages under test: no updates, no sync, no first-run tabs.
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=zh-CN",
];

/**
 * puppeteer makes a temporary profile folder and removes it at the end. `name`
 * may also be another Chromium: `{ executablePath, args }`; `flags` are
 * Chromium's.
 */
export async function openBrowser(name, flags = []) {
  if (typeof name === "object") {
    const args = [...CHROMIUM_FLAGS, ...flags, ...name.args];
    const browser = await puppeteer.launch({ browser: "chrome", headless: "shell", ...name, args });
    return { name: "chromium", browser, stop: () => browser.close() };
  }
  const executablePath = name === "firefox" ? FIREFOX : CHROMIUM;
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is missing; \`cargo xtask test\` installs it`);
  }
  const browser = await puppeteer.launch(
    name === "firefox"
      ? { browser: "firefox", executablePath, headless: true }
      : { browser: "chrome", executablePath, headless: true, args: [...CHROMIUM_FLAGS, ...flags] },
  );
  return { name, browser, stop: () => browser.close() };
}
