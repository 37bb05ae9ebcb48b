// Functions that run inside the page and measure what the widget draws. Each is
// passed as source, so each stands alone.

/** What sticks out of the window or of its own box, sideways. */
export function overflowing() {
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.push(`page: ${page.scrollWidth}`);
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const name = (node) => `${node.localName}.${node.className?.baseVal ?? node.className}`;
  for (const node of root.querySelectorAll("*")) {
    if (!node.checkVisibility() || node.closest("svg, .unseen")) continue;
    const box = node.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.right > page.clientWidth + 0.5 || box.left < -0.5) {
      found.push(`${name(node)}: ${box.left} to ${box.right}`);
    }
    // Bars reach into the page's margin on purpose; words must stay in their box.
    const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    const inline = getComputedStyle(node).display === "inline";
    if (words && !inline && node.scrollWidth > node.clientWidth + 1) {
      found.push(`${name(node)}: ${node.scrollWidth} in ${node.clientWidth}`);
    }
  }
  return found;
}

/** What can be pressed and is smaller than `least` CSS pixels. */
export function smallTargets(least) {
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const targets = "button, a[href], input, select, textarea, summary, [role=button]";
  const found = [];
  for (const node of root.querySelectorAll(targets)) {
    if (!node.checkVisibility({ visibilityProperty: true }) || node.closest(".unseen")) continue;
    // The label around a box to tick is what one aims at.
    const wrapped = node.matches("[type=checkbox], [type=radio]") && node.closest("label");
    const { width, height } = (wrapped || node).getBoundingClientRect();
    if (Math.round(width) >= least && Math.round(height) >= least) continue;
    const name = node.getAttribute("aria-label") ?? (node.textContent.trim() || node.id);
    found.push(`${node.localName} ${name}: ${width.toFixed(1)} × ${height.toFixed(1)}`);
  }
  return found;
}

/**
 * Words of the other language among the widget's own: everything shown that
 * `data`, the strings the service has sent, does not account for.
 */
export function leftovers(lang, data) {
  const other = lang === "en" ? /[\u3400-\u9fff]/ : /[A-Za-z]{2,}/;
  const known = [...data].sort((a, b) => b.length - a.length);
  const own = (text) => known.reduce((rest, word) => rest.replaceAll(word, " "), text);
  const root = document.querySelector("guiyan-branch").shadowRoot;
  const found = new Set();
  const look = (text) => {
    if (text && other.test(text) && other.test(own(text))) found.add(text.trim());
  };
  for (const node of root.querySelectorAll("*")) {
    if (!node.checkVisibility()) continue;
    for (const child of node.childNodes) if (child.nodeType === 3) look(child.data);
    for (const name of ["aria-label", "title", "placeholder", "alt"]) look(node.getAttribute(name));
  }
  return [...found];
}

/** Whether what has the focus can be seen to have it. */
export function focusShown() {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const style = getComputedStyle(node);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return outlined || style.boxShadow !== "none";
}
