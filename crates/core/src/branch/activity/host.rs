use super::{audience::Audience, form::Details};
use crate::{
    caller::{Caller, Office},
    charter::{BranchCharter, DistrictCharter},
    ids::{BranchId, GroupId, StreamId},
    refusal::{Field, FieldIssue, Refusal},
    text::Issue,
    time::{DAY, MINUTE},
};

/// Who holds activities, and by which rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// The stream they stand in.
    pub stream: StreamId,
    /// 党小组 that they may be for.
    pub groups: Vec<GroupId>,
    /// Milliseconds that a freed place is kept for the first in the queue; 0
    /// gives it at once.
    pub offer_window: i64,
    /// Milliseconds before the start from which people are checked in.
    pub check_in_opens: i64,
    /// Milliseconds after the end until which an attendance list is kept up.
    pub attendance_closes: i64,
    /// Days before its date on which an occurrence of a series is published.
    pub horizon_days: u32,
}

impl Host {
    /// The office by which the caller publishes, changes and cancels here.
    pub fn runs_as(&self, caller: &Caller) -> Option<Office> {
        match &self.stream {
            StreamId::Branch(branch) => caller.manages_as(branch),
            StreamId::District => caller.is_district_officer().then_some(Office::District),
        }
    }

    /// Whether the caller may publish, change and cancel here.
    pub fn is_run_by(&self, caller: &Caller) -> bool {
        self.runs_as(caller).is_some()
    }

    /// Whether the caller may check people in here: the officers of the branch,
    /// and for the district those of any branch.
    pub fn is_stewarded_by(&self, caller: &Caller) -> bool {
        match &self.stream {
            StreamId::Branch(branch) => caller.stewards(branch),
            StreamId::District => caller.is_district_officer() || caller.stewards_any(),
        }
    }

    /// Whether the joiner is a member of the branch that holds them.
    pub fn is_home_of(&self, joiner: &Joiner) -> bool {
        matches!(&self.stream, StreamId::Branch(branch) if joiner.branch.as_ref() == Some(branch))
    }

    /// Whether an activity for those people can be held here, and if not, which
    /// field says so. The district holds none for 乡友: their names would lie
    /// open to the officers of every branch.
    ///
    /// # Errors
    /// The field, and what is wrong with it.
    pub fn takes(&self, details: &Details) -> Result<(), FieldIssue> {
        let of_district = self.stream == StreamId::District;
        let held = match &details.audience {
            Audience::Own => true,
            Audience::Sisters => !of_district,
            Audience::Group(group) => self.groups.contains(group),
        };
        if !held {
            return Err(FieldIssue { field: Field::Audience, issue: Issue::NotAChoice });
        }
        if of_district && details.guests {
            return Err(FieldIssue { field: Field::Guests, issue: Issue::OfBranchesOnly });
        }
        Ok(())
    }

    /// Whether an activity for that audience is for the joiner, and if not, for
    /// whom it is.
    ///
    /// # Errors
    /// A refusal that says so, and what to do next.
    pub fn admits(&self, audience: &Audience, joiner: &Joiner) -> Result<(), Refusal> {
        let (admitted, refusal) = match (&self.stream, audience) {
            (StreamId::District, _) | (_, Audience::Sisters) => {
                (joiner.branch.is_some(), Refusal::BranchesOnly)
            }
            (_, Audience::Own) => (self.is_home_of(joiner), Refusal::MembersOnly),
            (_, Audience::Group(group)) => {
                let of_group = joiner.group.as_ref() == Some(group);
                (of_group && self.is_home_of(joiner), Refusal::GroupOnly)
            }
        };
        if admitted { Ok(()) } else { Err(refusal) }
    }
}

impl From<&BranchCharter> for Host {
    fn from(charter: &BranchCharter) -> Self {
        Self {
            stream: StreamId::Branch(charter.id.clone()),
            groups: charter.groups.iter().map(|group| group.id.clone()).collect(),
            offer_window: i64::from(charter.offer_window_minutes) * MINUTE,
            check_in_opens: i64::from(charter.check_in_opens_minutes) * MINUTE,
            attendance_closes: i64::from(charter.attendance_closes_days) * DAY,
            horizon_days: charter.series_horizon_days,
        }
    }
}

impl From<&DistrictCharter> for Host {
    fn from(charter: &DistrictCharter) -> Self {
        let rules = &charter.activities;
        Self {
            stream: StreamId::District,
            groups: Vec::new(),
            offer_window: i64::from(rules.offer_window_minutes) * MINUTE,
            check_in_opens: i64::from(rules.check_in_opens_minutes) * MINUTE,
            attendance_closes: i64::from(rules.attendance_closes_days) * DAY,
            // The district plans no series.
            horizon_days: 0,
        }
    }
}

/// What somebody is who wants to join.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Joiner {
    /// The branch where they are received.
    pub branch: Option<BranchId>,
    /// Their 党小组 there.
    pub group: Option<GroupId>,
}
