//! Attempts about help and about the home township's part.

use proptest::{option, prelude::*, sample::select};

use super::{World, person};
use crate::{
    Command,
    branch::{
        member::{DisputeAnswer, DisputeReason, MemberCommand},
        request::{
            CloseReason, Request, RequestCommand, RequestKind, SpotCategory, Stage, Urgency,
        },
    },
    caller::{Caller, Role},
    ids::{DepartmentId, PersonId, RequestId, StreamId, TownshipId},
    recipient::Recipient,
};

/// What is tried about help. The first number is the request's, counted
/// around; `r` is a recipient's and `who` a person's.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is the command of that name
pub enum HelpDeed {
    Ask { kind: Option<RequestKind>, urgency: Urgency, consent: Vec<u8>, long: bool },
    Report { category: Option<SpotCategory>, consent: Vec<u8> },
    AskConsent(u8, u8),
    AnswerConsent(u8, u8, bool),
    WithdrawConsent(u8, u8),
    Whistle(u8, u8),
    Arrive(u8),
    Resolve(u8),
    Rate(u8, i64),
    Reopen(u8),
    Withdraw(u8),
    Close(u8, CloseReason),
    Return(u8),
    Offer(Vec<RequestKind>),
    WithdrawOffer,
    AskHelper(u8, u8),
    AnswerHelp(u8, bool),
    Acknowledge(u8),
    Dispute(u8),
    AnswerDispute(u8, DisputeAnswer),
}

/// The departments of the sample district, and one that is not there.
const DEPARTMENTS: [&str; 5] = ["investment", "education", "housing", "hotline-12345", "not-there"];

impl HelpDeed {
    /// The command it comes to in that stream.
    pub(super) fn resolve(&self, world: &World, here: &StreamId, number: u8) -> Command {
        let of = |index: &u8| nth(world, here, *index).map_or_else(unknown, |(id, _)| id);
        let named = |index: &u8, r: &u8| {
            let helper = nth(world, here, *index).and_then(|(_, request)| request.stage.helper());
            match (r, helper) {
                (7.., Some((helper, _))) => Recipient::Person(helper),
                _ => recipient(*r),
            }
        };
        let all = |consent: &[u8]| consent.iter().map(|r| recipient(*r)).collect();
        let told = format!("请打我电话 136{number:08}");
        let who = |who: &u8| person((*who).into());
        match self.clone() {
            Self::Ask { kind, urgency, consent, long } => {
                let text = if long { "难".repeat(1_001) } else { told };
                RequestCommand::AskForHelp { kind, urgency, text, consent: all(&consent) }.into()
            }
            Self::Report { category, consent } => RequestCommand::ReportSpot {
                spot_category: category,
                urgency: Urgency::Normal,
                place: "驿站门口".into(),
                text: told,
                consent: all(&consent),
            }
            .into(),
            Self::AskConsent(i, r) => {
                RequestCommand::AskRequestConsent { request: of(&i), recipient: named(&i, &r) }
                    .into()
            }
            Self::AnswerConsent(i, r, agreed) => {
                let pending = nth(world, here, i)
                    .and_then(|(_, request)| request.consents.pending().next().cloned());
                let recipient = match pending {
                    Some(question) if r % 2 == 0 => question.recipient,
                    _ => named(&i, &r),
                };
                RequestCommand::AnswerRequestConsent { request: of(&i), recipient, agreed }.into()
            }
            Self::WithdrawConsent(i, r) => {
                RequestCommand::WithdrawRequestConsent { request: of(&i), recipient: named(&i, &r) }
                    .into()
            }
            Self::Whistle(i, d) => {
                RequestCommand::Whistle { request: of(&i), department: department(d) }.into()
            }
            Self::Arrive(i) => RequestCommand::ReportArrival { request: of(&i) }.into(),
            Self::Resolve(i) => {
                RequestCommand::ResolveRequest { request: of(&i), note: "已经办好".into() }.into()
            }
            Self::Rate(i, rating) => RequestCommand::RateRequest { request: of(&i), rating }.into(),
            Self::Reopen(i) => RequestCommand::ReopenRequest { request: of(&i), note: told }.into(),
            Self::Withdraw(i) => RequestCommand::WithdrawRequest { request: of(&i) }.into(),
            Self::Close(i, reason) => RequestCommand::CloseRequest {
                request: of(&i),
                reason,
                note: "请见电话答复".into(),
            }
            .into(),
            Self::Return(i) => RequestCommand::ReturnRequest { request: of(&i) }.into(),
            Self::Offer(kinds) => {
                RequestCommand::OfferHelp { kinds: kinds.into_iter().collect() }.into()
            }
            Self::WithdrawOffer => RequestCommand::WithdrawHelpOffer {}.into(),
            Self::AskHelper(i, to) => {
                // Now and then one who has said no, mostly one who offers it.
                let request = nth(world, here, i).map(|(_, request)| request);
                let person = match (request, to) {
                    (Some(request), 7..) => request.declined.first().copied(),
                    (Some(request), ..5) => offering(world, request.kind, to),
                    _ => None,
                };
                let person = person.unwrap_or(who(&to));
                RequestCommand::AskHelper { request: of(&i), person }.into()
            }
            Self::AnswerHelp(i, agreed) => {
                RequestCommand::AnswerHelp { request: of(&i), agreed }.into()
            }
            Self::Acknowledge(of) => MemberCommand::AcknowledgeReportIn { person: who(&of) }.into(),
            Self::Dispute(of) => MemberCommand::DisputeReportIn {
                person: who(&of),
                reason: DisputeReason::Absence,
                note: format!("请核对 136{of:08}"),
            }
            .into(),
            Self::AnswerDispute(of, answer) => MemberCommand::AnswerDispute {
                person: who(&of),
                answer,
                note: format!("已问过 136{of:08}"),
            }
            .into(),
        }
    }

