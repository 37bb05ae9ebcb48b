import type { Engine, Reply } from "guiyan-core-glue";
import { GuiyanError, named } from "./errors.js";
import { Conflict, type Keeper } from "./keeper.js";
import { uuid } from "./uuid.js";
import type { Answer, Command, Views } from "./wire.js";

/** How often a command is decided anew because another tab was quicker. */
const TRIES = 16;

type Open = (lines: string[]) => Engine;

/** Who asks: a name of your own, and offices as in `secretary:xinzhou-beijing`. */
export interface Asker {
  /** The same name is the same person. */
  subject: string;
  /** Without them, those of the sample identity of that name, if it is one. */
  roles?: string[];
}

/** The rules with a record in the page: what the service answers, without one. */
export class Local {
  #engine: Engine;
  #turn: Promise<unknown> = Promise.resolve();
  #stale = false;
  #listeners = new Set<() => void>();

  /** @internal */
  constructor(
    private readonly open: Open,
    private readonly keeper: Keeper,
    private readonly clock: () => number,
    lines: string[],
  ) {
    this.#engine = open(lines);
    keeper.onChange?.(() => {
      this.#stale = true;
      this.#tell();
    });
  }

  /** @internal */
  seed(members: number): Promise<void> {
    return this.#alone(async () => {
      this.#engine.seed(members, this.clock());
      await this.#keep();
    });
  }

  /**
   * Answers as the service does: `fetch("/v1/branches/xinzhou-beijing")`. The
   * bearer token is the caller's subject. Can be handed to whoever takes a `fetch`.
   */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const given = input instanceof Request ? input : undefined;
    const address = new URL(given?.url ?? String(input), "http://local.invalid");
    const headers = new Headers(init?.headers ?? given?.headers);
    const body = init?.body ?? (await given?.text());
    const [, subject] = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "") ?? [];
    const [, branch] = /^\/v1\/branches\/([^/]+)\/changes$/.exec(address.pathname) ?? [];
    if (branch) return this.#changes(branch, init?.signal ?? given?.signal);
    const { status, etag, disposition, body: text } = await this.#ask("ask", {
      method: init?.method ?? given?.method ?? "GET",
      path: address.pathname,
      query: address.search.slice(1),
      body: typeof body === "string" ? body : "",
      lang: headers.get("accept-language") ?? "",
      etag: headers.get("if-none-match") ?? undefined,
      caller: subject ? { subject } : undefined,
    });
    const json = status === 200 ? "application/json" : "application/problem+json";
    return new Response(status === 304 ? null : text, {
      status,
      headers: {
        "content-type": disposition ? "text/csv; charset=utf-8; header=present" : json,
        ...(disposition && { "content-disposition": disposition }),
        ...(etag && { etag }),
      },
    });
  };

  /** The same, as somebody: `local.as("beijing-secretary")`. */
  as(asker: string | Asker, lang: "zh-CN" | "en" = "zh-CN"): Person {
    const caller = typeof asker === "string" ? { subject: asker } : asker;
    return new Person((verb, request) => this.#ask(verb, { ...request, lang, caller }));
  }

  /** The same, as nobody: what every visitor may see. */
  anonymous(lang: "zh-CN" | "en" = "zh-CN"): Person {
    return new Person((verb, request) => this.#ask(verb, { ...request, lang }));
  }

  /** Is called after every change, whoever made it; gives what stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Every stream with the number of its last event. */
  versions(): Record<string, number> {
    const versions = this.#engine.versions().map(({ stream, version }) => [stream, version]);
    return Object.fromEntries(versions);
  }

  #ask(verb: "ask" | "check", request: object): Promise<Reply> {
    return this.#alone(async () => {
      for (let attempt = 1; ; attempt += 1) {
        if (this.#stale) await this.#reopen();
        const before = this.versions();
        const reply = this.#engine[verb](request, this.clock());
        try {
          await this.#keep();
        } catch (cause) {
          // Nothing is answered that is not kept: the engine forgets it again.
          await this.#reopen();
          if (cause instanceof Conflict && attempt < TRIES) continue;
          return this.#engine.unavailable((request as { lang: string }).lang);
        }
        const after = this.versions();
        if (Object.keys(after).some((stream) => after[stream] !== before[stream])) this.#tell();
        return reply;
      }
    });
  }

  async #keep(): Promise<void> {
    const change = this.#engine.unsaved();
    if (!change.replace && change.lines.length === 0) return;
    await this.keeper.keep(change);
    this.#engine.saved();
  }

  async #reopen(): Promise<void> {
    this.#stale = false;
    const engine = this.open(await this.keeper.load());
    this.#engine.free();
    this.#engine = engine;
  }

  /** One after the other: what is asked sees what was answered before. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn.catch((cause) => {
      throw named(cause);
    });
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** `{"version"}` now and after every change, as server-sent events. */
  #changes(branch: string, signal?: AbortSignal | null): Response {
    let stop = (): void => {};
    let told: string | undefined;
    const words = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const tell = async (): Promise<void> => {
          if (this.#stale) await this.#alone(() => this.#reopen());
          const versions = this.versions();
          const version = versions[branch];
          // What others hold shows here too: the same version told again says so.
          const state = JSON.stringify(versions);
          if (version === undefined || state === told) return;
          told = state;
          controller.enqueue(words.encode(`data: {"version":${version}}\n\n`));
        };
        const forget = this.onChange(() => void tell().catch(() => {}));
        stop = () => {
          forget();
          try {
            controller.close();
          } catch {
            // The reader has gone already.
          }
        };
        signal?.addEventListener("abort", stop, { once: true });
        void tell().catch(() => {});
      },
      cancel: () => stop(),
    });
    return new Response(stream, { headers: { "content-type": "text/event-stream" } });
  }
}

