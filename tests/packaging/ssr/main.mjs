// What a server that renders pages does: imports everything, defines nothing.
import { GuiyanBranch, LoadError } from "guiyan";
import "guiyan/define";

console.log(JSON.stringify({ element: typeof GuiyanBranch, error: new LoadError("csp", "a").code }));
