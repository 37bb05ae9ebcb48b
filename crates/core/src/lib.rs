//! The rules of Guiyan 归雁, written once: in the service, in the page and in
//! npm it is this crate that decides.
//!
//! Data goes one way round:
//! intent → [`Command`] → [`District::decide`] → events or a [`Refusal`] →
//! append → [`District::evolve`] → [`view`] → pixels. Nothing else changes
//! state.
//!
//! Architecture invariants: no I/O, no clock, no randomness, no async and no
//! JavaScript in here. Time, ids and randomness come in with the command.
//! `decide` is pure and total; `evolve` cannot fail.
//!
//! Reading order: [`ids`], [`time`], [`caller`], [`personal`], [`recipient`],
//! [`charter`];
//! then [`decider`] and [`district`], which dispatch to [`branch`] with its
//! parts `member`, `activity`, `lead` and `request`; [`need`], which `lead`s
//! answer, and [`matching`] between the two; [`chain`] is what is open and who
//! has it; last [`view`], which decides what each
//! caller may see.
//!
//! ```
//! use guiyan_core::{caller::Caller, testing::*, Command, branch::activity::ActivityCommand};
//!
//! let district = sample_district();
//! let visitor = Caller::person(person(1));
//! let command = Command::Activity(ActivityCommand::SignUp { activity: activity_id(1), share_name: false });
//! let refusal = decide(&district, beijing(), &visitor, at("2026-11-01T09:00"), command);
//! assert_eq!(refusal.unwrap_err().code(), "unknownActivity");
//! ```

pub mod advice;
pub mod appointment;
pub mod branch;
pub mod caller;
pub mod chain;
pub mod charter;
pub mod command;
pub mod decider;
pub mod district;
pub mod dues;
pub mod event;
pub mod ids;
pub mod matching;
pub mod need;
#[cfg(feature = "schema")]
pub mod openapi;
pub mod personal;
pub mod recipient;
pub mod refusal;
pub mod retention;
pub mod tally;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod time;
pub mod view;
pub mod wire;

pub use command::{Command, Malformed, Submission};
pub use decider::{Claim, Decision, Outcome};
pub use district::District;
pub use event::{Event, Recorded};
pub use refusal::Refusal;
