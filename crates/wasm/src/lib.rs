//! The rules in the page: npm `guiyan/core`, and the widget's local mode.
//!
//! [`engine::Engine`] answers what the service answers, at the same addresses
//! and in the same JSON, from a record in memory. Whoever opens it keeps the
//! lines of its [`journal`] where the page keeps things, and gives them back
//! the next time. This file is only the bridge to JavaScript.
//!
//! Architecture invariants: no rule stands in here; nothing is answered to the
//! page before its journal's lines could be kept (the caller's promise to wait
//! for); the journal is not sealed, so no real member belongs in it.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at once")
)]

#[cfg(feature = "bench")]
pub mod bench;
pub mod engine;
pub mod folded;
pub mod home;
pub mod journal;

use guiyan_core::{
    Recorded,
    advice::{Size, form_of_branch},
    dues::{DuesRates, Payer},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// A district whose record is in the page.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine(engine::Engine);

#[wasm_bindgen]
impl Engine {
    /// Opens the district of a home (JSON; 信州区 without one) as the lines of a
    /// journal say.
    #[wasm_bindgen(constructor)]
    pub fn new(home: Option<String>, lines: Vec<String>) -> Result<Engine, JsValue> {
        let home = home::read(home.as_deref()).map_err(|error| told("home", &error))?;
        let opened = engine::Engine::open(home, &lines);
        opened.map(Self).map_err(|error| told("journal", &error.chain()))
    }

    /// Fills an empty record with a sample year up to `now`, in milliseconds.
    pub fn seed(&mut self, members: u32, now: f64) -> Result<(), JsValue> {
        self.0
            .seed(members, at(now))
            .map_err(|failure| told(failure.code(), "the samples do not fit"))
    }

    /// Answers a request at that moment, in milliseconds.
    pub fn ask(&mut self, request: JsValue, now: f64) -> Result<JsValue, JsValue> {
        let request = read(request)?;
        write(&self.0.ask(&request, at(now)))
    }

    /// Whether a command would be accepted; nothing is changed.
    pub fn check(&mut self, request: JsValue, now: f64) -> Result<JsValue, JsValue> {
        let request = read(request)?;
        write(&self.0.check(&request, at(now)))
    }

    /// Every stream with the number of its last event.
    pub fn versions(&self) -> Result<JsValue, JsValue> {
        write(&self.0.versions())
    }

    /// What has not been kept yet: `{ replace, count, lines }`.
    pub fn unsaved(&self) -> Result<JsValue, JsValue> {
        #[derive(Serialize)]
        struct Lines {
            replace: bool,
            count: usize,
            lines: Vec<String>,
        }
        let journal::Unsaved { replace, count, lines } = self.0.unsaved();
        write(&Lines { replace, count, lines })
    }

    /// All of it is kept now.
    pub fn saved(&self) {
        self.0.saved();
    }

    /// The answer when it could not be kept.
    pub fn unavailable(&self, lang: &str) -> Result<JsValue, JsValue> {
        write(&engine::unavailable(lang))
    }
}

/// Folds a log of events (JSON Lines, as `guiyan export` writes them) and gives
/// the district's figures as JSON.
#[wasm_bindgen]
pub fn fold(home: Option<String>, events: &str) -> Result<String, JsValue> {
    let home = home::read(home.as_deref()).map_err(|error| told("home", &error))?;
    let mut recorded = Vec::new();
    for (number, line) in events.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let event: Recorded = serde_json::from_str(line)
            .map_err(|error| told("events", &format!("line {}: {error}", number + 1)))?;
        recorded.push(event);
    }
    let folded = folded::Folded::of(home, &recorded)
        .map_err(|index| told("events", &format!("event {} is out of order", index + 1)))?;
    folded.district().map_err(|failure| told(failure.code(), "the figures cannot be had"))
}

/// What is suggested for a branch of that size: `[{ code, found, rule, source }]`. [R18]
#[wasm_bindgen]
pub fn advice(full: u32, committee: u32) -> Result<JsValue, JsValue> {
    write(&form_of_branch(Size { full, committee }))
}

/// 党费 of a month in fen: `{ leastFen, mostFen }`, or nothing when the income is
/// beyond reckoning. [domain §7]
#[wasm_bindgen]
pub fn dues(payer: JsValue, rates: JsValue) -> Result<JsValue, JsValue> {
    let payer: Payer = read(payer)?;
    let rates = if rates.is_undefined() { DuesRates::default() } else { read(rates)? };
    write(&rates.monthly(payer))
}

fn at(millis: f64) -> Timestamp {
    Timestamp(millis as i64)
}

fn read<T: for<'de> Deserialize<'de>>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|error| told("malformed", &error.to_string()))
}

fn write(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // Missing is missing, and counts are numbers, as in JSON.
    let serializer = Serializer::json_compatible();
    value.serialize(&serializer).map_err(|error| told("internal", &error.to_string()))
}

/// A code and what is the matter, from which the package makes its error.
fn told(code: &str, message: &str) -> JsValue {
    JsError::new(&format!("{code}: {message}")).into()
}
