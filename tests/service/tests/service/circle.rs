//! Activities beyond one branch, over HTTP: a member of the sister branch joins,
//! their name is seen only with their consent, their hours add up; what the
//! district holds is its officers' to publish.

use std::{sync::Arc, time::Duration};

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityCommand, ActivityForm},
    ids::ActivityId,
    time::MINUTE,
    view::{DistrictView, RosterPage},
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, YIWU, crowd, crowd::Member, make};

/// Secretaries of both branches, and one member of Yiwu.
struct Scene {
    app: Arc<App>,
    beijing: Person,
    yiwu: Person,
    guests: Vec<Member>,
}

async fn scene() -> Scene {
    let app = Arc::new(Launch::demo().start().await);
    let beijing = app.person("beijing-secretary").await;
    let yiwu = app.person("yiwu-secretary").await;
    let guests = crowd::members(&app, &yiwu, YIWU, 1..=1).await;
    Scene { app, beijing, yiwu, guests }
}

/// Open to sister branches, and about to begin: people are checked in.
fn open_to_all(title: &str) -> ActivityForm {
    ActivityForm { audience: "sisters".into(), ..make::activity_in(30 * MINUTE, title, None) }
}

fn sign_up(activity: ActivityId, share_name: bool) -> ActivityCommand {
    ActivityCommand::SignUp { activity, share_name }
}

async fn seen(officer: &Person, activity: ActivityId) -> RosterPage {
    officer.roster(BEIJING, &format!("list=activity&activity={activity}")).await
}

#[tokio::test]
async fn a_guest_is_a_number_until_they_agree_to_be_named() {
    let Scene { app: _app, beijing, yiwu, guests } = scene().await;
    let guest = &guests[0];
    let activity = beijing.publish(BEIJING, open_to_all("读书会")).await;

    // At home it stands in the list, with whose it is; the commands go there.
    let there = guest.person.activity(YIWU, activity).await;
    assert_eq!(there.held_by.unwrap().branch.unwrap().as_str(), BEIJING);
    assert_eq!(there.name_shared, Some(false));
    let answer = guest.person.send(BEIJING, sign_up(activity, false)).await;
    assert_eq!(answer.outcome, Outcome::Confirmed { place: 1 });

    let row = seen(&beijing, activity).await.rows.remove(0);
    assert_eq!((row.name, row.phone, row.place), (None, None, Some(1)));
    assert_eq!(row.guest_of.unwrap().zh, "义乌支部");
    let person = guest.id;
    beijing.send(BEIJING, ActivityCommand::CheckIn { activity, person }).await;

    // With consent there is a name, and taken back there is none.
    guest.person.send(BEIJING, ActivityCommand::ShareName { activity }).await;
    assert_eq!(guest.person.activity(YIWU, activity).await.name_shared, Some(true));
    let row = seen(&beijing, activity).await.rows.remove(0);
    assert_eq!(row.name.as_deref(), Some(&*make::name(1)));
    assert!(row.phone.is_some() && row.report.is_none());
    guest.person.send(BEIJING, ActivityCommand::WithdrawName { activity }).await;
    assert_eq!(seen(&beijing, activity).await.rows.remove(0).name, None);

    // Their own branch is told nothing of it.
    let list = format!("/v1/branches/{BEIJING}/roster?list=activity&activity={activity}");
    assert_eq!(yiwu.get(&list).await.status(), 403);

    let me = guest.person.me().await;
    let total = me.hours.unwrap();
    assert_eq!((total.credited.to_string(), total.activities), ("2.5".to_owned(), 1));
    assert_eq!(me.report_ins[0].hours.activities, 0, "none of it in their own branch");
    assert_eq!(guest.person.view(YIWU).await.hours.unwrap().activities, 1);
}

