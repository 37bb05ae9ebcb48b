//! The durable record of Guiyan 归雁: sealed, chained, claimed, counted.
//!
//! A [`Desk`] is the only way from a command to durable events. It decides on
//! a speculative state, hands the result to one writer, and answers only what
//! is durable. Below it stands a [`Log`]: [`SqliteLog`] on disk, [`MemoryLog`]
//! for tests, benchmarks and the rules in the page.
//!
//! Architecture invariants: nothing is answered before it is durable; personal
//! data reaches a log's storage only sealed under its owner's key; the hash
//! chain covers what is stored, so it survives erasure; nothing here panics
//! over a full disk or a broken file.
//!
//! Reading order: [`log`] (the narrow waist), [`key`] and `seal`, [`chain`],
//! then `sqlite` and `memory`, last [`desk`]; for the operator [`backup`],
//! [`erasures`], [`receipts`], [`export`] and [`rotate_key`].

#[cfg(feature = "sqlite")]
pub mod backup;
pub mod chain;
#[cfg(feature = "testing")]
pub mod conformance;
pub mod desk;
#[cfg(feature = "sqlite")]
pub mod erasures;
mod error;
#[cfg(feature = "sqlite")]
pub mod export;
#[cfg(feature = "testing")]
pub mod fault;
pub mod key;
pub mod log;
mod memory;
mod packed;
#[cfg(feature = "sqlite")]
mod place;
pub mod receipts;
mod record;
mod ring;
mod seal;
mod snapshot;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod verify;

pub use desk::{Desk, DeskOptions, Figures, Moved, Receipt, StepDesk, SubmitError};
pub use error::StoreError;
pub use key::MasterKey;
pub use log::{
    Access, Append, Digest, Log, Made, NewEvent, Rejection, Remembered, Row, SnapshotMaker,
    SnapshotRead, TallyRow,
};
pub use memory::MemoryLog;
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteLog, rotate_key};
pub use verify::VerifyReport;
