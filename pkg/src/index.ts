/** The element and its types. Importing this defines nothing and is safe in Node. */
export { GuiyanBranch } from "./element.js";
export { LoadError, type LoadCode } from "./errors.js";
export type { BranchAttributes, ErrorDetail, GetToken, GuiyanEvents, Page } from "./types.js";

import type { GuiyanBranch } from "./element.js";
import type { GuiyanEvents } from "./types.js";

declare global {
  interface HTMLElementTagNameMap {
    "guiyan-branch": GuiyanBranch;
  }

  interface HTMLElementEventMap extends GuiyanEvents {}
}
