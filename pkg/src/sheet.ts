import text from "guiyan-sheet";

let sheet: CSSStyleSheet | undefined;

/**
 * Gives a root the widget's styles. One constructed sheet serves all elements;
 * browsers without them get a link, which a strict CSP allows too.
 */
export function dress(root: ShadowRoot): void {
  if ("adoptedStyleSheets" in root && "replaceSync" in CSSStyleSheet.prototype) {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
    }
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(GUIYAN_STYLES, import.meta.url).href;
  (root as ShadowRoot).append(link);
}
