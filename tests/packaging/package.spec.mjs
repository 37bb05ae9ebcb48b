// What is in the package, what a server makes of it, and its types.

import assert from "node:assert/strict";
import { mkdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { ROOT } from "../browser/lib/service.mjs";
import { modules, pack, project, run } from "./lib/project.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);

describe("the package", () => {
  let manifest;
  before(async () => {
    manifest = JSON.parse(await readFile(join(ROOT, "pkg/package.json"), "utf8"));
  });

  test("holds what its exports name, and no sources", async () => {
    const { names } = await pack();
    const exact = (target) => !target.includes("*") && target !== "./package.json";
    const wanted = Object.values(manifest.exports)
      .flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)))
      .filter(exact);
    for (const target of wanted) assert.ok(names.includes(target.slice(2)), `${target} is missing`);
    const other = names.filter((name) => !/^(dist\/[\w.-]+\.(js|d\.ts|wasm|css|json)|dist\/core\/\w+\.d\.ts|package\.json)$/.test(name));
    assert.deepEqual(other, ["LICENSE", "README.md"]);
    assert.ok(names.filter((name) => name.endsWith(".wasm")).length >= 4, "the parts are there");
  });

  test("every entry begins with its types", () => {
    for (const [name, entry] of Object.entries(manifest.exports)) {
      if (typeof entry !== "string") assert.equal(Object.keys(entry)[0], "types", name);
    }
  });

  test("custom-elements.json tells tag, attributes, events, parts and properties", async () => {
    const text = await readFile(join(ROOT, "pkg/dist/custom-elements.json"), "utf8");
    const [{ path, declarations, exports }] = JSON.parse(text).modules;
    const [element] = declarations;
    const told = (key) => element[key].map(({ name }) => name);
    assert.equal(path, "dist/index.js");
    assert.equal(element.tagName, "guiyan-branch");
    assert.ok(exports.some(({ kind }) => kind === "custom-element-definition"));
    assert.deepEqual(told("members").sort(), ["getToken", "grace", "patience", "refresh", "token"]);
    const { GuiyanBranch } = await import(join(ROOT, "pkg/dist/index.js"));
    const watched = GuiyanBranch.observedAttributes;
    assert.deepEqual(told("attributes").sort(), [...watched, "loading", "root"].sort());
    assert.deepEqual(told("events").sort(), [
      "guiyan-change",
      "guiyan-error",
      "guiyan-ready",
      "guiyan-sign-in-needed",
    ]);
    const styles = await readFile(join(ROOT, "pkg/dist/element.css"), "utf8");
    const properties = told("cssProperties");
    assert.equal(properties.length, 6);
    for (const name of properties) assert.ok(styles.includes(`var(${name}`), name);
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    for (const name of properties) assert.ok(readme.includes(`\`${name}\``), `README: ${name}`);
    for (const name of told("cssParts")) assert.ok(readme.includes(`\`${name}\``), `README: ${name}`);
  });

  test("integrity.json has the sum of the pasted script and of every module", async () => {
    const text = await readFile(join(ROOT, "pkg/dist/integrity.json"), "utf8");
    const sums = JSON.parse(text);
    const given = Object.entries(sums).filter(([name]) => name.endsWith(".wasm"));
    const hex = given.map(([, sum]) => Buffer.from(sum.slice("sha256-".length), "base64").toString("hex"));
    assert.deepEqual(hex.sort(), await modules(join(ROOT, "pkg/dist")));
    assert.match(sums["portal.js"], /^sha256-/);
  });

  test("a server imports it and nothing happens", async () => {
    const folder = await project("ssr");
    const { stdout, stderr } = await run("node", ["main.mjs"], { cwd: folder });
    assert.deepEqual(JSON.parse(stdout), { element: "function", error: "csp" });
    assert.equal(stderr, "");
  });

  test("TypeScript, TSX and Vue know the element, and refuse what it does not have", async () => {
    const folder = await project("types");
    await mkdir(join(folder, "node_modules/@types"), { recursive: true });
    for (const name of ["@types/react", "vue"]) {
      await symlink(join(HERE, "node_modules", name), join(folder, "node_modules", name));
    }
    const tsc = join(require.resolve("typescript/package.json"), "../bin/tsc");
    // As Node resolves, and as bundlers do; attw has looked at the other ways.
    for (const more of [[], ["--module", "ESNext", "--moduleResolution", "bundler"]]) {
      const checked = run("node", [tsc, "--project", ".", ...more], { cwd: folder });
      const { stdout } = await checked.catch((failure) => failure);
      assert.equal(stdout, "", more.join(" "));
    }
  });
});
