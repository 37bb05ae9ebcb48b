// A consumer: a folder of its own with the package installed from what
// `npm pack` makes, exactly as from the registry.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { ROOT } from "../../browser/lib/service.mjs";

export const run = promisify(execFile);

const HERE = fileURLToPath(new URL("../", import.meta.url));

/** Where the projects are made. */
export const PROJECTS = join(ROOT, "target/packaging");

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];
let packed;

/** The file that `npm pack` makes, and what it says is in it. */
export function pack() {
  return (packed ??= (async () => {
    await mkdir(PROJECTS, { recursive: true });
    const { stdout } = await run("npm", ["pack", "--json", ...QUIET, "--pack-destination", PROJECTS], {
      cwd: join(ROOT, "pkg"),
    });
    const answer = JSON.parse(stdout);
    const [told] = Array.isArray(answer) ? answer : Object.values(answer);
    return { file: join(PROJECTS, told.filename), names: told.files.map(({ path }) => path) };
  })());
}

/** Copies `tests/packaging/<name>` and installs the package into the copy. */
export async function project(name) {
  const folder = join(PROJECTS, name);
  await rm(folder, { recursive: true, force: true });
  await cp(join(HERE, name), folder, { recursive: true });
  const { file } = await pack();
  // Offline: the package has no dependencies, and nothing else is asked for here.
  await run("npm", ["install", "--offline", "--ignore-scripts", "--no-package-lock", ...QUIET, file], {
    cwd: folder,
  });
  return folder;
}

/** SHA-256 of every wasm file under a folder, sorted. */
export async function modules(folder) {
  const entries = await readdir(folder, { recursive: true });
  const names = entries.filter((entry) => entry.endsWith(".wasm"));
  const sums = names.map(async (name) =>
    createHash("sha256").update(await readFile(join(folder, name))).digest("hex"),
  );
  return (await Promise.all(sums)).sort();
}
