//! 报到: how a person reports in to a branch, and what becomes of it.
//! States: submitted 待接收 → received 已接收 → ended 结束流动, or sent back
//! 退回补正 in between. [domain §2, R19 §32]

mod census;
mod command;
mod decide;
mod event;
mod evolve;
mod form;
mod home;
mod state;

pub use census::Census;
pub use command::{
    Consent, DisputeAnswer, DisputeReason, EndReason, MemberCommand, SendBackReason,
};
pub(crate) use decide::{agreed, decide, end_for_erasure};
pub use event::{ConsentGiven, MemberEvent, ReportCodes};
pub use form::{Category, Gender, Industry, LeaveReason, Report, ReportForm, Schooling};
pub use state::{AgreedBefore, HomeState, Member, MemberState, Step, StepKind};
