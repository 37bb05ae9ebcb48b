//! How a request ends: 办结, 评价, reopened, withdrawn, closed, erased.

use guiyan_core::{
    Event,
    branch::request::{CloseReason, RequestCommand, RequestEvent, RequestKind, Stage},
    chain::Holder,
    command::DistrictCommand,
    ids::StreamId,
    personal::Personal,
    testing::*,
};

use crate::{
    members::{beijing_of, me},
    requests::{DUE, T, asked, education, resolve, whistled_and_arrived},
};

fn rate(rating: i64) -> RequestCommand {
    RequestCommand::RateRequest { request: request_id(1), rating }
}

fn reopen() -> RequestCommand {
    RequestCommand::ReopenRequest { request: request_id(1), note: "学校没有名额".into() }
}

fn resolved(counts: bool) -> Event {
    RequestEvent::RequestResolved {
        request: request_id(1),
        by: person(951),
        recorded: false,
        holder: Holder::Department(department_id("education")),
        kind: RequestKind::Schooling,
        counts,
        note: Personal::new(person(1), "已联系学校".into()),
    }
    .into()
}

fn reopened(uncounts: bool, due: &str) -> Event {
    RequestEvent::RequestReopened {
        request: request_id(1),
        kind: RequestKind::Schooling,
        uncounts,
        note: Personal::new(person(1), "学校没有名额".into()),
        due: at(due),
    }
    .into()
}

trait Resolve {
    fn then_resolved_by_branch(self) -> bool;
}

impl Resolve for Given {
    /// Whether it counts as closed when the branch resolves it itself.
    fn then_resolved_by_branch(self) -> bool {
        let decision = self.when(&secretary(&beijing()), resolve()).result().unwrap();
        match &decision.events[0].1 {
            Event::Request(RequestEvent::RequestResolved { counts, recorded, .. }) => {
                assert!(!recorded, "what the branch does itself it does not record for others");
                *counts
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn it_is_resolved_rated_once_and_reopened_once() {
    let contact = department_contact("education");
    asked(education(), whistled_and_arrived()).when(&contact, resolve()).then([resolved(true)]);
    asked(education(), vec![]).when(&contact, resolve()).then_refused("notAllowed");
    let mut events = whistled_and_arrived();
    events.push(resolved(true));
    let done = || asked(education(), events.clone());
    let rated: Event = RequestEvent::RequestRated {
        request: request_id(1),
        rating: 4,
        kind: RequestKind::Schooling,
    }
    .into();
    done().when(&me(1), rate(4)).then([rated.clone()]);
    done().when(&me(1), rate(6)).then_refused("invalidFields");
    done().when(&me(2), rate(4)).then_refused("notAllowed");
    asked(education(), vec![]).when(&me(1), rate(4)).then_refused("notResolved");
    events.push(rated);
    let rated = || asked(education(), events.clone());
    rated().when(&me(1), rate(5)).then_refused("alreadyRated");
    rated().when(&me(1), reopen()).then([reopened(true, DUE)]);
    // After seven days it stays counted as closed; after thirty it is over.
    rated()
        .at("2026-11-08T10:00")
        .when(&me(1), reopen())
        .then([reopened(true, "2026-11-08T12:00")]);
    rated()
        .at("2026-11-08T10:01")
        .when(&me(1), reopen())
        .then([reopened(false, "2026-11-08T12:01")]);
    rated().at("2026-12-01T10:00").when(&me(1), reopen()).then_refused("reopenClosed");
    events.push(reopened(false, DUE));
    let again = asked(education(), events.clone()).then_resolved_by_branch();
    assert!(!again, "it was counted before");
    events.push(resolved(false));
    asked(education(), events).when(&me(1), reopen()).then_refused("reopenedAlready");
}

#[test]
fn a_branch_closes_with_a_reason_and_a_member_withdraws() {
    let close = |reason, note: &str| RequestCommand::CloseRequest {
        request: request_id(1),
        reason,
        note: note.into(),
    };
    let officer = secretary(&beijing());
    asked([], vec![]).when(&officer, close(CloseReason::Other, "")).then_refused("invalidFields");
    asked([], vec![]).when(&officer, close(CloseReason::Erased, "")).then_refused("invalidFields");
    asked([], vec![]).when(&me(1), close(CloseReason::Duplicate, "")).then_refused("notAllowed");
    let district = asked([], vec![]).when(&officer, close(CloseReason::Duplicate, "")).then_state();
    let again = given([]).in_district(district).at(T);
    again.when(&officer, close(CloseReason::Duplicate, "")).then_refused("requestOver");
    let withdraw = || RequestCommand::WithdrawRequest { request: request_id(1) };
    asked([], vec![])
        .when(&me(1), withdraw())
        .then([RequestEvent::RequestWithdrawn { request: request_id(1) }.into()]);
    asked([], vec![]).when(&officer, withdraw()).then_refused("notAllowed");
    let unknown = RequestCommand::WithdrawRequest { request: request_id(2) };
    asked([], vec![]).when(&me(1), unknown).then_refused("unknownRequest");
}

#[test]
fn who_erases_themselves_leaves_codes_and_counts() {
    let district = asked(education(), whistled_and_arrived())
        .when_to(&StreamId::District, &me(1), DistrictCommand::EraseMe {})
        .then_state();
    let branch = beijing_of(&district);
    let request = branch.requests.get(&request_id(1)).unwrap();
    assert_eq!(request.stage, Stage::Closed { reason: CloseReason::Erased });
    assert_eq!((request.of, &request.text), (None, &Personal::Erased));
    assert!(!branch.keeps(&person(1)));
    assert_eq!(request.kind, RequestKind::Schooling);
}
