/** Importing this defines the element and lets templates know it. Vue 3.4 or newer. */
import type { HTMLAttributes } from "vue";
import type { BranchAttributes, GetToken, GuiyanBranch, GuiyanEvents } from "./index.js";

// As Vue spells a listener: `@guiyan-ready` is `onGuiyanReady`.
type Spelled<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Spelled<Rest>}`
  : Capitalize<Name>;

type Handlers = {
  [Name in keyof GuiyanEvents as `on${Spelled<Name>}`]?: (event: GuiyanEvents[Name]) => void;
};

type Properties = { token?: string | undefined; getToken?: GetToken | undefined };

declare module "vue" {
  interface GlobalComponents {
    GuiyanBranch: new () => GuiyanBranch & {
      $props: Omit<HTMLAttributes, keyof BranchAttributes> &
        BranchAttributes &
        Properties &
        Handlers;
    };
  }
}
