import type { Bindings, MountHandle } from "guiyan-glue";
import { report } from "./errors.js";
import { tell } from "./events.js";
import type { LocalPage } from "./core/page.js";
import { instance, retire, silence } from "./loader.js";
import { dress } from "./sheet.js";
import type { Config, ErrorDetail, GetToken, GuiyanEvents } from "./types.js";

/** Node has no elements; there the class can be imported, not used. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** The mode that a person has chosen here, for the whole origin; a frame may have no storage. */
function chosen(mode?: string): string | null {
  try {
    if (mode) localStorage.setItem("guiyan-mode", mode);
    return localStorage.getItem("guiyan-mode");
  } catch {
    return null;
  }
}

const BROKEN = {
  "zh-CN": ["这里出了点问题。重新载入后可以接着用。", "重新载入"],
  en: ["Something went wrong here. Reload to go on.", "Reload"],
} as const;

/** Elements whose widget is running; a panic ends it for all of them. */
const mounted = new Set<GuiyanBranch>();

/**
 * The door between a branch and its members.
 *
 * @tagname guiyan-branch
 *
 * @attr {string} branch - The branch to show, such as `xinzhou-beijing`.
 * @attr {string} district - The district to show, for its officers.
 * @attr {string} service - Address of the service; relative to the page, `/` is its own origin. Without it the rules run in the page, on samples.
 * @attr {"zh-CN" | "en"} [lang=zh-CN] - The language of every sentence.
 * @attr {"standard" | "elder"} [mode=standard] - `elder` is 长辈版. The person's switch sets it too; where it is missing, their last choice does.
 * @attr {"activities" | "leads" | "help" | "me" | "desk" | "office" | "district"} [page=activities] - The page to open.
 * @attr {"lazy"} loading - `lazy` fetches nothing before the element comes near the window.
 * @attr {"closed" | "open"} [root=closed] - Read once. `open` lets the page's scripts read inside.
 *
 * @fires {CustomEvent<object>} guiyan-ready - The first view is drawn.
 * @fires {CustomEvent<object>} guiyan-change - What is shown is of a newer version.
 * @fires {CustomEvent<object>} guiyan-sign-in-needed - A step needs a signed-in caller; drafts are kept. On a page that sets neither `token` nor `getToken`, the widget then offers the service's own sign-in by phone, unless `preventDefault()` is called.
 * @fires {CustomEvent<ErrorDetail>} guiyan-error - For the administrator: `detail.code` and `detail.message`.
 *
 * @slot - Shows until the widget is ready, and stays if it cannot load.
 *
 * @csspart app - The whole widget.
 * @csspart tabs - The row of tabs.
 * @csspart panel - The page below them.
 * @csspart button - Every button; `primary`, `quiet`, `plain` or `danger` beside it.
 * @csspart primary - The one next step on a page.
 * @csspart broken - The notice after a crash.
 * @csspart local - The bar of a page without a service.
 *
 * @cssprop [--guiyan-accent=#b5171d] - The next step and the current tab; keep 4.5:1 to what stands on it.
 * @cssprop [--guiyan-on-accent=#fff] - What stands on the accent.
 * @cssprop [--guiyan-paper=#fbf8f3] - The ground.
 * @cssprop [--guiyan-card=#fff] - What can be acted on.
 * @cssprop [--guiyan-size=16px] - The one size that all others follow; 长辈版 multiplies it.
 * @cssprop [--guiyan-inset=16px] - Room at the sides; 0 where the page's own column gives it.
 */
export class GuiyanBranch extends Base {
  static readonly observedAttributes = ["branch", "district", "service", "lang", "mode", "page"];

  /** Milliseconds an element may be out of the document before its widget ends. */
  static grace = 10_000;

  /** Milliseconds that `getToken` may take; after them nobody counts as signed in. */
  static patience = 10_000;

  #root: ShadowRoot | undefined;
  #slot: HTMLSlotElement | undefined;
  #box: HTMLElement | undefined;
  #handle: MountHandle | undefined;
  #bindings: Bindings | undefined;
  #notice: HTMLElement | undefined;
  #watcher: IntersectionObserver | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #local: LocalPage | undefined;
  #starting = false;
  #changed = false;
  #token: string | undefined;
  #getToken: GetToken | undefined;

