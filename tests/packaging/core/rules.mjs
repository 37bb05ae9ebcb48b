// The rules by themselves: a form checked, advice, 党费, a log folded.
import assert from "node:assert/strict";
import { advice, dues, fold, open } from "guiyan/core";

const local = await open();
const visitor = local.as("visitor");
const problem = await visitor.check("xinzhou-beijing", {
  type: "reportIn",
  report: { name: "", phone: "12" },
  consent: { agreed: true, notice: "" },
});
assert.equal(problem.code, "invalidFields");
assert.ok(problem.fields.some(({ field, message }) => field === "phone" && message));

assert.deepEqual(
  (await advice({ full: 9, committee: 0 })).map(({ code, rule, source }) => [code, rule, source]),
  [["formCommittee", 7, "R18"]],
);
assert.deepEqual(await dues({ payer: "salaried", baseFen: 620_000 }), { leastFen: 9300, mostFen: 9300 });
assert.deepEqual(await dues({ payer: "student" }), { leastFen: 20, mostFen: 20 });

const { branches } = await fold([]);
assert.equal(branches.length, 2);
await assert.rejects(fold([{ stream: "district", seq: 2 }]), { code: "events" });
await assert.rejects(open({ home: { district: {}, branches: [] } }), { code: "home" });
console.log("checked, advised, reckoned, folded");
