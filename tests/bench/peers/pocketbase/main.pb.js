// PocketBase as it comes: a collection with a unique index and a rule, records
// made through its own API. The routes below only set the scene; capacity and
// queue are not checked, which spares it what the others do.
/// <reference path="types.d.ts" />

routerAdd("POST", "/scene/{people}", (event) => {
  const signUps = new Collection({
    type: "base",
    name: "sign_ups",
    createRule: "@request.auth.id != ''",
    fields: [
      { type: "text", name: "command", required: true },
      { type: "text", name: "activity", required: true },
      { type: "relation", name: "member", required: true, collectionId: $app.findCollectionByNameOrId("users").id },
    ],
    indexes: [
      "CREATE UNIQUE INDEX once ON sign_ups (command)",
      "CREATE UNIQUE INDEX one_each ON sign_ups (activity, member)",
    ],
  });
  $app.save(signUps);
  const users = $app.findCollectionByNameOrId("users");
  const people = [];
  $app.runInTransaction((tx) => {
    for (let n = 0; n < Number(event.request.pathValue("people")); n++) {
      const user = new Record(users);
      user.set("email", `p${n}@example.org`);
      user.setRandomPassword();
      tx.save(user);
      people.push({ id: user.id, token: user.newAuthToken() });
    }
  });
  return event.json(200, people);
});
