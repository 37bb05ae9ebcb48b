import { cp } from "node:fs/promises";
import { join } from "node:path";
import webpack from "webpack";

export default async function (folder) {
  const compiler = webpack({
    mode: "production",
    context: folder,
    entry: "./main.js",
    output: { path: join(folder, "dist"), filename: "bundle.js" },
  });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  await new Promise((resolve) => compiler.close(resolve));
  if (stats.hasErrors()) throw new Error(stats.toString("errors-only"));
  await cp(join(folder, "index.html"), join(folder, "dist/index.html"));
  return "dist/index.html";
}
