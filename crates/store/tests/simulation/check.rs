//! What must hold after everything.

use std::collections::{BTreeMap, HashMap};

use guiyan_core::{
    Event, Outcome, Recorded,
    branch::{
        activity::{ActivityEvent, Change, PlanEvent, Standing},
        lead::{LeadEvent, LeadStage},
        member::MemberEvent,
        request::RequestEvent,
    },
    event::DistrictEvent,
    ids::{CommandId, StreamId},
};

use super::{
    ground::Ground,
    life::{Life, Sent},
    people::MARKS,
};

impl<G: Ground> Life<G> {
    pub(crate) fn check(&mut self) {
        let files = self.ground.files();
        for mark in MARKS {
            assert!(!files.contains(mark), "personal data stands in a file in clear");
        }
        let charter = self.charter.clone();
        let report = match &mut self.desks[..] {
            [desk] => desk.verify(),
            // With two, one may not have heard yet what the other wrote; the
            // log itself is sound at any time.
            desks => desks[0].log().verify(&charter),
        };
        let report = report.unwrap();
        assert!(report.is_sound(), "{report}");
        for desk in &self.desks {
            desk.read(nobody_twice_and_no_place_too_many);
        }
        self.what_was_told_is_so();
    }

    fn what_was_told_is_so(&mut self) {
        let mut events: HashMap<CommandId, Vec<Recorded>> = HashMap::new();
        let log = self.desks[0].log();
        for (stream, _) in log.heads().unwrap() {
            for event in log.read(&stream, 0, usize::MAX).unwrap() {
                events.entry(event.command).or_default().push(event);
            }
        }
        let mut remembered = HashMap::new();
        for sent in &self.sent {
            let id = sent.submission.id;
            remembered.insert(id, self.desks[0].log().remembered(id).unwrap());
        }
        for (id, sent) in self.told() {
            let kept = remembered[&id];
            let own = events.get(&id).map(Vec::as_slice).unwrap_or_default();
            if let Some(receipt) = sent.accepted {
                let kept = kept.unwrap_or_else(|| panic!("{id} was confirmed and is not there"));
                assert_eq!((kept.outcome, kept.version), (receipt.outcome, receipt.version));
                if receipt.outcome != Outcome::Settled {
                    let done = own.iter().filter(|it| does(it, receipt.outcome, sent)).count();
                    assert_eq!(done, 1, "{id} came to {:?} in {own:?}", receipt.outcome);
                }
            } else if sent.refused.is_some() && !sent.waits() {
                // It may have been accepted since, by a repeat whose answer was lost.
                assert!(kept.is_some() || own.is_empty(), "{id} was refused and has {own:?}");
            }
            assert!(own.iter().all(|it| Some(it.at) == kept.map(|kept| kept.at)));
        }
    }
}

fn nobody_twice_and_no_place_too_many(district: &guiyan_core::District) {
    let mut active = BTreeMap::new();
    for branch in district.branches() {
        for (person, member) in &branch.members {
            if member.state.is_active() {
                let before = active.insert(*person, branch.charter.id.clone());
                assert_eq!(before, None, "{person} is in two branches");
                assert_eq!(district.active_branch(person), Some(&branch.charter.id));
            }
        }
    }
    for room in district.rooms() {
        for (id, activity) in &room.activities.all {
            let mut places = BTreeMap::new();
            for (person, standing) in activity.places.all() {
                let place = match standing {
                    Standing::Confirmed { place, .. } => *place,
                    Standing::Offered(offer) => offer.place,
                    Standing::Waiting { .. } => continue,
                };
                assert_eq!(
                    places.insert(place, *person),
                    None,
                    "place {place} of {id} is held twice"
                );
            }
            if let Some(capacity) = activity.details.capacity {
                let most = places.keys().last().copied().unwrap_or(0);
                // A number once given stays, whatever the capacity becomes.
                let changes = activity.changes.iter().flat_map(|changed| &changed.changes);
                let capacities = changes.filter_map(|change| match change {
                    Change::Capacity(places) => Some(places.from.unwrap_or(u32::MAX)),
                    _ => None,
                });
                let greatest = capacities.fold(capacity, u32::max);
                assert!(most <= greatest, "place {most} of {greatest} in {id}");
                assert!(activity.places.held() <= capacity, "{id} is oversold");
            }
        }
    }
}

