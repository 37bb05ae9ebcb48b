//! The page of figures that an operator watches.

use std::time::Duration;

use crate::{App, problem::header, wait::eventually};

const PATIENCE: Duration = Duration::from_secs(20);

/// What a service needs to be started with to tell its figures.
pub const FIGURES: [&str; 2] = ["--metrics", "127.0.0.1:0"];

/// The page as it was.
#[derive(Clone, Debug)]
pub struct Figures(pub String);

impl Figures {
    /// The figure of a name, with its labels if it has any; none when the page
    /// has no such line.
    pub fn get(&self, name: &str) -> Option<f64> {
        let line = self.0.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.map(|value| value.parse().expect("a number"))
    }

    /// The figure of a name that must be there.
    ///
    /// # Panics
    /// When it is not.
    pub fn must(&self, name: &str) -> f64 {
        self.get(name).unwrap_or_else(|| panic!("no {name} in\n{}", self.0))
    }
}

impl App {
    /// The page now, of a service that was started with [`FIGURES`].
    pub async fn figures(&self) -> Figures {
        let address = eventually("the address of the figures", PATIENCE, || async {
            let log = self.log();
            let (_, rest) = log.split_once("metrics on ")?;
            // The whole line, as it may be half written.
            let (line, _) = rest.split_once('\n')?;
            line.split('"').next().map(str::to_owned)
        });
        let response = self.client.get(address.await).send().await.expect("the page");
        assert!(header(&response, "content-type").starts_with("text/plain; version=0.0.4"));
        Figures(response.text().await.expect("a text"))
    }
}
