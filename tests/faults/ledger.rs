//! What the clients know: every command they sent, every answer they got.
//! Held against the service after each fault, and at the end as a whole.

use std::collections::{BTreeMap, BTreeSet};

use guiyan_core::{
    Outcome, Submission,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{MemberCommand, MemberState},
    },
    ids::ActivityId,
};
use guiyan_tests_service::{App, BEIJING, Person, YIWU, make, person::Fate};
use rand::{Rng, SeedableRng, rngs::StdRng};

/// Places of each activity: far fewer than members, so that queues form.
pub(crate) const PLACES: u32 = 5;

/// What a client does all day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Trade {
    /// Signs up for activities and leaves them again.
    Member,
    /// Moves between the branches.
    Mover,
    /// The secretary, who publishes activities.
    Publisher,
}

/// A command and to which branch it goes.
#[derive(Clone, Debug)]
struct Sent {
    branch: &'static str,
    submission: Submission,
}

/// One client: one command at a time, the next after the answer.
#[derive(Debug)]
pub(crate) struct Client {
    /// The persona.
    pub(crate) persona: String,
    /// What they do.
    pub(crate) trade: Trade,
    /// Commands that were answered, with the answer.
    answered: Vec<(Sent, Outcome)>,
    /// The command under way when the service died.
    unanswered: Option<Sent>,
    /// How often a command was sent again.
    pub(crate) resent: usize,
    /// Versions told, by branch.
    versions: Vec<(&'static str, u64)>,
    /// Activities signed up for, by the answers.
    signed_up: BTreeSet<ActivityId>,
    /// Where the mover is, by the answers.
    at: &'static str,
    activities: Vec<ActivityId>,
    notice: String,
    random: StdRng,
}

impl Client {
    /// A client with the activities and the notice they know of.
    pub(crate) fn new(
        persona: String,
        trade: Trade,
        seed: u64,
        activities: &[ActivityId],
        notice: &str,
    ) -> Self {
        Self {
            persona,
            trade,
            answered: Vec::new(),
            unanswered: None,
            resent: 0,
            versions: Vec::new(),
            signed_up: BTreeSet::new(),
            at: BEIJING,
            activities: activities.to_vec(),
            notice: notice.to_owned(),
            random: StdRng::seed_from_u64(seed),
        }
    }

    /// How many commands were answered so far.
    pub(crate) fn count(&self) -> usize {
        self.answered.len()
    }

    /// Sends again what was not answered, under the same id, and it must be
    /// carried out: nothing about it has changed for this client. `false` when
    /// there is no answer this time either.
    pub(crate) async fn resend(&mut self, person: &Person) -> bool {
        let Some(sent) = self.unanswered.take() else { return true };
        self.resent += 1;
        self.send(person, sent).await
    }

    /// Sends that many commands; `false` when one got no answer.
    pub(crate) async fn work_for(&mut self, person: &Person, commands: usize) -> bool {
        for _ in 0..commands {
            let sent = self.next();
            if !self.send(person, sent).await {
                return false;
            }
        }
        true
    }

    async fn send(&mut self, person: &Person, sent: Sent) -> bool {
        match person.attempt(sent.branch, &sent.submission).await {
            Fate::Done(accepted) => {
                self.versions.push((sent.branch, accepted.version));
                self.learn(&sent.submission, accepted.outcome);
                self.answered.push((sent, accepted.outcome));
                true
            }
            Fate::Refused(problem) => panic!("{} sent {sent:?}: {problem:?}", self.persona),
            Fate::Unknown(_) => {
                self.unanswered = Some(sent);
                false
            }
        }
    }

    fn next(&mut self) -> Sent {
        let id = make::command_id();
        match self.trade {
            Trade::Member => {
                let activity = self.activities[self.random.random_range(0..self.activities.len())];
                let command = if self.signed_up.contains(&activity) {
                    ActivityCommand::LeaveActivity { activity }
                } else {
                    ActivityCommand::SignUp { activity, share_name: false }
                };
                Sent { branch: BEIJING, submission: Submission { id, command: command.into() } }
            }
            Trade::Mover => {
                let to = if self.at == BEIJING { YIWU } else { BEIJING };
                let command = MemberCommand::MoveReportIn {
                    to: to.parse().expect("a branch"),
                    area: "城东".into(),
                    consent: make::consent(&self.notice),
                };
                Sent { branch: self.at, submission: Submission { id, command: command.into() } }
            }
            Trade::Publisher => {
                let details = ActivityForm { title: title(id), ..make::activity("x", None) };
                let command = ActivityCommand::PublishActivity { details, draft: None };
                Sent { branch: BEIJING, submission: Submission { id, command: command.into() } }
            }
        }
    }

