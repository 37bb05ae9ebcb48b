// The reference for developers: nothing of the source is forgotten, no link
// leads nowhere, what stands there is what the service says, and every page can
// be read on a phone, at a desk, in light and in dark.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { VIEWPORTS, start } from "./harness.mjs";
import { ROOT } from "./lib/service.mjs";

const PAGES = ["index", "http", "commands", "views", "types", "core", "element", "codes"];
const ALL = PAGES.map((name) => `${name}.html`);

let lab;
let pages;
let openapi;
before(async () => {
  lab = await start();
  const fetched = ALL.map(async (name) => [name, await text(`/reference/${name}`)]);
  pages = new Map(await Promise.all(fetched));
  openapi = JSON.parse(await text("/v1/openapi.json"));
});
after(() => lab?.stop());

async function text(path, headers = {}) {
  return (await fetch(lab.url + path, { headers })).text();
}

/** The anchors of a page. */
function anchors(name) {
  return new Set([...pages.get(name).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
}

/** Fails with what has no anchor there. */
function holds(name, wanted, least) {
  const there = anchors(name);
  assert.ok(wanted.length >= least, `${wanted.length} of at least ${least} to look for`);
  assert.deepEqual(wanted.filter((anchor) => !there.has(anchor)), [], name);
}

const schemas = () => openapi.components.schemas;

describe("nothing is forgotten", () => {
  test("every operation, with each parameter and each answer", () => {
    const page = pages.get("http.html");
    for (const [path, item] of Object.entries(openapi.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const anchor = [method, ...path.split(/[^a-zA-Z0-9]+/).filter(Boolean)].join("-");
        const [, section] = page.split(`id="${anchor}"`);
        assert.ok(section, `${method} ${path}`);
        const [own] = section.split("</section>");
        const names = (operation.parameters ?? []).map(({ name }) => name);
        for (const word of [...names, ...Object.keys(operation.responses)]) {
          assert.ok(own.includes(`<code>${word}</code>`), `${method} ${path}: ${word}`);
        }
        if (operation.requestBody) assert.match(own, /<h3>Body<\/h3>/, `${method} ${path}`);
      }
    }
    assert.ok(Object.keys(openapi.paths).length > 20);
  });

  test("every command and what it comes to", () => {
    const groups = schemas().Submission.anyOf.map(({ $ref }) => schemas()[$ref.split("/").pop()]);
    const commands = groups.flatMap(({ oneOf }) => oneOf.map((one) => one.properties.type.const));
    holds("commands.html", commands, 50);
    const outcomes = schemas().Outcome.oneOf.map((one) => `outcome-${one.properties.type.const}`);
    holds("commands.html", outcomes, 20);
  });

  test("every type stands on one page, with each of its fields", () => {
    const everywhere = ["commands.html", "views.html", "types.html"];
    for (const [name, { properties = {} }] of Object.entries(schemas())) {
      const of = everywhere.filter((page) => anchors(page).has(name));
      assert.equal(of.length, 1, `${name} in ${of}`);
      const [, rest] = pages.get(of[0]).split(` id="${name}"`);
      for (const field of Object.keys(properties)) {
        assert.ok(rest.includes(`<dt><code>${field}</code>`), `${name}.${field}`);
      }
    }
  });

  test("every refusal, issue and field", () => {
    const codes = schemas().Refusal.oneOf.map((one) => `refusal-${one.properties.code.const}`);
    holds("codes.html", codes, 70);
    const issues = schemas().FieldIssue.oneOf.map((one) => `issue-${one.properties.code.const}`);
    holds("codes.html", issues, 20);
    holds("codes.html", schemas().Field.enum.map((name) => `field-${name}`), 40);
  });

  test("all of custom-elements.json", async () => {
    const file = await readFile(join(ROOT, "pkg/dist/custom-elements.json"), "utf8");
    const [element] = JSON.parse(file).modules[0].declarations;
    const prefixes = {
      attributes: () => "attribute-",
      events: () => "event-",
      cssProperties: () => "property",
      cssParts: () => "part-",
      slots: () => "slot",
      members: (one) => (one.static ? "static-" : one.kind === "method" ? "method-" : "property-"),
    };
    for (const [kind, prefix] of Object.entries(prefixes)) {
      holds("element.html", element[kind].map((one) => prefix(one) + one.name), 1);
    }
  });

  test("what the package exports, and the codes of failed loads", async () => {
    const core = await import(join(ROOT, "pkg/dist/core.js"));
    holds("core.html", Object.keys(core).filter((name) => name !== "localPage"), 8);
    const types = await readFile(join(ROOT, "pkg/dist/core.d.ts"), "utf8");
    const names = [...types.matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list]) =>
      list.split(",").map((name) => name.trim().replace(/^type /, "")).filter(Boolean),
    );
    holds("core.html", names, 8);
    const errors = await readFile(join(ROOT, "pkg/dist/errors.d.ts"), "utf8");
    const [, union] = /type LoadCode = ([^;]+);/.exec(errors);
    holds("element.html", [...union.matchAll(/"(\w+)"/g)].map(([, code]) => `error-${code}`), 7);
  });
});

