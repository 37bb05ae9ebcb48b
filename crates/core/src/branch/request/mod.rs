//! 求助与吹哨报到: a member asks for help or reports a spot, the branch
//! whistles (吹哨) to a department or asks a member who has offered that help,
//! they report in (到场), it is resolved (办结) and rated (评价).
//! Nothing reaches anybody without a live consent that names them.
//! [domain §5, PIPL §23]

mod asking;
mod command;
mod consent;
mod decide;
mod due;
mod event;
mod evolve;
mod form;
mod helper;
mod index;
mod state;
mod targets;

pub use command::{CloseReason, RequestCommand};
pub(crate) use decide::{CLOSED_DAYS, decide, end_for_erasure, may_reopen, reopen_until};
pub(crate) use due::{due, next_due};
pub use event::{Clock, RequestEvent, ReturnReason};
pub use form::{RequestKind, RequestText, SpotCategory, Urgency};
pub use index::Requests;
pub use state::{HelpOffer, Request, RequestStep, RequestStepKind, Stage};
pub use targets::{HelpTargets, PerUrgency};
