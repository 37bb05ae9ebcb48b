//! How much is taken: a person, an address and all together have so much each,
//! what is beyond is told so, and those inside are served.

use std::{sync::Arc, time::Duration};

use guiyan_core::{branch::activity::ActivityCommand, caller::Lang};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person,
    app::client,
    crowd::{self, LANES},
    make,
    problem::{Problem, header},
    raw::Raw,
    wait::eventually,
};
use reqwest::{Method, Response};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const VIEW: &str = "/v1/branches/xinzhou-beijing";

/// The problem of somebody who was turned away, with the seconds to wait.
async fn turned_away(response: Response, status: u16, code: &str) -> u32 {
    let wait = header(&response, "retry-after").parse().expect("seconds in Retry-After");
    assert!(!header(&response, "content-language").is_empty());
    Problem::of(response).await.expect(status, code);
    assert!((1..=60).contains(&wait), "{wait}");
    wait
}

#[tokio::test]
async fn a_person_has_so_many_requests_and_others_have_theirs() {
    let app = Launch::demo().arg("--limits-per-person").arg("20").start().await;
    let (busy, other) = (app.person("beijing-member").await, app.person("yiwu-member").await);
    let mut answers = Vec::new();
    for _ in 0..24 {
        answers.push(busy.get(VIEW).await);
    }
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(statuses[..20], [200; 20]);
    // One comes back every three seconds.
    assert!(statuses[20..].iter().filter(|status| **status == 429).count() >= 2, "{statuses:?}");
    let refused = answers.into_iter().find(|answer| answer.status() == 429).expect("one");
    assert!(turned_away(refused, 429, "tooManyRequests").await <= 3);
    assert_eq!(other.get(VIEW).await.status(), 200);
    assert_eq!(app.anonymous().get(VIEW).await.status(), 200);
}

#[tokio::test]
async fn it_is_told_in_both_languages() {
    let app = Launch::demo().arg("--limits-per-person").arg("1").start().await;
    let member = app.person("beijing-member").await;
    member.get("/v1/me").await;
    let chinese = Problem::of(member.get("/v1/me").await).await.expect(429, "tooManyRequests");
    let english = Problem::of(member.reading(Lang::En).get("/v1/me").await).await;
    assert!(english.title.is_ascii() && !chinese.title.is_ascii(), "{english:?} {chinese:?}");
}

#[tokio::test]
async fn an_address_has_so_many_without_a_sign_in_and_who_is_signed_in_passes() {
    let app = Launch::demo().arg("--limits-per-address").arg("30").start().await;
    let member = app.person("beijing-member").await;
    assert_eq!(member.get(VIEW).await.status(), 200);
    let mut refused = None;
    for _ in 0..40 {
        let answer = app.anonymous().get(VIEW).await;
        if answer.status() != 200 {
            refused = Some(answer);
        }
    }
    turned_away(refused.expect("one of forty"), 429, "tooManyRequests").await;
    // So does a token that nobody has seen yet, as it must be verified.
    let forged = app.with_token("forged", "eyJhbGciOiJFZERTQSJ9.e30.AAAA");
    let statuses = [forged.get(VIEW).await.status(), forged.get(VIEW).await.status()];
    assert!(statuses.iter().any(|status| *status == 429), "{statuses:?}");
    assert_eq!(member.get(VIEW).await.status(), 200);
    // The page without scripts is read without a sign-in too, and counts. One
    // comes back every two seconds, so not each of them is refused.
    let mut plain = Vec::new();
    for _ in 0..40 {
        plain.push(app.anonymous().get("/branches/xinzhou-beijing").await.status().as_u16());
    }
    assert!(plain.contains(&429) && plain.iter().all(|it| [200, 429].contains(it)), "{plain:?}");
    for path in ["/v1/health", "/v1/ready"] {
        assert_eq!(app.anonymous().get(path).await.status(), 200, "{path} is asked by machines");
    }
}

#[tokio::test]
async fn six_hundred_people_behind_one_address_pass() {
    let app = Arc::new(Launch::demo().start().await);
    // Each opens the page, signs in, and reads it again with their own eyes.
    let statuses = crowd::each(LANES, 0..600, |n| {
        let app = app.clone();
        async move {
            let visitor = app.anonymous().get(VIEW).await.status().as_u16();
            let person = app.person(&format!("new:h{n}")).await;
            let mut statuses = vec![visitor];
            for path in [VIEW, "/v1/me", "/v1/branches/xinzhou-yiwu"] {
                statuses.push(person.get(path).await.status().as_u16());
            }
            statuses
        }
    });
    let others: Vec<u16> =
        statuses.await.into_iter().flatten().filter(|status| *status != 200).collect();
    assert_eq!(others, [0; 0]);
}

#[tokio::test]
async fn only_a_trusted_proxy_tells_addresses_apart() {
    let ask = async |app: &App, from: &str| {
        let request = app.anonymous().request(Method::GET, VIEW).header("x-forwarded-for", from);
        request.send().await.expect("an answer").status().as_u16()
    };
    let limited = || Launch::demo().arg("--limits-per-address").arg("1");
    let behind = limited().arg("--trusted-proxies").arg("127.0.0.1").start().await;
    assert_eq!(ask(&behind, "192.0.2.1").await, 200);
    assert_eq!(ask(&behind, "192.0.2.2").await, 200);
    assert_eq!(ask(&behind, "192.0.2.1").await, 429);
    let open = limited().start().await;
    assert_eq!(ask(&open, "192.0.2.1").await, 200);
    assert_eq!(ask(&open, "192.0.2.2").await, 429, "anybody can write that");
}

