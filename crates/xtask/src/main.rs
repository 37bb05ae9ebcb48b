//! The workshop: one command per chore, each of which installs what it needs or
//! says in a sentence what to do.
//!
//! Reading order: [`site`] (what is built and where it goes), [`suite`] (what a
//! change must pass), [`tidy`] (the house rules), then the small helpers.
//!
//! **Invariant:** no tool is expected on `PATH` beyond `cargo`, `rustup`, `node`,
//! `npm` and `python3`; bindgen is a library here, everything else comes as npm and
//! Python packages into folders of the checkout.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

mod bench;
mod bundle;
mod chores;
mod counts;
mod debian;
mod demo;
mod engine;
mod failure;
mod files;
mod fuzz;
mod hosts;
mod npm;
mod package;
mod python;
mod reference;
mod run;
mod site;
mod size;
mod stamp;
mod suite;
mod supply;
mod tidy;
mod wasm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Result;
use crate::site::Profile;

/// The chores of Guiyan.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build everything and serve the demo portal with sample people.
    Demo {
        /// Port on 127.0.0.1.
        #[arg(long, default_value_t = 7117)]
        port: u16,
        /// Where the demo keeps its records.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// How many sample members to make.
        #[arg(long, value_name = "N")]
        members: Option<u32>,
    },
    /// Run everything a change must pass.
    Test {
        /// Run one step only; a wrong name lists them all.
        #[arg(long, value_name = "STEP")]
        only: Option<String>,
    },
    /// The long fault, fuzz and simulation runs.
    Soak,
    /// Bend commands, stored events and requests over HTTP until they break.
    Fuzz {
        /// How long each of the three goes on.
        #[arg(long, value_name = "N", default_value_t = 600)]
        seconds: u32,
    },
    /// Build what ships: the service and the npm package.
    Dist,
    /// Measure what the rules, the service and a start cost; ends with a table.
    Bench {
        /// Only these parts; a wrong name lists them all.
        #[arg(value_name = "PART")]
        parts: Vec<String>,
        /// Hold durable sign-ups against other services (tests/bench/README.md).
        #[arg(long)]
        peers: bool,
    },
    /// Weigh the widget and compare it with the budget.
    Size,
    /// Check the house rules.
    Tidy,
    /// Ask whether anything that comes from outside is known to be unsafe.
    Advisories,
    /// Make the reference pages alone, from the source.
    Reference,
    /// Build only the folder that the service serves.
    Site {
        /// Quick and unoptimised.
        #[arg(long)]
        dev: bool,
    },
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().chore) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// `Ok(false)` is a chore that ran to its end and found something wrong.
fn dispatch(chore: Chore) -> Result<bool> {
    match chore {
        Chore::Demo { port, data, members } => demo::demo(port, data, members).map(|()| true),
        Chore::Test { only } => suite::test(only.as_deref()),
        Chore::Soak => chores::soak().map(|()| true),
        Chore::Fuzz { seconds } => fuzz::fuzz(seconds).map(|()| true),
        Chore::Dist => chores::dist().map(|()| true),
        Chore::Bench { parts, peers } => bench::bench(parts, peers).map(|()| true),
        Chore::Size => site::build(Profile::Optimised).and_then(|()| size::size()),
        Chore::Tidy => tidy::tidy(),
        Chore::Advisories => supply::advisories().map(|()| true),
        Chore::Reference => reference::build().map(|()| true),
        Chore::Site { dev } => {
            let profile = if dev { Profile::Dev } else { Profile::Optimised };
            site::build(profile).map(|()| true)
        }
    }
}
