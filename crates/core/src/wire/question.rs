use serde::Serialize;

use super::{Failure, Sheet, query::Query};
use crate::{
    Refusal,
    branch::lead::LeadStage,
    caller::{Caller, Role},
    district::District,
    dues::DuesRates,
    ids::{BranchId, PersonId, TownshipId},
    time::{Month, Timestamp},
    view::{
        self, BranchRef, BranchView, DistrictView, Handing, HeldLeadsView, HeldQuery, HelpView,
        LeadsQuery, LeadsView, MattersPage, MeView, MyDataView, Named, OfficesView, OverviewView,
        Period, PlansView, Reading, Register, RegisterKind, RosterList, RosterPage, RosterQuery,
        RowsQuery, RowsView, Tally, TownshipPage,
    },
};

/// Everything that can be read, as its address says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// `/v1/branches`: the names of all branches.
    Branches,
    /// `/v1/branches/{branch}`: the caller's view of it.
    Branch(BranchId),
    /// `/v1/branches/{branch}/roster?list&state&activity&q&cursor`
    Roster(BranchId, RosterQuery),
    /// `/v1/district/roster?list=activity&activity&q&cursor`: those signed up for
    /// an activity of the district.
    DistrictRoster(RosterQuery),
    /// `/v1/branches/{branch}/leads?stage&cursor&needsCursor&need`: what home needs, and what the
    /// caller and the branch have to offer.
    Leads(BranchId, LeadsQuery),
    /// `/v1/branches/{branch}/help`
    Help(BranchId),
    /// `/v1/branches/{branch}/plans`: 草稿 and 系列.
    Plans(BranchId),
    /// `/v1/leads?cursor&needsCursor`: leads passed on to the caller's office.
    HeldLeads(HeldQuery),
    /// `/v1/matters?cursor`: what is open and who has it.
    Matters(Option<u32>),
    /// `/v1/townships/{township}?cursor`: who of it has reported in. What is no
    /// id is no township, and nobody's.
    Township(Option<TownshipId>, Option<PersonId>),
    /// `/v1/district`: the branches side by side.
    District,
    /// `/v1/district/overview`: the same over time.
    Overview,
    /// `/v1/district/rows?of&branch&from&to&cursor`: what a figure of it counts.
    Rows(RowsQuery),
    /// `/v1/district/registers/{kind}.csv?from&to&purpose&recipient`: a table that
    /// is handed in; what names people says what for and to whom.
    Register(RegisterKind, Months, Option<Handing>),
    /// `/v1/branches/{branch}/registers/members.csv?from&to&purpose&recipient`: a
    /// branch's own.
    BranchRegister(BranchId, Months, Option<Handing>),
    /// `/v1/offices`: who holds which office.
    Offices,
    /// `/v1/dues`: 党费 rates, for the calculator on the device.
    Dues,
    /// `/v1/me`: the caller across all branches.
    Me,
    /// `/v1/me/data`: everything that is held about the caller.
    MyData,
}

/// From a month to a month, as far as it is said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Months {
    /// The first; without it January of the last one's year.
    pub from: Option<Month>,
    /// The last; without it the present one.
    pub to: Option<Month>,
}

impl Months {
    fn period(self, now: Timestamp) -> Period {
        let this = now.day().month();
        let to = self.to.unwrap_or_else(|| self.from.map_or(this, |from| from.max(this)));
        Period { from: self.from.unwrap_or(Month { year: to.year, month: 1 }), to }
    }
}

/// What an answer draws on besides the district.
pub struct Sources<'a> {
    /// Whether a name matches what was typed, beyond its own characters.
    pub matches: &'a dyn Fn(&str, &str) -> bool,
    /// Every tally, for those questions that [count](Question::counts).
    pub tallies: &'a [Tally],
    /// Who read about the caller, for those questions that [tell
    /// it](Question::tells_readings), the oldest first.
    pub readings: &'a [Reading],
}

/// A view on its way out.
#[derive(Debug)]
pub struct Answer {
    /// What the caller may see.
    pub view: View,
    /// Until when it stays true by itself; missing when it is fetched anew each time.
    pub until: Option<Timestamp>,
    /// Whom it names to somebody in an office: to be kept before it is shown.
    pub named: Vec<Named>,
    /// What for, as a code.
    pub purpose: &'static str,
    /// The offices in which they read it.
    pub offices: Vec<Role>,
    /// What it is handed out for and to whom, where it is.
    pub handing: Option<Handing>,
}

/// `GET branches`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BranchList {
    /// Every branch, by id.
    pub branches: Vec<BranchRef>,
}

