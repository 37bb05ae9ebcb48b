use serde::{Deserialize, Serialize};

use super::board::Eyes;
use super::queue::{self, ReorderView};
use crate::{
    branch::activity::{Activity, may_change},
    district::Room,
    time::Timestamp,
};

/// What officers see and do with an activity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityDesk {
    /// How many were checked in.
    pub attended: u32,
    /// How many of them were 乡友.
    pub guests_attended: u32,
    /// Whether people can be checked in now.
    pub can_check_in: bool,
    /// From when they can.
    pub check_in_from: Timestamp,
    /// Whether the caller may change it now.
    pub can_change: bool,
    /// Whether the caller may close the sign-up now.
    pub can_close: bool,
    /// Whether the caller may open the sign-up again now.
    pub can_reopen: bool,
    /// Whether the caller may cancel it now.
    pub can_cancel: bool,
    /// Whether the caller may change the order of the queue now.
    pub can_reorder: bool,
    /// What was changed in that order, the latest first; for those who run it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reorders: Vec<ReorderView>,
}

pub(super) fn desk(room: &Room<'_>, activity: &Activity, eyes: &Eyes<'_>) -> ActivityDesk {
    let (manages, now) = (eyes.runs(room), eyes.now);
    let check_in_from = activity.details.start.plus(-room.host.check_in_opens);
    let closes = if room.host.is_run_by(eyes.caller) {
        activity.details.end.plus(room.host.attendance_closes)
    } else {
        activity.details.end
    };
    let standing = activity.cancelled.is_none();
    let before = manages && standing && activity.details.start > now;
    let closed = activity.details.sign_up_until <= now;
    ActivityDesk {
        attended: activity.attended(),
        guests_attended: activity.guests_attended(),
        can_check_in: standing && (check_in_from..closes).contains(&now),
        check_in_from,
        can_change: manages && may_change(activity, now).is_ok(),
        can_close: before && !closed,
        can_reopen: before && closed,
        can_cancel: manages && standing && activity.details.end > now,
        can_reorder: before && activity.places.waiting() > 1,
        reorders: if manages { queue::all(activity) } else { Vec::new() },
    }
}
