// Starting the service and stopping exactly that one.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const BINARY = process.env.GUIYAN_BIN ?? join(ROOT, "target/debug/guiyan");
const PATIENCE = 60_000;

/** `data` keeps the records in a folder of the caller's; without it they go with the service. */
export async function startService({ data, args = [], env = {} } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), "guiyan-")));
  const child = spawn(
    BINARY,
    ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", folder, ...args],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  const log = [];
  const keep = (line) => {
    log.push(line);
    if (log.length > 500) log.shift();
  };
  createInterface({ input: child.stderr }).on("line", keep);

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(timer);
    }
    if (!data) await rm(folder, { recursive: true, force: true });
  };

  try {
    const url = await new Promise((resolve, reject) => {
      const fail = (reason) => reject(new Error(`${BINARY} ${reason}\n${log.join("\n")}`));
      const timer = setTimeout(() => fail("did not say where it listens"), PATIENCE);
      child.once("error", (cause) => fail(`could not be started: ${cause.message}`));
      ended.then(() => fail("stopped before it listened"));
      createInterface({ input: child.stdout }).on("line", (line) => {
        keep(line);
        const found = /listening on (http:\/\/\S+)/.exec(line);
        if (!found) return;
        clearTimeout(timer);
        resolve(found[1].replace(/\/$/, ""));
      });
      ended.then(() => clearTimeout(timer));
    });
    return { url, process: child, folder, log, ended, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