/// The view that answers a question.
#[derive(Debug, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each variant is the answer to the question of its name")]
pub enum View {
    Branches(BranchList),
    Branch(Box<BranchView>),
    Roster(RosterPage),
    Leads(Box<LeadsView>),
    Help(Box<HelpView>),
    Plans(Box<PlansView>),
    HeldLeads(HeldLeadsView),
    Matters(MattersPage),
    Township(TownshipPage),
    District(DistrictView),
    Overview(Box<OverviewView>),
    Rows(RowsView),
    /// Not as JSON but as a file.
    Sheet(Sheet),
    Offices(OfficesView),
    Dues(DuesRates),
    Me(Box<MeView>),
    MyData(Box<MyDataView>),
}

impl Question {
    /// The question of an address: its path, and the names and values of its
    /// query in order.
    ///
    /// # Errors
    /// There is no such address, no such branch, or the query is not what it takes.
    pub fn of<'a>(
        path: &str,
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Failure> {
        let mut query = Query(query.into_iter().collect());
        let path = path.strip_prefix("/v1/").ok_or(Failure::UnknownRoute)?;
        let parts: Vec<&str> = path.split('/').collect();
        let question = match parts.as_slice() {
            ["branches"] => Self::Branches,
            ["branches", branch] => Self::Branch(branch_id(branch)?),
            ["branches", branch, "roster"] => Self::Roster(branch_id(branch)?, query.roster()?),
            ["branches", branch, "leads"] => {
                let branch = branch_id(branch)?;
                let stage = query.read::<LeadStage>("stage")?;
                let (cursor, needs_cursor) = (query.read("cursor")?, query.read("needsCursor")?);
                let need = query.read("need")?;
                Self::Leads(branch, LeadsQuery { stage, cursor, needs_cursor, need })
            }
            ["branches", branch, "help"] => Self::Help(branch_id(branch)?),
            ["branches", branch, "plans"] => Self::Plans(branch_id(branch)?),
            ["leads"] => {
                let (cursor, needs_cursor) = (query.read("cursor")?, query.read("needsCursor")?);
                Self::HeldLeads(HeldQuery { cursor, needs_cursor })
            }
            ["matters"] => Self::Matters(query.number("cursor")?),
            ["townships", township] => Self::Township(township.parse().ok(), query.read("cursor")?),
            ["branches", branch, "registers", "members.csv"] => {
                Self::BranchRegister(branch_id(branch)?, query.months()?, query.handing()?)
            }
            ["district", "registers", "members.csv"] => {
                Self::Register(RegisterKind::Members, query.months()?, query.handing()?)
            }
            ["district", "registers", "organisations.csv"] => {
                Self::Register(RegisterKind::Organisations, query.months()?, None)
            }
            ["district", "registers", "statistics.csv"] => {
                Self::Register(RegisterKind::Statistics, query.months()?, None)
            }
            ["district"] => Self::District,
            ["district", "roster"] => Self::DistrictRoster(query.roster()?),
            ["district", "overview"] => Self::Overview,
            ["district", "rows"] => {
                let of = query.read("of")?;
                let of = of.ok_or_else(|| Failure::Malformed("missing field `of`".to_owned()))?;
                let (branch, cursor) = (query.read("branch")?, query.number("cursor")?);
                let (from, to) = (query.read("from")?, query.read("to")?);
                Self::Rows(RowsQuery { of, branch, from, to, cursor })
            }
            ["offices"] => Self::Offices,
            ["dues"] => Self::Dues,
            ["me"] => Self::Me,
            ["me", "data"] => Self::MyData,
            _ => return Err(Failure::UnknownRoute),
        };
        query.end()?;
        Ok(question)
    }

    /// Whether the answer counts what has happened, so that
    /// [`Sources::tallies`] must be there.
    pub fn counts(&self) -> bool {
        *self == Self::Overview
    }

    /// Whether the answer says who read about the caller, so that
    /// [`Sources::readings`] must be there.
    pub fn tells_readings(&self) -> bool {
        *self == Self::MyData
    }

