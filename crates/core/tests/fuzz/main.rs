//! What cannot be meant, sent as a command and found as an event: whatever the
//! bytes are, they are refused or understood, and nothing panics. Seeds are the
//! commands of the generator and every shape ever stored; each is bent in a few
//! places. `GUIYAN_FUZZ_SECONDS` makes it go on for so long (`cargo xtask soak`:
//! ten minutes each), `GUIYAN_FUZZ_SEED` replays a run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test speaks by failing"
)]

mod bend;

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use guiyan_core::{
    Command, Event, Submission,
    caller::Caller,
    ids::StreamId,
    testing::{World, attempt, beijing, command_id, district_officer, person, secretary},
    view,
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};

use bend::Bender;

/// How many in a plain run.
const FEW: u64 = 5_000;
/// After so many strange events the district is the first again.
const EVENTS_IN_A_DISTRICT: u32 = 200;

#[test]
fn bent_commands_are_refused_or_understood() {
    let world = World::populated(60);
    let seeds = commands(&world);
    assert!(seeds.len() > 40, "commands of {} kinds", seeds.len());
    let callers =
        [Caller::anonymous(), Caller::person(person(1)), secretary(&beijing()), district_officer()];
    let (mut understood, mut decided) = (0_u64, 0_u64);
    let count = fuzz("commands", &seeds, |bytes| {
        let Ok(submission) = Submission::parse(bytes) else { return };
        understood += 1;
        let again = serde_json::to_vec(&submission).unwrap();
        assert_eq!(Submission::parse(&again).unwrap(), submission, "read again as it was written");
        for (to, caller) in [beijing(), StreamId::District]
            .iter()
            .flat_map(|to| callers.iter().map(move |caller| (to, caller)))
        {
            let decision =
                world.district.decide(to, caller, world.now, submission.id, &submission.command);
            let Ok(decision) = decision else { continue };
            decided += 1;
            for (_, event) in &decision.events {
                let stored = serde_json::to_value(event).unwrap();
                assert_eq!(&serde_json::from_value::<Event>(stored).unwrap(), event);
            }
        }
    });
    println!("{count} bent commands: {understood} understood, {decided} decided");
    assert!(understood > 0 && decided > 0, "bent so far that nothing is left to try");
}

#[test]
fn bent_events_are_damage_or_history() {
    let seeds = events();
    let populated = World::populated(60);
    let mut world = populated.clone();
    let mut left = EVENTS_IN_A_DISTRICT;
    let mut understood = 0_u64;
    let count = fuzz("events", &seeds, |bytes| {
        let Ok(event) = serde_json::from_slice::<Event>(bytes) else { return };
        understood += 1;
        let stored = serde_json::to_vec(&event).unwrap();
        assert_eq!(serde_json::from_slice::<Event>(&stored).unwrap(), event);
        for stream in [beijing(), StreamId::District] {
            let seq = world.district.version_of(&stream) + 1;
            world.district.evolve(&stream, seq, world.now, &event);
        }
        let StreamId::Branch(branch) = beijing() else { unreachable!("a branch's stream") };
        // However strange the history, everybody has a page.
        for caller in [Caller::person(person(1)), secretary(&beijing()), district_officer()] {
            let _ = view::view(&world.district, &branch, &caller, world.now);
        }
        left -= 1;
        if left == 0 {
            (world, left) = (populated.clone(), EVENTS_IN_A_DISTRICT);
        }
    });
    println!("{count} bent events: {understood} understood");
    assert!(understood > 0, "bent so far that nothing is left to try");
}

/// Bends seeds for as long as is asked for; how many there were. What was tried
/// last is told when it panics.
fn fuzz(what: &str, seeds: &[Value], mut attempt: impl FnMut(&[u8])) -> u64 {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("GUIYAN_FUZZ_SEED").unwrap_or(0x6775_6979_616e);
    let end = number("GUIYAN_FUZZ_SECONDS").map(|n| Instant::now() + Duration::from_secs(n));
    println!("{what}: GUIYAN_FUZZ_SEED={seed}");
    let mut bender = Bender::new(seed, seeds);
    for count in 0_u64.. {
        let done = end.map_or(count == FEW, |end| Instant::now() > end);
        if done {
            return count;
        }
        let bytes = bender.next();
        let teller = Teller(&bytes);
        attempt(&bytes);
        std::mem::forget(teller);
    }
    unreachable!("the numbers go on")
}

/// Says what was being tried when the test panics.
struct Teller<'a>(&'a [u8]);

impl Drop for Teller<'_> {
    fn drop(&mut self) {
        eprintln!("it was: {}", String::from_utf8_lossy(self.0));
    }
}

/// One command of each kind that the generator makes, with an id.
fn commands(world: &World) -> Vec<Value> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut kinds = BTreeMap::new();
    for _ in 0..6_000 {
        let attempt = attempt().new_tree(&mut runner).unwrap().current();
        let (_, _, command) = attempt.resolve(world);
        if matches!(command, Command::District(_)) {
            continue;
        }
        let submission = Submission { id: command_id(1 << 20), command };
        let json = serde_json::to_value(&submission).unwrap();
        kinds.entry(json["type"].as_str().unwrap().to_owned()).or_insert(json);
    }
    kinds.insert("eraseMe".into(), json!({ "id": command_id(1 << 20), "type": "eraseMe" }));
    kinds.into_values().collect()
}

/// Every shape ever stored.
fn events() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/compat/events/v1");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect()
}
