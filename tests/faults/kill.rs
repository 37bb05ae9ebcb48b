//! kill -9 under load, again and again on the same record. Whatever was
//! answered is there exactly once; whatever was not is sent again under the
//! same id and comes to one event; nothing is oversold; the record verifies.
//!
//! `GUIYAN_KILLS` sets the number of rounds (`GUIYAN_SOAK=1`: 200), and
//! `GUIYAN_SEED` replays a run's choices.

// Tests speak by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod ledger;

use std::{sync::Arc, time::Duration};

use guiyan_tests_service::{
    App, BEIJING, Launch, Person, YIWU, app::verify, crowd, crowd::LANES, make,
};
use ledger::{Client, PLACES, Trade, check_places, check_versions};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tempfile::TempDir;

const MEMBERS: u32 = 24;
const MOVERS: u32 = 7;
const ACTIVITIES: usize = 6;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_outlives_a_kill() {
    let soak = std::env::var_os("GUIYAN_SOAK").is_some();
    let rounds = number("GUIYAN_KILLS").unwrap_or(if soak { 200 } else { 5 });
    let seed = number("GUIYAN_SEED").unwrap_or_else(rand::random);
    println!("seed {seed}, {rounds} kills: GUIYAN_SEED={seed} replays it");
    let mut random = StdRng::seed_from_u64(seed);
    let folder = TempDir::with_prefix("guiyan-kill-").expect("a folder");
    // So many that a kill comes amid one of them as well.
    // These few ask for far more than people do.
    let many = ["--limits-per-person=1000000", "--limits-per-address=1000000"];
    let launch = || Launch::demo().data(folder.path()).args(&many).arg("--snapshot-every=2");

    let app = Arc::new(launch().start().await);
    let (mut clients, activities) = scene(&app, seed).await;
    let mut app = Arc::into_inner(app).expect("ours alone");
    for round in 1..=rounds {
        let people = sign_in(&app, &clients).await;
        let work: Vec<_> = clients
            .into_iter()
            .zip(people)
            .map(|(mut client, person)| {
                tokio::spawn(async move {
                    // The kill may come before the one, or amid the other.
                    if client.resend(&person).await {
                        client.work_for(&person, usize::MAX).await;
                    }
                    client
                })
            })
            .collect();
        // The moment of the kill is what is tried out here, not waited for.
        let moment = Duration::from_millis(random.random_range(100..800));
        tokio::time::sleep(moment).await;
        app.kill();
        clients = Vec::new();
        for task in work {
            clients.push(task.await.expect("a client that did not fail"));
        }
        let answered: usize = clients.iter().map(Client::count).sum();
        println!("kill {round} after {} ms: {answered} answered so far", moment.as_millis());
        // Every other time the service itself is the first to see the wreck.
        if round % 2 == 0 {
            let (sound, said) = verify(folder.path()).await;
            assert!(sound, "after kill {round}: {said}");
        }
        app = launch().start().await;
    }

    let people = sign_in(&app, &clients).await;
    for (client, person) in clients.iter_mut().zip(&people) {
        assert!(client.resend(person).await, "nobody kills it any more");
    }
    let before = versions(&app).await;
    let everyone: Vec<_> = clients.into_iter().zip(people).collect();
    let clients = crowd::each(LANES, everyone, |(client, person)| async move {
        client.repeat(&person).await;
        client.compare(&person).await;
        client
    })
    .await;
    assert_eq!(versions(&app).await, before, "a repeat changes nothing");
    check_versions(&clients);
    check_places(&app, &activities).await;
    app.stop().await;
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "at the end: {said}");
    let answered: usize = clients.iter().map(Client::count).sum();
    let resent: usize = clients.iter().map(|client| client.resent).sum();
    println!("{rounds} kills, {answered} answered and there once, {resent} sent again; {said}");
    assert!(answered > rounds as usize * 20, "there was load: {answered}");
}

/// Members who were received, movers who reported in, and what to sign up for.
async fn scene(app: &Arc<App>, seed: u64) -> (Vec<Client>, Vec<guiyan_core::ids::ActivityId>) {
    let secretary = app.person("beijing-secretary").await;
    crowd::members(app, &secretary, BEIJING, 1..=MEMBERS).await;
    let mut activities = Vec::new();
    for n in 0..ACTIVITIES {
        let form = make::activity(&format!("恳谈会之{n}"), Some(PLACES.into()));
        activities.push(secretary.publish(BEIJING, form).await);
    }
    let notice = secretary.view(BEIJING).await.notice.facts.version;
    let client = |n: u32, persona: String, trade| {
        Client::new(persona, trade, seed.wrapping_add(n.into()), &activities, &notice)
    };
    let mut clients = vec![client(0, "beijing-secretary".into(), Trade::Publisher)];
    for n in 1..=MEMBERS {
        clients.push(client(n, format!("new:p{n}"), Trade::Member));
    }
    for n in MEMBERS + 1..=MEMBERS + MOVERS {
        let (person, report) = crowd::newcomer(app, n).await;
        person.report_in(BEIJING, report).await;
        clients.push(client(n, format!("new:p{n}"), Trade::Mover));
    }
    (clients, activities)
}

async fn sign_in(app: &App, clients: &[Client]) -> Vec<Person> {
    let mut people = Vec::new();
    for client in clients {
        people.push(app.person(&client.persona).await);
    }
    people
}

async fn versions(app: &App) -> [u64; 2] {
    let nobody = app.anonymous();
    [nobody.view(BEIJING).await.version, nobody.view(YIWU).await.version]
}
