// Steps in 待办, where every matter has a card with the same few buttons.

import { eventually } from "../harness.mjs";

/** Presses the button with that name in the card that shows this text. */
export async function within(page, text, name) {
  const look = () =>
    page.evaluateHandle(
      (wanted, label) => {
        const root = document.querySelector("guiyan-branch").shadowRoot;
        const cards = [...root.querySelectorAll("article.matter")];
        const card = cards.find((node) => node.textContent.includes(wanted));
        const buttons = [...(card?.querySelectorAll("button") ?? [])];
        return buttons.find((node) => node.textContent.trim() === label);
      },
      text,
      name,
    );
  let button;
  await eventually(async () => {
    button = (await look()).asElement();
    return button !== null;
  }, `${name} in the card of ${text}`);
  await button.evaluate((node) => node.scrollIntoView({ block: "center" }));
  await button.click();
}
