/** Why the widget could not be loaded, in words an administrator can act on. */
export type LoadCode = "unsupported" | "csp" | "mime" | "cors" | "network" | "status" | "version";

/** @internal */
export const ADVICE: Record<LoadCode, string> = {
  unsupported:
    "this browser is too old; the page keeps showing what stands inside the element (needed: Chromium 103, Firefox 115, Safari 16.4)",
  csp: "the page's Content-Security-Policy forbids it; allow 'wasm-unsafe-eval' in script-src and the file's origin in connect-src",
  mime: "the server answered with something else than WebAssembly; serve the file itself, as application/wasm",
  cors: "the other origin does not let this page in; have it send Access-Control-Allow-Origin (guiyan serve: --allow-origin)",
  network: "the server could not be reached; it is tried again when the device is online",
  version:
    "it is of another version than the script; upload all files of one version together, and have caches ask for the new ones",
  status: "the server answered with an error; check that all files of one version were uploaded together",
};

/** A failed load. Its message names the file and what to do. */
export class LoadError extends Error {
  readonly code: LoadCode;

  constructor(code: LoadCode, file: string, cause?: unknown) {
    super(`${file} was not loaded: ${ADVICE[code]}`, { cause });
    this.name = "LoadError";
    this.code = code;
  }
}

const reported = new Set<string>();

/** Writes each sentence to the console once, however many elements there are. */
export function report(message: string, cause?: unknown): void {
  if (reported.has(message)) return;
  reported.add(message);
  console.error(`[guiyan] ${message}`, ...(cause ? [cause] : []));
}
