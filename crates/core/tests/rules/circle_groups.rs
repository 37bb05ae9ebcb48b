//! 党小组: who is in which, and activities for one of them.

use guiyan_core::{
    branch::{
        activity::ActivityCommand,
        member::{EndReason, MemberCommand},
    },
    caller::Caller,
    ids::{GroupId, StreamId},
    testing::*,
    view::{self, RosterQuery},
};

use crate::circle::{circle, id_of, me, open_to, shown};

const LATER: &str = "2026-11-02T10:00";

fn assign(number: u128, group: Option<&str>) -> MemberCommand {
    let group = group.map(|group| group.parse::<GroupId>().unwrap());
    MemberCommand::AssignGroup { person: person(number), group }
}

/// The circle, where 1 is in the group 城东 and 5 is an activity for it.
fn grouped_circle() -> Given {
    circle().and(
        &beijing(),
        [
            (LATER, grouped(1, Some("east"))),
            (LATER, published_with(5, &open_to("group:east", None))),
        ],
    )
}

#[test]
fn those_who_run_the_branch_put_members_into_groups() {
    for caller in [secretary(&beijing()), organiser(&beijing())] {
        circle().when(&caller, assign(1, Some("east"))).result().unwrap();
    }
    circle().when(&secretary(&beijing()), assign(1, Some("east"))).then([grouped(1, Some("east"))]);
    for caller in [me(1), steward(&beijing()), secretary(&yiwu()), district_officer()] {
        circle().when(&caller, assign(1, Some("east"))).then_refused("notAllowed");
    }
    circle().when(&Caller::anonymous(), assign(1, None)).then_refused("signInNeeded");
    let desk = secretary(&beijing());
    circle().when(&desk, assign(1, Some("nowhere"))).then_refused("unknownGroup");
    circle().when(&desk, assign(7, Some("east"))).then_refused("unknownPerson");
    circle().when(&desk, assign(1, None)).then_refused("nothingChanged");
    grouped_circle().when(&desk, assign(1, Some("east"))).then_refused("nothingChanged");
    grouped_circle().when(&desk, assign(1, None)).then([grouped(1, None)]);
}

#[test]
fn a_group_is_seen_by_the_member_and_at_the_desk() {
    let district = grouped_circle().district();
    let now = at(LATER);
    let (mine, _) = view::view(&district, &id_of(&beijing()), &me(1), now).unwrap();
    let group = mine.report_in.unwrap().group.unwrap();
    assert!(mine.groups.iter().any(|it| it.id == group));
    let (other, _) = view::view(&district, &id_of(&beijing()), &me(7), now).unwrap();
    assert!(other.groups.is_empty(), "not the visitors' business");
    let (query, desk) = (RosterQuery::default(), secretary(&beijing()));
    let id = id_of(&beijing());
    let page = view::roster(&district, Some(&id), &desk, now, &query, &|_, _| false).unwrap();
    let row = page.rows.iter().find(|row| row.person == person(1)).unwrap();
    assert_eq!(row.group.as_ref(), Some(&group));
}

#[test]
fn an_activity_for_a_group_is_for_its_members() {
    let sign_up = || ActivityCommand::SignUp { activity: activity_id(5), share_name: false };
    grouped_circle().when(&me(1), sign_up()).then([taken(5, 1, 1)]);
    grouped_circle().when(&me(2), sign_up()).then_refused("groupOnly");
    grouped_circle().when(&me(7), sign_up()).then_refused("groupOnly");
    let district = grouped_circle().district();
    let sees = |caller: &Caller, page: &StreamId| {
        shown(&district, page, caller).iter().any(|activity| activity.id == activity_id(5))
    };
    let here = beijing();
    for caller in [me(1), secretary(&here), organiser(&here), steward(&here)] {
        assert!(sees(&caller, &here));
        assert!(!sees(&caller, &yiwu()));
    }
    for caller in [me(2), me(7), me(50), Caller::anonymous(), secretary(&yiwu())] {
        assert!(!sees(&caller, &here));
        assert!(!sees(&caller, &yiwu()));
    }
    // A group of another branch is none of this one.
    let details = open_to("group:nowhere", None);
    let publish = ActivityCommand::PublishActivity { details, draft: None };
    circle().when(&secretary(&here), publish).then_refused("invalidFields");
}

#[test]
fn who_leaves_the_group_keeps_the_place_they_have() {
    let after = grouped_circle()
        .and(&beijing(), [(LATER, taken(5, 1, 1)), (LATER, grouped(1, Some("west")))])
        .district();
    let mine = shown(&after, &beijing(), &me(1));
    let mine = mine.iter().find(|activity| activity.id == activity_id(5)).unwrap();
    assert!(mine.mine.is_some());
}

#[test]
fn a_group_ends_with_the_report_in() {
    let (reason, note) = (EndReason::ReturnedHome, String::new());
    let end = MemberCommand::EndReportIn { person: None, reason, note };
    let after = grouped_circle().when(&me(1), end).then_state();
    let branch = after.branch(&id_of(&beijing())).unwrap();
    assert_eq!(branch.members[&person(1)].group, None);
    // Corrected, it is the same report-in, and the same group.
    let corrected =
        grouped_circle().and(&beijing(), [(LATER, reported(1)), (LATER, received(1))]).district();
    let branch = corrected.branch(&id_of(&beijing())).unwrap();
    assert!(branch.members[&person(1)].group.is_some());
}
