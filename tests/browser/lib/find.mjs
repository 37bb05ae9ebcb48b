// Finding elements by role and accessible name.

/**
 * Chromium is asked for the role and name that it computes itself. Firefox's
 * query does not enter shadow roots, so there a walk over the page stands in,
 * with the roles and names that this widget uses.
 */
export async function find(page, browser, role, name) {
  const handles = browser === "firefox" ? await walk(page, role) : await ask(page, role, name);
  for (const handle of handles) {
    if (!(await handle.isVisible())) continue;
    const matches = browser === "firefox" || name instanceof RegExp;
    if (!matches || name === undefined || (await named(handle, name))) return handle;
  }
  return undefined;
}

function ask(page, role, name) {
  const exact = typeof name === "string" ? name : "";
  return page.$$(`aria/${exact}[role="${role}"]`);
}

async function walk(page, role) {
  const list = await page.evaluateHandle((wanted) => {
    const native = {
      button: "button, summary, input[type=button], input[type=submit]",
      link: "a[href]",
      textbox: "textarea, input:not([type]), input[type=text], input[type=tel], input[type=date]",
      spinbutton: "input[type=number]",
      checkbox: "input[type=checkbox]",
      radio: "input[type=radio]",
      combobox: "select",
      heading: "h1, h2, h3, h4",
      listitem: "li",
      dialog: "dialog",
    }[wanted];
    const explicit = `[role="${wanted}"]`;
    const found = [];
    const visit = (root) => {
      for (const node of root.querySelectorAll("*")) {
        const native_match = native && !node.hasAttribute("role") && node.matches(native);
        if (node.matches(explicit) || native_match) found.push(node);
        if (node.shadowRoot) visit(node.shadowRoot);
      }
    };
    visit(document);
    return found;
  }, role);
  const handles = [];
  for (const property of (await list.getProperties()).values()) {
    const element = property.asElement();
    if (element) handles.push(element);
  }
  return handles;
}

/** The label, or the text, which is near enough to the name. */
function named(handle, wanted) {
  return handle.evaluate(
    (node, text, flags) => {
      const root = node.getRootNode();
      const ids = (node.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
      const parts = ids.map((id) => root.getElementById(id)?.textContent ?? "");
      const name =
        (ids.length > 0 && parts.join(" ")) ||
        node.getAttribute("aria-label") ||
        node.labels?.[0]?.textContent ||
        node.textContent ||
        "";
      const clean = name.replace(/\s+/g, " ").trim();
      return flags === null ? clean === text : new RegExp(text, flags).test(clean);
    },
    wanted instanceof RegExp ? wanted.source : wanted,
    wanted instanceof RegExp ? wanted.flags : null,
  );
}