    /// Whoever this is for: the requester, the helper or the contact.
    pub(super) fn involved(&self, world: &World, here: &StreamId) -> Caller {
        let anybody = Caller::person(person(1));
        let request = match self {
            Self::AnswerConsent(i, ..)
            | Self::WithdrawConsent(i, _)
            | Self::Rate(i, _)
            | Self::Reopen(i)
            | Self::Withdraw(i) => {
                let request = nth(world, here, *i).and_then(|(_, request)| request.of);
                return request.map_or(anybody, Caller::person);
            }
            Self::Arrive(i) | Self::Resolve(i) | Self::Return(i) | Self::AnswerHelp(i, _) => {
                nth(world, here, *i)
            }
            _ => None,
        };
        let stage = request.map(|(_, request)| &request.stage);
        match stage {
            Some(Stage::Whistled { department } | Stage::Arrived { department }) => {
                let role = Role::Department { department: department.clone() };
                Caller::officer(person(951), [role])
            }
            Some(stage) => stage.helper().map_or(anybody, |(helper, _)| Caller::person(helper)),
            None => anybody,
        }
    }
}

fn nth<'a>(world: &'a World, here: &StreamId, index: u8) -> Option<(RequestId, &'a Request)> {
    let StreamId::Branch(id) = here else { return None };
    let requests = world.district.branch(id)?.requests.all();
    // The latest have most to come; the older ones are asked for now and then.
    let index = usize::from(index) % requests.len().max(1);
    requests.iter().rev().nth(index).map(|(id, request)| (*id, request))
}

fn offering(world: &World, kind: RequestKind, index: u8) -> Option<PersonId> {
    let offers = world.district.branches().flat_map(|branch| &branch.help_offers);
    let people = offers.filter(|(_, offer)| offer.kinds.contains(&kind)).map(|(person, _)| *person);
    let people: Vec<PersonId> = people.collect();
    people.get(usize::from(index) % people.len().max(1)).copied()
}

fn unknown() -> RequestId {
    super::command_id(u128::from(u32::MAX)).into()
}

fn department(index: u8) -> DepartmentId {
    let id = DEPARTMENTS.get(usize::from(index) % 5).copied().unwrap_or("not-there");
    id.parse().unwrap_or_else(|_| unreachable!("not a slug: {id}"))
}

fn recipient(index: u8) -> Recipient {
    let township = |id: &str| -> TownshipId {
        id.parse().unwrap_or_else(|_| unreachable!("not a slug: {id}"))
    };
    match index {
        0..=3 => Recipient::Department(department(index)),
        4 => Recipient::Township(township("qinfeng")),
        5 => Recipient::Helpers,
        6 => Recipient::Township(township("xishi")),
        7 => Recipient::Department(department(4)),
        other => Recipient::Person(person(other.into())),
    }
}

