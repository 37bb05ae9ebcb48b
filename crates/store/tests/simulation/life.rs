//! One life of a district: commands, repeats, faults, crashes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use guiyan_core::{
    Command, Outcome, Refusal, Submission,
    caller::Caller,
    charter::{BranchCharter, DistrictCharter},
    command::DistrictCommand,
    ids::{CommandId, StreamId},
    testing,
    time::{HOUR, MINUTE, Timestamp},
};
use guiyan_store::{DeskOptions, Receipt, StepDesk, SubmitError};

use super::{
    dice::Dice,
    ground::{Ground, Shared, plan},
    people::People,
};

/// A command, what its client knows of it, and whether it still wants to know.
pub(crate) struct Sent {
    pub(crate) target: StreamId,
    pub(crate) caller: Caller,
    pub(crate) submission: Submission,
    pub(crate) accepted: Option<Receipt>,
    pub(crate) refused: Option<Refusal>,
    waits: bool,
}

impl Sent {
    pub(crate) fn waits(&self) -> bool {
        self.waits
    }
}

/// What the client of an answer expects.
#[derive(Clone, Copy)]
enum Expected {
    /// The answer to its command.
    Answer,
    /// To be told that the id belongs to another command.
    Reused,
}

type Inbox = Arc<Mutex<Vec<(usize, Expected, Result<Receipt, SubmitError>)>>>;

pub(crate) struct Life<G> {
    pub(crate) ground: G,
    pub(crate) plan: Shared,
    pub(crate) charter: Arc<DistrictCharter>,
    pub(crate) sent: Vec<Sent>,
    pub(crate) dice: Dice,
    /// One, or two that write to the same log.
    pub(crate) desks: Vec<StepDesk>,
    inbox: Inbox,
    people: People,
    now: Timestamp,
}

impl<G: Ground> Life<G> {
    pub(crate) fn begin(seed: u64, ground: G, desks: usize) -> Self {
        let mut dice = Dice::new(seed);
        let charter = Arc::new(charter(&mut dice));
        let mut life = Self {
            ground,
            plan: Shared::default(),
            charter,
            sent: Vec::new(),
            dice,
            desks: Vec::new(),
            inbox: Inbox::default(),
            people: People::new(),
            now: testing::at("2026-11-01T09:00"),
        };
        life.open(desks);
        life
    }

    /// Lives for a while.
    pub(crate) fn live(&mut self, turns: u64) {
        for _ in 0..turns {
            self.turn();
        }
    }

    /// Nothing fails any more, and every client asks until it knows.
    pub(crate) fn come_to_rest(&mut self) {
        plan(&self.plan).countdown = None;
        for _ in 0..20 {
            self.drain();
            let waiting = self.waiting();
            if waiting.is_empty() {
                return;
            }
            waiting.into_iter().for_each(|index| self.send(index));
        }
        panic!("commands are never answered: {:?}", self.waiting());
    }

    /// Every command has come to rest; nobody waits.
    pub(crate) fn drain(&mut self) {
        for desk in 0..self.desks.len() {
            while self.desks[desk].step() {}
        }
        self.hear();
    }

    fn turn(&mut self) {
        self.pass_time();
        match self.dice.below(100) {
            0..=54 => self.ask_something(),
            55..=64 => self.repeat_something(),
            65..=69 => self.reuse_an_id(),
            70..=72 => self.settle(),
            73 => {
                for desk in &mut self.desks {
                    desk.snapshot();
                }
            }
            74 => self.restart(),
            _ => self.step(),
        }
    }

    fn pass_time(&mut self) {
        let by = match self.dice.below(40) {
            0 => (self.dice.below(30) as i64) * HOUR,
            // The clock of the machine is put back.
            1 => -2 * HOUR,
            _ => (self.dice.below(10) as i64) * MINUTE,
        };
        self.now = self.now.plus(by);
    }

    fn ask_something(&mut self) {
        let (target, caller, command) = self.people.ask(&mut self.dice, self.now);
        self.send_new(target, caller, command);
    }

    fn settle(&mut self) {
        let command = DistrictCommand::Settle.into();
        self.send_new(StreamId::District, Caller::anonymous(), command);
    }

    fn send_new(&mut self, target: StreamId, caller: Caller, command: guiyan_core::Command) {
        let id = testing::command_id(self.sent.len() as u128 + 1);
        let submission = Submission { id, command };
        let (accepted, refused, waits) = (None, None, true);
        self.sent.push(Sent { target, caller, submission, accepted, refused, waits });
        self.send(self.sent.len() - 1);
    }

    // A client that has heard nothing, or pressed twice.
    fn repeat_something(&mut self) {
        if !self.sent.is_empty() {
            let index = self.dice.below(self.sent.len() as u64) as usize;
            self.send(index);
        }
    }

    // The id of an accepted command with other content, another caller, or
    // another target.
    fn reuse_an_id(&mut self) {
        let accepted: Vec<usize> =
            (0..self.sent.len()).filter(|index| self.sent[*index].accepted.is_some()).collect();
        if accepted.is_empty() {
            return;
        }
        let index = *self.dice.pick(&accepted);
        let sent = &self.sent[index];
        let (mut target, mut caller) = (sent.target.clone(), sent.caller.clone());
        let mut submission = sent.submission.clone();
        // Who erased themselves comes back as somebody new: a repeat of an
        // erasure is one from anybody.
        let erasure = matches!(submission.command, Command::District(_));
        match self.dice.below(3) {
            0 if erasure => return,
            0 => caller = Caller::person(testing::person(77)),
            1 => {
                target =
                    if target == testing::yiwu() { testing::beijing() } else { testing::yiwu() }
            }
            _ => {
                let (_, _, command) = self.people.ask(&mut self.dice, self.now);
                if command == submission.command {
                    return;
                }
                submission.command = command;
            }
        }
        self.deliver(index, Expected::Reused, target, caller, submission);
    }

