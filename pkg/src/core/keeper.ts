import { deleteDB, openDB } from "idb";

/**
 * Keeps the lines of a record. What is kept is not sealed: it is for sample
 * people and for developers, never for real members.
 */
export interface Keeper {
  /** Every line, in order. */
  load(): Promise<string[]>;
  /**
   * Adds lines to the `count` that are there, or, with `replace`, puts them in
   * their place: all or nothing.
   *
   * @throws {Conflict} somebody else has written meanwhile; nothing was kept.
   */
  keep(change: { replace: boolean; count: number; lines: string[] }): Promise<void>;
  /** Is called when somebody else has written. */
  onChange?(listener: () => void): void;
}

/** Somebody else has written to the same record. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/** Keeps lines as long as the page or the process lives. */
export function inMemory(): Keeper {
  let kept: string[] = [];
  return {
    load: async () => [...kept],
    keep: async ({ replace, count, lines }) => {
      if (kept.length !== count) throw new Conflict("the record has moved on");
      kept = replace ? [...lines] : [...kept, ...lines];
    },
  };
}

const STORE = "lines";

/**
 * Keeps lines in the browser's IndexedDB, under a name: they survive a reload,
 * and every tab of the origin shares them.
 */
export async function inIndexedDb(name = "guiyan"): Promise<Keeper> {
  const database = await openDB(name, 1, {
    upgrade: (database) => void database.createObjectStore(STORE),
  });
  // Another tab that wants the record gone must not wait for this one.
  database.addEventListener("versionchange", () => database.close());
  const channel = new BroadcastChannel(`guiyan:${name}`);
  return {
    load: () => database.getAll(STORE),
    keep: async ({ replace, count, lines }) => {
      const work = database.transaction(STORE, "readwrite", { durability: "strict" });
      if ((await work.store.count()) !== count) {
        work.abort();
        await work.done.catch(() => {});
        throw new Conflict("another tab has written");
      }
      if (replace) void work.store.clear();
      const first = replace ? 0 : count;
      lines.forEach((line, index) => void work.store.add(line, first + index));
      await work.done;
      channel.postMessage("kept");
    },
    onChange: (listener) => channel.addEventListener("message", listener),
  };
}

/** Takes everything away that is kept under a name. */
export function forget(name = "guiyan"): Promise<void> {
  return deleteDB(name);
}
