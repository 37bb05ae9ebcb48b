//! What secretaries plan, at random.

use guiyan_core::{
    Command,
    branch::activity::{
        ActivityCommand, ActivityForm,
        plan::{DraftRef, Every, PlanCommand, RepeatForm},
    },
    caller::Caller,
    ids::StreamId,
    time::{DAY, Timestamp},
};

use super::{dice::Dice, people::People};

impl People {
    pub(crate) fn ask_plans(
        &mut self,
        dice: &mut Dice,
        now: Timestamp,
        branch: StreamId,
    ) -> (StreamId, Caller, Command) {
        let roll = dice.below(10);
        let (branch, command) = match roll {
            0..=1 => (branch, self.save(dice, now)),
            2 | 3 if !self.drafts.is_empty() => {
                let (branch, id) = dice.pick(&self.drafts).clone();
                let draft = DraftRef { id, revision: 1 + dice.below(2) as u32 };
                let details = self.form(dice, now);
                let publish = ActivityCommand::PublishActivity { details, draft: Some(draft) };
                let caller = self.secretary(&branch);
                match dice.below(3) {
                    0 => return (branch, caller, publish.into()),
                    1 => (branch, PlanCommand::DiscardDraft { draft }),
                    _ => {
                        let (details, repeat) = (self.form(dice, now), None);
                        (branch, PlanCommand::SaveDraft { draft: Some(draft), details, repeat })
                    }
                }
            }
            4..=5 if !self.series.is_empty() => {
                let (branch, series) = dice.pick(&self.series).clone();
                let (details, revision) = (self.form(dice, now), dice.below(2) as u32);
                let repeat = repeat(dice);
                (branch, PlanCommand::ChangeSeries { series, revision, details, repeat })
            }
            6..=7 if !self.series.is_empty() => {
                let (branch, series) = dice.pick(&self.series).clone();
                let date = now.plus((60 + dice.below(60) as i64) * DAY).day();
                let command = match dice.below(6) {
                    0 => PlanCommand::EndSeries { series, from: date },
                    1 => PlanCommand::UnskipOccurrence { series, date },
                    _ => PlanCommand::SkipOccurrence { series, date },
                };
                (branch, command)
            }
            _ => {
                let (details, repeat) = (self.form(dice, now), repeat(dice));
                (branch, PlanCommand::PublishSeries { details, repeat, draft: None })
            }
        };
        let caller = self.secretary(&branch);
        (branch, caller, command.into())
    }

    fn save(&mut self, dice: &mut Dice, now: Timestamp) -> PlanCommand {
        let (details, repeat) = (self.form(dice, now), Some(repeat(dice)));
        PlanCommand::SaveDraft { draft: None, details, repeat }
    }

    fn form(&mut self, dice: &mut Dice, now: Timestamp) -> ActivityForm {
        match self.publish(dice, now, "") {
            ActivityCommand::PublishActivity { details, .. } => details,
            _ => unreachable!("it publishes"),
        }
    }
}

fn repeat(dice: &mut Dice) -> RepeatForm {
    let every = Some(*dice.pick(&[Every::Weekly, Every::MonthlyDay]));
    let count = Some(2 + dice.below(12) as i64);
    RepeatForm { every, count, ..RepeatForm::default() }
}
