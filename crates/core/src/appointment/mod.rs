//! 任职: who holds which office from when until when, as the district and the
//! secretaries decide it. It stands in the district's own stream. A portal may
//! name offices in its tokens too; what is appointed here holds beside them.
//! [R19 §33, domain §1]

mod command;
mod decide;
mod event;
mod state;

pub use command::AppointmentCommand;
pub(crate) use decide::{decide, end_for_erasure, may_appoint, may_appoint_somebody, may_end};
pub use event::{AppointmentEnd, AppointmentEvent};
pub use state::{Appointment, Appointments, Ended};
