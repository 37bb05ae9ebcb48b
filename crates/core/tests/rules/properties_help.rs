//! What holds of requests for help after any run of attempts.

use std::collections::{BTreeMap, BTreeSet};

use guiyan_core::{
    Command, Event, Refusal,
    branch::request::{CloseReason, RequestCommand, RequestEvent, RequestKind, Stage},
    caller::Caller,
    chain::Holder,
    command::DistrictCommand,
    ids::{BranchId, PersonId, RequestId, StreamId},
    recipient::Recipient,
    tally::{Code, Counted, Measure, tally},
    testing::*,
    time::{DAY, Timestamp},
    view::{self, RequestAction, RequestView},
};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, max_shrink_iters: 2_000, ..ProptestConfig::default() }
}

fn lived(attempts: &[Attempt]) -> World {
    let mut world = World::populated(60);
    for attempt in attempts {
        let _ = world.attempt(attempt);
    }
    world.now = world.now.max(world.district.last_at());
    world
}

/// A naive telling of who agreed to whom, and who has a request.
#[derive(Default)]
struct Told {
    agreed: BTreeSet<(RequestId, Recipient)>,
    helper: BTreeMap<RequestId, PersonId>,
    whistled: BTreeMap<RequestId, Recipient>,
    rated: BTreeSet<RequestId>,
    reopened: BTreeSet<RequestId>,
    said_no: BTreeSet<(RequestId, Recipient)>,
}

impl Told {
    fn follow(&mut self, event: &RequestEvent) {
        use RequestEvent as E;
        let agreed = |told: &Self, id: &RequestId, recipient: &Recipient| {
            assert!(told.agreed.contains(&(*id, recipient.clone())), "{event:?} without consent");
        };
        match event {
            E::RequestSubmitted { request, consents, .. } => {
                let named = consents.iter().map(|recipient| (*request, recipient.clone()));
                self.agreed.extend(named);
            }
            E::RequestConsentGiven { request, recipient, .. } => {
                self.said_no.remove(&(*request, recipient.clone()));
                self.agreed.insert((*request, recipient.clone()));
            }
            E::RequestConsentRefused { request, recipient, .. } => {
                self.said_no.insert((*request, recipient.clone()));
            }
            E::RequestConsentWithdrawn { request, recipient } => {
                self.said_no.insert((*request, recipient.clone()));
                assert!(self.agreed.remove(&(*request, recipient.clone())));
            }
            E::RequestConsentAsked { request, recipient, .. } => {
                assert!(!self.said_no.contains(&(*request, recipient.clone())), "asked again");
            }
            E::Whistled { request, department, .. } => {
                let recipient = Recipient::Department(department.clone());
                agreed(self, request, &recipient);
                self.whistled.insert(*request, recipient);
            }
            E::Arrived { request, department, .. } => {
                let recipient = Recipient::Department(department.clone());
                agreed(self, request, &recipient);
                assert_eq!(self.whistled.get(request), Some(&recipient));
            }
            E::HelperAsked { request, person, .. } => {
                agreed(self, request, &Recipient::Helpers);
                let named = (*request, Recipient::Person(*person));
                assert!(!self.said_no.contains(&named), "asked again");
                self.helper.insert(*request, *person);
            }
            E::HelperAgreed { request, person } => {
                agreed(self, request, &Recipient::Helpers);
                assert_eq!(self.helper.get(request), Some(person));
            }
            E::HelperDeclined { request, person, .. } => {
                self.said_no.insert((*request, Recipient::Person(*person)));
            }
            E::RequestResolved { request, holder, .. } => match holder {
                Holder::Department(id) => {
                    agreed(self, request, &Recipient::Department(id.clone()));
                }
                Holder::Helper => {
                    agreed(self, request, &Recipient::Person(self.helper[request]));
                }
                other => assert!(matches!(other, Holder::Branch(_)), "{other:?}"),
            },
            E::RequestRated { request, .. } => assert!(self.rated.insert(*request), "rated twice"),
            E::RequestReopened { request, .. } => {
                assert!(self.reopened.insert(*request), "reopened twice");
            }
            _ => {}
        }
    }
}

