/** Defines `<guiyan-branch>`, unless the page has done so already. */
import { GuiyanBranch } from "./index.js";

const name = "guiyan-branch";

// Two portals' scripts on one page, or none at all on a server.
if (globalThis.customElements && !customElements.get(name)) {
  customElements.define(name, GuiyanBranch);
}
