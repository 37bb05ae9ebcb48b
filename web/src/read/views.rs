//! Core's views, field by field.

use guiyan_core::{
    Outcome, Refusal,
    advice::Advice,
    branch::{
        activity::Hours,
        member::{HomeState, Report, StepKind},
    },
    charter::{Bilingual, Contact, NoticeCharter, Station, Township},
    view::{
        ActivityDesk, ActivityView, Ahead, BranchProfile, BranchRef, BranchView, CancelledView,
        ContactView, DeskSummary, HoursView, MyPlace, MyReportIn, NoticeView, ReorderView,
        RosterPage, RosterRow, StepView,
    },
};

use super::{Node, Read, get, help, leads, node, offices, plans};
use crate::port::{Answer, FieldProblem, Problem};

codes!(
    guiyan_core::advice::AdviceCode,
    guiyan_core::branch::activity::ActivityKind,
    guiyan_core::branch::activity::CancelReason,
    guiyan_core::branch::activity::ReorderReason,
    guiyan_core::branch::member::Category,
    guiyan_core::branch::member::EndReason,
    guiyan_core::branch::member::Gender,
    guiyan_core::branch::member::Industry,
    guiyan_core::branch::member::LeaveReason,
    guiyan_core::branch::member::MemberState,
    guiyan_core::branch::member::Schooling,
    guiyan_core::branch::member::DisputeAnswer,
    guiyan_core::branch::member::DisputeReason,
    guiyan_core::branch::member::SendBackReason,
    guiyan_core::view::ActivityStatus,
    guiyan_core::view::SignUpAction,
);

objects! {
    Bilingual { zh = "zh", en = "en" }
    Contact { name = "name", phone = "phone" }
    ContactView { name = "name", phone = "phone" }
    Station { name = "name", area = "area", address = "address", hours = "hours", rooms = "rooms", offers = "offers" }
    Township { id = "id", name = "name" }
    NoticeCharter {
        version = "version",
        controller = "controller",
        contact = "contact",
        retention_months = "retentionMonths",
    }
    BranchRef { id = "id", name = "name", short_name = "shortName", host_city = "hostCity" }
    BranchView {
        version = "version",
        now = "now",
        branch = "branch",
        sisters = "sisters",
        notice = "notice",
        activities = "activities",
        groups = "groups",
        signed_in = "signedIn",
        report_in = "reportIn",
        elsewhere = "elsewhere",
        hours = "hours",
        desk = "desk",
        office = "office",
    }
    HoursView { year = "year", credited = "credited", target = "target", activities = "activities" }
    DeskSummary {
        manages = "manages",
        appoints = "appoints",
        submitted = "submitted",
        sent_back = "sentBack",
        received = "received",
        ended = "ended",
        advice = "advice",
    }
    Advice { code = "code", found = "found", rule = "rule", source = "source" }
    ActivityView {
        id = "id",
        title = "title",
        kind = "kind",
        start = "start",
        end = "end",
        place = "place",
        online = "online",
        is_online = "isOnline",
        capacity = "capacity",
        left = "left",
        confirmed = "confirmed",
        waiting = "waiting",
        sign_up_until = "signUpUntil",
        hours = "hours",
        audience = "audience",
        held_by = "heldBy",
        name_shared = "nameShared",
        agenda = "agenda",
        guests = "guests",
        contact = "contact",
        status = "status",
        cancelled = "cancelled",
        mine = "mine",
        action = "action",
        blocked = "blocked",
        revision = "revision",
        changes = "changes",
        reorders = "reorders",
        desk = "desk",
    }
    Ahead { first = "first", last = "last" }
    ReorderView {
        at = "at",
        office = "office",
        from = "from",
        to = "to",
        reason = "reason",
        note = "note",
    }
    CancelledView { at = "at", reason = "reason", note = "note" }
    ActivityDesk {
        attended = "attended",
        guests_attended = "guestsAttended",
        can_check_in = "canCheckIn",
        check_in_from = "checkInFrom",
        can_change = "canChange",
        can_close = "canClose",
        can_reopen = "canReopen",
        can_cancel = "canCancel",
        can_reorder = "canReorder",
        reorders = "reorders",
    }
    MyReportIn {
        state = "state",
        since = "since",
        report = "report",
        home = "home",
        group = "group",
        notice = "notice",
        steps = "steps",
    }
    Report {
        name = "name",
        phone = "phone",
        category = "category",
        home_branch = "homeBranch",
        township = "township",
        home_branch_phone = "homeBranchPhone",
        left_on = "leftOn",
        city = "city",
        area = "area",
        reason = "reason",
        industry = "industry",
        skills = "skills",
        gender = "gender",
        born = "born",
        schooling = "schooling",
        certificate = "certificate",
        certificate_number = "certificateNumber",
    }
    RosterPage { version = "version", total = "total", rows = "rows", cursor = "cursor" }
    RosterRow {
        person = "person",
        name = "name",
        category = "category",
        state = "state",
        since = "since",
        home = "home",
        group = "group",
        guest_of = "guestOf",
        phone = "phone",
        report = "report",
        steps = "steps",
        place = "place",
        position = "position",
        attended_at = "attendedAt",
        guest = "guest",
    }
    Answer { version = "version", outcome = "outcome" }
    FieldProblem { field = "field", code = "code", message = "message" }
}

