//! The service of Guiyan 归雁: routes, identity, one desk, and the pages beside
//! them. The binary `guiyan` is a thin shell over [`run`].
//!
//! A request becomes a [`Caller`](guiyan_core::caller::Caller) and, for a
//! command, a [`Submission`](guiyan_core::Submission); the desk decides it and
//! answers what is durable; a view is made for the caller from committed state.
//!
//! Architecture invariants: no rule of the domain stands here; nothing is
//! answered before it is durable; a token that is not right is an error, never
//! anonymous; no cause of a failure leaves the service; logs hold no personal
//! data.
//!
//! Reading order: [`cli`], [`config`], [`run`], [`charter`], [`identity`], [`app`],
//! [`limits`], [`server`], [`request`], [`routes`], [`problem`]; then [`changes`], [`metrics`], [`site`], [`openapi`], [`demo`].
//!
//! ```
//! let charter = guiyan_service::charter::embedded()?;
//! assert_eq!(charter.branches.len(), 2);
//! # Ok::<(), guiyan_service::charter::CharterError>(())
//! ```

// A test that fails by a panic has said what it has to say.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic))]

pub mod app;
pub mod changes;
pub mod charter;
pub mod cli;
pub mod client;
pub mod config;
pub mod demo;
pub mod etag;
pub mod identity;
pub mod limits;
pub mod metrics;
pub mod openapi;
pub mod outgoing;
pub mod problem;
pub mod request;
pub mod routes;
pub mod run;
pub mod search;
pub mod server;
pub mod sign_in;
pub mod site;
pub mod telemetry;
