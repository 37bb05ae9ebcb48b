//! Forms, ids and times.

use std::time::{SystemTime, UNIX_EPOCH};

use guiyan_core::{
    branch::{
        activity::ActivityForm,
        member::{Consent, ReportForm},
    },
    ids::CommandId,
    testing,
    time::{DAY, HOUR, Timestamp},
};
use uuid::{Builder, Uuid};

/// Now, by the clock of this machine, which the service shares.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    Timestamp(since.as_millis() as i64)
}

/// A fresh command id (UUIDv7).
pub fn command_id() -> CommandId {
    command_id_at(now())
}

/// A fresh command id of a client whose clock says `at`.
pub fn command_id_at(at: Timestamp) -> CommandId {
    let random = *Uuid::from_u128(rand::random()).as_bytes();
    let mut tail = [0; 10];
    tail.copy_from_slice(&random[..10]);
    CommandId(Builder::from_unix_timestamp_millis(at.0.unsigned_abs(), &tail).into_uuid())
}

/// A report-in form with nothing wrong in it.
pub fn report(name: &str) -> ReportForm {
    ReportForm { name: name.into(), ..testing::report_form() }
}

/// The nth name: letters only, as a name must be, and distinct for each `n`.
pub fn name(n: u32) -> String {
    const DIGITS: [char; 10] = ['林', '陈', '周', '吴', '郑', '王', '冯', '沈', '韩', '杨'];
    let digits = n.to_string().into_bytes().into_iter();
    let digits = digits.map(|digit| DIGITS[usize::from(digit - b'0')]);
    ['试'].into_iter().chain(digits).collect()
}

/// The nth mobile number, distinct for each `n`.
pub fn phone(n: u32) -> String {
    format!("139{n:08}")
}

/// Consent to the notice of that version.
pub fn consent(notice: &str) -> Consent {
    Consent { agreed: true, notice: notice.into() }
}

/// An activity in a week from now, two and a half hours long, 2.5 学时.
pub fn activity(title: &str, capacity: Option<i64>) -> ActivityForm {
    activity_in(7 * DAY, title, capacity)
}

/// An activity that begins so many milliseconds from now.
pub fn activity_in(ms: i64, title: &str, capacity: Option<i64>) -> ActivityForm {
    let start = now().plus(ms);
    ActivityForm {
        title: title.into(),
        start: start.to_string(),
        end: start.plus(5 * HOUR / 2).to_string(),
        ..testing::activity_form(capacity)
    }
}
