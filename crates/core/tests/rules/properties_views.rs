//! Views over time, and views against decisions: what a view offers is what
//! the rules would do.

use std::sync::Arc;

use guiyan_core::{
    Command, Outcome,
    branch::activity::{Activity, ActivityCommand, Audience, CancelReason},
    caller::Caller,
    command::DistrictCommand,
    ids::StreamId,
    testing::*,
    time::Timestamp,
    view::{self, ActivityView, HeldBy, SignUpAction},
};
use proptest::prelude::*;

fn callers() -> Vec<(StreamId, Caller)> {
    let mut callers = vec![Caller::anonymous(), district_officer()];
    callers.extend((1..=8).map(|number| Caller::person(person(number))));
    for stream in [beijing(), yiwu()] {
        callers.extend([secretary(&stream), organiser(&stream), steward(&stream)]);
    }
    let both = |caller: Caller| [(beijing(), caller.clone()), (yiwu(), caller)];
    callers.into_iter().flat_map(both).collect()
}

fn settled(window: u32, attempts: &[Attempt]) -> World {
    let mut world = World::populated(window);
    for attempt in attempts {
        let _ = world.attempt(attempt);
    }
    world.now = world.now.max(world.district.last_at());
    world
        .submit(&StreamId::District, &Caller::anonymous(), &DistrictCommand::Settle.into())
        .unwrap();
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Until `fresh_until` a view stays as it is, but for `now`.
    #[test]
    fn a_view_is_true_until_it_says(
        window in prop_oneof![Just(0), Just(60), Just(24 * 60)],
        attempts in attempts(20..100),
        parts in proptest::collection::vec(0.0..1.0_f64, 4),
        settle in any::<bool>(),
    ) {
        let mut world = settled(window, &attempts);
        if !settle {
            // Nobody woke the stream: something may be overdue.
            world.now = world.now.plus(90 * guiyan_core::time::MINUTE);
        }
        for (stream, caller) in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            let StreamId::Branch(id) = &stream else { continue };
            let (now_view, fresh) = view::view(&world.district, id, &caller, world.now).unwrap();
            prop_assert!(fresh > world.now);
            let span = fresh.0 - world.now.0;
            let mut instants: Vec<i64> =
                parts.iter().map(|part| (span as f64 * part) as i64).collect();
            instants.push(span - 1);
            for ms in instants {
                let then = world.now.plus(ms);
                let (mut later, fresh_later) =
                    view::view(&world.district, id, &caller, then).unwrap();
                later.now = now_view.now;
                prop_assert_eq!(&later, &now_view, "{} of {:?}", then, caller);
                prop_assert_eq!(fresh_later, fresh);
            }
        }
    }

    /// What a view offers can be done, and what it does not offer is refused
    /// for the reason that it gives.
    #[test]
    fn a_view_offers_what_the_rules_allow(
        window in prop_oneof![Just(0), Just(60)],
        attempts in attempts(20..100),
    ) {
        let world = settled(window, &attempts);
        for (stream, caller) in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            let StreamId::Branch(id) = &stream else { continue };
            if caller.person.is_some_and(|person| world.erased.contains(&person)) {
                continue;
            }
            let (view, _) = view::view(&world.district, id, &caller, world.now).unwrap();
            for activity in &view.activities {
                check_offers(&world, &holder(&stream, activity), &caller, activity)?;
            }
        }
    }

    /// Coming activities by start, then past ones, the latest first; none twice.
    #[test]
    fn activities_stand_in_order(attempts in attempts(20..100)) {
        let world = settled(0, &attempts);
        for (stream, caller) in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            let StreamId::Branch(id) = &stream else { continue };
            let (view, _) = view::view(&world.district, id, &caller, world.now).unwrap();
            let key = |activity: &ActivityView| {
                let over = activity.end <= world.now;
                let start = if over { -activity.start.0 } else { activity.start.0 };
                (over, start)
            };
            prop_assert!(view.activities.is_sorted_by_key(key));
            let mut ids: Vec<_> = view.activities.iter().map(|activity| activity.id).collect();
            ids.sort_unstable();
            ids.dedup();
            prop_assert_eq!(ids.len(), view.activities.len());
            let own = world.district.branch(id).unwrap().activities.all.values();
            let others = world.district.rooms().filter(|room| room.branch != Some(id));
            let open = others.flat_map(|room| {
                let open = move |it: &&Arc<Activity>| {
                    room.branch.is_none() || it.details.audience == Audience::Sisters
                };
                room.activities.all.values().filter(open)
            });
            let coming = own.filter(|it| it.details.audience.group().is_none()).chain(open)
                .filter(|it| it.details.end > world.now && !taken_part(it, &caller)).count();
            let shown = view.activities.iter()
                .filter(|it| it.end > world.now && it.audience.group().is_none())
                .filter(|it| it.mine.is_none())
                .count();
            prop_assert_eq!(shown, coming, "all that is coming, and for everybody, is shown");
        }
    }
}

