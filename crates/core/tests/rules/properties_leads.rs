//! What holds for needs and leads after any run of attempts.

use std::collections::BTreeMap;

use guiyan_core::{
    Command, Event,
    branch::lead::{
        JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadEvent, LeadStage, MoveTo,
        TalentOutcome,
    },
    caller::Caller,
    command::DistrictCommand,
    ids::{LeadId, StreamId},
    need::LeadKind,
    tally::{Measure, tally},
    testing::*,
    view::{self, LeadView, LeadsQuery},
};
use proptest::prelude::*;

fn run(attempts: &[Attempt]) -> World {
    let mut world = World::populated(0);
    for attempt in attempts {
        let _ = world.attempt(attempt);
    }
    world.now = world.now.max(world.district.last_at());
    world
}

fn callers() -> Vec<Caller> {
    let mut callers = vec![
        Caller::anonymous(),
        district_officer(),
        liaison("qinfeng"),
        liaison("xishi"),
        department_contact("investment"),
        department_contact("education"),
    ];
    callers.extend((1..=8).map(|number| Caller::person(person(number))));
    for stream in [beijing(), yiwu()] {
        callers.extend([secretary(&stream), organiser(&stream), steward(&stream)]);
    }
    callers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Tallies are the history counted, and tell how many stand at each stage
    /// and what has landed, erased people's leads included.
    #[test]
    fn tallies_agree_with_what_stands(attempts in attempts(40..160)) {
        let world = run(&attempts);
        let mut sums: BTreeMap<(StreamId, Measure), i64> = BTreeMap::new();
        let mut landed: BTreeMap<LeadId, (i64, i64)> = BTreeMap::new();
        for recorded in &world.log {
            for (measure, n) in tally(&recorded.event) {
                *sums.entry((recorded.stream.clone(), measure.measure)).or_default() += n;
            }
            match &recorded.event {
                Event::Lead(LeadEvent::LeadLanded { lead, landing, .. }) => {
                    landed.insert(*lead, (landing.amount as i64, landing.jobs.into()));
                }
                Event::Lead(LeadEvent::LeadMoved { lead, .. }) => {
                    landed.remove(lead);
                }
                _ => {}
            }
        }
        let sum = |stream: &StreamId, measure| {
            sums.get(&(stream.clone(), measure)).copied().unwrap_or(0)
        };
        for branch in world.district.branches() {
            let stream = branch.stream();
            prop_assert_eq!(sum(&stream, Measure::LeadsSubmitted), branch.leads.len() as i64);
            for (stage, measure) in [
                (LeadStage::Submitted, Measure::LeadsAtSubmitted),
                (LeadStage::InContact, Measure::LeadsInContact),
                (LeadStage::Negotiating, Measure::LeadsNegotiating),
                (LeadStage::Signed, Measure::LeadsSigned),
                (LeadStage::Landed, Measure::LeadsLanded),
                (LeadStage::OnHold, Measure::LeadsOnHold),
                (LeadStage::Closed, Measure::LeadsClosed),
            ] {
                let standing = branch.leads.values().filter(|lead| lead.stage == stage).count();
                prop_assert_eq!(sum(&stream, measure), standing as i64, "{}", measure);
            }
            let here = landed.iter().filter(|(id, _)| branch.leads.contains_key(id));
            let (amount, jobs) = here.fold((0, 0), |sum, (_, it)| (sum.0 + it.0, sum.1 + it.1));
            prop_assert_eq!(sum(&stream, Measure::AmountLanded), amount);
            prop_assert_eq!(sum(&stream, Measure::JobsLanded), jobs);
            for (outcome, measure) in [
                (TalentOutcome::Employed, Measure::TalentEmployed),
                (TalentOutcome::Founded, Measure::TalentFounded),
                (TalentOutcome::VillageCommittee, Measure::TalentVillageCommittee),
            ] {
                let landings = branch.leads.values().filter_map(|lead| lead.landing);
                let there = landings.filter(|landing| landing.talent == Some(outcome)).count();
                prop_assert_eq!(sum(&stream, measure), there as i64);
            }
        }
        let needs = &world.district.needs;
        prop_assert_eq!(sum(&StreamId::District, Measure::NeedsPosted), needs.len() as i64);
        let closed = needs.values().filter(|need| need.closed.is_some()).count() as i64;
        prop_assert_eq!(sum(&StreamId::District, Measure::NeedsClosed), closed);
    }

    /// Whoever holds or sees a lead does so under a live consent that names
    /// them; and nothing overdue is left unwritten.
    #[test]
    fn nobody_holds_a_lead_without_consent(attempts in attempts(40..160)) {
        let mut world = run(&attempts);
        for branch in world.district.branches() {
            for (id, lead) in &branch.leads {
                if let Some(holder) = &lead.held_by {
                    prop_assert!(lead.seen_by().any(|recipient| recipient == holder));
                }
                for recipient in lead.seen_by() {
                    prop_assert!(lead.consents.live(recipient).is_some());
                    prop_assert!(branch.leads_seen[recipient].contains(id));
                }
                prop_assert_eq!(lead.paused.is_some(), lead.stage == LeadStage::OnHold);
                prop_assert!(lead.landing.is_some() || lead.stage != LeadStage::Landed);
                let of = lead.person.map(|person| branch.leads_of[&person].contains(id));
                prop_assert!(of.unwrap_or(true));
            }
            let seen: usize = branch.leads_seen.values().map(|ids| ids.len()).sum();
            let kept: usize = branch.leads.values().map(|lead| lead.seen_by().count()).sum();
            prop_assert_eq!(seen, kept);
        }
        let settle = DistrictCommand::Settle.into();
        world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
        prop_assert!(world.district.next_due().is_none_or(|due| due > world.now));
    }

    /// Until `fresh_until` a view stays as it is, but for `now`.
    #[test]
    fn views_of_leads_are_true_until_they_say(
        attempts in attempts(20..100),
        parts in proptest::collection::vec(0.0..1.0_f64, 3),
    ) {
        let world = run(&attempts);
        let now = world.now;
        for caller in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            for branch in world.district.branches() {
                let id = &branch.charter.id;
                let query = LeadsQuery::default();
                let leads = |at| view::leads(&world.district, id, &caller, at, &query).unwrap();
                let (shown, fresh) = leads(now);
                prop_assert!(fresh > now);
                for part in parts.iter().copied().chain([1.0]) {
                    let ms = ((fresh.0 - now.0) as f64 * part) as i64;
                    let (mut later, _) = leads(now.plus(ms.min(fresh.0 - now.0 - 1)));
                    later.now = now;
                    prop_assert_eq!(&later, &shown);
                }
            }
            let held = |at| view::held_leads(&world.district, &caller, at, &view::HeldQuery::default());
            let Ok((shown, fresh)) = held(now) else { continue };
            let (mut later, _) = held(fresh.plus(-1)).unwrap();
            later.now = now;
            prop_assert_eq!(&later, &shown);
        }
    }

    /// What a view offers can be done, and what it does not offer is refused.
    #[test]
    fn views_of_leads_offer_what_the_rules_allow(attempts in attempts(20..100)) {
        let world = run(&attempts);
        for caller in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            if caller.person.is_some_and(|person| world.erased.contains(&person)) {
                continue;
            }
            for branch in world.district.branches() {
                let (id, query) = (&branch.charter.id, LeadsQuery::default());
                let (view, _) =
                    view::leads(&world.district, id, &caller, world.now, &query).unwrap();
                let submit = LeadCommand::SubmitLead {
                    lead: lead_form(), invited: false, notice: None, consent: Vec::new(),
                };
                let submit = decide(&world.district, branch.stream(), &caller, world.now, submit.into());
                prop_assert_eq!(submit.err(), view.blocked.or(view.limit));
                let rows = view.desk.into_iter().flat_map(|desk| desk.rows);
                for lead in view.mine.into_iter().chain(rows) {
                    check_offers(&world, &caller, &lead)?;
                }
            }
            if let Ok((held, _)) = view::held_leads(&world.district, &caller, world.now, &view::HeldQuery::default()) {
                for lead in &held.leads {
                    check_offers(&world, &caller, lead)?;
                }
            }
        }
    }
}

