//! 我的数据, as far as its page draws it: what else there is goes into the copy,
//! as it was sent. So these types are the page's own.

use guiyan_core::{
    branch::{
        member::{HomeState, MemberState},
        request::RequestKind,
    },
    charter::Bilingual,
    ids::{LeadId, RequestId},
    need::{HomeIndustry, LeadKind},
    time::{Day, Timestamp},
    view::{BranchRef, MyConsent, MyKeeping},
};

use super::{Node, Read, node};

codes!(guiyan_core::view::ConsentPurpose);

/// What is held of the caller.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Held {
    pub offices: Vec<Office>,
    pub report_ins: Vec<ReportInAt>,
    pub activities: Vec<Joined>,
    pub leads: Vec<Lead>,
    pub requests: Vec<Request>,
    pub offers: Count,
    pub helping: Count,
    pub written: Vec<Wrote>,
    pub consents: Vec<MyConsent>,
    pub readings: Vec<Reading>,
    pub readings_total: u32,
    pub keeping: Option<MyKeeping>,
}

/// How many there are of what is not drawn one by one.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Count(pub u32);

/// An office, by its role as on the wire and the name of what it is an office of.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Office {
    pub role: String,
    pub of: Option<Bilingual>,
}

/// A report-in and where it is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ReportInAt {
    pub branch: BranchRef,
    pub report_in: ReportIn,
}

/// How a report-in stands.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ReportIn {
    pub state: MemberState,
    pub since: Timestamp,
    pub home: HomeState,
}

/// An activity that the caller signed up for or was at.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Joined {
    pub title: String,
    pub start: Timestamp,
    pub branch: Option<BranchRef>,
    pub attended: Option<There>,
    pub guest: Option<There>,
}

/// That something is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct There;

/// A lead of the caller's.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Lead {
    pub submitted_at: Timestamp,
    pub lead: LeadPart,
}

/// What names a lead.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct LeadPart {
    pub id: LeadId,
    pub kind: LeadKind,
    pub industry: HomeIndustry,
}

/// A request of the caller's.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Request {
    pub branch: BranchRef,
    pub request: RequestPart,
}

/// What names a request.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct RequestPart {
    pub id: RequestId,
    pub kind: RequestKind,
    pub at: Timestamp,
}

/// Something that the caller wrote in office.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Wrote {
    pub title: String,
}

/// A reading of the caller's name.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Reading {
    pub at: Timestamp,
    pub branch: Option<BranchRef>,
    pub purpose: String,
    pub exported: bool,
    pub handed_for: Option<String>,
    pub handed_to: Option<Office>,
    pub offices: Vec<Office>,
    pub name: Option<String>,
}

/// 回执
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Receipt {
    pub code: String,
    pub at: Timestamp,
    pub version: u64,
    pub chain: String,
    pub backups_until: Option<Day>,
    pub in_record: bool,
}

/// What an erasure is answered with.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Erased {
    pub receipt: Receipt,
}

objects! {
    Held {
        offices = "offices",
        report_ins = "reportIns",
        activities = "activities",
        leads = "leads",
        requests = "requests",
        offers = "offers",
        helping = "helping",
        written = "written",
        consents = "consents",
        readings = "readings",
        readings_total = "readingsTotal",
        keeping = "keeping",
    }
    MyKeeping { months = "months", until = "until", reading_months = "readingMonths" }
    Office { role = "role", of = "of" }
    ReportInAt { branch = "branch", report_in = "reportIn" }
    ReportIn { state = "state", since = "since", home = "home" }
    Joined {
        title = "title",
        start = "start",
        branch = "branch",
        attended = "attended",
        guest = "guest",
    }
    Lead { submitted_at = "submittedAt", lead = "lead" }
    LeadPart { id = "id", kind = "kind", industry = "industry" }
    Request { branch = "branch", request = "request" }
    RequestPart { id = "id", kind = "kind", at = "at" }
    Wrote { title = "title" }
    Reading {
        at = "at",
        branch = "branch",
        purpose = "purpose",
        exported = "exported",
        handed_for = "handedFor",
        handed_to = "handedTo",
        offices = "offices",
        name = "name",
    }
    Receipt {
        code = "code",
        at = "at",
        version = "version",
        chain = "chain",
        backups_until = "backupsUntil",
        in_record = "inRecord",
    }
    Erased { receipt = "receipt" }
    MyConsent {
        purpose = "purpose",
        branch = "branch",
        about = "about",
        title = "title",
        recipient = "recipient",
        name = "name",
        notice = "notice",
        at = "at",
        passed_at = "passedAt",
        withdrawn_at = "withdrawnAt",
        refused_at = "refusedAt",
        replaced_at = "replacedAt",
        stands = "stands",
    }
}

impl Read for Count {
    fn read(list: &Node) -> Option<Self> {
        Some(Self(node::length(list)))
    }
}

impl Read for There {
    fn read(_: &Node) -> Option<Self> {
        Some(Self)
    }
}

impl Held {
    /// Whether there is nothing at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.report_ins.is_empty()
            && self.activities.is_empty()
            && self.leads.is_empty()
            && self.requests.is_empty()
            && self.offices.is_empty()
            && self.written.is_empty()
            && self.offers.0 + self.helping.0 + self.readings_total == 0
    }
}
