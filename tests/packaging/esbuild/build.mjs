import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** esbuild leaves `new URL(…, import.meta.url)` as it is, so the modules are copied beside it. */
export default async function (folder) {
  await build({
    absWorkingDir: folder,
    entryPoints: ["main.js"],
    bundle: true,
    minify: true,
    format: "esm",
    outfile: "dist/bundle.js",
    logLevel: "warning",
  });
  const from = join(folder, "node_modules/guiyan/dist");
  for (const name of await readdir(from)) {
    if (name.endsWith(".wasm")) await cp(join(from, name), join(folder, "dist", name));
  }
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  return "dist/index.html";
}
