//! The district with all its branches: the unit in which commands are decided
//! and appended. It gathers the facts that lie outside of one branch.

mod circle;
mod kept;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use circle::Room;
pub use kept::Swept;

use crate::{
    appointment::{self, Appointments},
    branch::{
        Branch,
        activity::{self, Activities, Host, plan},
        lead::{self, LeadCommand, LeadStage},
        member::{self, MemberEvent, MemberState},
        request::{self, RequestCommand},
    },
    caller::Caller,
    charter::DistrictCharter,
    command::{Command, DistrictCommand},
    decider::{Context, Decision, Helper, Outcome},
    event::Event,
    ids::{BranchId, CommandId, NeedId, PersonId, StreamId},
    need::{self, Need},
    refusal::Refusal,
    time::Timestamp,
};

/// The state of a district.
#[derive(Clone, PartialEq, Debug)]
pub struct District {
    /// What is known before any event.
    pub charter: Arc<DistrictCharter>,
    /// Number of the last event of the district's own stream.
    pub version: u64,
    /// When the last event of the district's own stream happened.
    pub last_at: Timestamp,
    /// Needs of the home district by id.
    pub needs: BTreeMap<NeedId, Need>,
    /// Activities of the district's own, for the members of all branches.
    pub activities: Activities,
    /// Who holds which office.
    pub appointments: Appointments,
    /// What was deleted because it had been kept long enough.
    pub swept: Swept,
    branches: BTreeMap<BranchId, Branch>,
    /// The branch of each active report-in; mirrors the claims.
    active: BTreeMap<PersonId, BranchId>,
    /// Ids that lead nowhere any more.
    erased: BTreeSet<PersonId>,
}

impl District {
    /// A district before its first event.
    pub fn new(charter: Arc<DistrictCharter>) -> Self {
        let branches =
            charter.branches.iter().map(|(id, branch)| (id.clone(), Branch::new(branch.clone())));
        Self {
            branches: branches.collect(),
            version: 0,
            last_at: Timestamp::default(),
            needs: BTreeMap::new(),
            activities: Activities::default(),
            appointments: Appointments::default(),
            swept: Swept::new(),
            active: BTreeMap::new(),
            erased: BTreeSet::new(),
            charter,
        }
    }

    /// The branch of that id.
    pub fn branch(&self, id: &BranchId) -> Option<&Branch> {
        self.branches.get(id)
    }

    /// All branches by id.
    pub fn branches(&self) -> impl Iterator<Item = &Branch> {
        self.branches.values()
    }

    /// Puts branches restored from snapshots in their places.
    pub fn install(&mut self, branches: impl IntoIterator<Item = Branch>) {
        let mut installed = BTreeSet::new();
        let mut active = Vec::new();
        for branch in branches {
            let id = branch.charter.id.clone();
            let members = branch.members.iter().filter(|(_, member)| member.state.is_active());
            active.extend(members.map(|(person, _)| (*person, id.clone())));
            self.branches.insert(id.clone(), branch);
            installed.insert(id);
        }
        let before = std::mem::take(&mut self.active).into_iter();
        let before = before.filter(|(_, branch)| !installed.contains(branch));
        // In one go: one after the other, a hundred thousand took a while.
        self.active = before.chain(active).collect();
    }

    /// The number of the last event of a stream; 0 before any.
    pub fn version_of(&self, stream: &StreamId) -> u64 {
        match stream {
            StreamId::District => self.version,
            StreamId::Branch(id) => self.branch(id).map_or(0, |branch| branch.version),
        }
    }

    /// When the last event of any stream happened; time never goes back
    /// behind it.
    pub fn last_at(&self) -> Timestamp {
        self.branches.values().map(|branch| branch.last_at).fold(self.last_at, Timestamp::max)
    }

    /// Whether that person has erased themselves.
    pub fn is_erased(&self, person: &PersonId) -> bool {
        self.erased.contains(person)
    }

    /// The branch where the person has an active report-in.
    pub fn active_branch(&self, person: &PersonId) -> Option<&BranchId> {
        self.active.get(person)
    }

    /// A branch that has the person in its record, also after their report-in
    /// there ended.
    pub fn known_by(&self, person: &PersonId) -> Option<&BranchId> {
        let mut branches = self.branches.values();
        branches.find(|it| it.members.contains_key(person)).map(|it| &it.charter.id)
    }

