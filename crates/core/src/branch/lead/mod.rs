//! 反哺线索: what a member, or a fellow townsman they invited, offers to home,
//! and what becomes of it. Stages: submitted 提交 → in contact 对接 → in
//! negotiation 洽谈 → signed 签约 → landed 落地; on hold 搁置 and closed 终止
//! from any of them, each with a reason. It goes to another handler only under
//! the submitter's consent that names them. [domain §4, S0, PIPL §23]

mod command;
mod consents;
mod decide;
mod due;
mod event;
mod evolve;
mod form;
mod stages;
mod state;

pub use command::{HoldReason, JumpReason, LeadCloseReason, LeadCommand, MoveTo};
pub(crate) use decide::{close_for_erasure, decide, may_submit};
pub(crate) use due::{due, next_due};
pub use event::{Actor, Escalation, Fellow, LeadEvent};
pub use form::{Landing, LandingForm, LeadCodes, LeadForm, TalentOutcome};
pub(crate) use stages::handler;
pub use state::{Lead, LeadStage, LeadStep, LeadStepKind};
