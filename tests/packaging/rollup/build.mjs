import { cp } from "node:fs/promises";
import { join } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";
import { rollup } from "rollup";

export default async function (folder) {
  const bundle = await rollup({
    input: join(folder, "main.js"),
    plugins: [nodeResolve({ browser: true }), importMetaAssets()],
  });
  await bundle.write({ dir: join(folder, "dist"), entryFileNames: "bundle.js", format: "esm" });
  await bundle.close();
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  return "dist/index.html";
}
