// Files that a page saves, as they arrive on the disk. Chromium only.

import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "./service.mjs";

const PATIENCE = 15_000;

/** From now on what this page saves is kept, each file under the name it was given. */
export async function downloads(page) {
  const folder = await mkdtemp(join(tmpdir(), "guiyan-files-"));
  const session = await page.browser().target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", {
    behavior: "allowAndName",
    browserContextId: page.browserContext().id,
    downloadPath: folder,
    eventsEnabled: true,
  });
  const names = new Map();
  const waiting = [];
  const done = [];
  session.on("Browser.downloadWillBegin", ({ guid, suggestedFilename }) =>
    names.set(guid, suggestedFilename),
  );
  session.on("Browser.downloadProgress", ({ guid, state }) => {
    if (state === "inProgress") return;
    const ended = { guid, state };
    const next = waiting.shift();
    if (next) next(ended);
    else done.push(ended);
  });
  const kept = [];
  return {
    /** The next file: its name and what is in it. */
    async next() {
      const { guid, state } = await new Promise((resolve, reject) => {
        if (done.length > 0) return resolve(done.shift());
        const timer = setTimeout(() => reject(new Error("no file has come")), PATIENCE);
        waiting.push((ended) => (clearTimeout(timer), resolve(ended)));
      });
      const file = names.get(guid);
      if (state !== "completed") throw new Error(`${file} was ${state}`);
      kept.push({ guid, file });
      return { file, bytes: await readFile(join(folder, guid)) };
    },

    /** Leaves the files that came where one can look at them, below the repository. */
    async done(below) {
      await mkdir(join(ROOT, below), { recursive: true });
      for (const { guid, file } of kept) await copyFile(join(folder, guid), join(ROOT, below, file));
      await session.detach();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
