//! What holds after any run of attempts, by whomever, at whatever time.

use std::collections::{BTreeMap, BTreeSet};

use guiyan_core::{
    Claim, Event, Refusal,
    branch::{
        activity::ActivityEvent,
        member::{MemberCommand, MemberState},
    },
    caller::Caller,
    command::{Command, DistrictCommand},
    decider::ClaimChange,
    ids::{ActivityId, PersonId, StreamId},
    tally::{Counted, Measure, tally},
    testing::*,
    view,
};
use proptest::prelude::*;

use crate::{
    branch_facts::through_json,
    places_model::{Models, activity_of},
};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, max_shrink_iters: 2_000, ..ProptestConfig::default() }
}

fn windows() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(60), Just(24 * 60)]
}

proptest! {
    #![proptest_config(config())]

    /// No oversell, first come first served, and the state agrees with a naive
    /// telling of the same events, at every step of every interleaving.
    #[test]
    fn places_are_never_oversold_and_nobody_overtakes(
        window in windows(), attempts in attempts(20..120),
    ) {
        let mut world = World::populated(window);
        let mut models = Models::default();
        for attempt in &attempts {
            let _ = world.attempt(attempt);
            models.follow(&world.log);
        }
        models.compare(&world.district);
    }

    /// One active report-in per person; the claims mirror the state.
    #[test]
    fn claims_mirror_the_active_report_ins(window in windows(), attempts in attempts(20..120)) {
        let mut world = World::populated(window);
        for attempt in &attempts {
            let before = world.claims.clone();
            if let Ok(decision) = world.attempt(attempt) {
                // Nothing is given back that was not held.
                for change in &decision.claims {
                    if let ClaimChange::Release(claim) = change {
                        prop_assert!(before.contains(claim), "{:?}", attempt);
                    }
                }
            }
            let mut active: Vec<PersonId> = Vec::new();
            for branch in world.district.branches() {
                for (person, member) in &branch.members {
                    if member.state != MemberState::Ended {
                        let here = Some(&branch.charter.id);
                        prop_assert_eq!(world.district.active_branch(person), here);
                        active.push(*person);
                    }
                }
            }
            let claims: BTreeSet<Claim> =
                active.iter().copied().map(Claim::ActiveReportIn).collect();
            prop_assert_eq!(claims.len(), active.len(), "active twice");
            prop_assert_eq!(&claims, &world.claims);
        }
    }

    /// The state is the fold of the log; snapshots restore to the very same.
    #[test]
    fn the_state_is_the_fold_of_the_log(window in windows(), attempts in attempts(20..120)) {
        let mut world = World::populated(window);
        for attempt in &attempts {
            let _ = world.attempt(attempt);
        }
        let mut folded = district_with_window(window);
        let mut restored = district_with_window(window);
        for recorded in &world.log {
            prop_assert_eq!(folded.version_of(&recorded.stream) + 1, recorded.seq);
            folded.evolve(&recorded.stream, recorded.seq, recorded.at, &recorded.event);
            if recorded.stream == StreamId::District {
                restored.evolve(&recorded.stream, recorded.seq, recorded.at, &recorded.event);
            }
        }
        prop_assert_eq!(&folded, &world.district);
        for branch in world.district.branches() {
            let copy = through_json(branch);
            prop_assert_eq!(&copy, branch);
            restored.install([copy]);
        }
        prop_assert_eq!(&restored, &world.district);
    }

    /// Deciding is total, deterministic and changes nothing by itself.
    #[test]
    fn deciding_twice_gives_the_same(window in windows(), attempts in attempts(20..80)) {
        let mut world = World::populated(window);
        for attempt in &attempts {
            let (to, caller, command) = attempt.resolve(&world);
            let (now, id) = (world.now, command_id(7_000));
            let first = world.district.decide(&to, &caller, now, id, &command);
            let second = world.district.clone().decide(&to, &caller, now, id, &command);
            prop_assert_eq!(first, second);
            let _ = world.attempt(attempt);
        }
    }

    /// A command decided again on the state after it is refused, or leaves
    /// everything as it was: reporting in again adds a step with the same
    /// report, settling again writes nothing.
    #[test]
    fn a_repeated_command_does_no_harm(window in windows(), attempts in attempts(20..120)) {
        let mut world = World::populated(window);
        for attempt in &attempts {
            world.now = world.now.plus(attempt.minutes * guiyan_core::time::MINUTE);
            let attempt = Attempt { minutes: 0, ..attempt.clone() };
            let (to, caller, command) = attempt.resolve(&world);
            if world.submit(&to, &caller, &command).is_err() {
                continue;
            }
            let (id, now) = (world.last_command(), world.now);
            match (world.district.decide(&to, &caller, now, id, &command), &command) {
                (Err(_), _) => {}
                (Ok(decision), Command::Member(MemberCommand::ReportIn { .. })) => {
                    let before = world.district.clone();
                    world.append(&decision).unwrap();
                    let person = caller.person.unwrap();
                    let branch = world.district.active_branch(&person).unwrap();
                    let member = |district: &guiyan_core::District| {
                        district.branch(branch).unwrap().members[&person].clone()
                    };
                    let (before, after) = (member(&before), member(&world.district));
                    prop_assert_eq!((before.state, &before.report), (after.state, &after.report));
                    prop_assert_eq!(before.steps.len() + 1, after.steps.len());
                }
                (Ok(decision), Command::District(DistrictCommand::Settle)) => {
                    prop_assert_eq!(decision.events, []);
                }
                (Ok(decision), _) => prop_assert!(false, "{command:?} again: {decision:?}"),
            }
        }
    }

    /// Tallies and 学时 agree with a naive recount, erased people included.
    #[test]
    fn counts_and_hours_agree_with_a_recount(window in windows(), attempts in attempts(40..160)) {
        let mut world = World::populated(window);
        for attempt in &attempts {
            let _ = world.attempt(attempt);
        }
        let mut tallies: BTreeMap<(StreamId, Counted), i64> = BTreeMap::new();
        let mut named: BTreeMap<(StreamId, String), i64> = BTreeMap::new();
        let mut credits: BTreeMap<(StreamId, PersonId, ActivityId), i64> = BTreeMap::new();
        for recorded in &world.log {
            let stream = recorded.stream.clone();
            for (measure, add) in tally(&recorded.event) {
                *tallies.entry((stream.clone(), measure)).or_default() += add;
            }
            let json = serde_json::to_value(&recorded.event).unwrap();
            let inner = json.as_object().unwrap().values().next().unwrap();
            let name = inner.as_object().unwrap().keys().next().unwrap().clone();
            *named.entry((stream.clone(), name)).or_default() += 1;
            if let Event::Activity(event) = &recorded.event {
                let (person, add) = match event {
                    ActivityEvent::CheckedIn { person, credit, .. } => (person, i64::from(credit.tenths)),
                    ActivityEvent::CheckInUndone { person, credit, .. } => (person, -i64::from(credit.tenths)),
                    _ => continue,
                };
                *credits.entry((stream, *person, activity_of(event))).or_default() += add;
            }
        }
        for branch in world.district.branches() {
            let stream = branch.stream();
            let counted = |measure: Measure| {
                tallies.get(&(stream.clone(), measure.into())).copied().unwrap_or(0)
            };
            let events = |name: &str| named.get(&(stream.clone(), name.into())).copied().unwrap_or(0);
            prop_assert_eq!(counted(Measure::ReportInsSubmitted), events("reportInSubmitted"));
            prop_assert_eq!(counted(Measure::MembersReceived), events("memberReceived"));
            prop_assert_eq!(counted(Measure::ReportInsEnded), events("reportInEnded"));
            prop_assert_eq!(counted(Measure::PlacesTaken), events("placeTaken"));
            let check_ins = events("checkedIn") - events("checkInUndone");
            prop_assert_eq!(counted(Measure::CheckIns), check_ins);
            let there: u32 = branch.activities.all.values().map(|activity| activity.attended()).sum();
            prop_assert_eq!(i64::from(there), check_ins);
            let sum: i64 = credits.iter().filter(|((of, ..), _)| *of == stream).map(|(_, sum)| sum).sum();
            prop_assert_eq!(counted(Measure::HourTenths), sum);
        }
        for number in 1..=8 {
            let Ok(me) = view::me(&world.district, &Caller::person(person(number)), world.now) else { continue };
            for at in &me.report_ins {
                let stream = StreamId::Branch(at.branch.id.clone());
                let branch = world.district.branch(&at.branch.id).unwrap();
                let year = world.now.day().year();
                let sum: i64 = credits.iter()
                    .filter(|((of, who, activity), _)| {
                        *of == stream && *who == person(number)
                            && branch.activities.all[activity].details.start.day().year() == year
                    })
                    .map(|(_, sum)| sum)
                    .sum();
                prop_assert_eq!(i64::from(at.hours.credited.tenths), sum);
            }
        }
    }

    /// Two desks decide on the same state without knowing of each other. Where
    /// they write to different streams, the claims keep it to one active
    /// report-in per person.
    #[test]
    fn claims_keep_two_desks_apart(
        attempts in attempts(0..40), first in attempt(), second in attempt(),
    ) {
        let mut world = World::new(0);
        for attempt in &attempts {
            let _ = world.attempt(attempt);
        }
        let decide = |attempt: &Attempt, id| {
            let (to, caller, command) = attempt.resolve(&world);
            world.district.decide(&to, &caller, world.now, command_id(id), &command)
        };
        let (Ok(one), Ok(two)) = (decide(&first, 8_001), decide(&second, 8_002)) else {
            return Ok(());
        };
        let touches = |stream: &StreamId| one.events.iter().any(|(touched, _)| touched == stream);
        if two.events.iter().any(|(stream, _)| touches(stream)) {
            return Ok(()); // the stream's version keeps these apart
        }
        prop_assert_eq!(world.append(&one), Ok(()));
        let _ = world.append(&two);
        let active = world.district.branches().flat_map(|branch| {
            branch.members.iter().filter(|(_, member)| member.state.is_active()).map(|(person, _)| *person)
        });
        let active: Vec<PersonId> = active.collect();
        prop_assert_eq!(active.iter().collect::<BTreeSet<_>>().len(), active.len());
    }
}

#[test]
fn a_claim_taken_by_another_desk_comes_back_as_a_refusal() {
    let mut world = World::new(0);
    let report_in = crate::members::report_in(1).into();
    let caller = Caller::person(person(1));
    let decide = |to| world.district.decide(&to, &caller, world.now, command_id(1), &report_in);
    let (here, there) = (decide(beijing()).unwrap(), decide(yiwu()).unwrap());
    assert_eq!(world.append(&here), Ok(()));
    assert_eq!(world.append(&there), Err(Refusal::AlreadyReportedIn));
    assert_eq!(world.log.len(), 1);
}
