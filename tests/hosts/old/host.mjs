import assert from "node:assert/strict";

import { linksTo, showsChildren } from "../lib/use.mjs";

export const about = "a browser below the baseline keeps the children";

/** What such a browser lacks. Each runs in the page before any script of it. */
const LACKS = {
  WebAssembly: () => delete globalThis.WebAssembly,
  // Understands the module's beginning and not its newer instructions.
  "newer WebAssembly": () => {
    const refuse = async () => {
      throw new WebAssembly.CompileError("invalid opcode");
    };
    Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse });
  },
  "custom elements": () => {
    Object.defineProperty(globalThis, "customElements", { value: undefined });
  },
};

export async function check({ open, name, browser, service }) {
  for (const [what, take] of Object.entries(LACKS)) {
    const page = await open("plain", { prepare: (fresh) => fresh.evaluateOnNewDocument(take) });
    if (what !== "custom elements") {
      await page.event("guiyan-error");
      const [{ detail }] = await page.events();
      assert.equal(detail.code, "unsupported", what);
      assert.match(detail.message, /too old/);
    }
    await linksTo(page, `${service}/branches/xinzhou-beijing`);
    assert.equal(await showsChildren(page), true, what);
    await page.shot(`host-${name}-${browser}`);
    await page.done();
  }

  // Just above it: no constructed sheets, so the styles come as a file.
  const page = await open("plain", {
    prepare: (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        delete CSSStyleSheet.prototype.replaceSync;
      }),
  });
  await page.event("guiyan-ready");
  await page.waitForFunction(() => {
    const button = document.querySelector("guiyan-branch").shadowRoot.querySelector(".button");
    return getComputedStyle(button).borderRadius === "8px";
  });
  await page.assertClean();
  await page.done();
}
