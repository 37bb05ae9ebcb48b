// A portal's own server and a service on another origin, with a browser.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { start } from "../../browser/harness.mjs";
import { backstage } from "../../browser/lib/backstage.mjs";
import { serveFiles } from "../../browser/lib/files.mjs";
import { ROOT } from "../../browser/lib/service.mjs";

export const HERE = fileURLToPath(new URL("../", import.meta.url));
const PACKAGE = join(ROOT, "pkg");
const BUILT = join(ROOT, "target/hosts");

/** Bundles the two hosts that are written for a framework, once for both browsers. */
let bundled;
function bundle() {
  return (bundled ??= build({
    entryPoints: { react: join(HERE, "react/main.jsx"), vue: join(HERE, "vue/main.js") },
    bundle: true,
    minify: true,
    format: "esm",
    jsx: "automatic",
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    // The package as it was built; `tests/packaging` installs it.
    alias: {
      "guiyan/react": join(PACKAGE, "dist/define.js"),
      "guiyan/vue": join(PACKAGE, "dist/define.js"),
    },
    outdir: BUILT,
    logLevel: "warning",
  }));
}

/**
 * `hosts` give the policies: `policy({ service })` of a host's folder is sent
 * with each of its pages. `answer(path, request)` may stand in for a file;
 * `args` are more settings of the service.
 */
export async function standing({ browser, hosts, answer, args = [] }) {
  await bundle();
  const sums = JSON.parse(await readFile(join(PACKAGE, "dist/integrity.json"), "utf8"));
  let lab;
  const portal = await serveFiles({
    // A folder `built` for what is bundled; its modules lie in the package.
    folders: { "/": HERE, "/guiyan/": join(PACKAGE, "dist"), "/built/": BUILT },
    headers: (path) => {
      const host = hosts.find(({ name }) => path.startsWith(`/${name}/`));
      const policy = host?.policy?.({ service: lab.url });
      return policy ? { "content-security-policy": policy } : {};
    },
    answer: async (path, request) => {
      const own = await answer?.(path, request);
      if (own) return own;
      const module = /^\/built\/(\w+\.wasm)$/.exec(path)?.[1];
      if (module) {
        return { body: await readFile(join(PACKAGE, "dist", module)), type: "application/wasm" };
      }
      if (!/^\/[\w-]+\/(\w+\.html)?$/.test(path)) return undefined;
      const file = path.endsWith("/") ? `${path}index.html` : path;
      const page = (await readFile(join(HERE, file), "utf8")).replaceAll("{{service}}", lab.url);
      return { body: page.replace("{{portal.js}}", sums["portal.js"]) };
    },
  });
  try {
    const origins = ["--allow-origin", portal.url, "--allow-origin", "null"];
    lab = await start({ browser, service: { args: [...origins, ...args] } });
  } catch (cause) {
    await portal.stop();
    throw cause;
  }
  return {
    lab,
    portal: portal.url,
    service: lab.url,
    back: backstage(lab.url),
    /** Opens a host's page. */
    open: (name, options = {}) => {
      const query = new URLSearchParams(options.query ?? {});
      return lab.open({ ...options, path: `${portal.url}/${name}/?${query}` });
    },
    async stop() {
      await lab.stop();
      await portal.stop();
    },
  };
}