type Ask = (verb: "ask" | "check", request: object) => Promise<Reply>;

/** Somebody who looks and acts. */
export class Person {
  /** @internal */
  constructor(private readonly ask: Ask) {}

  /** Their view of a branch. */
  branch(branch: string): Promise<Views["/v1/branches/{branch}"]> {
    return this.read(`/v1/branches/${branch}`) as Promise<Views["/v1/branches/{branch}"]>;
  }

  /** Themselves across all branches. */
  me(): Promise<Views["/v1/me"]> {
    return this.read("/v1/me") as Promise<Views["/v1/me"]>;
  }

  /**
   * What stands at an address, as in `/v1/branches/xinzhou-beijing/leads?stage=signed`;
   * the tables that are handed in (`.csv`) as text.
   */
  async read(address: string): Promise<unknown> {
    const [path, query = ""] = address.split("?");
    const reply = await this.ask("ask", { method: "GET", path, query });
    const text = body(reply);
    return reply.disposition ? text : JSON.parse(text);
  }

  /**
   * Carries out a command; `district` takes those for the district. It happens
   * once for one `id` (a UUIDv7), however often it is sent.
   *
   * @throws {GuiyanError} with the refusal's code, sentence and what to do next.
   */
  async execute(branch: string, command: Command, id = uuid()): Promise<Answer> {
    return JSON.parse(body(await this.ask("ask", posted(branch, command, id))));
  }

  /** What would keep a command from being accepted now: nothing, or why. */
  async check(branch: string, command: Command): Promise<GuiyanError | undefined> {
    const reply = await this.ask("check", posted(branch, command, uuid()));
    return reply.status === 200 ? undefined : new GuiyanError(JSON.parse(reply.body));
  }
}

function posted(branch: string, command: Command, id: string): object {
  const path = branch === "district" ? "/v1/district/commands" : `/v1/branches/${branch}/commands`;
  return { method: "POST", path, body: JSON.stringify({ id, ...command }) };
}

function body(reply: Reply): string {
  if (reply.status !== 200) throw new GuiyanError(JSON.parse(reply.body));
  return reply.body;
}
