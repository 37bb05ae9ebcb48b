// PocketBase with the same rule as ours: records are made through its own record
// API, and the rule is a hook around it, as its documentation shows. Beside it
// the same rule as a route of its own with plain SQL, which is leaner and gives
// up the record API and its subscriptions; and PocketBase as it comes, with a
// unique index and no rule. Each has a collection.
/// <reference path="types.d.ts" />

routerAdd("POST", "/scene/{people}/{activities}", (event) => {
  const { activityId, makeCollections } = require(`${__hooks}/scene.js`);
  // As durable as ours: on the disk when a commit returns. There is one
  // connection that writes. "As it comes" is what the query leaves out.
  if (event.requestInfo().query.durable) {
    $app.nonconcurrentDB().newQuery("PRAGMA synchronous = FULL").execute();
  }
  const { users, activities } = makeCollections($app);
  const people = [];
  $app.runInTransaction((tx) => {
    for (let n = 0; n < Number(event.request.pathValue("people")); n++) {
      const user = new Record(users);
      user.set("email", `p${n}@example.org`);
      user.set("state", "received");
      user.setRandomPassword();
      tx.save(user);
      people.push({ id: user.id, token: user.newAuthToken() });
    }
    for (let n = 0; n < Number(event.request.pathValue("activities")); n++) {
      const activity = new Record(activities);
      activity.set("id", activityId(n));
      activity.set("starts", Date.now() + 86_400_000);
      tx.save(activity);
    }
  });
  return event.json(200, people);
});

onRecordCreateRequest((event) => {
  const { decide, confirm } = require(`${__hooks}/rule.js`);
  const { app, auth, record } = event;
  const asked = { id: record.get("command"), activity: record.get("activity"), member: auth.id };
  app.runInTransaction((tx) => {
    event.app = tx;
    const { first, status, code, place, position } = decide(tx, auth, asked, "ruled");
    if (first) return event.json(200, first);
    if (code) throw new ApiError(status, code);
    record.set("member", auth.id);
    record.set("place", place);
    record.set("position", position);
    event.next();
    confirm(tx, asked, place);
  });
  event.app = app;
}, "ruled");

routerAdd(
  "POST",
  "/sign-up",
  (event) => {
    const { decide, confirm, insert } = require(`${__hooks}/rule.js`);
    const { id, activity } = event.requestInfo().body;
    const asked = { id, activity, member: event.auth.id };
    let decided;
    $app.runInTransaction((tx) => {
      decided = decide(tx, event.auth, asked, "routed");
      if (decided.first || decided.code) return;
      insert(tx, asked, decided);
      confirm(tx, asked, decided.place);
    });
    const { first, status, code, place, position } = decided;
    if (code) return event.json(status, { code });
    return event.json(200, first ?? { place, position });
  },
  $apis.requireAuth("users"),
);
