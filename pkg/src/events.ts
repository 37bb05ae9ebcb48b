import type { GuiyanEvents } from "./types.js";

/**
 * Tells the page, once the widget's own call has returned: a listener may call
 * `refresh()`, and the widget must not be entered while it is still running.
 * `otherwise` is done unless a listener prevents it.
 */
export function tell<Name extends keyof GuiyanEvents>(
  target: EventTarget,
  name: Name,
  detail: GuiyanEvents[Name]["detail"],
  otherwise?: () => void,
): void {
  const event = new CustomEvent(name, { bubbles: true, composed: true, cancelable: !!otherwise, detail });
  queueMicrotask(() => target.dispatchEvent(event) && otherwise?.());
}
