// Finding elements by role and accessible name.

/**
 * The first visible one. Chromium is asked for the role and name that it
 * computes itself. Firefox's query does not enter shadow roots, so there a walk
 * over the page stands in, with the roles and names that this widget uses.
 */
export async function find(page, browser, role, name) {
  if (browser === "firefox") return walk(page, NATIVE[role], role, name);
  const exact = typeof name === "string" ? name : "";
  for (const handle of await page.$$(`aria/${exact}[role="${role}"]`)) {
    if (!(await handle.isVisible())) continue;
    if (!(name instanceof RegExp) || name.test(await handle.evaluate(nameOf))) return handle;
  }
  return undefined;
}

/** The first visible control with this label, whatever its role; a mark such as 选填 may follow. */
export function findField(page, label) {
  return walk(page, "input, select, textarea", undefined, label);
}

const NATIVE = {
  button: "button:not([role]), summary, input[type=button], input[type=submit]",
  link: "a[href]",
  textbox: "textarea, input:not([type]), input[type=text], input[type=tel], input[type=date]",
  searchbox: "input[type=search]",
  spinbutton: "input[type=number]",
  checkbox: "input[type=checkbox]",
  radio: "input[type=radio]",
  combobox: "select",
  heading: "h1, h2, h3, h4",
  listitem: "li",
  dialog: "dialog",
};

async function walk(page, native, role, name) {
  const selector = [native, role && `[role="${role}"]`].filter(Boolean).join(", ");
  const wanted = name === undefined ? null : split(name);
  // As one source: the page's policy forbids making functions of text in there.
  const parts = [JSON.stringify(selector), JSON.stringify(wanted), nameOf, isNamed];
  const source = `(${look})(${parts.join(", ")})[0] ?? null`;
  return (await page.evaluateHandle(source)).asElement() ?? undefined;
}

/** The names of all visible elements of a role that match. */
export function findNames(page, role, name) {
  const selector = [NATIVE[role], `[role="${role}"]`].filter(Boolean).join(", ");
  const parts = [JSON.stringify(selector), JSON.stringify(split(name)), nameOf, isNamed];
  return page.evaluate(`(${look})(${parts.join(", ")}).map(${nameOf})`);
}

function look(selector, wanted, nameOf, isNamed) {
  const found = [];
  const visit = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) visit(node.shadowRoot);
      if (!node.matches(selector) || !node.checkVisibility({ visibilityProperty: true })) continue;
      if (wanted === null || isNamed(nameOf, node, ...wanted)) found.push(node);
    }
  };
  visit(document);
  return found;
}

const split = (name) => (name instanceof RegExp ? [name.source, name.flags] : [name, null]);

/** Whether an element has that name. Runs in the page. */
function isNamed(nameOf, node, wanted, flags) {
  const name = nameOf(node);
  return flags === null ? name === wanted : new RegExp(wanted, flags).test(name);
}

/** An element's name: its label, or its text, which is near enough. Runs in the page. */
export function nameOf(node) {
  const root = node.getRootNode();
  const ids = (node.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const parts = ids.map((id) => root.getElementById(id)?.textContent ?? "");
  const label = node.labels?.[0];
  const name =
    (ids.length > 0 && parts.join(" ")) ||
    node.getAttribute("aria-label") ||
    label?.firstChild?.textContent ||
    label?.textContent ||
    node.textContent ||
    "";
  return name.replace(/\s+/g, " ").trim();
}
