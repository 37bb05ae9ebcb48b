// What the rules cost as WebAssembly, in the module as it ships: matching and
// folding, the same loads as the native bench has. `cargo xtask bench` runs it.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

/** The most that matching 10,000 leads with 1,000 needs may take, in milliseconds. */
const MATCHING = 100;
const RUNS = 21;

const [, , glue, wasm] = process.argv;
const { default: init, FoldLoad, MatchingLoad } = await import(pathToFileURL(glue));
await init({ module_or_path: await readFile(wasm) });

function median(work) {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    if (!work()) throw new Error("the load is empty");
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[(RUNS - 1) / 2];
}

const load = new MatchingLoad(1_000, 10_000);
const matching = median(() => load.run());
const met = matching < MATCHING;
console.log(
  `as WebAssembly: matching 10000 leads with 1000 needs: ${matching.toFixed(1)} ms, ` +
    `less than ${MATCHING} ms: ${met ? "met" : "MISSED"}`,
);
const year = new FoldLoad(600);
console.log(`as WebAssembly: folding ${year.events} events: ${median(() => year.run()).toFixed(1)} ms`);
process.exitCode = met ? 0 : 1;
