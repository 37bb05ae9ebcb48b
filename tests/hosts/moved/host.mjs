import assert from "node:assert/strict";

export const about = "moved, taken out and put back 500 times each, and mounted anew 500 times";

const TIMES = 500;
// Yew never takes its listeners off a root: about 1.7 KB a mount. What is bounded
// here is everything, in bytes a mount; the module's memory grows in large steps,
// so figures between 2 and 7 KB have been seen for the same build.
const BOUND = 16 * 1024;

/** Keeps the memory of the widget's module, to be measured. */
function keepMemory() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    window.__memory ??= (made.instance ?? made).exports.memory;
    return made;
  };
}

/** Moves it between two parents, then takes it out and puts it back. Runs in the page. */
async function move(times) {
  const branch = document.querySelector("guiyan-branch");
  const box = branch.shadowRoot.querySelector("slot ~ div");
  const section = document.body.appendChild(document.createElement("section"));
  for (let count = 0; count < times; count += 1) {
    (count % 2 ? section : document.body).append(branch);
    branch.remove();
    document.body.append(branch);
    if (count % 50 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return branch.shadowRoot.querySelector("slot ~ div") === box;
}

/** Ends five widgets at a time and starts them again. Runs in the page. */
async function mount(times) {
  const [first] = document.querySelectorAll("guiyan-branch");
  first.constructor.grace = 0;
  while (document.querySelectorAll("guiyan-branch").length < 5) document.body.append(first.cloneNode(true));
  const branches = [...document.querySelectorAll("guiyan-branch")];
  for (let count = 0; count < times; count += branches.length) {
    for (const branch of branches) branch.remove();
    // Timers run in order: after this one the grace is over.
    await new Promise((resolve) => setTimeout(resolve, 1));
    const ready = branches.map(
      (branch) =>
        new Promise((resolve) => branch.addEventListener("guiyan-ready", resolve, { once: true })),
    );
    document.body.append(...branches);
    await Promise.all(ready);
  }
  return branches.map((branch) => branch.shadowRoot.childNodes.length);
}

async function measure(page, browser) {
  const wasm = await page.evaluate(() => window.__memory.buffer.byteLength);
  if (browser === "firefox") return { wasm };
  const session = await page.createCDPSession();
  await session.send("HeapProfiler.collectGarbage");
  await session.detach();
  const { JSHeapUsedSize, JSEventListeners, Nodes } = await page.metrics();
  return { wasm, heap: JSHeapUsedSize, listeners: JSEventListeners, nodes: Nodes };
}

export async function check({ open, name, browser }) {
  const page = await open("plain", {
    // Drawing five phones full of text is not what is measured.
    viewport: { width: 300, height: 200 },
    prepare: (fresh) => fresh.evaluateOnNewDocument(keepMemory),
  });
  await page.event("guiyan-ready");
  assert.equal(await page.evaluate(move, TIMES), true, "a move keeps the widget");
  // What is allocated once is allocated by then.
  const children = await page.evaluate(mount, TIMES / 10);
  const before = await measure(page, browser);
  assert.deepEqual(await page.evaluate(mount, TIMES), children);
  const after = await measure(page, browser);
  const grown = Object.keys(after).map((key) => [key, (after[key] - before[key]) / TIMES]);
  const words = grown.map(([key, each]) => `${key} ${each.toFixed(2)}`).join(", ");
  console.log(`${browser}: grown by mount, over ${TIMES}: ${words} (sizes in bytes)`);
  const { wasm, heap = 0 } = Object.fromEntries(grown);
  assert.ok(wasm + heap < BOUND, words);
  await page.shot(`host-${name}-${browser}`);
  await page.done();
}
