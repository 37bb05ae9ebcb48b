//! How far long work has come, for a person who watches: a bar on a terminal,
//! nothing in a file or a log.

use std::{
    io::{self, IsTerminal as _},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for each stage of the work; it goes when this is dropped.
#[derive(Debug)]
pub(super) struct Watched {
    bar: Option<ProgressBar>,
    stage: &'static str,
}

impl Watched {
    pub(super) fn new() -> Self {
        let bar = io::stderr().is_terminal().then(ProgressBar::new_spinner);
        Self { bar, stage: "" }
    }

    /// `done` of so many; where nobody knows how many, it is 0.
    pub(super) fn show(&mut self, stage: &'static str, done: u64, of: u64) {
        let Some(bar) = &self.bar else { return };
        if stage != self.stage {
            self.stage = stage;
            bar.set_style(style(of > 0));
            bar.set_message(stage);
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        bar.set_length(of);
        bar.set_position(done);
    }
}

const KNOWN: &str = "{msg:>14} [{bar:40}] {percent:>3} %, {eta} left";
const UNKNOWN: &str = "{msg:>14} {spinner} {elapsed}";

fn style(is_known: bool) -> ProgressStyle {
    let template = if is_known { KNOWN } else { UNKNOWN };
    // Only a template that is wrong falls back, to a bar that says less.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_templates_are_right() {
        for template in [KNOWN, UNKNOWN] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
        // Not a terminal: nothing is drawn, and nothing fails.
        let mut watched = Watched::new();
        watched.show("copying", 1, 2);
        watched.show("checking", 0, 0);
    }
}
