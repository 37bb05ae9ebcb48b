//! Which activities stand in a list: of a branch its own and those of others
//! that are open to its members, of the district its own.

use super::{
    activity::{ActivityView, activity_view, boundaries},
    branch::HoursView,
};
use crate::{
    branch::activity::{Activities, Activity, Audience, Hours, Joiner},
    caller::Caller,
    district::{District, Room},
    ids::{ActivityId, BranchId, PersonId},
    time::{DAY, Timestamp},
};

/// Days for which officers keep seeing past activities, today not counted.
const DESK_PAST_DAYS: i64 = 60;

/// Who looks, and from where.
pub(super) struct Eyes<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// What they are.
    pub joiner: Joiner,
    /// On the page of which branch; of the district when missing.
    pub at: Option<&'a BranchId>,
    /// When.
    pub now: Timestamp,
}

impl Eyes<'_> {
    /// Whether the caller sees what officers see. The district's activities are
    /// everybody's to check people in; those of a sister branch are its own.
    pub(super) fn is_officer(&self, room: &Room<'_>) -> bool {
        let near = room.branch.is_none() || room.is_of(self.at);
        near && room.host.is_stewarded_by(self.caller)
    }

    /// Whether the caller runs the room, on its own page.
    pub(super) fn runs(&self, room: &Room<'_>) -> bool {
        room.is_of(self.at) && room.host.is_run_by(self.caller)
    }

    /// Whether the caller takes part in it, or did.
    pub(super) fn takes_part(&self, activity: &Activity) -> bool {
        self.caller.person.is_some_and(|person| {
            activity.places.of(&person).is_some() || activity.attendance.contains_key(&person)
        })
    }

    /// Whether it stands in the list of that page: what is for one 党小组 only
    /// for those it is for, what others hold where it is open to all branches,
    /// and for whoever takes part in it.
    pub(super) fn sees(&self, room: &Room<'_>, activity: &Activity) -> bool {
        let audience = &activity.details.audience;
        let open = match audience {
            Audience::Own => room.branch.is_none() || room.is_of(self.at),
            Audience::Sisters => true,
            Audience::Group(_) => {
                room.is_of(self.at)
                    && (self.is_officer(room) || room.host.admits(audience, &self.joiner).is_ok())
            }
        };
        open || (self.is_near(room) && self.takes_part(activity))
    }

    /// Whether what the caller has there belongs on that page: it is the
    /// holder's, or that of the branch where they are.
    fn is_near(&self, room: &Room<'_>) -> bool {
        room.is_of(self.at) || (self.at.is_some() && self.joiner.branch.as_ref() == self.at)
    }
}

/// The activities of a list, and the instants at which they change by themselves.
pub(super) fn board(district: &District, eyes: &Eyes<'_>) -> (Vec<ActivityView>, Vec<Timestamp>) {
    let rooms: Vec<Room<'_>> = match eyes.at {
        Some(_) => district.rooms().collect(),
        None => district.rooms().filter(|room| room.branch.is_none()).collect(),
    };
    let mut coming: Vec<(Timestamp, ActivityId, usize)> = Vec::new();
    let mut past = Vec::new();
    for (index, room) in rooms.iter().enumerate() {
        visible(room, eyes, index, &mut coming, &mut past);
    }
    coming.sort_unstable();
    past.sort_unstable();
    past.dedup();
    let mut views = Vec::new();
    let mut instants: Vec<Timestamp> =
        rooms.iter().filter_map(|room| room.activities.next_due(&room.host)).collect();
    for (_, id, index) in coming.into_iter().chain(past.into_iter().rev()) {
        let Some(room) = rooms.get(index) else { continue };
        let Some(activity) = room.activities.get(&id) else { continue };
        views.push(activity_view(room, &id, activity, eyes));
        instants.extend(boundaries(room, activity, eyes.caller));
    }
    (views, instants)
}

// Coming ones are for everybody. Past ones are for those who signed up, in the
// same year, and for officers for a while.
fn visible(
    room: &Room<'_>,
    eyes: &Eyes<'_>,
    index: usize,
    coming: &mut Vec<(Timestamp, ActivityId, usize)>,
    past: &mut Vec<(Timestamp, ActivityId, usize)>,
) {
    let now = eyes.now;
    let sees = |activity: &Activity| eyes.sees(room, activity);
    // An activity lasts at most 31 days, so what is not over began after this.
    let recent = since(room.activities, now.plus(-32 * DAY));
    let running = recent.filter(|(_, _, activity)| activity.details.end > now && sees(activity));
    coming.extend(running.map(|(start, id, _)| (start, id, index)));

    let person = eyes.caller.person.filter(|_| eyes.is_near(room));
    let mine = person.into_iter().flat_map(|person| {
        let joined: Vec<_> = room.activities.of(&person).collect();
        joined
    });
    let this_year = |start: Timestamp| start.day().year() == now.day().year();
    let mine = mine.filter(|(_, it)| it.details.end <= now && this_year(it.details.start));
    past.extend(mine.map(|(id, activity)| (activity.details.start, *id, index)));
    if room.is_of(eyes.at) && eyes.is_officer(room) {
        let recent = since(room.activities, now.day().plus(-DESK_PAST_DAYS).start());
        let over = recent.filter(|(_, _, activity)| activity.details.end <= now);
        past.extend(over.map(|(start, id, _)| (start, id, index)));
    }
}

fn since(
    activities: &Activities,
    earliest: Timestamp,
) -> impl Iterator<Item = (Timestamp, ActivityId, &Activity)> {
    let ids = activities.by_start.range((earliest, ActivityId(uuid::Uuid::nil()))..);
    ids.filter_map(|(start, id)| Some((*start, *id, activities.get(id)?)))
}

/// 学时 of a person in this year, summed over those rooms.
pub(super) fn hours<'a>(
    rooms: impl Iterator<Item = &'a Activities>,
    target: u32,
    person: &PersonId,
    now: Timestamp,
) -> HoursView {
    let year = now.day().year();
    let attended: Vec<Hours> = rooms
        .flat_map(|room| room.of(person))
        .filter(|(_, activity)| activity.details.start.day().year() == year)
        .filter_map(|(_, activity)| activity.attendance.get(person))
        .map(|attendance| attendance.credit)
        .collect();
    HoursView {
        year,
        credited: attended.iter().copied().fold(Hours::default(), Hours::plus),
        target,
        activities: attended.len() as u32,
    }
}
