//! 求助: the view of help and what its commands come to.

use guiyan_core::{
    Outcome,
    branch::request::{HelpTargets, PerUrgency, RequestStepKind},
    chain::Holder,
    charter::Department,
    recipient::Recipient,
    view::{
        Candidate, DeskRequest, HelpAsk, HelpChoice, HelpDesk, HelpView, HelperCard,
        RequestConsentView, RequestQuestionView, RequestStepView, RequestView,
    },
};

use super::{Node, Read, get, get_or_default};

codes!(
    guiyan_core::branch::request::CloseReason,
    guiyan_core::branch::request::RequestKind,
    guiyan_core::branch::request::ReturnReason,
    guiyan_core::branch::request::SpotCategory,
    guiyan_core::branch::request::Urgency,
    guiyan_core::chain::Level,
    guiyan_core::view::RequestAction,
    guiyan_core::view::StageCode,
);

objects! {
    HelpView {
        version = "version",
        now = "now",
        targets = "targets",
        choices = "choices",
        stations = "stations",
        blocked = "blocked",
        limit = "limit",
        township = "township",
        mine = "mine",
        offering = "offering",
        asked = "asked",
        desk = "desk",
    }
    HelpTargets {
        answer_minutes = "answerMinutes",
        arrival_minutes = "arrivalMinutes",
        resolve_days = "resolveDays",
        helper_hours = "helperHours",
        climb_hours = "climbHours",
        reopen_days = "reopenDays",
    }
    PerUrgency { normal = "normal", urgent = "urgent", critical = "critical" }
    HelpChoice { kind = "kind", departments = "departments" }
    HelpAsk {
        request = "request",
        branch = "branch",
        kind = "kind",
        urgency = "urgency",
        area = "area",
        stage = "stage",
        due = "due",
        text = "text",
        name = "name",
        phone = "phone",
    }
    HelpDesk { requests = "requests", open = "open" }
    Candidate { person = "person", branch = "branch", name = "name", area = "area" }
    RequestView {
        id = "id",
        kind = "kind",
        category = "category",
        urgency = "urgency",
        text = "text",
        place = "place",
        at = "at",
        stage = "stage",
        recorded = "recorded",
        since = "since",
        holder = "holder",
        due = "due",
        overdue_since = "overdueSince",
        level = "level",
        rating = "rating",
        consents = "consents",
        questions = "questions",
        helper = "helper",
        steps = "steps",
        actions = "actions",
    }
    RequestConsentView {
        recipient = "recipient",
        name = "name",
        given_at = "givenAt",
        passed_at = "passedAt",
        withdrawn_at = "withdrawnAt",
    }
    RequestQuestionView { recipient = "recipient", name = "name", helper = "helper", asked_at = "askedAt" }
    HelperCard { branch = "branch", name = "name", phone = "phone" }
}

impl Read for Department {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            id: get(node, "id")?,
            name: get(node, "name")?,
            phone: get(node, "phone")?,
            in_guiyan: get_or_default(node, "inGuiyan"),
            kinds: get(node, "kinds")?,
        })
    }
}

impl Read for DeskRequest {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            request: Read::read(node)?,
            name: get(node, "name")?,
            phone: get(node, "phone")?,
            candidates: get(node, "candidates")?,
        })
    }
}

impl Read for RequestStepView {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            at: get(node, "at")?,
            own: get(node, "own")?,
            step: Read::read(node)?,
            note: get(node, "note")?,
        })
    }
}

impl Read for Recipient {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "kind")? {
            "township" => Self::Township(get(node, "id")?),
            "department" => Self::Department(get(node, "id")?),
            "person" => Self::Person(get(node, "id")?),
            "helpers" => Self::Helpers,
            _ => return None,
        })
    }
}

impl Read for Holder {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "kind")? {
            "branch" => Self::Branch(get(node, "id")?),
            "township" => Self::Township(get(node, "id")?),
            "department" => Self::Department(get(node, "id")?),
            "district" => Self::District,
            "member" => Self::Member,
            "helper" => Self::Helper,
            _ => return None,
        })
    }
}

impl Read for RequestStepKind {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "step")? {
            "submitted" => Self::Submitted,
            "consentAsked" => Self::ConsentAsked { recipient: get(node, "recipient")? },
            "consentGiven" => Self::ConsentGiven { recipient: get(node, "recipient")? },
            "consentRefused" => Self::ConsentRefused { recipient: get(node, "recipient")? },
            "consentWithdrawn" => Self::ConsentWithdrawn { recipient: get(node, "recipient")? },
            "whistled" => Self::Whistled { department: get(node, "department")? },
            "arrived" => Self::Arrived {
                department: get(node, "department")?,
                recorded: get(node, "recorded")?,
                in_target: get(node, "inTarget")?,
            },
            "returned" => Self::Returned { reason: get(node, "reason")? },
            "resolved" => Self::Resolved { recorded: get(node, "recorded")? },
            "rated" => Self::Rated { rating: get(node, "rating")? },
            "reopened" => Self::Reopened,
            "withdrawn" => Self::Withdrawn,
            "closed" => Self::Closed { reason: get(node, "reason")? },
            "helperAsked" => Self::HelperAsked,
            "helperAgreed" => Self::HelperAgreed,
            "helperDeclined" => Self::HelperDeclined { lapsed: get(node, "lapsed")? },
            "overdue" => Self::Overdue { level: get(node, "level")? },
            _ => return None,
        })
    }
}

/// What a command about help, or about a report-in at home, came to.
pub(super) fn outcome(kind: &str, node: &Node) -> Option<Outcome> {
    Some(match kind {
        "requestSubmitted" => Outcome::RequestSubmitted { request: get(node, "request")? },
        "requestConsentAsked" => Outcome::RequestConsentAsked,
        "requestConsentAnswered" => Outcome::RequestConsentAnswered,
        "requestConsentWithdrawn" => Outcome::RequestConsentWithdrawn,
        "whistled" => Outcome::Whistled,
        "arrivalReported" => Outcome::ArrivalReported,
        "requestResolved" => Outcome::RequestResolved,
        "requestRated" => Outcome::RequestRated,
        "requestReopened" => Outcome::RequestReopened,
        "requestWithdrawn" => Outcome::RequestWithdrawn,
        "requestClosed" => Outcome::RequestClosed,
        "requestReturned" => Outcome::RequestReturned,
        "helpOffered" => Outcome::HelpOffered,
        "helpOfferWithdrawn" => Outcome::HelpOfferWithdrawn,
        "helperAsked" => Outcome::HelperAsked,
        "helpAnswered" => Outcome::HelpAnswered,
        "reportInAcknowledged" => Outcome::ReportInAcknowledged,
        "reportInDisputed" => Outcome::ReportInDisputed,
        "disputeAnswered" => Outcome::DisputeAnswered,
        _ => return None,
    })
}
