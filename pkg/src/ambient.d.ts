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
    signIn(): void;
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

declare module "guiyan-core-glue" {
  /** An answer as over HTTP. */
  export interface Reply {
    status: number;
    etag?: string;
    body: string;
    /** Under which name a table is offered as a file. */
    disposition?: string;
  }
  /** See crates/wasm/src/lib.rs; what it throws is named `code: sentence`. */
  export class Engine {
    constructor(home: string | undefined, lines: string[]);
    seed(members: number, now: number): void;
    ask(request: object, now: number): Reply;
    check(request: object, now: number): Reply;
    versions(): { stream: string; version: number }[];
    unsaved(): { replace: boolean; count: number; lines: string[] };
    saved(): void;
    unavailable(lang: string): Reply;
    free(): void;
  }
  export function fold(home: string | undefined, events: string): string;
  export function advice(full: number, committee: number): unknown;
  export function dues(payer: object, rates: object | undefined): unknown;
  export default function init(options: { module_or_path: unknown }): Promise<unknown>;
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
/** Where the module of the rules lies, relative to the script. */
declare const GUIYAN_CORE_WASM: string;

declare module "node:fs/promises" {
  /** The one thing that the package needs of Node. */
  export function readFile(path: URL): Promise<BufferSource>;
}
