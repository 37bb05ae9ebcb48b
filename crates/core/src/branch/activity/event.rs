use serde::{Deserialize, Serialize};

use super::{
    change::Change,
    command::CancelReason,
    form::{Details, Hours},
    guest::Guest,
    reorder::ReorderReason,
};
use crate::{
    caller::Office,
    ids::{ActivityId, PersonId, SeriesId},
    personal::Personal,
    time::Timestamp,
};

/// What happened to activities.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ActivityEvent {
    /// 发布
    ActivityPublished {
        /// Which.
        activity: ActivityId,
        /// By which officer.
        by: PersonId,
        /// What, when, where.
        details: Details,
        /// The series that it is an occurrence of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        series: Option<SeriesId>,
    },
    /// 修改: by the form, or the sign-up closed or opened again.
    ActivityChanged {
        /// Which.
        activity: ActivityId,
        /// By which officer.
        by: PersonId,
        /// The office they held.
        office: Office,
        /// What, in the order of the form.
        changes: Vec<Change>,
    },
    /// 取消活动
    ActivityCancelled {
        /// Which.
        activity: ActivityId,
        /// By which officer.
        by: PersonId,
        /// Why.
        reason: CancelReason,
        /// More about it, sealed as the officer's who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// 乡友 leave name and phone; what they got follows.
    GuestJoined {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// Name and phone, sealed as theirs.
        guest: Personal<Guest>,
        /// The version of the notice they agreed to.
        notice: String,
    },
    /// No place was free: the person stands in the queue.
    Waitlisted {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
    },
    /// 调整候补顺序: the person is moved, and those between move up or down by one.
    QueueReordered {
        /// Which.
        activity: ActivityId,
        /// Who is moved.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// The office they held.
        office: Office,
        /// The position they have now, from 1.
        to: u32,
        /// Why.
        reason: ReorderReason,
        /// More about it, sealed as theirs who are moved.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<String>>,
    },
    /// A freed place is kept for the first in the queue.
    PlaceOffered {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// The number of the place, from 1.
        place: u32,
        /// Until when it is kept.
        until: Timestamp,
    },
    /// The person has the place: 已报名.
    PlaceTaken {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// The number of the place, from 1.
        place: u32,
    },
    /// The offer was not answered in time, or was declined.
    OfferLapsed {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// Whether they said no, rather than nothing.
        declined: bool,
    },
    /// The person lets those who hold it see their name and phone number. (PIPL
    /// §23)
    NameShared {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
    },
    /// They took that back.
    NameShareWithdrawn {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
    },
    /// 取消报名: the place, offer or position is given up.
    SignUpLeft {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
    },
    /// 签到
    CheckedIn {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// 学时 credited.
        credit: Hours,
    },
    /// 签到 of a 乡友: counted apart, and without 学时.
    GuestCheckedIn {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// By which officer.
        by: PersonId,
    },
    /// A guest's check-in made by mistake was taken back.
    GuestCheckInUndone {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// By which officer.
        by: PersonId,
    },
    /// A check-in made by mistake was taken back.
    CheckInUndone {
        /// Which.
        activity: ActivityId,
        /// Who.
        person: PersonId,
        /// By which officer.
        by: PersonId,
        /// 学时 taken back.
        credit: Hours,
    },
}

impl ActivityEvent {
    /// Which activity it is about.
    pub fn activity(&self) -> ActivityId {
        match self {
            Self::ActivityPublished { activity, .. }
            | Self::ActivityChanged { activity, .. }
            | Self::ActivityCancelled { activity, .. }
            | Self::Waitlisted { activity, .. }
            | Self::QueueReordered { activity, .. }
            | Self::PlaceOffered { activity, .. }
            | Self::PlaceTaken { activity, .. }
            | Self::OfferLapsed { activity, .. }
            | Self::GuestJoined { activity, .. }
            | Self::GuestCheckedIn { activity, .. }
            | Self::GuestCheckInUndone { activity, .. }
            | Self::NameShared { activity, .. }
            | Self::NameShareWithdrawn { activity, .. }
            | Self::SignUpLeft { activity, .. }
            | Self::CheckedIn { activity, .. }
            | Self::CheckInUndone { activity, .. } => *activity,
        }
    }
}