// Whether this is the event that the outcome speaks of.
fn does(recorded: &Recorded, outcome: Outcome, sent: &Sent) -> bool {
    use ActivityEvent as A;
    use MemberEvent as M;
    let here = recorded.stream == sent.target;
    let me = |who: &_| Some(*who) == sent.caller.person;
    match (&recorded.event, outcome) {
        (Event::Member(event), outcome) => match (event, outcome) {
            (M::ReportInSubmitted { person, .. }, Outcome::ReportInSubmitted) => here && me(person),
            (M::ReportInSubmitted { person, moved_from, .. }, Outcome::ReportInMoved) => {
                !here && me(person) && moved_from.is_some()
            }
            (M::MemberReceived { .. }, Outcome::MemberReceived)
            | (M::ReportInSentBack { .. }, Outcome::ReportInSentBack)
            | (M::ReportInEnded { .. }, Outcome::ReportInEnded)
            | (M::GroupAssigned { .. }, Outcome::GroupAssigned)
            | (M::ReportInAcknowledged { .. }, Outcome::ReportInAcknowledged) => here,
            _ => false,
        },
        (Event::Activity(event), outcome) => match (event, outcome) {
            (
                A::ActivityPublished { activity, .. },
                Outcome::ActivityPublished { activity: told },
            ) => *activity == told,
            (A::PlaceTaken { person, place, .. }, Outcome::Confirmed { place: told }) => {
                me(person) && *place == told
            }
            (A::Waitlisted { person, .. }, Outcome::Waitlisted { .. })
            | (A::SignUpLeft { person, .. }, Outcome::SignUpLeft)
            | (A::NameShared { person, .. }, Outcome::NameShared)
            | (A::NameShareWithdrawn { person, .. }, Outcome::NameShareWithdrawn)
            | (A::OfferLapsed { person, declined: true, .. }, Outcome::OfferDeclined) => me(person),
            (A::ActivityChanged { .. }, Outcome::ActivityChanged)
            | (A::ActivityChanged { .. }, Outcome::SignUpClosed | Outcome::SignUpReopened)
            | (A::QueueReordered { .. }, Outcome::QueueReordered { .. })
            | (A::ActivityCancelled { .. }, Outcome::ActivityCancelled)
            | (A::CheckedIn { .. }, Outcome::CheckedIn)
            | (A::CheckInUndone { .. }, Outcome::CheckInUndone) => here,
            _ => false,
        },
        (Event::Plan(event), outcome) => here && plans(event, outcome),
        (Event::Request(event), outcome) => here && helps(event, outcome, sent),
        (Event::Lead(event), outcome) => here && leads(event, outcome, sent),
        (Event::District(DistrictEvent::PersonErased { person }), Outcome::Erased) => {
            recorded.stream == StreamId::District && me(person)
        }
        _ => false,
    }
}

fn plans(event: &PlanEvent, outcome: Outcome) -> bool {
    use Outcome as O;
    use PlanEvent as P;
    match (event, outcome) {
        (P::DraftSaved { draft, .. }, O::DraftSaved { draft: told }) => *draft == told,
        (P::SeriesPublished { series, .. }, O::SeriesPublished { series: told, .. }) => {
            *series == told
        }
        (P::DraftRemoved { .. }, O::DraftDiscarded)
        | (P::SeriesChanged { .. }, O::SeriesChanged { .. })
        | (P::OccurrenceSkipped { .. }, O::OccurrenceSkipped)
        | (P::OccurrenceRestored { .. }, O::OccurrenceRestored)
        | (P::SeriesEnded { .. }, O::SeriesEnded) => true,
        _ => false,
    }
}

fn helps(event: &RequestEvent, outcome: Outcome, sent: &Sent) -> bool {
    use Outcome as O;
    use RequestEvent as R;
    match (event, outcome) {
        (R::RequestSubmitted { request, person, .. }, O::RequestSubmitted { request: told }) => {
            *request == told && Some(*person) == sent.caller.person
        }
        (R::Whistled { .. }, O::Whistled)
        | (R::Arrived { .. }, O::ArrivalReported)
        | (R::RequestResolved { .. }, O::RequestResolved)
        | (R::RequestRated { .. }, O::RequestRated)
        | (R::RequestReopened { .. }, O::RequestReopened)
        | (R::RequestWithdrawn { .. }, O::RequestWithdrawn)
        | (R::RequestConsentWithdrawn { .. }, O::RequestConsentWithdrawn)
        | (R::HelpOffered { .. }, O::HelpOffered) => true,
        _ => false,
    }
}

fn leads(event: &LeadEvent, outcome: Outcome, sent: &Sent) -> bool {
    use LeadEvent as L;
    use Outcome as O;
    match (event, outcome) {
        (L::LeadSubmitted { lead, person, .. }, O::LeadSubmitted { lead: told }) => {
            *lead == told && Some(*person) == sent.caller.person
        }
        (L::LeadMoved { to, .. }, O::LeadMoved { stage }) => *to == stage,
        (L::LeadLanded { .. }, O::LeadMoved { stage: LeadStage::Landed })
        | (L::LeadPutOnHold { .. }, O::LeadMoved { stage: LeadStage::OnHold })
        | (L::LeadClosed { .. }, O::LeadMoved { stage: LeadStage::Closed })
        | (L::LeadPassed { .. }, O::LeadPassed)
        | (L::LeadConsentWithdrawn { .. }, O::LeadConsentWithdrawn) => true,
        _ => false,
    }
}
