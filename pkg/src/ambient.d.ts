/** What the build puts in: the glue of the widget and its styles. */

declare module "guiyan-glue" {
  /** One instance of the widget's module. */
  export interface Bindings {
    default(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
    mount(
      root: HTMLElement,
      config: import("./types.js").Config,
      host: import("./types.js").Host,
    ): MountHandle;
  }
  export interface MountHandle {
    update(config: import("./types.js").Config): void;
    tokenChanged(): void;
    refresh(): void;
    destroy(): void;
  }
  /**
   * Makes a fresh instance; the glue's own module could hold only one. `fetchPart`
   * gives the module of a part of the widget when it is wanted.
   */
  export default function create(
    fetchPart: (name: string) => Promise<WebAssembly.Module>,
  ): Bindings;
}

declare module "guiyan-parts" {
  /** The widget's other modules by the names that the glue has for them: address and sum. */
  const parts: Record<string, [() => string, string]>;
  export default parts;
}

declare module "guiyan-sheet" {
  const text: string;
  export default text;
}

/** Where the module lies, relative to the script. */
declare const GUIYAN_WASM: string;
/** What `integrity` says of the module, such as `sha256-…`. */
declare const GUIYAN_WASM_SUM: string;
/** Where the styles lie as a file, relative to the script. */
declare const GUIYAN_STYLES: string;
