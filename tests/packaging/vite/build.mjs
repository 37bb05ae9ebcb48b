import { build, createServer } from "vite";

/** As `vite build` does it; only the base is relative, as the test serves many builds. */
export default async function (folder) {
  await build({ root: folder, base: "./", logLevel: "warn", configFile: false });
  return "dist/index.html";
}

/** As `vite` does it while somebody develops. */
export async function serve(folder) {
  const server = await createServer({
    root: folder,
    logLevel: "warn",
    configFile: false,
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
  });
  return server.listen();
}
