// What a spec needs to be so before it begins, done over HTTP: people who are
// received already, activities that are full. What a spec is about is done in
// the widget.

import { randomBytes } from "node:crypto";

const DAY = 24 * 60 * 60 * 1000;

/** A fresh command id (UUIDv7). */
export function commandId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** `2026-12-06T14:00` in Shanghai, `days` from today. */
export function moment(days, clock) {
  const day = new Date(Date.now() + 8 * 60 * 60 * 1000 + days * DAY);
  return `${day.toISOString().slice(0, 10)}T${clock}`;
}

/** A report-in with nothing wrong in it, as the form's fields on the wire. */
export const REPORT = {
  name: "徐晓燕",
  phone: "13900001234",
  category: "full",
  homeBranch: "秦峰镇老坞村党支部",
  township: "qinfeng",
  leftOn: "2024-03-01",
  city: "北京",
  area: "朝阳区",
  reason: "work",
  industry: "trade",
};

/** Over HTTP to the service at `url`; personas are those of the portal's switch. */
export function backstage(url) {
  const tokens = new Map();

  async function call(persona, path, body) {
    const headers = { "accept-language": "zh-CN", "content-type": "application/json" };
    if (persona) headers.authorization = `Bearer ${await token(persona)}`;
    const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(new URL(path, url), init);
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path} as ${persona}: ${JSON.stringify(answer)}`);
    return answer;
  }

  function token(persona) {
    if (!tokens.has(persona)) {
      tokens.set(
        persona,
        call(undefined, "/v1/demo/tokens", { persona }).then((answer) => answer.token),
      );
    }
    return tokens.get(persona);
  }

  return {
    /** The token of that persona. */
    token,

    /** A GET, as that persona or as nobody. */
    get: (persona, path) => call(persona, path),

    /** Sends a command to a branch and gives its outcome. */
    async send(persona, command, branch = "xinzhou-beijing") {
      const path = `/v1/branches/${branch}/commands`;
      return (await call(persona, path, { id: commandId(), ...command })).outcome;
    },

    /** The caller's view of a branch. */
    view: (persona, branch = "xinzhou-beijing") => call(persona, `/v1/branches/${branch}`),

    /** Reports somebody in. */
    async report(persona, name, branch = "xinzhou-beijing") {
      const { notice } = await this.view(persona, branch);
      const consent = { agreed: true, notice: notice.version };
      const report = { ...REPORT, name };
      return this.send(persona, { type: "reportIn", report, consent }, branch);
    },

    /** Reports somebody in, and the branch's secretary receives them. */
    async member(persona, name, city = "beijing") {
      const branch = `xinzhou-${city}`;
      await this.report(persona, name, branch);
      const path = `/v1/branches/${branch}/roster?q=${encodeURIComponent(name)}`;
      const { rows } = await call(`${city}-secretary`, path);
      const { person } = rows.find((row) => row.name === name);
      await this.send(`${city}-secretary`, { type: "receiveMember", person }, branch);
      return persona;
    },

    /** Publishes an activity and gives its id. */
    async publish(details) {
      const all = {
        title: "周末读书会",
        kind: "training",
        start: moment(20, "14:00"),
        end: moment(20, "16:00"),
        place: "朝阳区驿站",
        hoursTenths: 20,
        contactName: "王敏",
        contactPhone: "13800009991",
        ...details,
      };
      const command = { type: "publishActivity", details: all };
      return (await this.send("beijing-secretary", command)).activity;
    },
  };
}
