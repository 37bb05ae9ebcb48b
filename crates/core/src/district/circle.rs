//! Activities beyond one branch: whose there are, who can join what, and what
//! is given up everywhere when a report-in ends.

use crate::{
    branch::{
        activity::{
            self, Activities, Activity, ActivityCommand, ActivityEvent, Audience, Host, Joiner,
        },
        member::{MemberEvent, MemberState},
    },
    charter::Bilingual,
    decider::{Context, Decision},
    district::District,
    event::Event,
    ids::{BranchId, PersonId, StreamId},
    refusal::Refusal,
    time::Timestamp,
};

/// A room of activities, and who holds it.
#[derive(Clone, Debug)]
pub struct Room<'a> {
    /// By which rules.
    pub host: Host,
    /// The activities.
    pub activities: &'a Activities,
    /// The branch that holds them; missing for the district.
    pub branch: Option<&'a BranchId>,
    /// Whose they are said to be, as in 义乌支部 or 区委组织部.
    pub name: &'a Bilingual,
}

impl Room<'_> {
    /// Whether it is that branch's.
    pub fn is_of(&self, branch: Option<&BranchId>) -> bool {
        self.branch == branch
    }
}

impl District {
    /// The activities of one stream.
    pub fn room(&self, stream: &StreamId) -> Option<Room<'_>> {
        match stream {
            StreamId::District => Some(Room {
                host: Host::from(&*self.charter),
                activities: &self.activities,
                branch: None,
                name: self.charter.office(),
            }),
            StreamId::Branch(id) => self.branch(id).map(|branch| Room {
                host: branch.host(),
                activities: &branch.activities,
                branch: Some(&branch.charter.id),
                name: &branch.charter.short_name,
            }),
        }
    }

    /// The activities of every stream: the branches', then the district's.
    pub fn rooms(&self) -> impl Iterator<Item = Room<'_>> {
        let branches = self.branches().map(|branch| branch.stream());
        let streams: Vec<StreamId> = branches.chain([StreamId::District]).collect();
        streams.into_iter().filter_map(|stream| self.room(&stream))
    }

    /// What somebody is who wants to join an activity.
    pub fn joiner(&self, person: Option<PersonId>) -> Joiner {
        let found = person.and_then(|person| {
            let branch = self.branch(self.active_branch(&person)?)?;
            let member = branch.members.get(&person)?;
            (member.state == MemberState::Received).then(|| Joiner {
                branch: Some(branch.charter.id.clone()),
                group: member.group.clone(),
            })
        });
        found.unwrap_or_default()
    }

    /// Whether what happened in a stream shows in the lists of other branches:
    /// an activity of the district, or one that is, or was, open to sister
    /// branches. The event has been applied.
    pub fn is_shown_beside(&self, stream: &StreamId, event: &Event) -> bool {
        let event = match event {
            Event::Activity(event) => event,
            // Whoever it is about opens and closes doors on every page.
            Event::Appointment(_) => return true,
            _ => return false,
        };
        let StreamId::Branch(id) = stream else { return true };
        let opened = match event {
            ActivityEvent::ActivityChanged { changes, .. } => {
                changes.iter().any(|change| matches!(change, activity::Change::Audience { .. }))
            }
            _ => false,
        };
        let found = self.branch(id).and_then(|branch| branch.activities.get(&event.activity()));
        opened || found.is_some_and(|found| found.details.audience == Audience::Sisters)
    }

    pub(super) fn decide_own_activity(
        &self,
        context: &Context<'_>,
        command: &ActivityCommand,
    ) -> Result<Decision, Refusal> {
        let host = Host::from(&*self.charter);
        let joiner = self.joiner(context.caller.person);
        let due = self.activities.due(&host, context.now);
        if due.is_empty() {
            return activity::decide(&self.activities, &host, &joiner, context, command);
        }
        // What has fallen due comes first, and the command is decided after it.
        let mut settled = self.activities.clone();
        for event in &due {
            match event {
                Event::Activity(event) => settled.evolve(context.now, event),
                Event::Plan(event) => settled.evolve_plan(context.now, event),
                _ => {}
            }
        }
        let mut decision = activity::decide(&settled, &host, &joiner, context, command)?;
        let due = due.into_iter().map(|event| (StreamId::District, event));
        decision.events.splice(0..0, due);
        Ok(decision)
    }

    /// Who ends a report-in, or moves it, gives up what they hold in other
    /// branches and in the district too; where they move to, it stays theirs.
    pub(super) fn leave_elsewhere(&self, from: &StreamId, now: Timestamp, decision: &mut Decision) {
        let ended = decision.events.iter().find_map(|(_, event)| match event {
            Event::Member(MemberEvent::ReportInEnded { person, moved_to, .. }) => {
                Some((*person, moved_to.clone()))
            }
            _ => None,
        });
        let Some((person, moved_to)) = ended else { return };
        let not_there = |activity: &Activity| !activity.attendance.contains_key(&person);
        for room in self.rooms() {
            let stays = moved_to.is_some() && room.branch == moved_to.as_ref();
            if stays || room.host.stream == *from {
                continue;
            }
            let left = room.activities.leave_all(&room.host, person, now, not_there);
            let stream = room.host.stream;
            decision.events.extend(left.into_iter().map(|event| (stream.clone(), event.into())));
        }
    }

    /// Gives up what somebody holds in the district's own activities, because
    /// they erase themselves.
    pub(super) fn leave_own(&self, person: PersonId, now: Timestamp, decision: &mut Decision) {
        let host = Host::from(&*self.charter);
        let left = self.activities.leave_all(&host, person, now, |_| true);
        decision.events.extend(left.into_iter().map(|it| (StreamId::District, it.into())));
    }
}
