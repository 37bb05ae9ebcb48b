// What is there before the load.

/** The id of the nth activity, as the load generator counts them. */
const activityId = (n) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;

/** Collections for each of the three ways, and what they share. */
function makeCollections(app) {
  const users = app.findCollectionByNameOrId("users");
  users.fields.add(new TextField({ name: "state" }));
  app.save(users);
  const activities = new Collection({
    type: "base",
    name: "activities",
    fields: [
      { type: "text", name: "id", primaryKey: true, required: true, min: 36, max: 36, pattern: "^[0-9a-f-]+$" },
      // None is no limit.
      { type: "number", name: "capacity" },
      { type: "number", name: "starts" },
      { type: "number", name: "confirmed" },
      { type: "number", name: "waiting" },
    ],
  });
  app.save(activities);
  for (const name of ["bare", "ruled", "routed"]) {
    const signUps = new Collection({
      type: "base",
      name,
      createRule: name === "routed" ? null : "@request.auth.id != ''",
      fields: [
        { type: "text", name: "command", required: true },
        { type: "text", name: "activity", required: true },
        { type: "relation", name: "member", required: true, collectionId: users.id },
        { type: "number", name: "place" },
        { type: "number", name: "position" },
      ],
      indexes: [
        `CREATE UNIQUE INDEX once_${name} ON ${name} (command)`,
        `CREATE UNIQUE INDEX one_each_${name} ON ${name} (activity, member)`,
      ],
    });
    app.save(signUps);
  }
  return { users, activities };
}

module.exports = { activityId, makeCollections };
