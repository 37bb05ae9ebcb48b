//! Black-box tests of the service: the real binary, started on a port of its
//! own and a folder of its own, asked over HTTP as a portal asks it.
//!
//! Reading order: [`app`] starts and stops it, [`person`] is someone who uses
//! it, [`crowd`] is many of them at once, [`problem`] is what it says when it
//! refuses, [`make`] makes forms, ids and times, [`wait`] waits for conditions,
//! [`changes`] reads the stream of changes, [`raw`] speaks HTTP by hand,
//! [`token`] signs tokens as a portal does, [`issuer`] is a portal that publishes
//! its keys, [`phone`] is a telephone and its gateway, [`stand_in`] is a server
//! that is asked, [`totp`] an officer's authenticator, [`disk`] looks into the folder.
//!
//! Invariants: no test shares a folder or a port with another; nothing sleeps
//! except while polling a condition under a deadline; a seed is printed
//! wherever one is drawn.
//!
//! ```no_run
//! use guiyan_tests_service::{BEIJING, Launch, make};
//!
//! # async fn road() {
//! let app = Launch::demo().start().await;
//! let secretary = app.person("beijing-secretary").await;
//! let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(20))).await;
//! assert_eq!(secretary.activity(BEIJING, activity).await.capacity, Some(20));
//! # }
//! ```

// A harness speaks by failing the test, at the caller's line where it can.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod app;
pub mod changes;
pub mod crowd;
pub mod disk;
pub mod figures;
pub mod issuer;
pub mod make;
pub mod person;
pub mod phone;
pub mod problem;
pub mod raw;
pub mod stand_in;
pub mod token;
pub mod totp;
pub mod wait;

pub use app::{App, Launch};
pub use person::{Accepted, Person};
pub use problem::Problem;
pub use wait::wait_until;

/// 信州区驻北京流动党员党支部
pub const BEIJING: &str = "xinzhou-beijing";

/// 信州区驻浙江省义乌市流动党员党支部
pub const YIWU: &str = "xinzhou-yiwu";
