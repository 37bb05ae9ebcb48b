use crate::{
    branch::{Branch, member::MemberState},
    caller::{Caller, Office},
    charter::BranchCharter,
    ids::{BranchId, PersonId, StreamId},
    time::{DAY, MINUTE},
};

/// Who holds activities, and by which rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// The stream they stand in.
    pub stream: StreamId,
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
            StreamId::District => None,
        }
    }

    /// Whether the caller may publish, change and cancel here.
    pub fn is_run_by(&self, caller: &Caller) -> bool {
        self.runs_as(caller).is_some()
    }

    /// Whether the caller may check people in here.
    pub fn is_stewarded_by(&self, caller: &Caller) -> bool {
        match &self.stream {
            StreamId::Branch(branch) => caller.stewards(branch),
            StreamId::District => false,
        }
    }

    /// Whether activities here are for somebody.
    pub fn is_for(&self, joiner: &Joiner) -> bool {
        match &self.stream {
            StreamId::Branch(branch) => joiner.branch.as_ref() == Some(branch),
            StreamId::District => false,
        }
    }
}

impl From<&BranchCharter> for Host {
    fn from(charter: &BranchCharter) -> Self {
        Self {
            stream: StreamId::Branch(charter.id.clone()),
            offer_window: i64::from(charter.offer_window_minutes) * MINUTE,
            check_in_opens: i64::from(charter.check_in_opens_minutes) * MINUTE,
            attendance_closes: i64::from(charter.attendance_closes_days) * DAY,
            horizon_days: charter.series_horizon_days,
        }
    }
}

/// What somebody is who wants to join.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Joiner {
    /// The branch where they are received.
    pub branch: Option<BranchId>,
}

impl Joiner {
    /// What that person is in a branch.
    pub fn of(branch: &Branch, person: Option<PersonId>) -> Self {
        let member = person.and_then(|person| branch.members.get(&person));
        let received = member.is_some_and(|member| member.state == MemberState::Received);
        Self { branch: received.then(|| branch.charter.id.clone()) }
    }
}