#[tokio::test]
async fn what_is_not_open_is_refused_by_whom_it_is_for() {
    let Scene { app, beijing, guests, .. } = scene().await;
    let own = beijing.publish(BEIJING, make::activity_in(30 * MINUTE, "支部大会", None)).await;
    guests[0].person.refused(BEIJING, sign_up(own, false), 409, "membersOnly").await;
    let open = beijing.publish(BEIJING, open_to_all("读书会")).await;
    let visitor = app.person("visitor").await;
    visitor.refused(BEIJING, sign_up(open, false), 409, "branchesOnly").await;
    let group = ActivityForm {
        audience: "group:chaoyang".into(),
        ..make::activity_in(30 * MINUTE, "党小组会", None)
    };
    let group = beijing.publish(BEIJING, group).await;
    guests[0].person.refused(BEIJING, sign_up(group, false), 409, "groupOnly").await;
    let list = guests[0].person.view(BEIJING).await.activities;
    assert!(list.iter().all(|activity| activity.id != group));
}

#[tokio::test]
async fn the_district_holds_activities_for_all() {
    let Scene { app, beijing, yiwu, guests } = scene().await;
    let officer = app.person("district-officer").await;
    let publish = || ActivityCommand::PublishActivity {
        details: make::activity_in(30 * MINUTE, "全区座谈会", None),
        draft: None,
    };
    for persona in
        ["beijing-secretary", "yiwu-steward", "qinfeng-liaison", "department-contact", "visitor"]
    {
        let person = app.person(persona).await;
        let refused = person.try_send_home(publish()).await.unwrap_err();
        refused.expect(403, "notAllowed");
    }
    let Outcome::ActivityPublished { activity } = officer.send_home(publish()).await.outcome else {
        panic!("it is published");
    };
    let guest = &guests[0];
    for branch in [BEIJING, YIWU] {
        let shown = guest.person.activity(branch, activity).await;
        let held = shown.held_by.unwrap();
        assert_eq!((held.branch, held.name.zh.as_str()), (None, "区委组织部"));
    }
    guest.person.send_home(sign_up(activity, false)).await;
    let list = format!("/v1/district/roster?list=activity&activity={activity}");
    // Who is of Yiwu is known there, a number in Beijing and in the district.
    for (reader, named) in [(&yiwu, true), (&beijing, false), (&officer, false)] {
        let page: RosterPage = reader.read(&list).await;
        assert_eq!(page.rows[0].name.is_some(), named, "{}", reader.name);
    }
    assert_eq!(guest.person.get(&list).await.status(), 403);
    let check_in = ActivityCommand::CheckIn { activity, person: guest.id };
    beijing.send_home(check_in).await;
    assert_eq!(guest.person.me().await.hours.unwrap().activities, 1);
    let district: DistrictView = officer.read("/v1/district").await;
    let desk = district.activities[0].desk.clone().unwrap();
    assert_eq!((desk.attended, desk.can_cancel), (1, true));
}

#[tokio::test]
async fn open_pages_hear_of_what_others_hold() {
    let Scene { app, beijing, yiwu, .. } = scene().await;
    let reader = app.person("visitor").await;
    let before = reader.get(&format!("/v1/branches/{YIWU}")).await;
    let tag = before.headers()["etag"].clone();
    let mut changes = reader.changes(YIWU).await;
    let version = changes.next(Duration::from_secs(10)).await;
    // Of Beijing alone: not a word. Open to all: told again, at the same version.
    beijing.publish(BEIJING, make::activity_in(30 * MINUTE, "支部大会", None)).await;
    beijing.publish(BEIJING, open_to_all("读书会")).await;
    assert_eq!(changes.next(Duration::from_secs(10)).await, version);
    let after = reader.get(&format!("/v1/branches/{YIWU}")).await;
    assert_ne!(after.headers()["etag"], tag);
    yiwu.publish(YIWU, make::activity_in(30 * MINUTE, "自己的", None)).await;
    assert!(changes.next(Duration::from_secs(10)).await > version);
}
