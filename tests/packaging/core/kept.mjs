// What is kept: two tabs over one record, a full disk, a record of a newer release.
import assert from "node:assert/strict";
import { inMemory, open } from "guiyan/core";

const BEIJING = "xinzhou-beijing";

// Two that write to the same record: each sees what the other did, and nothing is lost.
const keeper = inMemory();
const first = await open({ keeper, sample: 12 });
const second = await open({ keeper });
assert.deepEqual(first.versions(), second.versions());
const { activities } = await first.as("beijing-member").branch(BEIJING);
const { id } = activities.find(({ action }) => action === "signUp");
const signUp = { type: "signUp", activity: id };
const id7 = "019ab000-0000-7000-8000-000000000001";
const [one, two] = await Promise.all([
  first.as("beijing-member").execute(BEIJING, signUp, id7),
  second.as("beijing-member").execute(BEIJING, signUp, id7),
]);
assert.deepEqual(one, two, "the same command gets the same answer");
const again = await open({ keeper });
const { activities: after } = await again.as("beijing-member").branch(BEIJING);
assert.notEqual(after.find((activity) => activity.id === id).action, "signUp");

// A change is told, also over the stream that the widget reads.
const reply = await first.fetch(`/v1/branches/${BEIJING}/changes`);
const reader = reply.body.getReader();
const word = async () => new TextDecoder().decode((await reader.read()).value);
const before = JSON.parse((await word()).slice("data: ".length)).version;
await first.as("beijing-member").execute(BEIJING, { type: "leaveActivity", activity: id });
assert.ok(JSON.parse((await word()).slice("data: ".length)).version > before);
await reader.cancel();

// Nothing is answered that could not be kept.
let full = false;
const inner = inMemory();
const disk = { load: inner.load, keep: async (change) => {
  if (full) throw new Error("QuotaExceededError");
  return inner.keep(change);
} };
const local = await open({ keeper: disk, sample: 12 });
const versions = local.versions();
full = true;
await assert.rejects(local.as("beijing-member").execute(BEIJING, signUpFor(await local.as("beijing-member").branch(BEIJING))), {
  code: "unavailable",
  status: 503,
});
assert.deepEqual(local.versions(), versions);
full = false;
const { outcome } = await local.as("beijing-member").execute(BEIJING, signUpFor(await local.as("beijing-member").branch(BEIJING)));
assert.ok(outcome.type);

// A record that a newer release wrote is left alone and said to be one.
const newer = { load: async () => ['{"type":"begins","events":99}'], keep: async () => assert.fail("written") };
await assert.rejects(open({ keeper: newer }), { code: "journal" });
console.log("shared, told, refused, kept");

function signUpFor({ activities }) {
  return { type: "signUp", activity: activities.find(({ action }) => action === "signUp").id };
}
