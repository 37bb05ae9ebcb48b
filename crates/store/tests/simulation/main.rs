//! The whole road from a command to durable events, lived through again and
//! again with a failure or a crash at every step of a commit.
//!
//! A life is decided by its seed alone. `GUIYAN_SIM_SEED=7` lives that one,
//! `GUIYAN_SIM_SEEDS=10000` so many.

// A test speaks by failing.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod check;
mod dice;
mod ground;
mod home;
mod life;
mod people;
mod plans;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use ground::{Ground, InMemory, OnDisk, plan};
use guiyan_store::fault::Point;
use life::Life;

const TURNS: u64 = 100;

type Met = BTreeMap<(Point, bool), u64>;

fn live<G: Ground>(seed: u64, ground: G, desks: usize, met: &mut Met) -> u64 {
    let mut life = Life::begin(seed, ground, desks);
    life.live(TURNS);
    life.come_to_rest();
    life.check();
    for (key, n) in &plan(&life.plan).met {
        *met.entry(*key).or_default() += n;
    }
    life.sent.iter().filter(|sent| sent.accepted.is_some()).count() as u64
}

fn each_seed(what: &str, mut live: impl FnMut(u64, &mut Met) -> u64) {
    let number = |name| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let (seeds, one) = match number("GUIYAN_SIM_SEED") {
        Some(seed) => (seed..seed + 1, true),
        None => (0..number("GUIYAN_SIM_SEEDS").unwrap_or(300), false),
    };
    let (lives, mut met, mut accepted) = (seeds.end - seeds.start, Met::new(), 0);
    for seed in seeds {
        match catch_unwind(AssertUnwindSafe(|| live(seed, &mut met))) {
            Ok(n) => accepted += n,
            Err(panic) => {
                eprintln!("{what}: seed {seed} failed; replay it with GUIYAN_SIM_SEED={seed}");
                resume_unwind(panic);
            }
        }
    }
    eprintln!("{what}: {lives} lives, {accepted} commands accepted, faults met: {met:?}");
    for point in Point::ALL.into_iter().filter(|_| !one && lives >= 100) {
        for crash in [false, true] {
            assert!(met.contains_key(&(point, crash)), "no life met {point:?}, crash: {crash}");
        }
    }
}

#[test]
fn on_disk() {
    each_seed("on disk", |seed, met| live(seed, OnDisk::new(), 1, met));
}

#[test]
fn in_memory() {
    each_seed("in memory", |seed, met| live(seed, InMemory::new(), 1, met));
}

/// Two desks write to one log, as two services on one database.
#[test]
fn two_desks() {
    each_seed("two desks", |seed, met| live(seed, InMemory::new(), 2, met));
}