    fn learn(&mut self, submission: &Submission, outcome: Outcome) {
        use guiyan_core::Command;
        match (&submission.command, outcome) {
            (
                Command::Activity(ActivityCommand::SignUp { activity, share_name: false }),
                Outcome::Confirmed { .. } | Outcome::Waitlisted { .. },
            ) => {
                self.signed_up.insert(*activity);
            }
            (
                Command::Activity(ActivityCommand::LeaveActivity { activity }),
                Outcome::SignUpLeft,
            ) => {
                self.signed_up.remove(activity);
            }
            (Command::Member(_), Outcome::ReportInMoved) => {
                self.at = if self.at == BEIJING { YIWU } else { BEIJING };
            }
            (Command::Activity(_), Outcome::ActivityPublished { activity }) => {
                assert_eq!(activity.0, submission.id.0, "named by its command");
            }
            (command, outcome) => panic!("{command:?} came to {outcome:?}"),
        }
    }

    /// Every answered command once more: the same answer, and nothing happens.
    pub(crate) async fn repeat(&self, person: &Person) {
        for (sent, first) in &self.answered {
            match person.attempt(sent.branch, &sent.submission).await {
                Fate::Done(again) => assert_eq!(again.outcome, *first, "{sent:?}"),
                other => panic!("{} was answered {first:?}, now {other:?}", self.persona),
            }
        }
    }

    /// What they see is what they were told.
    pub(crate) async fn compare(&self, person: &Person) {
        match self.trade {
            Trade::Member => {
                let view = person.view(BEIJING).await;
                let seen = view.activities.iter().filter(|activity| activity.mine.is_some());
                let seen: BTreeSet<ActivityId> = seen.map(|activity| activity.id).collect();
                assert_eq!(seen, self.signed_up, "{}", self.persona);
            }
            Trade::Mover => {
                // A move is a step here and a step there; so many and no more.
                let me = person.me().await;
                let mut steps = 0;
                for there in &me.report_ins {
                    let active = there.report_in.state != MemberState::Ended;
                    assert_eq!(active, there.branch.id.as_str() == self.at, "{}", self.persona);
                    steps += there.report_in.steps.len();
                }
                assert_eq!(steps, 1 + 2 * self.answered.len(), "{}", self.persona);
            }
            Trade::Publisher => {
                let view = person.view(BEIJING).await;
                let mut titles = BTreeMap::new();
                for activity in &view.activities {
                    *titles.entry(activity.title.clone()).or_insert(0) += 1;
                }
                for (sent, _) in &self.answered {
                    let title = title(sent.submission.id);
                    assert_eq!(titles.get(&title), Some(&1), "{title} is there exactly once");
                }
            }
        }
    }
}

/// No two answered commands ended with the same event.
pub(crate) fn check_versions(clients: &[Client]) {
    let mut versions: Vec<_> =
        clients.iter().flat_map(|client| client.versions.iter().copied()).collect();
    let told = versions.len();
    versions.sort_unstable();
    versions.dedup();
    assert_eq!(versions.len(), told, "each command has an event of its own");
}

/// No activity has more people than places, and nobody waits beside a free one.
pub(crate) async fn check_places(app: &App, activities: &[ActivityId]) {
    let secretary = app.person("beijing-secretary").await;
    for id in activities {
        let list = secretary.roster(BEIJING, &format!("list=activity&activity={id}")).await;
        let places: Vec<u32> = list.rows.iter().filter_map(|row| row.place).collect();
        let positions: Vec<u32> = list.rows.iter().filter_map(|row| row.position).collect();
        let numbers: BTreeSet<u32> = places.iter().copied().collect();
        assert_eq!(numbers.len(), places.len(), "no place is given twice: {places:?}");
        assert!(places.iter().all(|place| (1..=PLACES).contains(place)), "oversold: {places:?}");
        let in_order: Vec<u32> = (1..=positions.len() as u32).collect();
        assert_eq!(positions, in_order, "the queue has no gap");
        assert!(positions.is_empty() || places.len() as u32 == PLACES, "someone waits for nothing");
    }
}

fn title(id: guiyan_core::ids::CommandId) -> String {
    format!("发布 {id}")
}
