// Opens a branch, reports in, is received and signs up: the README's example.
import assert from "node:assert/strict";
import { GuiyanError, open } from "guiyan/core";

const BEIJING = "xinzhou-beijing";
const local = await open({ sample: 12 });

const member = local.as("beijing-member");
const { activities } = await member.branch(BEIJING);
const open_ = activities.find(({ action }) => action === "signUp");
const { outcome } = await member.execute(BEIJING, { type: "signUp", activity: open_.id });
assert.ok(["confirmed", "waitlisted"].includes(outcome.type));

// A refusal says why, and what to do next.
await assert.rejects(member.execute(BEIJING, { type: "signUp", activity: open_.id }), (error) => {
  assert.ok(error instanceof GuiyanError);
  assert.equal(error.code, "alreadySignedUp");
  assert.ok(error.message && error.next);
  return true;
});

// Nobody sees more than their role needs.
const secretary = local.as({ subject: "li", roles: [`secretary:${BEIJING}`] });
const { rows } = await secretary.read(`/v1/branches/${BEIJING}/roster?state=received`);
assert.ok(rows.length > 0);
await assert.rejects(local.anonymous("en").read(`/v1/branches/${BEIJING}/roster`), { code: "signInNeeded" });
// The tables that are handed in come as text.
const table = await secretary.read(`/v1/branches/${BEIJING}/registers/members.csv?purpose=report&recipient=district-officer`);
assert.match(table, /^\ufeff?"姓名"/);
console.log("opened, signed up, refused, listed");