/// One deed about help, by an office or by whom it is for.
pub(super) fn help_deed() -> impl Strategy<Value = (super::By, HelpDeed)> {
    use super::By;
    use HelpDeed as D;
    let i = || prop_oneof![4 => Just(0..1_u8), 2 => Just(0..4)].prop_flat_map(|range| range);
    let who = || 1..=8_u8;
    let member = || prop_oneof![1 => who().prop_map(By::Person)];
    let involved = || prop_oneof![12 => Just(By::Involved), 1 => who().prop_map(By::Person)];
    let manager = || {
        prop_oneof![
            12 => select(vec![By::Secretary, By::Organiser]),
            1 => select(vec![By::Steward, By::SecretaryElsewhere, By::DistrictOfficer]),
        ]
    };
    let either = || prop_oneof![4 => involved(), 4 => manager(), 1 => Just(By::Department)];
    let liaison =
        || prop_oneof![6 => Just(By::Liaison), 1 => Just(By::LiaisonElsewhere), 1 => manager()];
    // What most agree to; now and then what nobody may.
    let r = || prop_oneof![8 => 0..6_u8, 1 => 6..12_u8];
    let consent = || {
        prop_oneof![
            6 => Just(vec![0, 1, 2, 3, 4, 5]),
            3 => proptest::collection::vec(0..6_u8, 0..4),
            1 => Just(vec![6]),
        ]
    };
    let kind = || option::weighted(0.95, select(vec![RequestKind::Housing, RequestKind::Legal]));
    let urgency = || select(vec![Urgency::Normal, Urgency::Urgent, Urgency::Critical]);
    let long = || prop::bool::weighted(0.03);
    let ask =
        || {
            (kind(), urgency(), consent(), long())
                .prop_map(|(kind, urgency, consent, long)| D::Ask { kind, urgency, consent, long })
        };
    let category = || option::weighted(0.9, Just(SpotCategory::Facility));
    let report =
        || (category(), consent()).prop_map(|(category, consent)| D::Report { category, consent });
    let reason = || select(vec![CloseReason::Duplicate, CloseReason::Other, CloseReason::Erased]);
    let answer = || select(vec![DisputeAnswer::Confirmed, DisputeAnswer::CorrectionAsked]);
    let offers = || {
        let kinds = select(vec![RequestKind::Housing, RequestKind::Legal, RequestKind::Documents]);
        prop_oneof![
            6 => proptest::collection::vec(kinds, 1..3),
            1 => Just(Vec::new()),
            1 => Just(vec![RequestKind::Spot]),
        ]
    };
    prop_oneof![
        8 => (member(), ask()),
        2 => (member(), report()),
        2 => (manager(), (i(), r()).prop_map(|(i, r)| D::AskConsent(i, r))),
        6 => (involved(), (i(), r(), any::<bool>()).prop_map(|(i, r, yes)| D::AnswerConsent(i, r, yes))),
        2 => (involved(), (i(), r()).prop_map(|(i, r)| D::WithdrawConsent(i, r))),
        8 => (manager(), (i(), 0..5_u8).prop_map(|(i, d)| D::Whistle(i, d))),
        8 => (either(), i().prop_map(D::Arrive)),
        8 => (either(), i().prop_map(D::Resolve)),
        5 => (involved(), (i(), 0..6_i64).prop_map(|(i, n)| D::Rate(i, n))),
        5 => (involved(), i().prop_map(D::Reopen)),
        1 => (involved(), i().prop_map(D::Withdraw)),
        1 => (manager(), (i(), reason()).prop_map(|(i, reason)| D::Close(i, reason))),
        2 => (either(), i().prop_map(D::Return)),
        5 => (member(), offers().prop_map(D::Offer)),
        1 => (member(), Just(D::WithdrawOffer)),
        6 => (manager(), (i(), who()).prop_map(|(i, who)| D::AskHelper(i, who))),
        6 => (involved(), (i(), prop::bool::weighted(0.8)).prop_map(|(i, yes)| D::AnswerHelp(i, yes))),
        3 => (liaison(), who().prop_map(D::Acknowledge)),
        3 => (liaison(), who().prop_map(D::Dispute)),
        3 => (manager(), (who(), answer()).prop_map(|(who, answer)| D::AnswerDispute(who, answer))),
    ]
}
