// What a page is like to read and to press, measured on what is drawn: the
// smallest of each, with the words it stands at.

/**
 * Runs in the page, so it stands alone. Gives for text its size, line height and
 * contrast, for what can be pressed its width and height: the smallest of each
 * on the page, `[figure, whose]`, and everything that misses `least`.
 */
export function legibility(least) {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const missed = new Set();
  const worst = { size: [Infinity], line: [Infinity], contrast: [Infinity], target: [Infinity] };
  const round = (number) => Math.round(number * 100) / 100;
  const note = (kind, figure, enough, whose) => {
    if (figure < worst[kind][0]) worst[kind] = [round(figure), whose];
    if (figure < enough - 0.05) missed.add(`${kind} ${round(figure)} of ${enough}: ${whose}`);
  };
  const shown = (node) =>
    node.checkVisibility({ visibilityProperty: true }) && !node.closest(".unseen, option");
  const name = (node) => {
    const words = node.getAttribute("aria-label") ?? node.textContent.trim();
    const text = (words || node.id).replace(/\s+/g, " ").slice(0, 24);
    return `${node.localName}.${(node.getAttribute("class") ?? "").split(" ")[0]} ${text}`;
  };

  // Colours come as rgb() or rgba(), whatever was written.
  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (key) => top[key] * top.a + below[key] * (1 - top.a);
    return { r: mix("r"), g: mix("g"), b: mix("b"), a: 1 };
  };
  const ground = (node) => {
    const layers = [];
    let at = node;
    while (at) {
      const layer = colour(getComputedStyle(at).backgroundColor);
      if (layer.a > 0) layers.push(layer);
      if (layer.a === 1) break;
      at = at.parentElement ?? at.getRootNode().host;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255 });
  };
  const light = ({ r, g, b }) => {
    const part = (value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const contrast = (front, back) => {
    const [low, high] = [light(front), light(back)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const veil = (node) => {
    let left = 1;
    for (let at = node; at; at = at.parentElement) left *= Number(getComputedStyle(at).opacity);
    return left;
  };

  const text = (node, style, whose) => {
    const drawing = node.ownerSVGElement;
    // What is drawn grows and shrinks with its picture.
    const size = parseFloat(style.fontSize) * (drawing ? node.getScreenCTM().a : 1);
    note("size", size, least.size, whose);
    // A word in a drawing is one line.
    if (!drawing) {
      const line = style.lineHeight === "normal" ? 1.15 : parseFloat(style.lineHeight) / size;
      note("line", line, least.line, whose);
    }
    const back = ground(node);
    const front = colour(drawing ? style.fill : style.color);
    front.a *= veil(node);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    note("contrast", contrast(over(front, back), back), large ? 3 : 4.5, whose);
  };

  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !node || !shown(node)) continue;
    if (node.closest("style, option")) continue;
    text(node, getComputedStyle(node), `“${words.currentNode.data.trim().slice(0, 24)}” in ${name(node)}`);
  }
  for (const node of root.querySelectorAll("input, select, textarea")) {
    if (!shown(node) || node.matches("[type=checkbox], [type=radio]")) continue;
    text(node, getComputedStyle(node), `what is typed in ${name(node)}`);
    if (!node.placeholder) continue;
    const hint = getComputedStyle(node, "::placeholder");
    note("contrast", contrast(colour(hint.color), ground(node)), 4.5, `the hint in ${name(node)}`);
  }

  const targets =
    "button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=slider]";
  for (const node of root.querySelectorAll(targets)) {
    if (!shown(node)) continue;
    // The label around a box to tick is what one aims at.
    const wrapped = node.matches("[type=checkbox], [type=radio]") && node.closest("label");
    const { width, height } = (wrapped || node).getBoundingClientRect();
    if (width === 0) continue;
    note("target", Math.min(height, least.width ? width : Infinity), least.target, name(node));
  }
  return { worst, missed: [...missed] };
}

/** What 长辈版 holds to [domain §9], and what every page does. */
export const LEAST = {
  elder: { size: 18, line: 1.3, target: 60, width: true },
  standard: { size: 12, line: 1.3, target: 44, width: false },
};
