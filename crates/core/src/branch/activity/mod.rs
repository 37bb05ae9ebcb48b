//! 活动: publishing, signing up, the queue for places, and being there.
//! [domain §3]

mod change;
mod changing;
mod command;
mod decide;
mod event;
mod evolve;
mod form;
mod queue;
mod state;

pub use change::{Change, Changed, Optional};
pub(crate) use changing::may_change;
pub use command::{ActivityCommand, CancelReason};
pub(crate) use decide::{decide, due, leave_all, may_sign_up, next_due};
pub use event::ActivityEvent;
pub use form::{ActivityForm, ActivityKind, ContactPerson, Details, Hours};
pub use state::{Activity, Attendance, Cancelled, Offer, Places, Standing};
