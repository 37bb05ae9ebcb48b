//! The register and the lists: pages of a hundred, found by name, pinyin and
//! phone, for those entitled.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use guiyan_core::{
    Outcome,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{MemberState, ReportForm},
    },
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem, YIWU, crowd, make, wait::eventually,
};

async fn scene(members: u32) -> (Arc<App>, Person) {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    crowd::members(&app, &secretary, BEIJING, 1..=members).await;
    (app, secretary)
}

#[tokio::test]
async fn two_hundred_and_fifty_members_are_three_pages() {
    let (_app, secretary) = scene(250).await;
    let mut seen = BTreeSet::new();
    let mut pages = Vec::new();
    let mut query = "list=members&state=received".to_owned();
    loop {
        let page = secretary.roster(BEIJING, &query).await;
        assert!(page.total >= 250, "the total counts all pages: {}", page.total);
        for row in &page.rows {
            assert!(seen.insert(row.person), "nobody stands on two pages");
            assert_eq!(row.state, Some(MemberState::Received));
        }
        pages.push((page.rows.len(), page.total));
        let Some(cursor) = page.cursor else { break };
        query = format!("list=members&state=received&cursor={cursor}");
    }
    let total = pages[0].1 as usize;
    assert_eq!(seen.len(), total, "everybody stands on one");
    assert_eq!(pages.len(), total.div_ceil(100));
    assert!(pages.iter().all(|(rows, _)| *rows <= 100));
}

#[tokio::test]
async fn people_are_found_as_they_are_typed() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    for (n, name) in [(1, "徐小燕"), (2, "徐大海"), (3, "欧阳娜娜")] {
        let (person, report) = crowd::newcomer(&app, n).await;
        person.report_in(BEIJING, ReportForm { name: name.into(), ..report }).await;
    }
    let phone = make::phone(2);
    for (q, expected) in [
        ("徐小燕", vec!["徐小燕"]),
        ("小燕", vec!["徐小燕"]),
        ("xuxiaoyan", vec!["徐小燕"]),
        ("xu xiao", vec!["徐小燕"]),
        ("xxy", vec!["徐小燕"]),
        ("XDH", vec!["徐大海"]),
        ("ouyang", vec!["欧阳娜娜"]),
        (phone.as_str(), vec!["徐大海"]),
        ("没有这个人", vec![]),
    ] {
        let url = format!("{}/v1/branches/{BEIJING}/roster", app.base);
        let request = app.client.get(url).query(&[("state", "submitted"), ("q", q)]);
        let request = request.bearer_auth(secretary.token.clone().expect("a token"));
        let page: guiyan_core::view::RosterPage =
            request.send().await.expect("an answer").json().await.expect("a page");
        let ours = |name: &String| ["徐小燕", "徐大海", "欧阳娜娜"].contains(&name.as_str());
        let names: Vec<String> = page.rows.into_iter().filter_map(|row| row.name).collect();
        let names: Vec<String> = names.into_iter().filter(ours).collect();
        assert_eq!(names, expected, "found by {q}");
    }
}

#[tokio::test]
async fn a_list_of_an_activity_stands_in_the_order_of_places() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=4).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(2))).await;
    for member in people.iter().rev() {
        member.person.sign_up(BEIJING, activity).await;
    }
    let steward = app.person("beijing-steward").await;
    let list = steward.roster(BEIJING, &format!("list=activity&activity={activity}")).await;
    let order: Vec<_> = list.rows.iter().map(|row| row.person).collect();
    assert_eq!(order, people.iter().rev().map(|member| member.id).collect::<Vec<_>>());
    let places: Vec<_> = list.rows.iter().map(|row| (row.place, row.position)).collect();
    assert_eq!(places, [(Some(1), None), (Some(2), None), (None, Some(1)), (None, Some(2))]);
    for row in &list.rows {
        assert!(row.report.is_none() && row.steps.is_empty(), "a steward needs names only");
    }
}

/// The list is on the steward's device until the activity ends; the secretary
/// completes it from paper after that.
#[tokio::test]
async fn a_stewards_list_ends_with_the_activity() {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let steward = app.person("beijing-steward").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=1).await;
    let ends = make::now().plus(2500);
    let details = ActivityForm {
        start: make::now().plus(1000).to_string(),
        end: ends.to_string(),
        ..make::activity("很短的活动", None)
    };
    let activity = secretary.publish(BEIJING, details).await;
    people[0].person.sign_up(BEIJING, activity).await;
    let path = format!("/v1/branches/{BEIJING}/roster?list=activity&activity={activity}");
    assert_eq!(steward.get(&path).await.status(), 200);
    let (steward, path) = (&steward, &path);
    let response = eventually("it ends", Duration::from_secs(10), || async move {
        Some(steward.get(path).await).filter(|response| response.status() != 200)
    });
    Problem::of(response.await).await.expect(409, "activityOver");
    assert!(make::now() >= ends, "and not before its end");
    let check_in = ActivityCommand::CheckIn { activity, person: people[0].id };
    steward.refused(BEIJING, check_in.clone(), 409, "checkInClosed").await;
    let outcome = secretary.send(BEIJING, check_in).await.outcome;
    assert_eq!(outcome, Outcome::CheckedIn);
}

#[tokio::test]
async fn the_register_is_for_those_who_run_the_branch() {
    let (app, secretary) = scene(1).await;
    assert!(secretary.roster(BEIJING, "list=members").await.total >= 1);
    for (persona, branch) in [
        ("visitor", BEIJING),
        ("beijing-member", BEIJING),
        ("beijing-steward", BEIJING),
        ("yiwu-secretary", BEIJING),
        ("district-officer", BEIJING),
        ("beijing-secretary", YIWU),
    ] {
        let path = format!("/v1/branches/{branch}/roster?list=members");
        let response = app.person(persona).await.get(&path).await;
        let problem = Problem::of(response).await;
        assert_eq!((problem.status, problem.code.as_str()), (403, "notAllowed"), "{persona}");
    }
    let path = format!("/v1/branches/{BEIJING}/roster");
    Problem::of(app.anonymous().get(&path).await).await.expect(401, "signInNeeded");
}