/// The measures of one branch, told from its events request by request.
fn recount(events: &[(Timestamp, &RequestEvent)]) -> BTreeMap<Counted, i64> {
    use RequestEvent as E;
    let mut counts: BTreeMap<Counted, i64> = BTreeMap::new();
    let mut add = |row: Counted, n| *counts.entry(row).or_default() += n;
    let mut by_request: BTreeMap<RequestId, Vec<_>> = BTreeMap::new();
    for (at, event) in events {
        if let Some(id) = event.request() {
            by_request.entry(id).or_default().push((*at, *event));
        }
    }
    for story in by_request.values() {
        let count = |wanted: &dyn Fn(&RequestEvent) -> bool| {
            story.iter().filter(|(_, event)| wanted(event)).count() as i64
        };
        let Some(E::RequestSubmitted { kind, .. }) = story.first().map(|(_, event)| *event) else {
            panic!("begins with {:?}", story.first());
        };
        // Resolved once at least, and not reopened within seven days of it.
        let stood = story.iter().enumerate().any(|(index, (at, event))| {
            matches!(event, E::RequestResolved { .. })
                && !story[index..].iter().any(|(then, event)| {
                    matches!(event, E::RequestReopened { .. }) && *then <= at.plus(7 * DAY)
                })
        });
        add(Measure::RequestsReceived.into(), 1);
        add(Measure::RequestsReceived.of(Code::Kind(*kind)), 1);
        add(Measure::RequestsClosed.into(), i64::from(stood));
        add(Measure::RequestsClosed.of(Code::Kind(*kind)), i64::from(stood));
        add(Measure::Whistles.into(), count(&|event| matches!(event, E::Whistled { .. })));
        let mut deadline = None;
        for (at, event) in story {
            match event {
                E::Whistled { due, .. } => deadline = Some(*due),
                E::Arrived { .. } => {
                    add(Measure::Arrivals.into(), 1);
                    add(Measure::ArrivalsInTarget.into(), i64::from(Some(*at) <= deadline));
                }
                E::RequestRated { rating, .. } => {
                    add(Measure::Ratings.into(), 1);
                    add(Measure::RatingPoints.into(), i64::from(*rating));
                    add(Measure::RatingsGood.into(), i64::from(*rating > 3));
                }
                _ => {}
            }
        }
    }
    counts.retain(|_, n| *n != 0);
    counts
}

fn id_of(stream: &StreamId) -> BranchId {
    match stream {
        StreamId::Branch(id) => id.clone(),
        StreamId::District => unreachable!(),
    }
}

fn callers() -> Vec<Caller> {
    let mut callers: Vec<Caller> = (1..=8).map(|number| Caller::person(person(number))).collect();
    callers.extend([liaison("qinfeng"), liaison("xishi"), district_officer()]);
    callers.extend(["education", "investment", "housing"].map(department_contact));
    for stream in [beijing(), yiwu()] {
        callers.extend([secretary(&stream), organiser(&stream), steward(&stream)]);
    }
    callers
}

