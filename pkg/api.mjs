// Prints what the package exports, as JSON for the reference pages: every name
// with its comment, its signature and its members, as the compiler reads them
// from `src/`; and the advice of `src/errors.ts`, in both languages.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const HERE = dirname(fileURLToPath(import.meta.url));
const ENTRIES = { guiyan: "src/index.ts", "guiyan/core": "src/core.ts" };
const FORMAT = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;

const program = load();
const checker = program.getTypeChecker();

const entries = Object.entries(ENTRIES).map(([entry, file]) => {
  const source = program.getSourceFile(join(HERE, file));
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const shown = exported.map(resolved).filter(([, symbol]) => !internal(symbol));
  return { entry, about: head(source), exports: shown.map(([name, symbol]) => told(name, symbol)) };
});
console.log(JSON.stringify({ entries, errors: await errors() }, null, 1));

/** The program of tsconfig.json; the types of the wire must have been made. */
function load() {
  const file = join(HERE, "tsconfig.json");
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, HERE);
  return ts.createProgram(fileNames, { ...options, noEmit: true });
}

function resolved(symbol) {
  const alias = symbol.flags & ts.SymbolFlags.Alias;
  return [symbol.name, alias ? checker.getAliasedSymbol(symbol) : symbol];
}

function internal(symbol) {
  return symbol.getJsDocTags(checker).some(({ name }) => name === "internal");
}

/** The comment that stands over a whole file and says `@module`. */
function head(source) {
  const text = source.getFullText();
  const [comment] = ts.getLeadingCommentRanges(text, 0) ?? [];
  if (!comment) return "";
  const lines = text.slice(comment.pos, comment.end).replace(/^\/\*\*|\*\/$/g, "").split("\n");
  const words = lines.map((line) => line.replace(/^\s*\* ?/, "")).filter((line) => !/^@/.test(line));
  return words.join("\n").trim();
}

function told(name, symbol) {
  const [declaration] = symbol.declarations;
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const made = { name, ...comments(symbol) };
  if (ts.isClassDeclaration(declaration)) {
    return { ...made, kind: "class", text: header(declaration), members: members(type, declaration) };
  }
  if (ts.isInterfaceDeclaration(declaration)) {
    return { ...made, kind: "interface", text: header(declaration), members: members(type, declaration) };
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    return { ...made, kind: "type", text: plain(declaration), members: [] };
  }
  const value = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const [call] = value.getCallSignatures();
  if (!call) throw new Error(`${name}: neither class, type nor function`);
  return { ...made, ...comments(call), kind: "function", text: signature(name, call), members: [] };
}

/** `class Local`, `class Conflict extends Error` */
function header(declaration) {
  const clauses = (declaration.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`);
  const kind = ts.isClassDeclaration(declaration) ? "class" : "interface";
  return `${kind} ${declaration.name.text}${clauses.join("")}`;
}

/** What stands in the declaration itself and can be reached from outside. */
function members(type, declaration) {
  const own = type.getProperties().filter((symbol) => {
    const parent = symbol.declarations?.[0]?.parent;
    return (parent === declaration || parent?.parent === declaration) && !internal(symbol);
  });
  return own.filter((symbol) => !hidden(symbol)).map(member);
}

/** What nobody outside can reach, and what every error has. */
function hidden(symbol) {
  const [declaration] = symbol.declarations;
  const hiding = ts.ModifierFlags.Private | ts.ModifierFlags.Override;
  return Boolean(ts.getCombinedModifierFlags(declaration) & hiding) || ts.isPrivateIdentifier(declaration.name);
}

function member(symbol) {
  const [declaration] = symbol.declarations;
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const optional = Boolean(symbol.flags & ts.SymbolFlags.Optional);
  const [call] = checker.getNonNullableType(type).getCallSignatures();
  const name = /^\w+$/.test(symbol.name) ? symbol.name : JSON.stringify(symbol.name);
  const mark = optional ? "?" : "";
  // As it was written, so that a name stays a name; where nothing was, as inferred.
  const written = (declaration.type && plain(declaration.type)) ?? checker.typeToString(type, declaration, FORMAT);
  const method = ts.isMethodDeclaration(declaration) || ts.isMethodSignature(declaration);
  const text = method ? signature(name + mark, call) : `${name}${mark}: ${written}`;
  return { name: symbol.name, text, ...comments(symbol) };
}

/** Parameters and answer as they were written. */
function signature(name, call) {
  const { parameters, type } = call.declaration;
  const answer = (type && plain(type)) ?? checker.typeToString(call.getReturnType(), undefined, FORMAT);
  const written = parameters.map(plain);
  return `${name}(${written.join(", ")}): ${answer}`;
}

/** As it was written, by the names that readers know. */
function plain(node) {
  return node.getText().replace(/^export /, "").replace(/\bSchemas\["(\w+)"\]/g, "$1");
}

function comments(from) {
  const text = (parts) => ts.displayPartsToString(parts ?? []);
  const tags = from.getJsDocTags(checker);
  const throws = tags.filter(({ name }) => name === "throws").map((tag) => text(tag.text));
  return { about: text(from.getDocumentationComment(checker)), throws };
}

/** The codes of `guiyan-error`, with what each asks of an administrator. */
async function errors() {
  const [{ ADVICE }, { ADVICE_ZH, BESIDES }] = await Promise.all(
    ["errors", "errors.zh"].map(evaluated),
  );
  const loading = Object.keys(ADVICE).map((code) => ({ code, en: ADVICE[code], zh: ADVICE_ZH[code] }));
  const later = Object.entries(BESIDES).map(([code, [en, zh]]) => ({ code, en, zh }));
  return [...loading, ...later];
}

/** A source without imports of values, run as it is. */
function evaluated(name) {
  const source = readFileSync(join(HERE, `src/${name}.ts`), "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
}