fn taken_part(activity: &Activity, caller: &Caller) -> bool {
    caller.person.is_some_and(|person| activity.places.of(&person).is_some())
}

/// Where its commands go.
fn holder(page: &StreamId, shown: &ActivityView) -> StreamId {
    match &shown.held_by {
        None => page.clone(),
        Some(HeldBy { branch: None, .. }) => StreamId::District,
        Some(HeldBy { branch: Some(branch), .. }) => StreamId::Branch(branch.clone()),
    }
}

fn check_offers(
    world: &World,
    stream: &StreamId,
    caller: &Caller,
    shown: &ActivityView,
) -> Result<(), TestCaseError> {
    let decide = |command: ActivityCommand| {
        let id = command_id(9_000);
        world.district.decide(stream, caller, world.now, id, &Command::from(command))
    };
    let activity = shown.id;
    let sign_up = decide(ActivityCommand::SignUp { activity, share_name: false });
    let (guest, consent) = (guest_form(1), consent());
    let join = decide(ActivityCommand::JoinAsGuest { activity, guest, consent });
    let leave = decide(ActivityCommand::LeaveActivity { activity });
    let accept = decide(ActivityCommand::AcceptPlace { activity });
    let decline = decide(ActivityCommand::DeclinePlace { activity });
    match shown.action {
        Some(SignUpAction::SignUp) => {
            let outcome = sign_up.as_ref().map(|decision| decision.outcome);
            prop_assert!(matches!(outcome, Ok(Outcome::Confirmed { .. })), "{outcome:?}");
            prop_assert!(shown.left != Some(0));
        }
        Some(SignUpAction::JoinQueue) => {
            let expected = Outcome::Waitlisted { position: shown.waiting + 1 };
            prop_assert_eq!(sign_up.as_ref().map(|decision| decision.outcome), Ok(expected));
        }
        Some(SignUpAction::JoinAsGuest) => {
            prop_assert!(shown.guests && join.is_ok() && sign_up.is_err(), "{join:?}");
        }
        Some(SignUpAction::Leave) => prop_assert!(leave.is_ok(), "{leave:?}"),
        Some(SignUpAction::AnswerOffer) => {
            prop_assert!(accept.is_ok() && decline.is_ok() && leave.is_ok(), "{accept:?}");
        }
        None => {
            prop_assert!(leave.is_err() && accept.is_err() && decline.is_err());
        }
    }
    match (&shown.blocked, &shown.mine) {
        (Some(refusal), None) => {
            prop_assert_eq!(sign_up.as_ref().err(), Some(refusal));
            prop_assert!(join.is_err() && view::REASONS.contains(refusal), "{:?}", refusal);
        }
        (None, Some(_)) => prop_assert!(sign_up.is_err()),
        (None, None) => prop_assert!(sign_up.is_ok() || join.is_ok()),
        (Some(_), Some(_)) => prop_assert!(false, "blocked and signed up: {shown:?}"),
    }
    if let Some(desk) = &shown.desk {
        let check_in = decide(ActivityCommand::CheckIn { activity, person: person(99) });
        let expected = if desk.can_check_in { "notOnTheList" } else { "checkInClosed" };
        let code = check_in.as_ref().map_err(|refusal| refusal.code());
        let cancelled = code == Err("activityCancelled") && !desk.can_check_in;
        prop_assert!(cancelled || code == Err(expected), "{check_in:?}");
        let (reason, note) = (CancelReason::Weather, String::new());
        let cancel = decide(ActivityCommand::CancelActivity { activity, reason, note });
        // What another holds is run on its own page.
        if shown.held_by.is_some() {
            let offered = desk.can_cancel || desk.can_change || desk.can_close || desk.can_reopen;
            prop_assert!(!offered, "{desk:?}");
            return Ok(());
        }
        prop_assert_eq!(cancel.is_ok(), desk.can_cancel);
        let stale = ActivityCommand::ChangeActivity {
            activity,
            revision: shown.revision + 1,
            details: activity_form(None),
        };
        let stale = decide(stale).map_err(|refusal| refusal.code());
        prop_assert_eq!(stale == Err("activityChanged"), desk.can_change, "{:?}", stale);
        prop_assert_eq!(decide(ActivityCommand::CloseSignUp { activity }).is_ok(), desk.can_close);
        let until = String::new();
        let reopen = decide(ActivityCommand::ReopenSignUp { activity, until });
        prop_assert_eq!(reopen.is_ok(), desk.can_reopen);
    }
    Ok(())
}

