//! 家乡需求: what the home district or a township looks for, with its kind,
//! industry, place and size. Posted to the district's own stream; leads answer
//! it. [domain §4, S0]

mod command;
mod decide;
mod event;
mod form;
mod state;

pub use command::{NeedCloseReason, NeedCommand};
pub(crate) use decide::{decide, may_close};
pub use event::{NeedEvent, Poster};
pub(crate) use form::amount;
pub use form::{AMOUNT, HomeIndustry, LeadKind, NeedDetails, NeedForm};
pub use state::{Need, NeedClosing, NeedStatus};
