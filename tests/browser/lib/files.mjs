// A plain static server, as a portal has one: right types, nothing else.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves folders on a free port of 127.0.0.1.
 *
 * - `folders`: `{ "/": folder, "/more/": another }`; the longest prefix wins
 * - `headers(path, request)`: more headers for an answer, such as a policy
 * - `answer(path, request)`: `{ status, type, head, body, cut }` in place of a file, or
 *   nothing; `head` are more headers, `cut` ends the connection after the body
 */
export async function serveFiles({ folders, headers = () => ({}), answer = () => undefined }) {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    try {
      const own = await answer(path, request);
      const body = own ? own.body : await file(path);
      const type = own?.type ?? TYPES[extname(path)] ?? TYPES[".html"];
      const more = { ...own?.head, ...headers(path, request) };
      response.writeHead(own?.status ?? 200, { "content-type": type, ...more });
      if (own?.cut) response.write(body, () => response.destroy());
      else response.end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("not here");
    }
  });
  const file = (path) => {
    const prefix = prefixes.find((one) => path.startsWith(one));
    const rest = normalize(path.slice(prefix.length)).replace(/^(\.\.[/\\])+/, "");
    const isFolder = rest.endsWith("/") || rest === ".";
    return readFile(join(folders[prefix], isFolder ? join(rest, "index.html") : rest));
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    /** Its address, without a closing slash. */
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
