//! What the sample people do beyond their own branch: an activity of each branch
//! that is open to its sisters, one that the district holds, and 党小组.

use guiyan_core::{
    branch::{
        activity::{ActivityCommand, ActivityForm, ActivityKind},
        member::MemberCommand,
    },
    caller::{Caller, Role},
    ids::{ActivityId, PersonId},
    time::{DAY, HOUR, MINUTE, Timestamp},
};

use crate::{Identities, Script, home::Place};

pub(super) fn enact(
    script: &mut Script,
    identities: &Identities<'_>,
    places: &[Place<'_>],
    now: Timestamp,
) {
    for (number, place) in places.iter().enumerate() {
        let day = 16 + number as i64 * 2;
        let city = &place.charter.host_city.zh;
        let details = ActivityForm {
            title: format!("两地读书会：从家乡到{city}"),
            kind: Some(ActivityKind::Training),
            agenda: "各支部党员一起读、一起谈：来时路上的书，和现在手头的书。".to_owned(),
            audience: "sisters".to_owned(),
            online: "https://meeting.example/reading".to_owned(),
            ..form(now, day, 20)
        };
        let published = now.plus(-2 * DAY + number as i64 * HOUR);
        let publish = ActivityCommand::PublishActivity { details, draft: None };
        let id = script.add_to(&place.charter.id, published, &place.secretary, publish);
        let activity = ActivityId::from(id);
        // Of every branch a few, but never the sample identities: theirs is to try.
        for (turn, other) in places.iter().enumerate() {
            let guests = other.received.iter().skip(1).take(3);
            for (count, guest) in guests.enumerate() {
                let at = published.plus(HOUR + (turn * 3 + count) as i64 * 7 * MINUTE);
                // One of the guests lets their name be seen.
                let share_name = count == 0 && turn != number;
                let sign_up = ActivityCommand::SignUp { activity, share_name };
                script.add_to(&place.charter.id, at, &Caller::person(*guest), sign_up);
            }
        }
        group(script, place, now);
    }
    of_the_district(script, identities, places, now);
}

fn of_the_district(
    script: &mut Script,
    identities: &Identities<'_>,
    places: &[Place<'_>],
    now: Timestamp,
) {
    let officer = Caller::officer(identities("district-officer"), [Role::DistrictOfficer]);
    let details = ActivityForm {
        title: "全区流动党员座谈会：家乡这一年".to_owned(),
        kind: Some(ActivityKind::HometownTalk),
        agenda: "1. 区委组织部介绍家乡一年变化\n2. 各支部发言\n3. 自由交流".to_owned(),
        place: "信州区党群服务中心（示例），可线上参加".to_owned(),
        online: "https://meeting.example/xinzhou".to_owned(),
        ..form(now, 22, 15)
    };
    let published = now.plus(-40 * HOUR);
    let publish = ActivityCommand::PublishActivity { details, draft: None };
    let activity = ActivityId::from(script.post(published, &officer, publish));
    for (turn, place) in places.iter().enumerate() {
        for (count, guest) in place.received.iter().skip(2).take(2).enumerate() {
            let at = published.plus(2 * HOUR + (turn * 2 + count) as i64 * 11 * MINUTE);
            let sign_up = ActivityCommand::SignUp { activity, share_name: false };
            script.post(at, &Caller::person(*guest), sign_up);
        }
    }
}

// The first of the members, in turn.
fn group(script: &mut Script, place: &Place<'_>, now: Timestamp) {
    let groups = place.charter.groups.iter().cycle();
    let members: Vec<PersonId> = place.received.iter().take(6).copied().collect();
    for (turn, (person, group)) in members.into_iter().zip(groups).enumerate() {
        let at = now.plus(-30 * HOUR + turn as i64 * MINUTE);
        let command = MemberCommand::AssignGroup { person, group: Some(group.id.clone()) };
        script.add_to(&place.charter.id, at, &place.secretary, command);
    }
}

fn form(now: Timestamp, day: i64, hour: i64) -> ActivityForm {
    let start = now.day().plus(day).start().plus(hour * HOUR);
    ActivityForm {
        start: start.to_string(),
        end: start.plus(90 * MINUTE).to_string(),
        capacity: Some(40),
        hours_tenths: 15,
        contact_name: "王敏·示例".to_owned(),
        contact_phone: "13800009991".to_owned(),
        ..ActivityForm::default()
    }
}