proptest! {
    #![proptest_config(config())]

    /// No step is reached without the consent it stands on; nobody is asked
    /// again after a no; a request is rated and reopened once.
    #[test]
    fn nothing_reaches_anybody_without_consent(attempts in attempts(40..160)) {
        let world = lived(&attempts);
        let mut told = Told::default();
        for recorded in &world.log {
            if let Event::Request(event) = &recorded.event {
                told.follow(event);
            }
        }
        for branch in world.district.branches() {
            for (id, request) in branch.requests.all() {
                if let Some(department) = request.stage.department() {
                    let recipient = Recipient::Department(department.clone());
                    prop_assert!(told.agreed.contains(&(*id, recipient)));
                }
                if let Stage::Helping { helper, .. } = request.stage {
                    prop_assert!(told.agreed.contains(&(*id, Recipient::Person(helper))));
                }
            }
        }
    }

    /// The tallies are what a naive recount of the events gives.
    #[test]
    fn the_measures_agree_with_a_recount(attempts in attempts(40..160)) {
        let world = lived(&attempts);
        for branch in world.district.branches() {
            let stream = branch.stream();
            let mut counted: BTreeMap<Counted, i64> = BTreeMap::new();
            let mut events = Vec::new();
            for recorded in world.log.iter().filter(|recorded| recorded.stream == stream) {
                let Event::Request(event) = &recorded.event else { continue };
                events.push((recorded.at, event));
                for (row, n) in tally(&recorded.event) {
                    *counted.entry(row).or_default() += n;
                }
            }
            counted.retain(|row, n| *n != 0 && *row != Measure::StepsOverdue);
            prop_assert_eq!(counted, recount(&events));
        }
    }

    /// Settling leaves nothing due, and a second time writes nothing.
    #[test]
    fn settling_leaves_nothing_due(attempts in attempts(20..120), later in 0..20_000_i64) {
        let mut world = lived(&attempts);
        world.now = world.now.plus(later * guiyan_core::time::MINUTE);
        let settle = DistrictCommand::Settle.into();
        world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
        prop_assert!(world.district.next_due().is_none_or(|due| due > world.now));
        let again = world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
        prop_assert_eq!(again.events, []);
        for recorded in &world.log {
            if let Event::Request(RequestEvent::StepOverdue { .. }) = &recorded.event {
                let json = serde_json::to_string(&recorded.event).unwrap();
                prop_assert!(!json.contains("$personal") && !json.contains("0000-00000000000"));
            }
        }
    }

    /// Until `fresh_until` the views of help and of matters stay as they are.
    #[test]
    fn views_of_help_are_true_until_they_say(
        attempts in attempts(20..100), parts in proptest::collection::vec(0.0..1.0_f64, 3),
    ) {
        let mut world = lived(&attempts);
        let settle = DistrictCommand::Settle.into();
        world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
        for caller in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            for stream in [beijing(), yiwu()] {
                let at = |now| view::help(&world.district, &id_of(&stream), &caller, now).unwrap();
                let (shown, fresh) = at(world.now);
                prop_assert!(fresh > world.now);
                for then in instants(world.now, fresh, &parts) {
                    let (mut later, fresh_later) = at(then);
                    later.now = shown.now;
                    prop_assert_eq!((&later, fresh_later), (&shown, fresh));
                }
            }
            let at = |now| view::matters(&world.district, &caller, now, None);
            let Ok((shown, fresh)) = at(world.now) else { continue };
            for then in instants(world.now, fresh, &parts) {
                let (mut later, fresh_later) = at(then).unwrap();
                later.now = shown.now;
                prop_assert_eq!((&later, fresh_later), (&shown, fresh));
            }
        }
    }

    /// What a view offers can be done; what it does not offer is refused.
    #[test]
    fn help_offers_what_the_rules_allow(attempts in attempts(20..120)) {
        let mut world = lived(&attempts);
        let settle = DistrictCommand::Settle.into();
        world.submit(&StreamId::District, &Caller::anonymous(), &settle).unwrap();
        for caller in callers() {
            let caller = world.district.in_office(&caller, world.now).into_owned();
            let erased = |person| world.erased.contains(&person);
            if caller.person.is_some_and(erased) {
                continue;
            }
            for stream in [beijing(), yiwu()] {
                let (view, _) =
                    view::help(&world.district, &id_of(&stream), &caller, world.now).unwrap();
                let ask = RequestCommand::AskForHelp {
                    kind: Some(RequestKind::Legal),
                    urgency: Default::default(),
                    text: "租房合同".into(),
                    consent: Vec::new(),
                };
                prop_assert_eq!(decide(&world, &stream, &caller, ask).err(), view.blocked.or(view.limit));
                let desk = view.desk.iter().flat_map(|desk| &desk.requests);
                let shown = desk.map(|row| &row.request).chain(&view.mine);
                for request in shown {
                    check_actions(&world, &stream, &caller, request)?;
                }
                for row in view.desk.iter().flat_map(|desk| &desk.requests) {
                    for candidate in &row.candidates {
                        let (request, person) = (row.request.id, candidate.person);
                        let ask = RequestCommand::AskHelper { request, person };
                        let result = decide(&world, &stream, &caller, ask);
                        prop_assert!(result.is_ok(), "{:?}", result);
                    }
                }
            }
        }
    }
}

fn instants(now: Timestamp, fresh: Timestamp, parts: &[f64]) -> Vec<Timestamp> {
    let span = fresh.0 - now.0;
    let within = parts.iter().map(|part| now.plus((span as f64 * part) as i64));
    within.chain([now.plus(span - 1)]).collect()
}

fn decide(
    world: &World,
    stream: &StreamId,
    caller: &Caller,
    command: RequestCommand,
) -> Result<(), Refusal> {
    let (id, command) = (command_id(9_000), Command::from(command));
    world.district.decide(stream, caller, world.now, id, &command).map(|_| ())
}

fn check_actions(
    world: &World,
    stream: &StreamId,
    caller: &Caller,
    shown: &RequestView,
) -> Result<(), TestCaseError> {
    let request = shown.id;
    let note = || "说明一下".to_owned();
    let tries = [
        (RequestAction::Withdraw, RequestCommand::WithdrawRequest { request }),
        (RequestAction::Rate, RequestCommand::RateRequest { request, rating: 5 }),
        (RequestAction::Reopen, RequestCommand::ReopenRequest { request, note: note() }),
        (RequestAction::ReportArrival, RequestCommand::ReportArrival { request }),
        (RequestAction::Resolve, RequestCommand::ResolveRequest { request, note: note() }),
        (RequestAction::Return, RequestCommand::ReturnRequest { request }),
        (
            RequestAction::Close,
            RequestCommand::CloseRequest { request, reason: CloseReason::Other, note: note() },
        ),
    ];
    for (action, command) in tries {
        let result = decide(world, stream, caller, command);
        let offered = shown.actions.contains(&action);
        prop_assert_eq!(result.is_ok(), offered, "{:?}: {:?} of {:?}", action, result, shown);
    }
    let departments = ["investment", "education", "housing", "hotline-12345", "not-there"];
    let any = departments.iter().any(|id| {
        let department = department_id(id);
        decide(world, stream, caller, RequestCommand::Whistle { request, department }).is_ok()
    });
    prop_assert_eq!(any, shown.actions.contains(&RequestAction::Whistle), "{:?}", shown);
    Ok(())
}
