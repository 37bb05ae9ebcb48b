// How `dist/custom-elements.json` is made from the comments of src/element.ts.

/** What people import, not where it was written; and nothing that they cannot reach. */
const asPublished = {
  name: "as-published",
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = "dist/index.js";
      for (const declaration of module.declarations) {
        declaration.members = declaration.members?.filter(({ privacy }) => privacy !== "private");
      }
      for (const exported of module.exports) exported.declaration.module = module.path;
      module.exports.push({
        kind: "custom-element-definition",
        name: "guiyan-branch",
        declaration: { name: "GuiyanBranch", module: module.path },
      });
    }
  },
};

export default {
  globs: ["src/element.ts"],
  outdir: "dist",
  packagejson: false,
  plugins: [asPublished],
};
