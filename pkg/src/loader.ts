import create, { type Bindings } from "guiyan-glue";
import parts from "guiyan-parts";
import { LoadError, report } from "./errors.js";

const MAGIC = 0x6d736100; // "\0asm"

/**
 * A file of the widget: where it lies, and the SHA-256 it had when all was
 * built; empty where the file's name changes with its content.
 */
interface File {
  url: string;
  sum: string;
}

/** Compiled modules by their address; a fresh instance starts from the same. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();
let running: Promise<Bindings> | undefined;

/** Keeps a promise for all who ask, unless it fails: then the next one tries again. */
function shared<T>(work: Promise<T>, forget: () => void): Promise<T> {
  work.catch(forget);
  return work;
}

/** The one instance that all elements share, started on first use. */
export function instance(): Promise<Bindings> {
  return (running ??= shared(start(), () => (running = undefined)));
}

/** After a panic the instance is of no use; the next one starts from the same module. */
export function retire(dead: Bindings): void {
  running?.then((current) => {
    if (current === dead) running = undefined;
  }, () => {});
}

async function start(): Promise<Bindings> {
  const file = { url: new URL(GUIYAN_WASM, import.meta.url).href, sum: GUIYAN_WASM_SUM };
  const module = await fetched(file);
  const bindings = create((name) => {
    const [url, sum] = parts[name]!;
    return fetched({ url: url(), sum }).catch((cause) => {
      // The widget offers to try again; why it failed is for the administrator.
      report((cause as Error).message, (cause as Error).cause);
      throw cause;
    });
  });
  await bindings.default({ module_or_path: module }).catch((cause) => refuse(file.url, cause));
  return bindings;
}

function fetched(file: File): Promise<WebAssembly.Module> {
  let module = compiled.get(file.url);
  if (!module) {
    module = shared(load(file), () => compiled.delete(file.url));
    compiled.set(file.url, module);
  }
  return module;
}

async function load(file: File): Promise<WebAssembly.Module> {
  const { url } = file;
  if (typeof WebAssembly !== "object") throw new LoadError("unsupported", url);
  const response = await request(file);
  if (!response.ok) throw new LoadError("status", url, response.status);
  const type = response.headers.get("content-type") ?? "";
  try {
    if (WebAssembly.compileStreaming && /^application\/wasm\b/i.test(type)) {
      return await WebAssembly.compileStreaming(response);
    }
    const bytes = await response.arrayBuffer();
    if (!isWasm(bytes)) throw new LoadError("mime", url, type);
    report(`${url} is served as "${type}"; application/wasm would start faster`);
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    return refuse(url, cause);
  }
}

/**
 * Asks for the file and says what stood in the way. The browser compares the
 * sum: `crypto.subtle` is missing on plain http, `integrity` is not.
 */
async function request({ url, sum }: File): Promise<Response> {
  let blocked = false;
  const watch = (event: SecurityPolicyViolationEvent): void => {
    blocked ||= url.startsWith(event.blockedURI);
  };
  document.addEventListener("securitypolicyviolation", watch);
  try {
    return await fetch(url, { integrity: sum });
  } catch (cause) {
    // The violation is told in a task of its own, after the promise.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (blocked) throw new LoadError("csp", url, cause);
    return await again(url, sum, cause);
  } finally {
    document.removeEventListener("securitypolicyviolation", watch);
  }
}

/** A failed fetch tells nothing. What the same address gives without the sum does. */
async function again(url: string, sum: string, cause: unknown): Promise<Response> {
  const plain = await fetch(url).catch(() => undefined);
  if (!plain) {
    // An opaque answer means that the server is there and CORS stood in between.
    const foreign = new URL(url).origin !== location.origin;
    const reached = foreign && (await fetch(url, { mode: "no-cors" }).catch(() => undefined));
    throw new LoadError(reached ? "cors" : "network", url, cause);
  }
  if (!plain.ok) throw new LoadError("status", url, plain.status);
  const bytes = await plain.arrayBuffer().catch(() => undefined);
  if (!bytes) throw new LoadError("network", url, cause);
  if (!isWasm(bytes)) throw new LoadError("mime", url, plain.headers.get("content-type"));
  // It may have been the network alone; then the right file comes now.
  return fetch(url, { integrity: sum }).catch(() => {
    throw new LoadError("version", url, cause);
  });
}

/** Why a service gives no answer to this page. */
export async function silence(service: string): Promise<unknown> {
  const url = `${service}/v1/health`;
  return request({ url, sum: "" }).then(() => new LoadError("network", url), (cause) => cause);
}

function isWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength >= 8 && new DataView(bytes).getUint32(0, true) === MAGIC;
}

function refuse(url: string, cause: unknown): never {
  if (cause instanceof LoadError) throw cause;
  const text = String(cause);
  if (/\bCSP\b|Content.Security.Policy|unsafe-eval/i.test(text)) {
    throw new LoadError("csp", url, cause);
  }
  // A module that arrives whole and is not understood meets an old engine. One
  // that breaks off is a TypeError, in Firefox an AbortError.
  const lost = cause instanceof TypeError || (cause as Error).name === "AbortError";
  throw new LoadError(lost ? "network" : "unsupported", url, cause);
}
