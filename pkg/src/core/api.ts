import init, * as glue from "guiyan-core-glue";
import { named } from "./errors.js";
import { inMemory, type Keeper } from "./keeper.js";
import { Local } from "./local.js";
import type { Advice, Dues, DuesRates, Figures, Payer, Recorded } from "./wire.js";

/** The district's data: `district.toml` and the files of `branches/`, as JSON. */
export interface Home {
  district: Record<string, unknown>;
  branches: Record<string, unknown>[];
}

/** How a record in the page is opened. */
export interface Options {
  /** The district; 信州区 with its two branches without it. */
  home?: Home;
  /** Where its lines are kept; in memory without it. */
  keeper?: Keeper;
  /** Fills an empty record with a sample year (示例) of so many people a branch. */
  sample?: number;
  /** Milliseconds since 1970; the device's clock without it. */
  clock?: () => number;
}

/** The rules, once their module is there. */
export interface Core {
  /**
   * Opens a district whose record is in the page.
   *
   * @throws {GuiyanError} `home`: the data is not a district's; `journal`: what
   * was kept is damaged, or of a newer release.
   */
  open(options?: Options): Promise<Local>;
  /**
   * Folds a log of events into the district's figures: the same log, the same figures.
   *
   * @throws {GuiyanError} `events`: the first event that is malformed or out of order.
   */
  fold(events: readonly Recorded[], home?: Home): Promise<Figures>;
  /** What is suggested for a branch of so many full members and so large a committee. [R18] */
  advice(branch: { full: number; committee: number }): Promise<Advice[]>;
  /** 党费 of a month, in fen; nothing for an income beyond reckoning. [domain §7] */
  dues(payer: Payer, rates?: DuesRates): Promise<Dues | undefined>;
}

/** The rules over a module that is loaded at first use, and again if that failed. */
export function core(load: () => Promise<WebAssembly.Module | BufferSource | Response>): Core {
  let ready: Promise<unknown> | undefined;
  const loaded = (): Promise<unknown> =>
    (ready ??= load()
      .then((module_or_path) => init({ module_or_path }))
      .catch((cause) => {
        ready = undefined;
        throw cause;
      }));
  const run = async <T>(work: () => T | Promise<T>): Promise<T> => {
    await loaded();
    try {
      return await work();
    } catch (cause) {
      throw named(cause);
    }
  };
  const text = (home?: Home): string | undefined => home && JSON.stringify(home);
  return {
    open: ({ home, keeper = inMemory(), sample, clock = Date.now } = {}) =>
      run(async () => {
        const open = (lines: string[]): glue.Engine => new glue.Engine(text(home), lines);
        const local = new Local(open, keeper, clock, await keeper.load());
        if (sample) await local.seed(sample);
        return local;
      }),
    fold: (events, home) =>
      run(() => {
        const lines = events.map((event) => JSON.stringify(event)).join("\n");
        return JSON.parse(glue.fold(text(home), lines));
      }),
    advice: ({ full, committee }) => run(() => glue.advice(full, committee) as Advice[]),
    dues: (payer, rates) => run(() => (glue.dues(payer, rates) as Dues | null) ?? undefined),
  };
}
