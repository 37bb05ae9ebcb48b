// Tokens as a portal signs them, with a key that the service is told of.

import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A key pair, the settings that make a service believe it, and what signs. */
export async function portalKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const folder = await mkdtemp(join(tmpdir(), "guiyan-key-"));
  const file = join(folder, "issuer.pem");
  await writeFile(file, publicKey.export({ type: "spki", format: "pem" }));
  const issuer = ["--token-key", file, "--token-issuer", "https://portal.example"];
  return {
    args: [...issuer, "--token-audience", "guiyan"],

    /** A token for this subject that is good for so many seconds; negative ones are over. */
    token(subject, seconds) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: "https://portal.example", aud: "guiyan", sub: subject };
      const times = { iat: now - 7200, nbf: now - 7200, exp: now + seconds };
      const body = `${encode({ alg: "EdDSA", typ: "JWT" })}.${encode({ ...claims, ...times })}`;
      return `${body}.${sign(null, Buffer.from(body), privateKey).toString("base64url")}`;
    },

    stop: () => rm(folder, { recursive: true, force: true }),
  };
}
