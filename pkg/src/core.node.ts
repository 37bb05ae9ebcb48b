/** The same for Node, where a file is read and not fetched. */
import { readFile } from "node:fs/promises";
import { core } from "./core/api.js";

export { GuiyanError } from "./core/errors.js";
export { Conflict, forget, inIndexedDb, inMemory } from "./core/keeper.js";

export const { open, fold, advice, dues } = core(() =>
  readFile(new URL(GUIYAN_CORE_WASM, import.meta.url)),
);
