//! What is planned and not yet to be seen: 草稿, and 系列, one rule with its
//! exceptions. [domain §3]
//!
//! A series publishes ordinary activities, each when it comes within the
//! branch's horizon. Its rule is changed for what is not yet published, and for
//! what is published as far as no promise is broken: see [`change`].

mod change;
mod command;
mod decide;
mod drafts;
mod event;
mod evolve;
mod repeat;
mod state;

pub use command::{DraftRef, PlanCommand};
pub(crate) use decide::{decide, due, next_due};
pub(crate) use drafts::used;
pub use event::{Moved, PlanEvent};
pub use repeat::{Every, Repeat, RepeatForm, Rule};
pub use state::{Draft, DraftPlan, Plans, Series};