test("the sentences are those that the service says", async () => {
  const page = pages.get("codes.html");
  for (const [path, anchor] of [
    ["/v1/branches/nowhere", "refusal-unknownBranch"],
    ["/v1/nothing", "problem-unknownRoute"],
  ]) {
    const [, rest] = page.split(` id="${anchor}"`);
    const [own] = rest.split("</dd>");
    for (const lang of ["zh-CN", "en"]) {
      const problem = JSON.parse(await text(path, { "accept-language": lang }));
      for (const said of [problem.title, problem.next, String(problem.status)]) {
        assert.ok(own.includes(said), `${anchor}: ${said}`);
      }
    }
  }
});

test("every link leads somewhere", async () => {
  const outside = new Set();
  for (const [name, page] of pages) {
    for (const [, link] of page.matchAll(/ (?:href|src)="([^"]+)"/g)) {
      const [file, anchor] = link.split("#");
      if (anchor === undefined) outside.add(new URL(link, `${lab.url}/reference/`).href);
      else assert.ok(anchors(file || name).has(anchor), `${name}: ${link}`);
    }
  }
  for (const address of outside) assert.equal((await fetch(address)).status, 200, address);
});

test("one comes there from the portal, and from page to page", async () => {
  const page = await lab.open({ path: "/", persona: "visitor" });
  await page.press("link", /给开发者/);
  await page.byRole("heading", "Reference for developers");
  assert.equal(new URL(page.url()).pathname, "/reference/");
  await page.press("link", /^Commands/);
  await page.byRole("heading", "Every command");
  await page.press("link", "PersonId");
  await page.waitForFunction(() => location.hash === "#PersonId");
  await page.assertClean();
  await page.done();
  const bare = await fetch(`${lab.url}/reference`);
  assert.equal(new URL(bare.url).pathname, "/reference/");
});

/** What sticks out of the window sideways. */
function wide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const boxes = [...document.querySelectorAll("body *")].filter((node) => {
    return node.checkVisibility() && node.getBoundingClientRect().right > clientWidth + 0.5;
  });
  const named = boxes.map((node) => `${node.localName} ${node.textContent.slice(0, 40)}`);
  return scrollWidth > clientWidth ? [`page: ${scrollWidth}`, ...named] : named;
}

// axe looks at every node; what differs from the first look is tried again, no more.
const COLOURS = { runOnly: ["color-contrast", "link-in-text-block"] };
const phone = { ...VIEWPORTS.phone, deviceScaleFactor: 1 };
const LOOKS = [
  { name: "phone-light", viewport: phone, scheme: "light", rules: {} },
  { name: "phone-dark", viewport: phone, scheme: "dark", rules: COLOURS },
  { name: "desktop-light", viewport: "desktop", scheme: "light", rules: {} },
  { name: "desktop-dark", viewport: "desktop", scheme: "dark", rules: COLOURS },
  { name: "narrow", viewport: { ...phone, width: 320 }, scheme: "light" },
];

for (const look of LOOKS) {
  test(`every page, ${look.name}`, async () => {
    const findings = {};
    for (const name of ALL) {
      const page = await lab.open({ path: `/reference/${name}`, ...look });
      const sticking = await page.evaluate(wide);
      if (sticking.length > 0) findings[`${name}: wide`] = sticking.slice(0, 5);
      const axe = look.rules ? await page.axe(look.rules) : [];
      if (axe.length > 0) findings[`${name}: axe`] = axe;
      await page.shot(`reference-${name.replace(".html", "")}-${look.name}`, { fullPage: false });
      await page.assertClean();
      await page.done();
    }
    assert.deepEqual(findings, {});
  });
}
