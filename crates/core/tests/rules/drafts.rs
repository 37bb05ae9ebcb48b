//! 草稿: kept as typed, by and for those who run the branch.

use guiyan_core::{
    Outcome, Refusal,
    branch::activity::{
        ActivityCommand, ActivityForm,
        plan::{DraftRef, Every, PlanCommand, RepeatForm},
    },
    caller::Caller,
    refusal::Field,
    testing::*,
    view,
};

use crate::members::{beijing_of, me};

const T: &str = "2026-11-01T10:00";

fn half() -> ActivityForm {
    ActivityForm {
        title: "主题党日".into(),
        start: "下周六".into(),
        contact_phone: "13800".into(),
        ..ActivityForm::default()
    }
}

fn opened(revision: u32) -> DraftRef {
    DraftRef { id: draft_id(6), revision }
}

fn save(draft: Option<DraftRef>, details: ActivityForm) -> PlanCommand {
    PlanCommand::SaveDraft { draft, details, repeat: None }
}

#[test]
fn a_form_is_kept_as_it_is_typed() {
    let decision = given([]).when(&secretary(&beijing()), save(None, half())).then([draft_saved(
        99,
        half(),
        None,
    )]);
    assert_eq!(decision.outcome, Outcome::DraftSaved { draft: draft_id(99) });
}

#[test]
fn the_same_command_does_not_save_over_what_is_there() {
    given([(T, draft_saved(99, half(), None))])
        .when(&secretary(&beijing()), save(None, half()))
        .then_refused("commandIdReused");
}

#[test]
fn only_those_who_run_the_branch_have_drafts() {
    let others = [
        (Caller::anonymous(), "signInNeeded"),
        (me(1), "notAllowed"),
        (steward(&beijing()), "notAllowed"),
        (secretary(&yiwu()), "notAllowed"),
        (district_officer(), "notAllowed"),
    ];
    for (caller, code) in others {
        let before = || given([(T, draft_saved(6, half(), None))]);
        before().when(&caller, save(None, half())).then_refused(code);
        before().when(&caller, save(Some(opened(1)), half())).then_refused(code);
        let discard = PlanCommand::DiscardDraft { draft: opened(1) };
        before().when(&caller, discard).then_refused(code);
        let shown = view::plans(&before().district(), &branch_id(), &caller, at(T));
        assert_eq!(shown.unwrap_err().code(), code);
    }
    given([]).when(&organiser(&beijing()), save(None, half())).result().unwrap();
}

fn branch_id() -> guiyan_core::ids::BranchId {
    "xinzhou-beijing".parse().unwrap()
}

#[test]
fn the_second_of_two_officers_is_told_and_loses_nothing() {
    let first = ActivityForm { place: "驿站".into(), ..half() };
    let before = || given([(T, draft_saved(6, half(), None))]);
    let state =
        before().when(&secretary(&beijing()), save(Some(opened(1)), first.clone())).then_state();
    let draft = &beijing_of(&state).activities.plans.drafts[&draft_id(6)];
    assert_eq!((draft.revision, &draft.plan.known().unwrap().details), (2, &first));
    let later = || before().in_district(state.clone());
    later()
        .when(&organiser(&beijing()), save(Some(opened(1)), half()))
        .then_refused("draftChanged");
    later()
        .when(&organiser(&beijing()), PlanCommand::DiscardDraft { draft: opened(1) })
        .then_refused("draftChanged");
    // Having seen it, they go on; it is the organiser's from then on.
    let state = later().when(&organiser(&beijing()), save(Some(opened(2)), half())).then_state();
    assert_eq!(beijing_of(&state).activities.plans.drafts[&draft_id(6)].by, person(920));
}

