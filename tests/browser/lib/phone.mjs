// Signing in by phone, as a person does with the demo's messages beside them.

import { createHmac } from "node:crypto";

import { eventually } from "../harness.mjs";

/** The last code that would have been sent to a number. */
export async function codeFor(url, phone) {
  let found;
  await eventually(async () => {
    const { messages } = await (await fetch(`${url}/v1/demo/messages`)).json();
    found = messages.find((message) => message.phone === phone);
    return found !== undefined;
  }, `a message to ${phone}`);
  return found.code;
}

/** From the number to the code's field, and in. */
export async function enter(page, url, phone) {
  await page.fill("手机号", phone);
  await page.press("button", "获取验证码");
  await page.field("验证码");
  await page.fill("验证码", await codeFor(url, phone));
  await page.press("button", "登录");
}

/** Signs in over HTTP, as on another device. */
export async function elsewhere(url, phone) {
  await post(url, "/v1/sign-in/codes", { phone });
  return post(url, "/v1/sign-in/sessions", { phone, code: await codeFor(url, phone) });
}

/** Posts as the holder of that token, or as nobody. */
export async function post(url, path, body, token) {
  const headers = { "content-type": "application/json" };
  if (token) headers.authorization = `Bearer ${token}`;
  const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** A code that is not the right one. */
export const wrong = (code) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator shows now for a secret in base32. [RFC 6238] */
export function totp(secret, now = Date.now()) {
  const bits = [...secret].map((c) => BASE32.indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac("sha1", key).update(step).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Runs in the page: what is kept in the storage of its origin, by name. */
export function keptNames() {
  return [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(
    (name) => name.startsWith("guiyan-") && name !== "guiyan-mode",
  );
}

/** Runs in the page, before anything else: a clock that `__ahead` puts forward. */
export function clock() {
  const now = Date.now.bind(Date);
  window.__ahead = 0;
  Date.now = () => now() + window.__ahead;
}
