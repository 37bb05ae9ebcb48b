//! What each caller may see, decided here and nowhere else.
//!
//! Architecture invariants: a view never ships a whole roster; what a caller
//! may not see is absent, not hidden; optional fields are omitted, never null.

mod activity;
mod activity_desk;
mod board;
mod branch;
mod change;
mod district;
mod handing;
mod held;
mod help;
mod lead;
mod leads;
mod matters;
mod member;
mod mine;
mod named;
mod need;
mod offers;
mod offices;
mod overview;
mod plans;
mod queue;
mod registers;
mod request;
mod roster;
mod rows;
mod township;

pub use activity::{
    ActivityStatus, ActivityView, CancelledView, ContactView, HeldBy, MyPlace, SignUpAction,
};
pub use activity_desk::ActivityDesk;
pub use branch::{
    BranchProfile, BranchRef, BranchView, DeskSummary, HoursView, NoticeView, branch_refs, view,
};
pub use change::{ChangeView, ChangedBy, FieldChange};
pub use district::{BranchFigures, DistrictView, SweptView, district_view};
pub use handing::{Handing, HandingPurpose};
pub use held::{HeldLeadsView, HeldQuery, OverdueLead, held_leads};
pub use help::{Candidate, DeskRequest, HelpAsk, HelpChoice, HelpDesk, HelpView, help};
pub use lead::{
    ConsentView, HolderView, LeadActions, LeadStepView, LeadView, NeedMatch, NeedRef, QuestionView,
    SubmitterView,
};
pub use leads::{LeadsDesk, LeadsQuery, LeadsView, RecipientChoice, StageCount, leads};
pub use matters::{MatterView, MattersPage, matters};
pub use member::{MyReportIn, StepView};
pub use mine::{
    Attended, ConsentPurpose, HelpingPart, MyActivity, MyConsent, MyDataView, MyHelping, MyKeeping,
    MyLead, MyOffer, MyOffice, MyReading, MyRequest, MyStanding, Reading, Written, WrittenKind,
    my_data,
};
pub use named::{Named, readings};
pub use need::NeedView;
pub use offers::LeadMatch;
pub use offices::{HowEnded, OfficeChoice, OfficeRow, OfficesView, offices};
pub use overview::{
    BranchOverview, CategoryFigure, Figure, IndustryFigure, MonthFigures, OverviewView,
    StageFigure, StateFigure, Tally, TownshipFigure, overview,
};
pub use plans::{
    DraftView, NextView, OccurrenceState, OccurrenceView, PlansView, SeriesState, SeriesView, plans,
};
pub use queue::{Ahead, ReorderView};
pub use registers::{Period, Register, RegisterKind, branch_register, district_register};
pub use request::{
    HelperCard, RequestAction, RequestConsentView, RequestQuestionView, RequestStepView,
    RequestView, StageCode,
};
pub use roster::{RosterList, RosterPage, RosterQuery, RosterRow, roster};
pub use rows::{
    CountedActivity, CountedLead, CountedRequest, CountedRow, RowsOf, RowsQuery, RowsView, rows,
};
pub use township::{TownshipPage, TownshipRow, township};

use serde::{Deserialize, Serialize};

use crate::{
    branch::Branch,
    caller::Caller,
    district::District,
    ids::{BranchId, PersonId},
    refusal::Refusal,
};

/// `GET me`: the caller across all branches.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    /// Their random id.
    pub person: PersonId,
    /// The offices they hold, as in `secretary:xinzhou-beijing`.
    pub roles: Vec<String>,
    /// What offices of theirs wait for that this session does not carry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offices_wait: Option<OfficesWait>,
    /// Their report-ins by branch, ended ones too.
    pub report_ins: Vec<MyReportInAt>,
    /// 学时 of this year over all branches and the district; for those who have
    /// reported in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursView>,
}

/// What offices wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum OfficesWait {
    /// The second factor, to be shown in this session.
    SecondFactor,
}

/// A report-in and where it is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyReportInAt {
    /// The branch.
    pub branch: BranchRef,
    /// The report-in there.
    pub report_in: MyReportIn,
    /// 学时 there this year.
    pub hours: HoursView,
}

/// Every refusal that a view can name: why the caller cannot sign up, ask for
/// help or submit a lead just now.
pub const REASONS: &[Refusal] = &[
    Refusal::SignInNeeded,
    Refusal::MembersOnly,
    Refusal::BranchesOnly,
    Refusal::GroupOnly,
    Refusal::ActivityCancelled,
    Refusal::ActivityBegun,
    Refusal::ActivityOver,
    Refusal::SignUpClosed,
    Refusal::AlreadySignedUp,
    Refusal::ReceivedMembersOnly,
    Refusal::LeadMembersOnly,
    Refusal::LeadLimitReached,
    Refusal::RequestLimitReached,
];

/// The caller across all branches.
///
/// # Errors
/// [`Refusal::SignInNeeded`] for a caller without a person.
pub fn me(
    district: &District,
    caller: &Caller,
    now: crate::time::Timestamp,
) -> Result<MeView, Refusal> {
    let person = caller.person.ok_or(Refusal::SignInNeeded)?;
    let at = |branch: &Branch| {
        let report_in = member::my_report_in(branch, &person)?;
        let rooms = std::iter::once(&branch.activities);
        let hours = board::hours(rooms, branch.charter.yearly_hours, &person, now);
        Some(MyReportInAt { branch: BranchRef::from(&*branch.charter), report_in, hours })
    };
    let report_ins: Vec<MyReportInAt> = district.branches().filter_map(at).collect();
    // The target is that of the branch where they are, or were last.
    let target = |branch: &BranchId| report_ins.iter().any(|mine| mine.branch.id == *branch);
    let home = district.active_branch(&person).and_then(|id| district.branch(id));
    let home = home.or_else(|| district.branches().find(|it| target(&it.charter.id)));
    let hours = home.map(|home| branch::total_hours(district, home, &person, now));
    Ok(MeView {
        person,
        roles: caller.signed_in_roles().map(ToString::to_string).collect(),
        offices_wait: (caller.withheld && !caller.roles.is_empty())
            .then_some(OfficesWait::SecondFactor),
        report_ins,
        hours,
    })
}

fn find<'a>(district: &'a District, id: &BranchId) -> Result<&'a Branch, Refusal> {
    district.branch(id).ok_or(Refusal::UnknownBranch)
}
