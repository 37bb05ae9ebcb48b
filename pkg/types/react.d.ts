/** Importing this defines the element and lets TSX know it. React 19 or newer. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { BranchAttributes, GetToken, GuiyanBranch, GuiyanEvents } from "./index.js";

type Handlers = {
  [Name in keyof GuiyanEvents as `on${Name}`]?: (event: GuiyanEvents[Name]) => void;
};

type Properties = { token?: string | undefined; getToken?: GetToken | undefined };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "guiyan-branch": Omit<
        DetailedHTMLProps<HTMLAttributes<GuiyanBranch>, GuiyanBranch>,
        keyof BranchAttributes
      > &
        BranchAttributes &
        Properties &
        Handlers;
    }
  }
}