    /// With what a person has offered to help, and where they are received.
    pub fn helper(&self, person: &PersonId) -> Option<Helper> {
        self.branches.values().find_map(|branch| {
            let member = branch.members.get(person)?;
            let offer = branch.help_offers.get(person)?;
            (member.state == MemberState::Received)
                .then(|| Helper { branch: branch.charter.id.clone(), kinds: offer.kinds.clone() })
        })
    }

    /// The caller with the offices they hold here at that time, beside those
    /// that came with them.
    pub fn in_office<'a>(&self, caller: &'a Caller, now: Timestamp) -> Cow<'a, Caller> {
        let held = caller.person.into_iter().flat_map(|person| {
            let held = self.appointments.held_by(&person, now);
            held.map(|(_, it)| it.role.clone()).collect::<Vec<_>>()
        });
        let mut held = held.filter(|role| !caller.roles.contains(role)).peekable();
        if held.peek().is_none() {
            return Cow::Borrowed(caller);
        }
        let roles = caller.roles.iter().cloned().chain(held).collect();
        Cow::Owned(Caller { roles, ..caller.clone() })
    }

    /// When the first of the offices that a caller holds here is over.
    pub fn office_lapses(&self, caller: &Caller, now: Timestamp) -> Option<Timestamp> {
        let held = self.appointments.held_by(caller.person.as_ref()?, now);
        held.filter_map(|(_, it)| it.lapses()).min()
    }

    /// How many leads a person has that have neither landed nor been closed.
    pub fn open_leads(&self, person: &PersonId) -> u32 {
        let of = |branch: &Branch| {
            let ids = branch.leads_of.get(person).into_iter().flatten();
            let leads = ids.filter_map(|id| branch.leads.get(id));
            leads.filter(|lead| lead.is_open() && lead.stage != LeadStage::Landed).count()
        };
        self.branches.values().map(of).sum::<usize>() as u32
    }

    /// How many requests a person has that are not over.
    pub fn open_requests(&self, person: &PersonId) -> u32 {
        let of = |branch: &Branch| {
            let touching = branch.requests.touching(person);
            let own = touching.filter(|(_, request)| request.of == Some(*person));
            own.filter(|(_, request)| request.stage.is_open()).count()
        };
        self.branches.values().map(of).sum::<usize>() as u32
    }

    // Of what the command would make one more.
    fn open_like(&self, person: &PersonId, command: &Command) -> u32 {
        match command {
            Command::Lead(LeadCommand::SubmitLead { .. }) => self.open_leads(person),
            Command::Request(
                RequestCommand::AskForHelp { .. } | RequestCommand::ReportSpot { .. },
            ) => self.open_requests(person),
            _ => 0,
        }
    }

    /// When something falls due next in any branch.
    pub fn next_due(&self) -> Option<Timestamp> {
        let branches = self.branches.values().filter_map(|it| it.next_due(&self.charter));
        branches.chain(self.activities.next_due(&Host::from(&*self.charter))).min()
    }

    /// Decides a command sent to `target`: what is to be appended, or why not.
    /// Pure and total. `now` is lifted to the last event's time.
    ///
    /// # Errors
    /// The refusal to show to the caller. Nothing is to be appended.
    pub fn decide(
        &self,
        target: &StreamId,
        caller: &Caller,
        now: Timestamp,
        id: CommandId,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        // A token that was resolved before the erasure must not bring the
        // person back under an id that nobody could erase again.
        if caller.person.is_some_and(|person| self.is_erased(&person)) {
            return Err(Refusal::SignInNeeded);
        }
        let now = now.max(self.last_at());
        let caller = &*self.in_office(caller, now);
        match (target, command) {
            (StreamId::District, Command::District(DistrictCommand::Settle)) => {
                Ok(self.settle(now))
            }
            (StreamId::District, Command::District(DistrictCommand::EraseMe {})) => {
                self.erase_caller(caller, now, id)
            }
            (StreamId::District, Command::District(DistrictCommand::ForgetDue { person })) => {
                self.forget_due(*person, caller, now, id)
            }
            (StreamId::District, Command::District(DistrictCommand::ForgetReadings { count })) => {
                self.forget_readings(*count)
            }
            (StreamId::District, Command::Need(command)) => {
                need::decide(&self.context(caller, now, id), command)
            }
            (StreamId::District, Command::Appointment(command)) => {
                appointment::decide(self, &self.context(caller, now, id), command)
            }
            (StreamId::District, Command::Activity(command)) => {
                self.decide_own_activity(&self.context(caller, now, id), command)
            }
            (StreamId::District, _)
            | (_, Command::District(_) | Command::Need(_) | Command::Appointment(_)) => {
                Err(Refusal::NotAllowed)
            }
            (StreamId::Branch(branch), _) => {
                let branch = self.branch(branch).ok_or(Refusal::UnknownBranch)?;
                self.decide_in(branch, caller, now, id, command)
            }
        }
    }

    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, stream: &StreamId, seq: u64, at: Timestamp, event: &Event) {
        match stream {
            StreamId::District => {
                self.version = seq;
                self.last_at = self.last_at.max(at);
                match event {
                    Event::District(event) => self.evolve_own(at, event),
                    Event::Need(event) => self.evolve_need(at, event),
                    Event::Appointment(event) => self.appointments.evolve(at, event),
                    Event::Activity(event) => self.activities.evolve(at, event),
                    Event::Plan(event) => self.activities.evolve_plan(at, event),
                    Event::Member(_) | Event::Lead(_) | Event::Request(_) => {}
                }
            }
            StreamId::Branch(id) => {
                self.track(id, event);
                if let Some(branch) = self.branches.get_mut(id) {
                    branch.evolve(seq, at, event);
                }
            }
        }
    }

    fn decide_in(
        &self,
        branch: &Branch,
        caller: &Caller,
        now: Timestamp,
        id: CommandId,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        let elsewhere = caller.person.and_then(|person| self.active.get(&person));
        let context = Context {
            active_elsewhere: elsewhere.filter(|id| **id != branch.charter.id).cloned(),
            helper: match command {
                Command::Request(RequestCommand::AskHelper { person, .. }) => self.helper(person),
                _ => None,
            },
            open_already: caller.person.map_or(0, |person| self.open_like(&person, command)),
            ..self.context(caller, now, id)
        };
        let decide = |branch: &Branch| match command {
            Command::Member(command) => {
                let mut decision = member::decide(branch, &context, command)?;
                self.leave_elsewhere(&branch.stream(), now, &mut decision);
                Ok(decision)
            }
            Command::Activity(command) => {
                let joiner = self.joiner(caller.person);
                activity::decide(&branch.activities, &branch.host(), &joiner, &context, command)
            }
            Command::Plan(command) => {
                plan::decide(&branch.activities, &branch.host(), &context, command)
            }
            Command::Lead(command) => lead::decide(branch, &context, command),
            Command::Request(command) => request::decide(branch, &context, command),
            Command::Need(_) | Command::Appointment(_) | Command::District(_) => {
                Err(Refusal::NotAllowed)
            }
        };
        let due = branch.due(&self.charter, now);
        if due.is_empty() {
            return decide(branch);
        }
        // What has fallen due comes first, and the command is decided after it.
        let mut settled = branch.clone();
        for event in &due {
            settled.evolve(settled.version + 1, now, event);
        }
        let stream = branch.stream();
        let mut decision = decide(&settled)?;
        let due = due.into_iter().map(|event| (stream.clone(), event));
        decision.events.splice(0..0, due);
        Ok(decision)
    }

    fn context<'a>(&'a self, caller: &'a Caller, now: Timestamp, id: CommandId) -> Context<'a> {
        Context {
            caller,
            now,
            command: id,
            district: &self.charter,
            needs: &self.needs,
            active_elsewhere: None,
            helper: None,
            open_already: 0,
        }
    }

    fn settle(&self, now: Timestamp) -> Decision {
        let mut decision = Decision::new(Outcome::Settled);
        for event in self.activities.due(&Host::from(&*self.charter), now) {
            decision = decision.with(&StreamId::District, event);
        }
        for branch in self.branches.values() {
            let stream = branch.stream();
            for event in branch.due(&self.charter, now) {
                decision = decision.with(&stream, event);
            }
        }
        decision
    }

    fn track(&mut self, id: &BranchId, event: &Event) {
        match event {
            Event::Member(MemberEvent::ReportInSubmitted { person, .. }) => {
                self.active.insert(*person, id.clone());
            }
            Event::Member(
                MemberEvent::ReportInEnded { person, .. } | MemberEvent::PersonErased { person },
            ) if self.active.get(person) == Some(id) => {
                self.active.remove(person);
            }
            _ => {}
        }
    }
}