    fn send(&mut self, index: usize) {
        let Sent { target, caller, submission, .. } = &self.sent[index];
        let (target, caller, submission) = (target.clone(), caller.clone(), submission.clone());
        self.deliver(index, Expected::Answer, target, caller, submission);
    }

    fn deliver(
        &mut self,
        index: usize,
        expected: Expected,
        target: StreamId,
        caller: Caller,
        submission: Submission,
    ) {
        let (inbox, dead) = (self.inbox.clone(), self.plan.clone());
        // Some answers never arrive.
        let lost = self.dice.percent(8) && plan(&self.plan).countdown.is_some();
        let desk = self.dice.below(self.desks.len() as u64) as usize;
        self.desks[desk].submit(target, caller, self.now, submission, move |answer| {
            if !lost && !plan(&dead).dead {
                inbox.lock().unwrap().push((index, expected, answer));
            }
        });
    }

    fn step(&mut self) {
        let desk = self.dice.below(self.desks.len() as u64) as usize;
        if self.dice.percent(30) {
            let countdown = Some(self.dice.below(14));
            let crash = self.dice.percent(50);
            let mut plan = plan(&self.plan);
            (plan.countdown, plan.crash) = (countdown, crash);
        }
        self.desks[desk].step();
        self.hear();
        if plan(&self.plan).dead {
            self.after_a_crash();
        }
    }

    fn after_a_crash(&mut self) {
        self.reopen();
        self.check();
        // Some clients send again at once, the others some time later.
        for index in self.waiting() {
            if self.dice.percent(70) {
                self.send(index);
            }
        }
    }

    fn restart(&mut self) {
        plan(&self.plan).countdown = None;
        self.drain();
        self.reopen();
        self.check();
    }

    fn reopen(&mut self) {
        let desks = self.desks.len();
        self.desks.clear();
        self.open(desks);
    }

    fn open(&mut self, desks: usize) {
        plan(&self.plan).dead = false;
        plan(&self.plan).countdown = None;
        for _ in 0..desks {
            let log = self.ground.open(&self.plan);
            let desk = StepDesk::open(self.charter.clone(), log, DeskOptions::default());
            self.desks.push(desk.unwrap());
        }
    }

    fn waiting(&self) -> Vec<usize> {
        (0..self.sent.len()).filter(|index| self.sent[*index].waits).collect()
    }

    fn hear(&mut self) {
        let heard = std::mem::take(&mut *self.inbox.lock().unwrap());
        for (index, expected, answer) in heard {
            match expected {
                Expected::Answer => self.answered(index, answer),
                Expected::Reused => match answer {
                    Err(
                        SubmitError::Refused(Refusal::CommandIdReused) | SubmitError::Unavailable,
                    ) => {}
                    other => panic!("a reused id of command {index} got {other:?}"),
                },
            }
        }
    }

    fn answered(&mut self, index: usize, answer: Result<Receipt, SubmitError>) {
        let sent = &mut self.sent[index];
        match answer {
            Ok(receipt) => {
                if let Some(first) = sent.accepted {
                    let same = (first.outcome, first.version) == (receipt.outcome, receipt.version);
                    assert!(same, "command {index} got {first:?} and then {receipt:?}");
                    assert!(receipt.repeated || first.repeated, "command {index} accepted twice");
                }
                sent.accepted = Some(receipt);
                sent.waits = false;
                self.learn(index, receipt.outcome);
            }
            Err(SubmitError::Refused(refusal)) => {
                assert!(sent.accepted.is_none(), "command {index} was accepted, then {refusal:?}");
                assert_ne!(refusal, Refusal::CommandIdReused, "command {index} is no reuse");
                sent.refused = Some(refusal);
                sent.waits = false;
            }
            Err(SubmitError::Unavailable) => {}
        }
    }

    fn learn(&mut self, index: usize, outcome: Outcome) {
        let sent = &self.sent[index];
        match (outcome, sent.caller.person) {
            (Outcome::ActivityPublished { activity }, _) => {
                let entry = (sent.target.clone(), activity);
                if !self.people.activities.contains(&entry) {
                    self.people.activities.push(entry);
                }
            }
            (Outcome::DraftSaved { draft }, _) => {
                self.people.drafts.push((sent.target.clone(), draft));
            }
            (Outcome::SeriesPublished { series, .. }, _) => {
                self.people.series.push((sent.target.clone(), series));
            }
            (Outcome::RequestSubmitted { request }, _) => {
                self.people.matters.requests.push((sent.target.clone(), request));
            }
            (Outcome::LeadSubmitted { lead }, _) => {
                self.people.matters.leads.push((sent.target.clone(), lead));
            }
            (Outcome::Erased, Some(person)) => self.people.erased(person),
            _ => {}
        }
    }

    /// By id, what clients were told.
    pub(crate) fn told(&self) -> HashMap<CommandId, &Sent> {
        self.sent.iter().map(|sent| (sent.submission.id, sent)).collect()
    }
}

// Freed places are kept for half an hour in some lives, given at once in others.
fn charter(dice: &mut Dice) -> DistrictCharter {
    let mut charter = testing::sample_charter();
    for branch in charter.branches.values_mut() {
        let minutes = *dice.pick(&[0, 30]);
        *branch = Arc::new(BranchCharter { offer_window_minutes: minutes, ..(**branch).clone() });
    }
    charter
}