    /// The answer for a caller.
    ///
    /// # Errors
    /// The caller may not see it, or it is not there.
    pub fn answer(
        &self,
        district: &District,
        caller: &Caller,
        clock: Timestamp,
        sources: &Sources<'_>,
    ) -> Result<Answer, Refusal> {
        let now = clock.max(district.last_at());
        let acting = district.in_office(caller, now);
        // What an office opens closes with its term.
        let lapses = district.office_lapses(caller, now);
        let caller = &*acting;
        let quiet = |view, until, purpose| Answer::of(view, until, Vec::new(), purpose);
        let answer = match self {
            Self::Branches => {
                let branches = view::branch_refs(district);
                quiet(View::Branches(BranchList { branches }), None, "branches")
            }
            Self::Branch(branch) => {
                let (view, until) = view::view(district, branch, caller, now)?;
                quiet(View::Branch(Box::new(view)), Some(until), "branch")
            }
            Self::Roster(branch, query) => {
                list(district, Some(branch), caller, now, query, sources)?
            }
            Self::DistrictRoster(query) => list(district, None, caller, now, query, sources)?,
            Self::Leads(branch, query) => {
                let (view, until) = view::leads(district, branch, caller, now, query)?;
                let (named, until) = (view.named(district), Some(until));
                Answer::of(View::Leads(Box::new(view)), until, named, "leads")
            }
            Self::Help(branch) => {
                let (view, until) = view::help(district, branch, caller, now)?;
                let (named, until) = (view.named(district, branch), Some(until));
                Answer::of(View::Help(Box::new(view)), until, named, "help")
            }
            Self::Plans(branch) => {
                let (view, until) = view::plans(district, branch, caller, now)?;
                quiet(View::Plans(Box::new(view)), Some(until), "plans")
            }
            Self::HeldLeads(query) => {
                let (view, until) = view::held_leads(district, caller, now, query)?;
                let (named, until) = (view.named(district), Some(until));
                Answer::of(View::HeldLeads(view), until, named, "heldLeads")
            }
            Self::Matters(cursor) => {
                let (view, until) = view::matters(district, caller, now, *cursor)?;
                let (named, until) = (view.named(district), Some(until));
                Answer::of(View::Matters(view), until, named, "matters")
            }
            Self::Township(township, cursor) => {
                let Some(township) = township else {
                    let known = caller.person.is_some();
                    return Err(if known { Refusal::NotAllowed } else { Refusal::SignInNeeded });
                };
                let view = view::township(district, township, caller, *cursor)?;
                // Nothing in it changes by itself.
                let (named, until) = (view.named(), Some(Timestamp::default()));
                Answer::of(View::Township(view), until, named, "township")
            }
            Self::District => {
                let view = view::district_view(district, caller, now)?;
                quiet(View::District(view), None, "district")
            }
            Self::Overview => {
                let view = view::overview(district, caller, now, sources.tallies)?;
                // What is overdue changes by itself.
                let due = district.next_due().filter(|due| *due > now);
                let until = due.into_iter().fold(now.day().next().start(), Timestamp::min);
                quiet(View::Overview(Box::new(view)), Some(until), "overview")
            }
            Self::Rows(query) => {
                let (view, until) = view::rows(district, caller, now, query)?;
                quiet(View::Rows(view), Some(until), "rows")
            }
            Self::Register(kind, months, handing) => {
                let (period, handing) = (months.period(now), handing.as_ref());
                let register = view::district_register(district, caller, *kind, period, handing)?;
                file(register, kind.name(), period, handing)
            }
            Self::BranchRegister(branch, months, handing) => {
                let (period, handing) = (months.period(now), handing.as_ref());
                let register = view::branch_register(district, branch, caller, period, handing)?;
                file(register, &format!("members-{branch}"), period, handing)
            }
            Self::Offices => {
                let (view, until) = view::offices(district, caller, now)?;
                quiet(View::Offices(view), Some(until), "offices")
            }
            Self::Dues => quiet(View::Dues(district.charter.dues.clone()), None, "dues"),
            Self::Me => quiet(View::Me(Box::new(view::me(district, caller, now)?)), None, "me"),
            Self::MyData => {
                let view = view::my_data(district, caller, now, sources.readings)?;
                quiet(View::MyData(Box::new(view)), None, "me")
            }
        };
        let until = answer.until.map(|until| lapses.map_or(until, |lapses| until.min(lapses)));
        let offices = caller.signed_in_roles().cloned().collect();
        Ok(Answer { until, offices, ..answer })
    }
}

impl Answer {
    fn of(view: View, until: Option<Timestamp>, named: Vec<Named>, purpose: &'static str) -> Self {
        Self { view, until, named, purpose, offices: Vec::new(), handing: None }
    }
}

fn file(register: Register, name: &str, period: Period, handing: Option<&Handing>) -> Answer {
    let view = View::Sheet(Sheet::of(&register, name, period));
    let handing = handing.cloned();
    Answer { handing, ..Answer::of(view, None, register.named, "register") }
}

fn list(
    district: &District,
    branch: Option<&BranchId>,
    caller: &Caller,
    now: Timestamp,
    query: &RosterQuery,
    sources: &Sources<'_>,
) -> Result<Answer, Refusal> {
    let page = view::roster(district, branch, caller, now, query, sources.matches)?;
    let named = page.named(district, branch);
    let purpose = match query.list {
        RosterList::Members(_) => "roster",
        RosterList::Activity(_) => "activityRoster",
    };
    Ok(Answer::of(View::Roster(page), None, named, purpose))
}

pub(super) fn branch_id(text: &str) -> Result<BranchId, Failure> {
    text.parse().map_err(|_| Refusal::UnknownBranch.into())
}
