/** A field of a form and what is wrong with it. */
export interface FieldProblem {
  /** Its name, as in `phone`. */
  field: string;
  /** What is wrong, as a code: `missing`, `tooLong`, … */
  code: string;
  /** The same as a sentence. */
  message: string;
}

/** Why something was not done: a stable `code`, a sentence, and what to do `next`. */
export class GuiyanError extends Error {
  override readonly name = "GuiyanError";
  /** Stable, as in `alreadySignedUp`; the reference has them all, with their sentences. */
  readonly code: string;
  /** The HTTP status that the service would answer with; 0 when nothing was asked. */
  readonly status: number;
  /** What to do next, as a sentence. */
  readonly next: string;
  /** For `invalidFields`. */
  readonly fields: readonly FieldProblem[];

  constructor(
    problem: { code: string; title: string; status?: number; next?: string; fields?: FieldProblem[] },
    options?: ErrorOptions,
  ) {
    super(problem.title, options);
    this.code = problem.code;
    this.status = problem.status ?? 0;
    this.next = problem.next ?? "";
    this.fields = problem.fields ?? [];
  }
}

/** The engine's `code: sentence` as an error with a code. */
export function named(cause: unknown): GuiyanError {
  if (cause instanceof GuiyanError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const [, code = "internal", title = text] = /^(\w+): (.*)$/s.exec(text) ?? [];
  return new GuiyanError({ code, title }, { cause });
}
