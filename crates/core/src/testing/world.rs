//! A small world with a clock, in which attempts are made one after another.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Attempt, activity_form, at, beijing, command_id, consent, district_with_window, lead_form,
    liaison, need_form, person, report_form_of, secretary, township, yiwu,
};
use crate::{
    Claim, Command, Decision, District, Recorded, Refusal,
    branch::{
        activity::{ActivityCommand, ActivityEvent},
        lead::LeadCommand,
        member::MemberCommand,
    },
    caller::Caller,
    decider::ClaimChange,
    event::Event,
    ids::{ActivityId, PersonId, StreamId},
    need::NeedCommand,
    time::Timestamp,
};

/// A district with what a store would keep of it: the log and the claims.
#[derive(Clone, Debug)]
pub struct World {
    /// The state.
    pub district: District,
    /// The clock of whoever asks next; it may go back.
    pub now: Timestamp,
    /// Every event, in the order of appending.
    pub log: Vec<Recorded>,
    /// The claims that are held.
    pub claims: BTreeSet<Claim>,
    /// Published activities by stream, in order.
    pub activities: BTreeMap<StreamId, Vec<ActivityId>>,
    /// Who has erased themselves.
    pub erased: BTreeSet<PersonId>,
    commands: u128,
}

impl World {
    /// An empty world on 2026-11-01 with that window for offers.
    pub fn new(window_minutes: u32) -> Self {
        Self {
            district: district_with_window(window_minutes),
            now: at("2026-11-01T09:00"),
            log: Vec::new(),
            claims: BTreeSet::new(),
            activities: BTreeMap::new(),
            erased: BTreeSet::new(),
            commands: 0,
        }
    }

    /// One of the activities of a stream, if there is any.
    pub fn activity(&self, stream: &StreamId, index: u8) -> Option<ActivityId> {
        let published = self.activities.get(stream)?;
        published.get(usize::from(index) % published.len().max(1)).copied()
    }

    /// For whom a place of that activity is kept, if for anybody.
    pub fn offered(&self, stream: &StreamId, index: u8) -> Option<PersonId> {
        let room = self.district.room(stream)?;
        let activity = room.activities.get(&self.activity(stream, index)?)?;
        activity.open_offers().next().map(|(person, _)| person)
    }

    /// A world where people 1 to 6 are members in Beijing and 7 and 8 in Yiwu,
    /// and each branch has one activity with two places on 2026-12-06. A need is
    /// posted, and people 1, 2 and 7 have a lead that 秦峰镇 may see.
    pub fn populated(window_minutes: u32) -> Self {
        let mut world = Self::new(window_minutes);
        for number in 1..=8 {
            let to = if number <= 6 { beijing() } else { yiwu() };
            let report = report_form_of(number);
            let report_in = MemberCommand::ReportIn { report, consent: consent() };
            let receive = MemberCommand::ReceiveMember { person: person(number) };
            world.must(&to, &Caller::person(person(number)), report_in);
            world.must(&to, &secretary(&to), receive);
        }
        for to in [beijing(), yiwu()] {
            let details = activity_form(Some(2));
            world.must(
                &to,
                &secretary(&to),
                ActivityCommand::PublishActivity { details, draft: None },
            );
        }
        let post = NeedCommand::PostNeed { details: need_form() };
        world.must(&StreamId::District, &liaison("qinfeng"), post);
        for (number, to) in [(1, beijing()), (2, beijing()), (7, yiwu())] {
            let submit = LeadCommand::SubmitLead {
                lead: lead_form(),
                invited: false,
                notice: None,
                consent: vec![township("qinfeng")],
            };
            world.must(&to, &Caller::person(person(number)), submit);
        }
        world
    }

    /// Moves the clock and makes the attempt.
    ///
    /// # Errors
    /// The refusal.
    pub fn attempt(&mut self, attempt: &Attempt) -> Result<Decision, Refusal> {
        self.now = self.now.plus(attempt.minutes * crate::time::MINUTE);
        let (to, caller, command) = attempt.resolve(self);
        self.submit(&to, &caller, &command)
    }

    /// Decides a command with a fresh id and appends what was decided.
    ///
    /// # Errors
    /// The refusal; a claim that is taken is one.
    pub fn submit(
        &mut self,
        to: &StreamId,
        caller: &Caller,
        command: &Command,
    ) -> Result<Decision, Refusal> {
        self.commands += 1;
        let id = command_id(self.commands);
        let decision = self.district.decide(to, caller, self.now, id, command)?;
        self.append(&decision)?;
        Ok(decision)
    }

    /// Appends a decision as a store does: the claims first, then all of it.
    ///
    /// # Errors
    /// When a claim is taken.
    pub fn append(&mut self, decision: &Decision) -> Result<(), Refusal> {
        let taken = decision.claims.iter().any(
            |change| matches!(change, ClaimChange::Take(claim) if self.claims.contains(claim)),
        );
        if taken {
            return Err(Refusal::AlreadyReportedIn);
        }
        for change in &decision.claims {
            match change {
                ClaimChange::Take(claim) => self.claims.insert(claim.clone()),
                ClaimChange::Release(claim) => self.claims.remove(claim),
            };
        }
        self.erased.extend(decision.erase);
        let now = self.now.max(self.district.last_at());
        for (stream, event) in &decision.events {
            let seq = self.district.version_of(stream) + 1;
            self.district.evolve(stream, seq, now, event);
            if let Event::Activity(ActivityEvent::ActivityPublished { activity, .. }) = event {
                self.activities.entry(stream.clone()).or_default().push(*activity);
            }
            self.log.push(Recorded {
                stream: stream.clone(),
                seq,
                at: now,
                command: command_id(self.commands),
                event: event.clone(),
            });
        }
        Ok(())
    }

    /// The id of the command submitted last.
    pub fn last_command(&self) -> crate::ids::CommandId {
        command_id(self.commands)
    }

    #[track_caller]
    fn must(&mut self, to: &StreamId, caller: &Caller, command: impl Into<Command>) {
        let result = self.submit(to, caller, &command.into());
        assert!(result.is_ok(), "{result:?}");
    }
}