  /** The caller's token. `getToken` goes before it. */
  get token(): string | undefined {
    return this.#token;
  }

  set token(token: string | undefined) {
    this.#token = token;
    this.#handle?.tokenChanged();
  }

  /** Asked whenever the widget talks to the service; setting it again means another caller. */
  get getToken(): GetToken | undefined {
    return this.#getToken;
  }

  set getToken(getToken: GetToken | undefined) {
    this.#getToken = getToken;
    this.#handle?.tokenChanged();
  }

  /** Fetches anew what is shown; after a failed load it tries again. */
  refresh(): void {
    if (this.#handle) this.#handle.refresh();
    else if (this.isConnected && !this.#notice) void this.#start();
  }

  /** @internal */
  connectedCallback(): void {
    clearTimeout(this.#leaving);
    this.#adopt("token");
    this.#adopt("getToken");
    if (!this.#root) {
      // Where the page does not say, the person's last choice does.
      if (!this.hasAttribute("mode") && chosen() === "elder") this.setAttribute("mode", "elder");
      const mode = this.getAttribute("root") === "open" ? "open" : "closed";
      this.#root = this.attachShadow({ mode });
      dress(this.#root);
      this.#root.append((this.#slot = document.createElement("slot")));
    }
    if (this.#handle || this.#notice) return;
    if (this.getAttribute("loading") === "lazy") this.#startWhenSeen();
    else void this.#start();
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#watcher?.disconnect();
    // A move disconnects and connects again at once; the widget must not notice.
    this.#leaving = setTimeout(() => this.isConnected || this.#end(), GuiyanBranch.grace);
  }

  /** @internal */
  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#handle) return;
    if (name === "service" && (before === null || after === null)) {
      // With a service or without one: another widget.
      this.#end();
      return void this.#start();
    }
    if (this.#changed) return;
    this.#changed = true;
    // Several attributes set in a row are one change.
    queueMicrotask(() => {
      this.#changed = false;
      this.#handle?.update(this.#config());
      this.#local?.speak(this.#config().lang);
    });
  }

  /** A property set before the class was known hides the accessor; takes it over. */
  #adopt(name: "token" | "getToken"): void {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    (this as Record<typeof name, unknown>)[name] = value;
  }

  #startWhenSeen(): void {
    this.#watcher ??= new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#watcher?.disconnect();
        void this.#start();
      },
      { rootMargin: "200px" },
    );
    this.#watcher.observe(this);
  }

  async #start(): Promise<void> {
    if (this.#starting || this.#handle) return;
    this.#starting = true;
    try {
      const bindings = await instance();
      if (!this.hasAttribute("service")) this.#local = await this.#withoutService();
      // It may have left while the file was on its way; connecting again starts again.
      if (this.isConnected) this.#mount(bindings);
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#starting = false;
    }
  }

  /** The rules in the page itself, for demonstration and for developers. */
  async #withoutService(): Promise<LocalPage> {
    const { localPage } = await import("./core.js");
    const branch = this.getAttribute("branch") ?? undefined;
    return localPage(branch, () => this.#handle?.tokenChanged());
  }

  #mount(bindings: Bindings): void {
    const local = this.#local;
    if (local) this.#root?.append(local.bar);
    local?.speak(this.#config().lang);
    const box = document.createElement("div");
    box.hidden = this.childElementCount > 0 || this.textContent?.trim() !== "";
    this.#root?.append(box);
    this.#box = box;
    this.#bindings = bindings;
    mounted.add(this);
    try {
      this.#handle = bindings.mount(box, this.#config(), {
        getToken: local ? async () => local.token() : () => this.#ask(),
        ...(local && { fetch: local.fetch }),
        emit: (name, detail) => this.#emit(bindings, name as keyof GuiyanEvents, detail),
      });
    } catch (cause) {
      this.#emit(bindings, "guiyan-error", { code: "panic", message: String(cause) });
    }
  }

  /** The page's token. A page that fails to give one must not hold up what everybody may see. */
  async #ask(): Promise<string | null | undefined> {
    if (this.#isOwn()) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(reject, GuiyanBranch.patience, new Error("it did not answer in time"));
    });
    try {
      return await (this.#getToken ? Promise.race([this.#getToken(), late]) : this.#token);
    } catch (cause) {
      const message = "getToken gave no token, so nobody is signed in here";
      report(message, cause);
      tell(this, "guiyan-error", { code: "token", message });
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  #emit(from: Bindings, name: keyof GuiyanEvents, detail: object): void {
    if ((name as string) === "guiyan-mode") return this.#turn();
    if (name === "guiyan-error") {
      const { code, message } = detail as ErrorDetail;
      if (code === "panic") breakAll(from);
      // The widget has said it to the person; this is for the administrator.
      else if (code === "network") return void this.#explain();
      else if (message) report(message);
    } else if (name === "guiyan-ready" && this.#box && this.#slot) {
      this.#box.hidden = false;
      this.#slot.hidden = true;
    }
    // Where the page has no sign-in of its own, the service's may do.
    const own = name === "guiyan-sign-in-needed" && this.#isOwn();
    tell(this, name, detail as ErrorDetail, own ? () => this.#handle?.signIn() : undefined);
  }

  /** Whether signing in is left to the widget: the page gives no token. */
  #isOwn(): boolean {
    return !(this.#token || this.#getToken || this.#local);
  }

  #config(): Config {
    const get = (name: string): string | undefined => this.getAttribute(name) ?? undefined;
    const config: Config = {
      lang: get("lang")?.toLowerCase().startsWith("en") ? "en" : "zh-CN",
      mode: get("mode") === "elder" ? "elder" : "standard",
    };
    for (const name of ["branch", "district", "page"] as const) {
      const value = get(name);
      if (value) config[name] = value;
    }
    const service = get("service");
    if (service !== undefined) {
      config.service = new URL(service, document.baseURI).href.replace(/\/+$/, "");
    }
    return config;
  }

  /** The person turns to 长辈版 or back, in every widget of the page; the attribute says which. */
  #turn(): void {
    const mode = this.getAttribute("mode") === "elder" ? "standard" : "elder";
    chosen(mode);
    for (const element of mounted) element.setAttribute("mode", mode);
  }

  /** The service did not answer: whether a policy, its list of origins or the network is why. */
  async #explain(): Promise<void> {
    this.#complain(await silence(this.#config().service ?? ""));
  }

  #complain(cause: unknown): void {
    const { code = "unknown", message } = cause as { code?: string; message: string };
    report(message, (cause as Error).cause ?? cause);
    tell(this, "guiyan-error", { code, message });
  }

  #fail(cause: unknown): void {
    this.#complain(cause);
    addEventListener("online", () => this.refresh(), { once: true });
  }

  #end(broken = false): void {
    mounted.delete(this);
    // A module that has panicked must not be entered again.
    if (!broken) this.#handle?.destroy();
    this.#handle = this.#bindings = undefined;
    this.#notice?.remove();
    this.#notice = undefined;
    this.#box?.remove();
    this.#box = undefined;
    this.#local?.bar.remove();
    this.#local = undefined;
    if (this.#slot) this.#slot.hidden = false;
  }

  /** @internal Ends the widget and offers to start it afresh. */
  static break(element: GuiyanBranch, dead: Bindings): void {
    if (element.#bindings !== dead) return;
    element.#end(true);
    const [sentence, label] = BROKEN[element.#config().lang];
    const notice = document.createElement("div");
    notice.className = "guiyan-broken";
    notice.part.add("broken");
    notice.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = sentence;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      element.#end(true);
      void element.#start();
    });
    notice.append(text, button);
    element.#notice = notice;
    if (element.#slot) element.#slot.hidden = true;
    element.#root?.append(notice);
  }
}

function breakAll(dead: Bindings): void {
  retire(dead);
  for (const element of [...mounted]) GuiyanBranch.break(element, dead);
}