impl Read for Hours {
    fn read(node: &Node) -> Option<Self> {
        node::number(node).map(|hours| Self { tenths: (hours * 10.0).round() as u32 })
    }
}

impl Read for BranchProfile {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            names: Read::read(node)?,
            district: get(node, "district")?,
            kind: get(node, "kind")?,
            about: get(node, "about")?,
            contact: get(node, "contact")?,
            stations: get(node, "stations")?,
        })
    }
}

impl Read for NoticeView {
    fn read(node: &Node) -> Option<Self> {
        Some(Self { facts: Read::read(node)?, townships: get(node, "townships")? })
    }
}

impl Read for StepView {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            at: get(node, "at")?,
            own: get(node, "own")?,
            step: Read::read(node)?,
            note: get(node, "note")?,
        })
    }
}

impl Read for HomeState {
    fn read(node: &Node) -> Option<Self> {
        let since = get(node, "since")?;
        Some(match &*get::<String>(node, "state")? {
            "waiting" => Self::Waiting { since },
            "acknowledged" => Self::Acknowledged { since },
            "disputed" => Self::Disputed { since, reason: get(node, "reason")? },
            "answered" => Self::Answered { since, answer: get(node, "answer")? },
            _ => return None,
        })
    }
}

impl Read for StepKind {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "kind")? {
            "submitted" => Self::Submitted { moved_from: get(node, "movedFrom")? },
            "received" => Self::Received,
            "sentBack" => Self::SentBack { reason: get(node, "reason")? },
            "ended" => {
                Self::Ended { reason: get(node, "reason")?, moved_to: get(node, "movedTo")? }
            }
            "acknowledged" => Self::Acknowledged,
            "disputed" => Self::Disputed { reason: get(node, "reason")? },
            "disputeAnswered" => Self::DisputeAnswered { answer: get(node, "answer")? },
            _ => return None,
        })
    }
}

impl Read for MyPlace {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "standing")? {
            "confirmed" => Self::Confirmed {
                place: get(node, "place")?,
                at: get(node, "at")?,
                from_queue: get(node, "fromQueue")?,
                attended_at: get(node, "attendedAt")?,
                credit: get(node, "credit")?,
            },
            "offered" => Self::Offered { place: get(node, "place")?, until: get(node, "until")? },
            "waiting" => {
                let (position, since) = (get(node, "position")?, get(node, "since")?);
                Self::Waiting { position, since, ahead: get(node, "ahead")? }
            }
            _ => return None,
        })
    }
}

// A view names a refusal by its code alone: one of `view::REASONS`. The codes of
// all others, and all of their sentences, stay out of the first page.
impl Read for Refusal {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "code")? {
            "signInNeeded" => Self::SignInNeeded,
            "membersOnly" => Self::MembersOnly,
            "branchesOnly" => Self::BranchesOnly,
            "groupOnly" => Self::GroupOnly,
            "activityCancelled" => Self::ActivityCancelled,
            "activityBegun" => Self::ActivityBegun,
            "activityOver" => Self::ActivityOver,
            "signUpClosed" => Self::SignUpClosed,
            "alreadySignedUp" => Self::AlreadySignedUp,
            "receivedMembersOnly" => Self::ReceivedMembersOnly,
            "leadMembersOnly" => Self::LeadMembersOnly,
            "leadLimitReached" => Self::LeadLimitReached,
            "requestLimitReached" => Self::RequestLimitReached,
            _ => return None,
        })
    }
}

impl Read for Outcome {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*get::<String>(node, "type")? {
            "reportInSubmitted" => Self::ReportInSubmitted,
            "memberReceived" => Self::MemberReceived,
            "reportInSentBack" => Self::ReportInSentBack,
            "reportInEnded" => Self::ReportInEnded,
            "reportInMoved" => Self::ReportInMoved,
            "activityPublished" => Self::ActivityPublished { activity: get(node, "activity")? },
            "activityCancelled" => Self::ActivityCancelled,
            "activityChanged" => Self::ActivityChanged,
            "signUpClosed" => Self::SignUpClosed,
            "signUpReopened" => Self::SignUpReopened,
            "confirmed" => Self::Confirmed { place: get(node, "place")? },
            "waitlisted" => Self::Waitlisted { position: get(node, "position")? },
            "signUpLeft" => Self::SignUpLeft,
            "queueReordered" => Self::QueueReordered { position: get(node, "position")? },
            "offerDeclined" => Self::OfferDeclined,
            "nameShared" => Self::NameShared,
            "nameShareWithdrawn" => Self::NameShareWithdrawn,
            "groupAssigned" => Self::GroupAssigned,
            "checkedIn" => Self::CheckedIn,
            "checkInUndone" => Self::CheckInUndone,
            "erased" => Self::Erased,
            other => {
                return leads::outcome(other, node)
                    .or_else(|| help::outcome(other, node))
                    .or_else(|| plans::outcome(other, node))
                    .or_else(|| offices::outcome(other, node));
            }
        })
    }
}

// Whatever a problem says of itself is taken; its status comes from the answer.
impl Read for Problem {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            status: 0,
            code: super::get_or_default(node, "code"),
            detail: super::get_or_default(node, "detail"),
            next: super::get_or_default(node, "next"),
            retry_after: None,
            fields: super::get_or_default(node, "fields"),
        })
    }
}