#[test]
fn a_view_changes_by_itself_at_each_of_these_instants_and_no_other() {
    let form = guiyan_core::branch::activity::ActivityForm {
        sign_up_until: "2026-12-06T11:00".into(),
        ..activity_form(None)
    };
    let district = given([("2026-11-01T10:00", published_with(1, &form))]).district();
    let id = "xinzhou-beijing".parse().unwrap();
    let mut now = at("2026-12-06T09:30");
    for next in [
        "2026-12-06T11:00", // sign-up closes
        "2026-12-06T12:00", // check-in opens
        "2026-12-06T14:00", // it begins
        "2026-12-06T16:30", // it is over
        "2026-12-07T00:00", // the day
        "2026-12-08T00:00",
    ] {
        let (_, fresh) = view::view(&district, &id, &secretary(&beijing()), now).unwrap();
        assert_eq!(fresh, at(next));
        now = fresh;
    }
    // The attendance list is closed.
    let now = at("2027-01-05T09:00");
    let (_, fresh) = view::view(&district, &id, &secretary(&beijing()), now).unwrap();
    assert_eq!(fresh, at("2027-01-05T16:30"));
}

#[test]
fn the_desks_window_of_sixty_days_ends_at_midnight() {
    let district = given([("2026-11-01T10:00", published(1, None))]).district();
    let shown = |now: &str| {
        let id = "xinzhou-beijing".parse().unwrap();
        let caller = secretary(&beijing());
        let (view, fresh) = view::view(&district, &id, &caller, at(now)).unwrap();
        (view.activities.len(), fresh)
    };
    // Begun on 12-06; sixty days later is 02-04.
    assert_eq!(shown("2027-02-04T23:59"), (1, at("2027-02-05T00:00")));
    assert_eq!(shown("2027-02-05T00:00").0, 0);
}

#[test]
fn a_past_activity_is_theirs_who_signed_up_until_the_year_is_over() {
    let t = "2026-11-01T10:00";
    let before = [(t, reported(1)), (t, received(1)), (t, published(1, None)), (t, taken(1, 1, 1))];
    let district = given(before).district();
    let shown = |caller: &Caller, now: &str| {
        let id = "xinzhou-beijing".parse().unwrap();
        let (view, fresh) = view::view(&district, &id, caller, at(now)).unwrap();
        (view.activities.len(), fresh)
    };
    let member = Caller::person(person(1));
    assert_eq!(shown(&member, "2026-12-06T16:29").0, 1);
    assert_eq!(shown(&member, "2026-12-31T23:59"), (1, at("2027-01-01T00:00")));
    assert_eq!(shown(&member, "2027-01-01T00:00").0, 0);
    let stranger = Caller::person(person(2));
    assert_eq!(shown(&stranger, "2026-12-06T16:29"), (1, at("2026-12-06T16:30")));
    assert_eq!(shown(&stranger, "2026-12-06T16:30").0, 0);
}

#[test]
fn an_overdue_offer_does_not_hide_the_next() {
    let t = "2026-11-01T10:00";
    let members = (1..=4).flat_map(|number| [(t, reported(number)), (t, received(number))]);
    let events = [
        (t, published(1, Some(2))),
        (t, offered(1, 1, 1, "2026-11-01T11:00")),
        (t, offered(1, 2, 2, "2026-11-01T12:00")),
    ];
    let district = given_window(60).and(&beijing(), members.chain(events)).district();
    let fresh = |number, now: &str| -> Timestamp {
        let id = "xinzhou-beijing".parse().unwrap();
        view::view(&district, &id, &Caller::person(person(number)), at(now)).unwrap().1
    };
    assert_eq!(fresh(2, "2026-11-01T10:30"), at("2026-11-01T11:00"));
    // Not yet settled, and the second offer is still open.
    assert_eq!(fresh(2, "2026-11-01T11:30"), at("2026-11-01T12:00"));
}
