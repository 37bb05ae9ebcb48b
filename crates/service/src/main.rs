//! The binary `guiyan`.

use std::process::ExitCode;

use guiyan_service::run;

fn main() -> ExitCode {
    run::main(std::env::args_os())
}
