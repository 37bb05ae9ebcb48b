//! 知悉 and 信息有误: what the home township says to a report-in.

use guiyan_core::{
    Event,
    branch::member::{DisputeAnswer, DisputeReason, HomeState, MemberCommand, MemberState},
    caller::Caller,
    chain::{Holder, Level, MatterKind},
    testing::*,
    view,
};

use crate::members::{beijing_of, me, report_in};

const T: &str = "2026-11-01T10:00";

fn acknowledge(number: u128) -> MemberCommand {
    MemberCommand::AcknowledgeReportIn { person: person(number) }
}

fn dispute(number: u128, note: &str) -> MemberCommand {
    let reason = DisputeReason::Absence;
    MemberCommand::DisputeReportIn { person: person(number), reason, note: note.into() }
}

fn answer(number: u128, answer: DisputeAnswer, note: &str) -> MemberCommand {
    MemberCommand::AnswerDispute { person: person(number), answer, note: note.into() }
}

fn with(events: impl IntoIterator<Item = Event>) -> Given {
    let all = [reported(1), received(1)].into_iter().chain(events);
    given([]).and(&beijing(), all.map(|event| (T, event)))
}

#[test]
fn the_township_acknowledges_its_own_people_once() {
    with([]).when(&liaison("qinfeng"), acknowledge(1)).then([acknowledged(1)]);
    with([acknowledged(1)])
        .when(&liaison("qinfeng"), acknowledge(1))
        .then_refused("alreadyAcknowledged");
    with([]).when(&liaison("xishi"), acknowledge(1)).then_refused("unknownPerson");
    with([]).when(&secretary(&beijing()), acknowledge(1)).then_refused("notAllowed");
    with([]).when(&me(1), acknowledge(1)).then_refused("notAllowed");
    with([ended(1)]).when(&liaison("qinfeng"), acknowledge(1)).then_refused("unknownPerson");
}

#[test]
fn what_is_disputed_the_secretary_answers() {
    let (home, officer) = (liaison("qinfeng"), secretary(&beijing()));
    with([]).when(&home, dispute(1, "春节后已返乡")).then([disputed(1, "春节后已返乡")]);
    let asked = || with([disputed(1, "春节后已返乡")]);
    asked().when(&home, dispute(1, "")).then_refused("alreadyDisputed");
    asked().when(&home, answer(1, DisputeAnswer::Confirmed, "")).then_refused("notAllowed");
    asked().when(&officer, answer(1, DisputeAnswer::Other, "")).then_refused("invalidFields");
    with([]).when(&officer, answer(1, DisputeAnswer::Confirmed, "")).then_refused("noDispute");
    let answered = dispute_answered(1, DisputeAnswer::Confirmed, "已电话核实");
    asked()
        .when(&officer, answer(1, DisputeAnswer::Confirmed, "已电话核实"))
        .then([answered.clone()]);
    let settled = || with([disputed(1, "春节后已返乡"), answered.clone()]);
    settled().when(&home, acknowledge(1)).then([acknowledged(1)]);
    settled().when(&home, dispute(1, "再核实")).then([disputed(1, "再核实")]);
    // Said to be right: there is nothing to correct.
    settled().when(&me(1), report_in(1)).then_refused("alreadyReceived");
}

#[test]
fn a_corrected_report_in_waits_for_the_township_anew() {
    let asked =
        [disputed(1, "缺支部"), dispute_answered(1, DisputeAnswer::CorrectionAsked, "请更正")];
    let district = with(asked).when(&me(1), report_in(1)).then_state();
    let member = &beijing_of(&district).members[&person(1)];
    assert_eq!(member.state, MemberState::Submitted);
    assert_eq!(member.home, HomeState::Waiting { since: at(T) });
    assert_eq!(member.steps.len(), 5, "nothing of what was said is lost");
}

#[test]
fn both_sides_see_the_same_state() {
    let district = with([disputed(1, "春节后已返乡")]).district();
    let mine = view::me(&district, &me(1), at(T)).unwrap();
    let state = HomeState::Disputed { since: at(T), reason: DisputeReason::Absence };
    assert_eq!(mine.report_ins[0].report_in.home, state);
    let township = "qinfeng".parse().unwrap();
    let page = view::township(&district, &township, &liaison("qinfeng"), None).unwrap();
    assert_eq!((page.rows[0].home, page.total), (state, 1));
    let refused = view::township(&district, &township, &liaison("xishi"), None);
    assert_eq!(refused.unwrap_err().code(), "notAllowed");
}

#[test]
fn what_branch_and_member_write_to_each_other_is_not_the_townships() {
    let back = given([]).and(
        &beijing(),
        [reported(1), sent_back(1, "电话少一位"), reported(1), received(1), disputed(1, "已返乡")]
            .map(|event| (T, event)),
    );
    let township = "qinfeng".parse().unwrap();
    let page = view::township(&back.district(), &township, &liaison("qinfeng"), None).unwrap();
    let steps = page.rows[0].steps.iter();
    let notes: Vec<_> = steps.map(|step| (step.step.is_home(), step.note.as_deref())).collect();
    let blank = (false, None);
    assert_eq!(notes, [blank, blank, blank, blank, (true, Some("已返乡"))]);
}

#[test]
fn those_with_open_matters_are_told_of_them_and_nobody_else() {
    let district = with([]).district();
    let branch = "xinzhou-beijing".parse().unwrap();
    let told = |caller: &Caller| {
        let (view, _) = view::view(&district, &branch, caller, at(T)).unwrap();
        let answered = view::matters(&district, caller, at(T), None).is_ok();
        assert_eq!(view.office, answered, "{caller:?}");
        answered
    };
    for caller in [
        secretary(&beijing()),
        organiser(&yiwu()),
        liaison("qinfeng"),
        department_contact("investment"),
        district_officer(),
    ] {
        assert!(told(&caller), "{caller:?}");
    }
    for caller in [steward(&beijing()), me(1), Caller::default()] {
        assert!(!told(&caller), "{caller:?}");
    }
}

#[test]
fn an_open_matter_says_who_has_it_and_climbs() {
    let district = given([(T, reported(1))]).district();
    let shown = |time: &str| {
        let caller = district_officer();
        let (page, fresh) = view::matters(&district, &caller, at(time), None).unwrap();
        let rows = page.matters.into_iter();
        let rows = rows.map(|row| (row.kind, row.holder, row.level, row.overdue_since.is_some()));
        (rows.collect::<Vec<_>>(), fresh)
    };
    let branch = || Holder::Branch("xinzhou-beijing".parse().unwrap());
    let township = || Holder::Township("qinfeng".parse().unwrap());
    let (rows, _) = shown(T);
    assert_eq!(
        rows,
        [
            (MatterKind::Acknowledgment, township(), Level::Township, false),
            (MatterKind::Reception, branch(), Level::Branch, false),
        ]
    );
    // Seven days for the branch, seven more for the township.
    let (rows, fresh) = shown("2026-11-08T09:59");
    assert_eq!((rows[1].2, rows[1].3, fresh), (Level::Branch, false, at("2026-11-08T10:00")));
    let (rows, _) = shown("2026-11-08T10:00");
    assert!(rows.contains(&(MatterKind::Reception, branch(), Level::Township, true)));
    let (rows, _) = shown("2026-11-15T10:00");
    assert_eq!(rows[0], (MatterKind::Reception, branch(), Level::District, true));
    // Fifteen for the township to acknowledge it.
    let (rows, _) = shown("2026-11-16T10:00");
    assert!(rows.contains(&(MatterKind::Acknowledgment, township(), Level::District, true)));
}
