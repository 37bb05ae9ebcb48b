// A fair small service to hold ours against: Fastify over better-sqlite3, the
// way somebody who knows both would write it. What waits in a turn of the event
// loop is committed together, and nobody is answered before that.

import { createHash, createPublicKey, verify } from "node:crypto";

import Database from "better-sqlite3";
import Fastify from "fastify";

const { PEER_DATA, PEER_KEY, PEER_PEOPLE, PEER_ACTIVITIES, PEER_ISSUER, PEER_AUDIENCE } = process.env;
const BRANCH = "xinzhou-beijing";

const db = new Database(`${PEER_DATA}/peer.db`);
// As durable as ours: on the disk when a commit returns.
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE members (subject TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE activities (
    id TEXT PRIMARY KEY, capacity INTEGER, starts INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0, waiting INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE commands (id BLOB NOT NULL UNIQUE, digest BLOB NOT NULL, outcome TEXT NOT NULL);
  CREATE TABLE sign_ups (
    activity TEXT NOT NULL, member TEXT NOT NULL, place INTEGER, position INTEGER, at INTEGER NOT NULL,
    PRIMARY KEY (activity, member)
  ) WITHOUT ROWID;
`);

/** The id of the nth activity, as the load generator counts them. */
const activityId = (n) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
db.transaction(() => {
  const member = db.prepare("INSERT INTO members VALUES (?, 'received')");
  for (let n = 0; n < Number(PEER_PEOPLE); n++) member.run(`p${n}`);
  const activity = db.prepare("INSERT INTO activities (id, capacity, starts) VALUES (?, NULL, ?)");
  for (let n = 0; n < Number(PEER_ACTIVITIES); n++) activity.run(activityId(n), Date.now() + 86_400_000);
})();

const find = {
  command: db.prepare("SELECT digest, outcome FROM commands WHERE id = ?"),
  member: db.prepare("SELECT state FROM members WHERE subject = ?").pluck(),
  activity: db.prepare("SELECT capacity, starts, confirmed, waiting FROM activities WHERE id = ?"),
  signUp: db.prepare("SELECT 1 FROM sign_ups WHERE activity = ? AND member = ?").pluck(),
};
const write = {
  command: db.prepare("INSERT INTO commands VALUES (?, ?, ?)"),
  signUp: db.prepare("INSERT INTO sign_ups VALUES (?, ?, ?, ?, ?)"),
  confirm: db.prepare("UPDATE activities SET confirmed = confirmed + 1 WHERE id = ?"),
  wait: db.prepare("UPDATE activities SET waiting = waiting + 1 WHERE id = ?"),
};

/** Decides one sign-up, inside the transaction of all that wait. */
function decide({ member, body }) {
  const id = Buffer.from(body.id.replaceAll("-", ""), "hex");
  const digest = createHash("sha256").update(`${member} ${body.activity}`).digest();
  const first = find.command.get(id);
  if (first) return first.digest.equals(digest) ? [200, JSON.parse(first.outcome)] : [409, { code: "commandIdReused" }];
  if (find.member.get(member) !== "received") return [403, { code: "membersOnly" }];
  const activity = find.activity.get(body.activity);
  if (!activity) return [404, { code: "unknownActivity" }];
  if (activity.starts <= Date.now()) return [409, { code: "activityBegun" }];
  if (find.signUp.get(body.activity, member)) return [409, { code: "alreadySignedUp" }];
  const { capacity, confirmed, waiting } = activity;
  const full = waiting > 0 || (capacity !== null && confirmed >= capacity);
  const [place, position] = full ? [null, waiting + 1] : [confirmed + 1, null];
  const outcome = full ? { type: "waitlisted", position } : { type: "confirmed", place };
  write.signUp.run(body.activity, member, place, position, Date.now());
  (full ? write.wait : write.confirm).run(body.activity);
  write.command.run(id, digest, JSON.stringify({ outcome }));
  return [200, { outcome }];
}

const decideAll = db.transaction((all) => all.map(decide));
let waiting = [];

function flush() {
  const all = waiting;
  waiting = [];
  try {
    decideAll.immediate(all).forEach((answer, n) => all[n].resolve(answer));
  } catch (error) {
    all.forEach(({ reject }) => reject(error));
  }
}

function submit(member, body) {
  return new Promise((resolve, reject) => {
    if (waiting.push({ member, body, resolve, reject }) === 1) setImmediate(flush);
  });
}

const key = createPublicKey(PEER_KEY);
const known = new Map();

/** Who a token is of. As ours does, a token is verified once and remembered. */
function subjectOf(header = "") {
  const token = header.startsWith("Bearer ") ? header.slice(7) : "";
  const found = known.get(token);
  if (found && found.exp > Date.now() / 1000) return found.sub;
  const [head, claims, signature] = token.split(".");
  if (!signature) return undefined;
  if (!verify(null, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))) return undefined;
  const { iss, aud, sub, exp } = JSON.parse(Buffer.from(claims, "base64url"));
  if (iss !== PEER_ISSUER || aud !== PEER_AUDIENCE || exp <= Date.now() / 1000) return undefined;
  known.set(token, { sub, exp });
  return sub;
}

const uuid = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
const app = Fastify({ logger: false });
app.post(
  `/v1/branches/${BRANCH}/commands`,
  {
    schema: {
      body: {
        type: "object",
        required: ["id", "type", "activity"],
        additionalProperties: false,
        properties: {
          id: { type: "string", pattern: uuid },
          type: { const: "signUp" },
          activity: { type: "string", pattern: uuid },
        },
      },
    },
  },
  async (request, reply) => {
    const member = subjectOf(request.headers.authorization);
    if (!member) return reply.code(401).send({ code: "signInNeeded" });
    const [status, answer] = await submit(member, request.body);
    return reply.code(status).send(answer);
  },
);
console.log(`listening on ${await app.listen({ host: "127.0.0.1", port: 0 })}`);