#[test]
fn publishing_takes_the_draft_away_in_the_same_append() {
    let before = || given([(T, draft_saved(6, half(), None))]);
    let publish = |draft| {
        let details = activity_form(Some(20));
        ActivityCommand::PublishActivity { details, draft: Some(draft) }
    };
    before()
        .when(&secretary(&beijing()), publish(opened(1)))
        .then([published(99, Some(20)), draft_removed(6)]);
    before().when(&secretary(&beijing()), publish(opened(0))).then_refused("draftChanged");
    let gone = DraftRef { id: draft_id(7), revision: 1 };
    before().when(&secretary(&beijing()), publish(gone)).then_refused("unknownDraft");
    // A form that is not right leaves the draft where it is.
    let wrong = ActivityCommand::PublishActivity { details: half(), draft: Some(opened(1)) };
    before().when(&secretary(&beijing()), wrong).then_refused("invalidFields");
}

#[test]
fn a_draft_goes_once() {
    let discard = || PlanCommand::DiscardDraft { draft: opened(1) };
    let events = [(T, draft_saved(6, half(), None))];
    given(events.clone()).when(&secretary(&beijing()), discard()).then([draft_removed(6)]);
    let gone = events.into_iter().chain([(T, draft_removed(6))]);
    given(gone).when(&secretary(&beijing()), discard()).then_refused("unknownDraft");
}

#[test]
fn nobody_stores_megabytes() {
    let fields = |details, repeat| -> Vec<Field> {
        let save = PlanCommand::SaveDraft { draft: None, details, repeat };
        match given([]).when(&secretary(&beijing()), save).then_refused("invalidFields") {
            Refusal::InvalidFields { fields } => fields.into_iter().map(|it| it.field).collect(),
            other => panic!("{other:?}"),
        }
    };
    let long = "长".repeat(10_000);
    let form = ActivityForm { title: long.clone(), agenda: long.clone(), ..half() };
    let expected: Vec<Field> = vec![Field::Title, Field::Agenda];
    assert_eq!(fields(form, None), expected);
    let repeat = RepeatForm { until: long, ..RepeatForm::default() };
    assert_eq!(fields(half(), Some(repeat)), [Field::RepeatUntil]);
    // What the form would not take yet is kept, to be shortened later.
    let form = ActivityForm { title: "长".repeat(70), ..half() };
    given([]).when(&secretary(&beijing()), save(None, form)).result().unwrap();
}

#[test]
fn a_branch_has_only_so_many() {
    let full = || given((0..30).map(|number| (T, draft_saved(number, half(), None))));
    full().when(&secretary(&beijing()), save(None, half())).then_refused("draftLimitReached");
    // What is there is still saved.
    full().when(&secretary(&beijing()), save(Some(opened(1)), half())).result().unwrap();
}

#[test]
fn a_draft_goes_with_the_officer_who_wrote_it() {
    let erase = guiyan_core::command::DistrictCommand::EraseMe {};
    let district = given([(T, draft_saved(6, half(), None))])
        .when_to(&guiyan_core::ids::StreamId::District, &secretary(&beijing()), erase)
        .then_state();
    assert!(beijing_of(&district).activities.plans.drafts.is_empty());
    assert!(!beijing_of(&district).keeps(&person(900)));
}

#[test]
fn the_desk_lists_them_with_who_saved_them_and_when() {
    let repeat = RepeatForm { every: Some(Every::Weekly), ..RepeatForm::default() };
    let district = given([
        ("2026-11-01T10:00", draft_saved(6, half(), Some(repeat.clone()))),
        ("2026-11-02T10:00", draft_saved(7, ActivityForm::default(), None)),
    ])
    .district();
    let now = at("2026-11-03T10:00");
    let (plans, _) = view::plans(&district, &branch_id(), &organiser(&beijing()), now).unwrap();
    let ids: Vec<_> = plans.drafts.iter().map(|draft| draft.id).collect();
    assert_eq!(ids, [draft_id(7), draft_id(6)]);
    let draft = &plans.drafts[1];
    assert_eq!((draft.saved_at, draft.revision), (at("2026-11-01T10:00"), 1));
    assert_eq!((&draft.details, &draft.repeat), (&half(), &Some(repeat)));
    assert!(!draft.saved_by.own);
    let (own, _) = view::plans(&district, &branch_id(), &secretary(&beijing()), now).unwrap();
    assert!(own.drafts[0].saved_by.own);
}
