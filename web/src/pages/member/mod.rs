//! The members' pages: one activity, 我的, 报到, 转到另一支部.

mod detail;
mod ending;
mod fields;
mod me;
mod moving;
mod privacy;
mod report;

pub(crate) use detail::Detail;
pub(crate) use me::Me;
pub(crate) use moving::Move;
pub(crate) use report::ReportIn;
