import type { GuiyanEvents } from "./types.js";

/**
 * Tells the page, once the widget's own call has returned: a listener may call
 * `refresh()`, and the widget must not be entered while it is still running.
 */
export function tell<Name extends keyof GuiyanEvents>(
  target: EventTarget,
  name: Name,
  detail: GuiyanEvents[Name]["detail"],
): void {
  queueMicrotask(() =>
    target.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail })),
  );
}
