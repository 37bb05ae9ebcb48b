use serde::{Deserialize, Serialize};

use super::activity_desk::{ActivityDesk, desk};
use super::board::Eyes;
use super::change::{ChangeView, Sees, changes};
use super::queue::{self, Ahead, ReorderView};
use crate::{
    branch::activity::{
        Activity, ActivityKind, Audience, CancelReason, Hours, Standing, concerns, may_join,
        may_sign_up,
    },
    caller::Caller,
    charter::Bilingual,
    district::Room,
    ids::{ActivityId, BranchId},
    refusal::Refusal,
    time::Timestamp,
};

/// One activity, as the caller may see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// Its id.
    pub id: ActivityId,
    /// 活动名称
    pub title: String,
    /// 活动类别
    pub kind: ActivityKind,
    /// 开始时间
    pub start: Timestamp,
    /// 结束时间
    pub end: Timestamp,
    /// 地点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// 线上链接: for those with a place, and for officers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<String>,
    /// Whether there is a link at all.
    pub is_online: bool,
    /// 名额; missing means without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Places neither taken nor kept for someone; missing without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// How many have a place.
    pub confirmed: u32,
    /// How many wait in the queue.
    pub waiting: u32,
    /// 报名截止
    pub sign_up_until: Timestamp,
    /// 学时
    pub hours: Hours,
    /// 参加对象
    #[serde(default, skip_serializing_if = "Audience::is_own")]
    pub audience: Audience,
    /// Who holds it, where that is not the one whose list it stands in: its
    /// commands and its list of people go there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<HeldBy>,
    /// Whether those who hold it see the caller's name and phone number by the
    /// caller's own consent; missing where none is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_shared: Option<bool>,
    /// 议程
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// 乡友可参加
    pub guests: bool,
    /// 联系人: for the branch's people, those signed up, and its officers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactView>,
    /// Where it is on its way from published to over.
    pub status: ActivityStatus,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<CancelledView>,
    /// Where the caller stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<MyPlace>,
    /// The one thing the caller can do now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<SignUpAction>,
    /// Why the caller cannot sign up, when they are not signed up and cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Refusal>,
    /// How often it was changed: what a form to change it carries along.
    pub revision: u32,
    /// What was changed since it was published, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeView>,
    /// What officers did with the caller's position in the queue, the latest
    /// first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reorders: Vec<ReorderView>,
    /// For officers of the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<ActivityDesk>,
}

/// Who holds an activity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HeldBy {
    /// Which branch; missing for the district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchId>,
    /// As in 义乌支部 or 区委组织部.
    pub name: Bilingual,
}

/// Whom to call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactView {
    /// Name
    pub name: String,
    /// Digits only
    pub phone: String,
}

/// Where an activity is on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActivityStatus {
    /// Sign-up is open and places are left.
    Open,
    /// Sign-up is open, for the queue.
    Full,
    /// Sign-up is closed; it has not begun.
    Closed,
    /// It has begun.
    Ongoing,
    /// It is over.
    Over,
    /// 已取消
    Cancelled,
}

/// When and why it was cancelled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CancelledView {
    /// When.
    pub at: Timestamp,
    /// Why, as a code.
    pub reason: CancelReason,
    /// Why, in words: for those signed up, and for officers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where the caller stands in an activity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "standing")]
pub enum MyPlace {
    /// 已报名，第 `place` 个名额
    Confirmed {
        /// The number of the place, from 1.
        place: u32,
        /// When it was taken.
        at: Timestamp,
        /// Whether a freed place came to them from the queue.
        from_queue: bool,
        /// When they were checked in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attended_at: Option<Timestamp>,
        /// 学时 credited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credit: Option<Hours>,
    },
    /// A place is kept for them.
    Offered {
        /// The number of the place, from 1.
        place: u32,
        /// Until when.
        until: Timestamp,
    },
    /// 候补第 `position` 位
    Waiting {
        /// From 1.
        position: u32,
        /// Since when.
        since: Timestamp,
        /// When those before them signed up; missing for the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ahead: Option<Ahead>,
    },
}

/// What the caller can do about their place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SignUpAction {
    /// 报名: a place is free.
    SignUp,
    /// 候补: no place is free; joins the queue.
    JoinQueue,
    /// 以乡友身份报名, or join the queue so: leaves name and phone.
    JoinAsGuest,
    /// 取消报名
    Leave,
    /// 接受名额 or 放弃名额
    AnswerOffer,
}

