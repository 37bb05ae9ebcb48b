// The rule, inside the transaction of one sign-up: received, not begun, once
// each, capacity, queue; a repeat of a command gets its first answer.

function one(tx, sql, bound, shape) {
  const row = new DynamicModel(shape);
  try {
    tx.db().newQuery(sql).bind(bound).one(row);
    return row;
  } catch {
    return undefined;
  }
}

/** The answer of before, a refusal, or the place or position. */
function decide(tx, auth, { id, activity, member }, signUps) {
  const first = one(tx, `SELECT activity, member, place, position FROM ${signUps} WHERE command = {:id}`, { id }, {
    activity: "",
    member: "",
    place: 0,
    position: 0,
  });
  if (first) {
    if (first.activity !== activity || first.member !== member) return { status: 409, code: "commandIdReused" };
    return { first: { place: first.place, position: first.position } };
  }
  if (auth.get("state") !== "received") return { status: 403, code: "membersOnly" };
  const found = one(
    tx,
    "SELECT capacity, starts, confirmed, waiting FROM activities WHERE id = {:activity}",
    { activity },
    { capacity: 0, starts: 0, confirmed: 0, waiting: 0 },
  );
  if (!found) return { status: 404, code: "unknownActivity" };
  if (found.starts <= Date.now()) return { status: 409, code: "activityBegun" };
  // Once each is the unique index, which costs no query.
  const full = found.waiting > 0 || (found.capacity > 0 && found.confirmed >= found.capacity);
  return full ? { place: 0, position: found.waiting + 1 } : { place: found.confirmed + 1, position: 0 };
}

/** Counts it at the activity. */
function confirm(tx, { activity }, place) {
  const count = place ? "confirmed" : "waiting";
  tx.db().newQuery(`UPDATE activities SET ${count} = ${count} + 1 WHERE id = {:activity}`).bind({ activity }).execute();
}

/** Writes it without the record API. */
function insert(tx, { id, activity, member }, { place, position }) {
  tx.db()
    .newQuery(
      `INSERT INTO routed (id, command, activity, member, place, position)
       VALUES ({:record}, {:id}, {:activity}, {:member}, {:place}, {:position})`,
    )
    .bind({ record: $security.randomString(15), id, activity, member, place, position })
    .execute();
}

module.exports = { decide, confirm, insert };
