//! What the rules cost by themselves ([`rules`]), and durable sign-ups over HTTP:
//! how many a second, against the same path with the record in memory, and
//! against a transaction for each command.
//!
//! The service has one core and the load another. Every sign-up is a real one:
//! a member who was received, an activity they are not signed up for, one
//! event. The variants take turns, so that a slow minute of the machine hits
//! all of them; what counts is the median of the rounds' ratios. A machine
//! that does other work meanwhile, above all to its disk, makes them worse.
//!
//! What happens when three times as much is asked for: [`overload`].
//!
//! `cargo xtask bench`, or `GUIYAN_BIN=target/release/guiyan cargo run
//! --release -p guiyan-tests-service --bin bench`, with the names of parts to
//! run only those: `rules`, `commands`, `start`, `http`, `overload`, and `peers`,
//! which `cargo xtask bench --peers` fetches first.

// A tool of the workshop: what it cannot do ends it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cold;
mod commands;
mod connection;
mod cores;
mod disk;
mod overload;
mod peers;
mod record;
mod round;
mod rules;
mod table;
mod town;

use std::{path::Path, process::ExitCode};

use guiyan_tests_service::app::binary;
use round::{Figures, Variant};
use table::Table;

/// The least share of the speed without any disk.
const OF_MEMORY: f64 = 0.5;
/// The least gain over a transaction for each command.
const OF_ONE_BY_ONE: f64 = 6.0;

/// What is run, unless some of them are named.
const PARTS: [&str; 5] = ["rules", "commands", "start", "http", "overload"];
/// What is run only when it is named: it needs what others have made.
const PEERS: &str = "peers";

fn main() -> ExitCode {
    if let Err(sentence) = cores::two() {
        eprintln!("bench: {sentence}");
        return ExitCode::from(2);
    }
    cores::stay_on(cores::LOAD);
    let named: Vec<String> = std::env::args().skip(1).collect();
    if let Some(name) = named.iter().find(|name| !PARTS.contains(&name.as_str()) && *name != PEERS)
    {
        eprintln!("bench: there is no part `{name}`; there are {}, {PEERS}", PARTS.join(", "));
        return ExitCode::from(2);
    }
    // Beside the build, so that it is the disk and not a memory of a disk.
    let disk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let disk = disk.canonicalize().expect("the target folder");
    if let Some(load) = cores::busy_with() {
        println!("this machine is busy with other work (load {load}); better wait until it rests");
    }
    let mut table = Table::default();
    for part in PARTS {
        if !named.is_empty() && !named.iter().any(|name| name == part) {
            continue;
        }
        match part {
            "rules" => rules::run(&disk, &mut table),
            "commands" => commands::run(&mut table),
            "start" => cold::run(&disk, &mut table),
            "overload" => overload::run(&disk, &mut table),
            _ => http(&disk, &mut table),
        }
    }
    if named.iter().any(|name| name == PEERS) {
        peers::run(&disk, rounds(), &mut table);
    }
    println!("\n{table}");
    if table.is_met() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn rounds() -> usize {
    let rounds = std::env::var("GUIYAN_BENCH_ROUNDS").ok().and_then(|text| text.parse().ok());
    rounds.unwrap_or(5)
}

fn http(disk: &Path, table: &mut Table) {
    println!("{} on {}", binary().display(), disk.display());
    let (median, decile) = disk::sync_times(disk);
    println!("a write of 64 KB is durable after {median:.2?}, one of ten takes over {decile:.2?}");
    let mut runs: Vec<Vec<Figures>> = vec![Vec::new(); Variant::ALL.len()];
    for round in 1..=rounds() {
        for (variant, runs) in Variant::ALL.iter().zip(&mut runs) {
            let figures = round::run(*variant, disk);
            println!("  round {round}  {:<28} {:>8.0} /s", variant.name(), figures.per_second);
            runs.push(figures);
        }
    }
    report(&runs, table);
}

fn report(runs: &[Vec<Figures>], table: &mut Table) {
    println!("\nsign-ups over HTTP, {} connections, medians:", round::CONNECTIONS);
    println!("{:<28} {:>9} {:>12} {:>10} {:>10}", "", "per s", "CPU each", "service", "load");
    for (variant, runs) in Variant::ALL.iter().zip(runs) {
        let mut runs = runs.clone();
        runs.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
        let figures = runs[runs.len() / 2];
        println!(
            "{:<28} {:>9.0} {:>9.1} µs {:>9.0}% {:>9.0}%",
            variant.name(),
            figures.per_second,
            figures.service_share * 1e6 / figures.per_second,
            figures.service_share * 100.0,
            figures.load_share * 100.0,
        );
    }
    let [durable, memory, one_by_one] = runs else { return };
    let checks = [
        ("durable sign-ups over HTTP: against memory", ratio(durable, memory), OF_MEMORY),
        (
            "durable sign-ups over HTTP: against one by one",
            ratio(durable, one_by_one),
            OF_ONE_BY_ONE,
        ),
    ];
    for (name, ratio, least) in checks {
        table.hold(name, format!("{ratio:.2}"), format!("≥ {least:.1}"), ratio >= least);
    }
}

/// The median of the ratios, each of two runs of the same round.
fn ratio(ours: &[Figures], other: &[Figures]) -> f64 {
    let ratios = ours.iter().zip(other).map(|(ours, other)| ours.per_second / other.per_second);
    let mut ratios: Vec<f64> = ratios.collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}
