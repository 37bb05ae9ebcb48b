//! The binary `guiyan`.

use std::process::ExitCode;

use clap::Parser;
use guiyan_service::{cli::Cli, run};

fn main() -> ExitCode {
    run::main(Cli::parse())
}
