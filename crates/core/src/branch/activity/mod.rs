//! 活动: publishing, signing up, the queue for places, and being there.
//! [domain §3]

mod activities;
mod agreed;
mod audience;
mod change;
mod changing;
mod command;
mod decide;
mod event;
mod evolve;
mod form;
mod guest;
mod host;
pub mod plan;
mod queue;
mod reorder;
mod sharing;
mod state;

pub use activities::Activities;
pub use agreed::{PastConsent, PastConsentTo};
pub use audience::Audience;
pub use change::{Change, Changed, Optional};
pub(crate) use changing::may_change;
pub use command::{ActivityCommand, CancelReason};
pub(crate) use decide::{decide, may_sign_up};
pub use event::ActivityEvent;
pub use form::{ActivityForm, ActivityKind, ContactPerson, Details, Hours};
pub(crate) use guest::may_join;
pub use guest::{Guest, GuestEntry, GuestForm};
pub use host::{Host, Joiner};
pub use plan::{DraftRef, PlanCommand, PlanEvent, Plans};
pub use reorder::{ReorderReason, Reordered};
pub(crate) use sharing::concerns;
pub use state::{Activity, Attendance, Cancelled, Offer, Places, Standing};
