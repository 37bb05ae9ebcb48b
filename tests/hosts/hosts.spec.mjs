// One page after the other, each of another kind, in both browsers. A host is a
// folder with its page and, beside it, `host.mjs`: its policy and what must hold
// there. Without a `check` the widget has to come up and be usable.

import { readdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { HERE, standing } from "./lib/standing.mjs";
import { comesUp } from "./lib/use.mjs";

const entries = await readdir(HERE, { recursive: true });
const names = entries.flatMap((entry) => /^([\w-]+)\/host\.mjs$/.exec(entry)?.[1] ?? []);
const hosts = await Promise.all(
  names.sort().map(async (name) => ({ name, ...(await import(`./${name}/host.mjs`)) })),
);

for (const browser of ["chromium", "firefox"]) {
  describe(browser, () => {
    let stand;
    before(async () => (stand = await standing({ browser, hosts })));
    after(() => stand?.stop());

    for (const { name, about, check = comesUp } of hosts) {
      test(`${name}: ${about}`, () => check({ ...stand, name, browser }));
    }
  });
}
