/**
 * The rules of Guiyan 归雁 without a service: `guiyan/core`.
 *
 * ```js
 * import { open } from "guiyan/core";
 *
 * const local = await open({ sample: 12 });
 * const member = local.as("beijing-member");
 * const { activities } = await member.branch("xinzhou-beijing");
 * await member.execute("xinzhou-beijing", { type: "signUp", activity: activities[0].id });
 * ```
 *
 * @module
 */
import { core } from "./core/api.js";
import { type LocalPage, page } from "./core/page.js";

export type { Core, Home, Options } from "./core/api.js";
export { GuiyanError, type FieldProblem } from "./core/errors.js";
export { Conflict, forget, inIndexedDb, inMemory, type Keeper } from "./core/keeper.js";
export type { Asker, Local, Person } from "./core/local.js";
export type * from "./core/wire.js";

export const { open, fold, advice, dues } = core(async () => {
  const address = new URL(GUIYAN_CORE_WASM, import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`internal: ${address} was answered with ${response.status}`);
  return response;
});

/** @internal What the element needs in a page without a service. */
export const localPage = (branch: string | undefined, changed: () => void): Promise<LocalPage> =>
  page(open, branch, changed);
