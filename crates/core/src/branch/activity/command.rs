use serde::{Deserialize, Serialize};

use super::{form::ActivityForm, guest::GuestForm, plan::DraftRef, reorder::ReorderReason};
use crate::{
    branch::member::Consent,
    ids::{ActivityId, PersonId},
};

/// What people ask for about activities.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "type",
    deny_unknown_fields
)]
// A form is long, and a few of them live for a moment: a box would only cost.
#[allow(clippy::large_enum_variant)]
pub enum ActivityCommand {
    /// 发布, by the secretary. The activity takes this command's id.
    PublishActivity {
        /// The form as filled in.
        details: ActivityForm,
        /// The draft it was made of, which goes away with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<DraftRef>,
    },
    /// 取消活动, by the secretary.
    CancelActivity {
        /// Which.
        activity: ActivityId,
        /// Why, as a code that stays.
        reason: CancelReason,
        /// More about it for those signed up; at most 300 characters.
        #[serde(default)]
        note: String,
    },
    /// 修改, by those who run the branch, before it begins. Moving it is a change
    /// of its time or place.
    ChangeActivity {
        /// Which.
        activity: ActivityId,
        /// How many changes it had when the form was opened: what somebody else
        /// changed meanwhile is not written over.
        revision: u32,
        /// The whole form, as it is to be.
        details: ActivityForm,
    },
    /// 提前截止报名, by those who run the branch. Who waits keeps their position.
    CloseSignUp {
        /// Which.
        activity: ActivityId,
    },
    /// 重新开放报名, before the start. Free places go to those who wait.
    ReopenSignUp {
        /// Which.
        activity: ActivityId,
        /// Until when, as in the form; empty means until it begins.
        #[serde(default)]
        until: String,
    },
    /// 报名: takes a place, or a position in the queue.
    SignUp {
        /// Which.
        activity: ActivityId,
        /// Whether those who hold it may see the caller's name and phone
        /// number. Asked of members of other branches only, and refusing keeps
        /// nobody from signing up. (PIPL §23)
        #[serde(default, skip_serializing_if = "is_no")]
        share_name: bool,
    },
    /// Lets those who hold an activity of another branch, or of the district,
    /// see the caller's name and phone number.
    ShareName {
        /// Which.
        activity: ActivityId,
    },
    /// Takes that back.
    WithdrawName {
        /// Which.
        activity: ActivityId,
    },
    /// 以乡友身份报名, where the activity is open to 乡友: by those without a
    /// report-in.
    JoinAsGuest {
        /// Which.
        activity: ActivityId,
        /// Name and phone.
        guest: GuestForm,
        /// To what is done with them.
        consent: Consent,
    },
    /// 取消报名: gives up the place or the position.
    LeaveActivity {
        /// Which.
        activity: ActivityId,
    },
    /// 接受名额: takes the place that is offered.
    AcceptPlace {
        /// Which.
        activity: ActivityId,
    },
    /// 放弃名额: lets the place that is offered go on to the next.
    DeclinePlace {
        /// Which.
        activity: ActivityId,
    },
    /// 调整候补顺序, by those who run the branch, before the start. Everybody whose
    /// position it changes can read why.
    ReorderQueue {
        /// Which.
        activity: ActivityId,
        /// Who is moved.
        person: PersonId,
        /// Their position as it was seen, from 1: what changed meanwhile is not
        /// changed again unseen.
        from: u32,
        /// The position they are to have, from 1.
        to: u32,
        /// Why, as a code that stays.
        reason: ReorderReason,
        /// More about it; at most 300 characters, and needed for 其他.
        #[serde(default)]
        note: String,
    },
    /// 签到, by an officer from the list.
    CheckIn {
        /// Which.
        activity: ActivityId,
        /// Who is there.
        person: PersonId,
    },
    /// Takes back a check-in made by mistake.
    UndoCheckIn {
        /// Which.
        activity: ActivityId,
        /// Who was not there.
        person: PersonId,
    },
}

// What is not said is not written: a repeat of an older page is the same.
fn is_no(answer: &bool) -> bool {
    !answer
}

/// Why an activity is cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CancelReason {
    /// 天气
    Weather,
    /// 场地有变
    Venue,
    /// 人数不足
    TooFew,
    /// 改期
    Postponed,
    /// 其他; the note says what
    Other,
}