pub(super) fn activity_view(
    room: &Room<'_>,
    id: &ActivityId,
    activity: &Activity,
    eyes: &Eyes<'_>,
) -> ActivityView {
    let details = &activity.details;
    let (caller, now) = (eyes.caller, eyes.now);
    let officer = eyes.is_officer(room);
    // Those it is for, and the people of the branch that holds it.
    let known = room.host.is_home_of(&eyes.joiner)
        || room.host.admits(&details.audience, &eyes.joiner).is_ok()
        || eyes.takes_part(activity);
    let mine = caller.person.and_then(|person| {
        let standing = activity.places.of(&person)?;
        Some(my_place(activity, standing, activity.attendance.get(&person)))
    });
    let has_place = matches!(mine, Some(MyPlace::Confirmed { .. }));
    let status = status(activity, now);
    let (action, blocked) = action(room, activity, eyes, &mine);
    let known = officer || known || mine.is_some();
    let contact = details.contact.known().filter(|_| known);
    let sees = Sees { officer, link: officer || has_place, contact: known };
    ActivityView {
        id: *id,
        title: details.title.clone(),
        kind: details.kind,
        start: details.start,
        end: details.end,
        place: details.place.clone(),
        online: details.online.clone().filter(|_| officer || has_place),
        is_online: details.online.is_some(),
        capacity: details.capacity,
        left: details.capacity.map(|capacity| capacity.saturating_sub(activity.places.held())),
        confirmed: activity.places.confirmed(),
        waiting: activity.places.waiting(),
        sign_up_until: details.sign_up_until,
        hours: details.hours,
        audience: details.audience.clone(),
        held_by: (!room.is_of(eyes.at))
            .then(|| HeldBy { branch: room.branch.cloned(), name: room.name.clone() }),
        name_shared: name_shared(room, activity, eyes, mine.is_some() || action.is_some()),
        agenda: details.agenda.clone(),
        guests: details.guests,
        contact: contact.map(|contact| ContactView {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
        }),
        status,
        cancelled: activity.cancelled.as_ref().map(|cancelled| CancelledView {
            at: cancelled.at,
            reason: cancelled.reason,
            note: (cancelled.note.as_ref())
                .filter(|_| officer || mine.is_some())
                .and_then(|note| note.known().cloned()),
        }),
        revision: activity.revision(),
        changes: changes(activity, caller, sees, now),
        mine,
        action,
        blocked,
        reorders: queue::of(activity, caller.person),
        desk: officer.then(|| desk(room, activity, eyes)),
    }
}

/// The instants at which the caller's view of an activity changes by itself.
pub(super) fn boundaries(
    room: &Room<'_>,
    activity: &Activity,
    caller: &Caller,
) -> impl Iterator<Item = Timestamp> + use<> {
    let details = &activity.details;
    let kept = room.host.attendance_closes;
    let opens = details.start.plus(-room.host.check_in_opens);
    let offer = caller.person.and_then(|person| activity.open_offer(&person));
    [details.sign_up_until, details.start, details.end, opens, details.end.plus(kept)]
        .into_iter()
        .chain(offer.map(|offer| offer.until))
}

fn status(activity: &Activity, now: Timestamp) -> ActivityStatus {
    let details = &activity.details;
    if activity.cancelled.is_some() {
        ActivityStatus::Cancelled
    } else if details.end <= now {
        ActivityStatus::Over
    } else if details.start <= now {
        ActivityStatus::Ongoing
    } else if details.sign_up_until <= now {
        ActivityStatus::Closed
    } else if is_full(activity) {
        ActivityStatus::Full
    } else {
        ActivityStatus::Open
    }
}

fn is_full(activity: &Activity) -> bool {
    activity.places.waiting() > 0
        || activity.details.capacity.is_some_and(|capacity| activity.places.held() >= capacity)
}

fn my_place(
    activity: &Activity,
    standing: &Standing,
    attendance: Option<&crate::branch::activity::Attendance>,
) -> MyPlace {
    match standing {
        Standing::Confirmed { place, at, from_queue } => MyPlace::Confirmed {
            place: *place,
            at: *at,
            from_queue: *from_queue,
            attended_at: attendance.map(|attendance| attendance.at),
            credit: attendance.map(|attendance| attendance.credit),
        },
        Standing::Offered(offer) => MyPlace::Offered { place: offer.place, until: offer.until },
        Standing::Waiting { ticket, since } => {
            let (position, since) = (activity.places.position(*ticket), *since);
            MyPlace::Waiting { position, since, ahead: queue::ahead(activity, standing) }
        }
    }
}

// Where it concerns them: they take part, or could.
fn name_shared(
    room: &Room<'_>,
    activity: &Activity,
    eyes: &Eyes<'_>,
    takes_part: bool,
) -> Option<bool> {
    let person = eyes.caller.person?;
    let asked = concerns(&room.host, &eyes.joiner) && activity.cancelled.is_none();
    (takes_part && asked).then(|| activity.names_shared.contains_key(&person))
}

fn action(
    room: &Room<'_>,
    activity: &Activity,
    eyes: &Eyes<'_>,
    mine: &Option<MyPlace>,
) -> (Option<SignUpAction>, Option<Refusal>) {
    let now = eyes.now;
    let begun = activity.cancelled.is_some() || activity.details.start <= now;
    match mine {
        Some(_) if begun => (None, None),
        // What has lapsed, or is used, is not given up any more.
        Some(MyPlace::Offered { until, .. }) => {
            ((*until > now).then_some(SignUpAction::AnswerOffer), None)
        }
        Some(MyPlace::Confirmed { attended_at: Some(_), .. }) => (None, None),
        Some(_) => (Some(SignUpAction::Leave), None),
        None => {
            let may =
                eyes.caller.person.ok_or(Refusal::SignInNeeded).and_then(
                    |person| match may_sign_up(&room.host, &eyes.joiner, activity, person, now) {
                        Ok(()) if is_full(activity) => Ok(SignUpAction::JoinQueue),
                        Ok(()) => Ok(SignUpAction::SignUp),
                        Err(_) if may_join(&eyes.joiner, activity, person, now).is_ok() => {
                            Ok(SignUpAction::JoinAsGuest)
                        }
                        Err(refusal) => Err(refusal),
                    },
                );
            match may {
                Ok(action) => (Some(action), None),
                Err(refusal) => (None, Some(refusal)),
            }
        }
    }
}
