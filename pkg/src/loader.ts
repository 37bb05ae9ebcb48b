import create, { type Bindings } from "guiyan-glue";
import parts from "guiyan-parts";
import { LoadError, report } from "./errors.js";

const MAGIC = 0x6d736100; // "\0asm"

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
  const url = new URL(GUIYAN_WASM, import.meta.url).href;
  const module = await fetched(url);
  const bindings = create((part) => fetched(parts[part]!()));
  await bindings.default({ module_or_path: module }).catch((cause) => refuse(url, cause));
  return bindings;
}

function fetched(url: string): Promise<WebAssembly.Module> {
  let module = compiled.get(url);
  if (!module) compiled.set(url, (module = shared(load(url), () => compiled.delete(url))));
  return module;
}

async function load(url: string): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw new LoadError("unsupported", url);
  const response = await request(url);
  if (!response.ok) throw new LoadError("status", url, response.status);
  const type = response.headers.get("content-type") ?? "";
  try {
    if (WebAssembly.compileStreaming && /^application\/wasm\b/i.test(type)) {
      return await WebAssembly.compileStreaming(response);
    }
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength < 8 || new DataView(bytes).getUint32(0, true) !== MAGIC) {
      throw new LoadError("mime", url, type);
    }
    report(`${url} is served as "${type}"; application/wasm would start faster`);
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    return refuse(url, cause);
  }
}

/** Asks for the file and tells a blocked request from a lost one. */
async function request(url: string): Promise<Response> {
  let blocked = false;
  const watch = (event: SecurityPolicyViolationEvent): void => {
    blocked ||= url.startsWith(event.blockedURI);
  };
  document.addEventListener("securitypolicyviolation", watch);
  try {
    return await fetch(url);
  } catch (cause) {
    // The violation is told in a task of its own, after the promise.
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (blocked) throw new LoadError("csp", url, cause);
    // An opaque answer means that the server is there and CORS stood in between.
    const foreign = new URL(url).origin !== location.origin;
    const reached = foreign && (await fetch(url, { mode: "no-cors" }).catch(() => undefined));
    throw new LoadError(reached ? "cors" : "network", url, cause);
  } finally {
    document.removeEventListener("securitypolicyviolation", watch);
  }
}

function refuse(url: string, cause: unknown): never {
  if (cause instanceof LoadError) throw cause;
  const text = String(cause);
  if (/\bCSP\b|Content.Security.Policy|unsafe-eval/i.test(text)) {
    throw new LoadError("csp", url, cause);
  }
  // A module that arrives whole and is not understood meets an old engine.
  throw new LoadError(cause instanceof TypeError ? "network" : "unsupported", url, cause);
}