#[tokio::test]
async fn a_person_has_so_many_streams_and_closing_one_makes_room() {
    let app = Launch::demo()
        .args(&["--limits-streams-per-person", "2", "--limits-streams", "3"])
        .start()
        .await;
    let (member, other) = (app.person("beijing-member").await, app.person("yiwu-member").await);
    let changes = format!("{VIEW}/changes");
    let open = member.changes(BEIJING).await;
    let _second = member.changes(BEIJING).await;
    turned_away(member.get(&changes).await, 429, "tooManyRequests").await;
    let _third = other.changes(BEIJING).await;
    turned_away(other.get(&changes).await, 503, "overloaded").await;
    drop(open);
    eventually("room for another stream", PATIENCE, || async {
        (member.get(&changes).await.status() == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn there_are_so_many_connections_and_the_next_is_told() {
    let portal = "https://portal.example";
    let launch = Launch::demo().args(&["--limits-connections", "3", "--allow-origin", portal]);
    let app = launch.start().await;
    let ask =
        format!("GET /v1/health HTTP/1.1\r\nHost: {}\r\nOrigin: {portal}\r\n\r\n", app.host());
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut raw = Raw::connect(app.host()).await;
        raw.send(&ask).await;
        assert_eq!(raw.answer().await.expect("an answer").status, 200);
        held.push(raw);
    }
    let mut next = Raw::connect(app.host()).await;
    next.send(&ask).await;
    let told = next.answer().await.expect("an answer");
    assert_eq!((told.status, told.header("connection")), (503, "close"));
    assert!(told.body.contains("\"overloaded\"") && !told.header("retry-after").is_empty());
    // A portal of another origin may read why, and its log has the id.
    assert_eq!(told.header("access-control-allow-origin"), portal);
    assert!(told.header("access-control-expose-headers").contains("retry-after"), "{told:?}");
    let id = told.header("x-request-id");
    assert!(id.len() == 36 && told.body.contains(&format!("urn:uuid:{id}")), "{told:?}");
    held.pop();
    eventually("room for another connection", PATIENCE, || async {
        let mut raw = Raw::connect(app.host()).await;
        raw.send(&ask).await;
        raw.answer().await.filter(|answer| answer.status == 200).map(drop)
    })
    .await;
}

#[tokio::test]
async fn one_address_has_so_many_connections() {
    let app = Launch::demo().args(&["--limits-connections-per-address", "1"]).start().await;
    let ask = format!("GET /v1/health HTTP/1.1\r\nHost: {}\r\n\r\n", app.host());
    let mut first = Raw::connect(app.host()).await;
    first.send(&ask).await;
    assert_eq!(first.answer().await.expect("an answer").status, 200);
    let mut second = Raw::connect(app.host()).await;
    second.send(&ask).await;
    let told = second.answer().await.expect("an answer");
    assert!(told.status == 429 && told.body.contains("\"tooManyRequests\""), "{told:?}");
}

/// With a record that somebody else is writing to, commands wait. Beyond the
/// bound of the queue the next is told at once; those inside get their answer.
#[tokio::test]
async fn when_the_queue_is_full_the_next_is_told_at_once_and_those_inside_are_served() {
    const INSIDE: u32 = 6;
    let launch = Launch::demo().arg("--limits-waiting").arg(INSIDE.to_string());
    let app = Arc::new(launch.start().await);
    let secretary = app.person("beijing-secretary").await;
    let members = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", None)).await;
    let sign_up = || ActivityCommand::SignUp { activity, share_name: false };

    let record = app.data.join("guiyan.db");
    let db = rusqlite::Connection::open(record).expect("the record");
    db.busy_timeout(PATIENCE).expect("wait for the service");
    db.execute_batch("BEGIN IMMEDIATE").expect("write before it does");
    let (inside, last) = (members[0].person.clone(), &members[1].person);
    let waiting: Vec<_> = (0..INSIDE)
        .map(|_| {
            let (person, command) = (inside.clone(), sign_up());
            tokio::spawn(async move { person.try_send(BEIJING, command).await })
        })
        .collect();
    // Until all of them are inside, it would be the seventh itself.
    let body = |command| {
        let submission = guiyan_core::Submission { id: make::command_id(), command };
        serde_json::to_value(submission).expect("a command as JSON")
    };
    let full = eventually("the queue to be full", PATIENCE, || async {
        // Malformed, so that it never takes a place itself.
        let answer = last.post(&format!("{VIEW}/commands"), &serde_json::json!({})).await;
        (answer.status() == 503).then_some(answer)
    });
    turned_away(full.await, 503, "overloaded").await;
    let command = body(sign_up().into());
    // On a connection of its own: one that was turned away rests for a while.
    let next = Person { client: client(), ..last.clone() };
    let commands = format!("{VIEW}/commands");
    let next = timeout(Duration::from_secs(1), next.post(&commands, &command));
    turned_away(next.await.expect("told at once"), 503, "overloaded").await;
    // Reading goes on meanwhile.
    assert_eq!(last.get(VIEW).await.status(), 200);

    db.execute_batch("ROLLBACK").expect("let it write");
    let mut confirmed = 0;
    for answer in waiting {
        match answer.await.expect("a task") {
            Ok(_) => confirmed += 1,
            // Signed up by the first of them.
            Err(problem) => drop(problem.expect(409, "alreadySignedUp")),
        }
    }
    assert_eq!(confirmed, 1);
    // Nothing was done for who was turned away, and the same is taken now.
    let again = last.post(&format!("{VIEW}/commands"), &command).await;
    assert_eq!(again.status(), 200);
    assert_eq!(places(last, activity).await, Some(2));
}

/// How many are signed up, as that person sees it.
async fn places(person: &Person, activity: guiyan_core::ids::ActivityId) -> Option<u32> {
    Some(person.activity(BEIJING, activity).await.confirmed)
}