fn check_offers(world: &World, caller: &Caller, shown: &LeadView) -> Result<(), TestCaseError> {
    let stream = StreamId::Branch(shown.branch.id.clone());
    let lead = shown.id;
    let allowed = |command: LeadCommand| {
        decide(&world.district, stream.clone(), caller, world.now, Command::from(command)).is_ok()
    };
    let talent = (shown.kind == LeadKind::Talent).then_some(TalentOutcome::Employed);
    let landing = LandingForm { amount: Some(77), jobs: Some(7), talent };
    let move_to = |to, reason| LeadCommand::MoveLead {
        lead,
        to,
        reason,
        note: String::new(),
        landing: (to == MoveTo::Landed).then(|| landing.clone()),
    };
    let can = &shown.can;
    let step = shown.stage != LeadStage::OnHold;
    for to in [MoveTo::InContact, MoveTo::Negotiating, MoveTo::Signed, MoveTo::Landed] {
        let resumes = shown.paused == Some(to.into());
        let expected = can.next == Some(to) || (can.handle && resumes);
        prop_assert_eq!(allowed(move_to(to, None)), expected, "{:?} to {:?}", shown, to);
        let there = step && shown.stage == LeadStage::from(to) && to != MoveTo::Landed;
        let jump = allowed(move_to(to, Some(JumpReason::Correction)));
        prop_assert_eq!(jump, can.handle && !there, "{:?} to {:?}", shown, to);
    }
    let close = |reason| LeadCommand::CloseLead { lead, reason, note: String::new() };
    prop_assert_eq!(allowed(close(LeadCloseReason::NoFit)), can.handle);
    prop_assert_eq!(allowed(close(LeadCloseReason::Withdrawn)), can.handle || can.withdraw);
    prop_assert_eq!(allowed(LeadCommand::ReturnLead { lead }), can.give_back);
    for recipient in [township("qinfeng"), township("xishi"), department("investment")] {
        let pass = LeadCommand::PassLead { lead, to: recipient.clone() };
        prop_assert_eq!(allowed(pass), can.pass_to.contains(&recipient), "{:?}", shown);
        let ask = LeadCommand::AskLeadConsent { lead, recipient: recipient.clone() };
        if shown.submitter.is_some() && can.ask {
            let known = shown.questions.iter().map(|it| &it.recipient);
            let known = known.chain(shown.consents.iter().map(|it| &it.recipient));
            let settled = known.into_iter().any(|it| *it == recipient);
            prop_assert_eq!(allowed(ask), !settled, "{:?}", shown);
        } else if !can.ask {
            prop_assert!(!allowed(ask));
        }
        let withdraw = LeadCommand::WithdrawLeadConsent { lead, recipient: recipient.clone() };
        let live =
            shown.consents.iter().any(|it| it.recipient == recipient && it.withdrawn_at.is_none());
        prop_assert!(!can.own || allowed(withdraw) == live);
    }
    Ok(())
}
