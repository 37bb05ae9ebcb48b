//! Needs and leads, field by field.

use guiyan_core::{
    Outcome,
    branch::lead::{Actor, Landing, LeadStepKind},
    view::{
        ConsentView, HeldLeadsView, HolderView, LeadActions, LeadMatch, LeadStepView, LeadView,
        LeadsDesk, LeadsView, NeedMatch, NeedRef, NeedView, OverdueLead, QuestionView,
        RecipientChoice, StageCount, SubmitterView,
    },
};

use super::{Node, Read, get};

codes!(
    guiyan_core::branch::lead::Escalation,
    guiyan_core::branch::lead::HoldReason,
    guiyan_core::branch::lead::JumpReason,
    guiyan_core::branch::lead::LeadCloseReason,
    guiyan_core::branch::lead::LeadStage,
    guiyan_core::branch::lead::MoveTo,
    guiyan_core::branch::lead::TalentOutcome,
    guiyan_core::matching::MatchReason,
    guiyan_core::need::HomeIndustry,
    guiyan_core::need::LeadKind,
    guiyan_core::need::NeedCloseReason,
    guiyan_core::need::NeedStatus,
);

objects! {
    LeadsView {
        version = "version",
        district_version = "districtVersion",
        now = "now",
        needs = "needs",
        open_needs = "openNeeds",
        needs_cursor = "needsCursor",
        recipients = "recipients",
        blocked = "blocked",
        limit = "limit",
        mine = "mine",
        desk = "desk",
    }
    RecipientChoice { recipient = "recipient", name = "name", in_guiyan = "inGuiyan" }
    LeadsDesk {
        stages = "stages",
        overdue = "overdue",
        total = "total",
        rows = "rows",
        cursor = "cursor",
    }
    StageCount { stage = "stage", count = "count" }
    NeedView {
        id = "id",
        kind = "kind",
        industry = "industry",
        subject = "subject",
        text = "text",
        township = "township",
        amount_from = "amountFrom",
        amount_to = "amountTo",
        until = "until",
        posted_by = "postedBy",
        posted_at = "postedAt",
        status = "status",
        reason = "reason",
        can_close = "canClose",
        matching = "matching",
        matches = "matches",
    }
    LeadMatch {
        lead = "lead",
        branch = "branch",
        industry = "industry",
        amount = "amount",
        township = "township",
        stage = "stage",
        reasons = "reasons",
    }
    HeldLeadsView {
        district_version = "districtVersion",
        now = "now",
        needs = "needs",
        needs_total = "needsTotal",
        needs_cursor = "needsCursor",
        leads = "leads",
        total = "total",
        cursor = "cursor",
        overdue = "overdue",
    }
    OverdueLead {
        id = "id",
        branch = "branch",
        kind = "kind",
        industry = "industry",
        township = "township",
        stage = "stage",
        since = "since",
        due = "due",
        level = "level",
        holder = "holder",
    }
    LeadView {
        id = "id",
        branch = "branch",
        kind = "kind",
        industry = "industry",
        amount = "amount",
        township = "township",
        need = "need",
        note = "note",
        fellow = "fellow",
        stage = "stage",
        since = "since",
        paused = "paused",
        holder = "holder",
        due = "due",
        overdue = "overdue",
        landing = "landing",
        steps = "steps",
        consents = "consents",
        questions = "questions",
        matches = "matches",
        submitter = "submitter",
        can = "can",
    }
    NeedRef { id = "id", subject = "subject", status = "status" }
    HolderView { recipient = "recipient", name = "name", since = "since" }
    Landing { amount = "amount", jobs = "jobs", talent = "talent" }
    ConsentView {
        recipient = "recipient",
        name = "name",
        given_at = "givenAt",
        passed_at = "passedAt",
        withdrawn_at = "withdrawnAt",
    }
    QuestionView {
        recipient = "recipient",
        name = "name",
        asked_at = "askedAt",
        refused_at = "refusedAt",
    }
    NeedMatch { need = "need", reasons = "reasons" }
    SubmitterView { name = "name", phone = "phone" }
    LeadActions {
        own = "own",
        handle = "handle",
        next = "next",
        pass_to = "passTo",
        give_back = "giveBack",
        ask = "ask",
        withdraw = "withdraw",
    }
}

impl Read for Actor {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "side")? {
            "submitter" => Self::Submitter,
            "branch" => Self::Branch,
            "handler" => Self::Handler(get(node, "recipient")?),
            "clock" => Self::Clock,
            _ => return None,
        })
    }
}

impl Read for LeadStepView {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            at: get(node, "at")?,
            actor: get(node, "actor")?,
            step: Read::read(node)?,
            note: get(node, "note")?,
        })
    }
}

impl Read for LeadStepKind {
    fn read(node: &Node) -> Option<Self> {
        let recipient = || get(node, "recipient");
        Some(match &*get::<String>(node, "kind")? {
            "submitted" => Self::Submitted,
            "moved" => Self::Moved {
                from: get(node, "from")?,
                to: get(node, "to")?,
                reason: get(node, "reason")?,
            },
            "landed" => Self::Landed {
                from: get(node, "from")?,
                landing: get(node, "landing")?,
                reason: get(node, "reason")?,
            },
            "putOnHold" => {
                Self::PutOnHold { from: get(node, "from")?, reason: get(node, "reason")? }
            }
            "closed" => Self::Closed { from: get(node, "from")?, reason: get(node, "reason")? },
            "passed" => Self::Passed { to: get(node, "to")? },
            "returned" => Self::Returned,
            "consentAsked" => Self::ConsentAsked { recipient: recipient()? },
            "consentGiven" => Self::ConsentGiven { recipient: recipient()? },
            "consentRefused" => Self::ConsentRefused { recipient: recipient()? },
            "consentWithdrawn" => Self::ConsentWithdrawn { recipient: recipient()? },
            "overdue" => Self::Overdue { level: get(node, "level")? },
            _ => return None,
        })
    }
}

/// The offices that a caller holds, as in `liaison:qinfeng`: all that the pages
/// want of `GET /v1/me`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Roles(pub Vec<String>);

impl Read for Roles {
    fn read(node: &Node) -> Option<Self> {
        get(node, "roles").map(Self)
    }
}

/// What a command about leads or needs came to.
pub(super) fn outcome(name: &str, node: &Node) -> Option<Outcome> {
    Some(match name {
        "needPosted" => Outcome::NeedPosted { need: get(node, "need")? },
        "needClosed" => Outcome::NeedClosed,
        "leadSubmitted" => Outcome::LeadSubmitted { lead: get(node, "lead")? },
        "leadMoved" => Outcome::LeadMoved { stage: get(node, "stage")? },
        "leadPassed" => Outcome::LeadPassed,
        "leadReturned" => Outcome::LeadReturned,
        "leadConsentAsked" => Outcome::LeadConsentAsked,
        "leadConsentGiven" => Outcome::LeadConsentGiven,
        "leadConsentRefused" => Outcome::LeadConsentRefused,
        "leadConsentWithdrawn" => Outcome::LeadConsentWithdrawn,
        _ => return None,
    })
}
