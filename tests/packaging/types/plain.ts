import "guiyan/define";
import { GuiyanBranch, LoadError, type BranchAttributes, type Page } from "guiyan";

const page: Page = "help";
const attributes: BranchAttributes = { branch: "xinzhou-beijing", lang: "en", page };
const element = document.createElement("guiyan-branch");
for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
element.token = undefined;
element.getToken = async () => "token";
element.addEventListener("guiyan-error", ({ detail }) => console.log(detail.code, detail.message));
element.refresh();
console.log(element instanceof GuiyanBranch, new LoadError("version", "element.wasm").code);

// @ts-expect-error: there is no such page
const wrong: Page = "somewhere";
// @ts-expect-error: a token is text
element.token = 7;
console.log(wrong);
