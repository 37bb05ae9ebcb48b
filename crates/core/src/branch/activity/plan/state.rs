use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, Serializer, ser};
use serde_json::Value;

use super::{
    event::Moved,
    repeat::{Repeat, RepeatForm, Rule},
};
use crate::{
    branch::activity::{ActivityForm, Details},
    caller::Office,
    ids::{ActivityId, DraftId, PersonId, SeriesId},
    personal::Personal,
    time::{Day, Timestamp},
};

/// What is planned in one place: drafts and series.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plans {
    /// 草稿 by id.
    pub drafts: BTreeMap<DraftId, Draft>,
    /// 系列 by id.
    pub series: BTreeMap<SeriesId, Series>,
    /// The next date that each series publishes. Derived.
    #[serde(skip)]
    pub(super) next: BTreeSet<(Day, SeriesId)>,
}

/// 草稿: a form that is not ready, for those who run the branch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Who saved it last.
    pub by: PersonId,
    /// The office they held.
    pub office: Office,
    /// When.
    pub saved_at: Timestamp,
    /// How often it was saved.
    pub revision: u32,
    /// What was filled in; it is theirs, and goes with them.
    pub plan: Personal<DraftPlan>,
}

/// What a draft holds: forms as typed, right or not.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftPlan {
    /// The activity, as far as it is filled in: a field that the form gets later
    /// leaves what is stored as it is.
    #[serde(serialize_with = "filled_in")]
    pub details: ActivityForm,
    /// How it repeats, if it is to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<RepeatForm>,
}

// What is as in an empty form is left out.
fn filled_in<S: Serializer>(form: &ActivityForm, serializer: S) -> Result<S::Ok, S::Error> {
    let fields = |form: &ActivityForm| match serde_json::to_value(form) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(ser::Error::custom("a form is an object")),
        Err(error) => Err(ser::Error::custom(error)),
    };
    let (mut filled, empty) = (fields(form)?, fields(&ActivityForm::default())?);
    filled.retain(|name, value| empty.get(name) != Some(value));
    filled.serialize(serializer)
}

/// 系列: one rule with its exceptions.
///
/// INVARIANT: a date is in at most one of `published`, `skipped` and `missed`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Series {
    /// Who set the rule as it is.
    pub by: PersonId,
    /// The office they held.
    pub office: Office,
    /// When.
    pub set_at: Timestamp,
    /// How often the rule was changed.
    pub revision: u32,
    /// The first occurrence; those after it follow at the same time of day, with
    /// the sign-up closing as long before.
    pub details: Details,
    /// How it goes on.
    pub repeat: Repeat,
    /// What is published, by the date of the rule that it stands for.
    #[serde(default)]
    pub published: BTreeMap<Day, ActivityId>,
    /// 跳过
    #[serde(default)]
    pub skipped: BTreeSet<Day>,
    /// Dates that came before anything could publish them.
    #[serde(default)]
    pub missed: BTreeSet<Day>,
    /// Nothing is published from this date on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
}

impl Series {
    /// The rule.
    pub fn rule(&self) -> Rule {
        Rule { first: self.details.start.day(), repeat: self.repeat }
    }

    /// The occurrence of that date, as the rule has it.
    pub fn on(&self, date: Day) -> Details {
        let later = date.start().0 - self.details.start.day().start().0;
        Details {
            start: self.details.start.plus(later),
            end: self.details.end.plus(later),
            sign_up_until: self.details.sign_up_until.plus(later),
            ..self.details.clone()
        }
    }

    /// The same as it is published at that time: where the sign-up would be
    /// closed before anybody has seen it, it stays open until the start.
    pub(super) fn published_on(&self, date: Day, now: Timestamp) -> Details {
        let details = self.on(date);
        if details.sign_up_until > now {
            details
        } else {
            Details { sign_up_until: details.start, ..details }
        }
    }

    /// Whether an occurrence stands as the rule has it: nobody changed it.
    pub fn has_as(&self, date: Day, details: &Details) -> bool {
        let own = self.on(date);
        own == *details || Details { sign_up_until: own.start, ..own } == *details
    }

    /// Dates of the rule that are still to be published, in order. A series
    /// whose contact is erased pauses, but its dates stay.
    pub fn pending(&self) -> impl Iterator<Item = Day> + '_ {
        let open = |date: &Day| {
            !self.published.contains_key(date)
                && !self.skipped.contains(date)
                && !self.missed.contains(date)
                && self.ended.is_none_or(|from| *date < from)
        };
        self.rule().dates().into_iter().filter(open)
    }

    /// Whether nobody can be named to call any more, so that nothing is published.
    pub fn is_paused(&self) -> bool {
        self.details.contact == Personal::Erased
    }

    /// The next date to publish; none while it pauses.
    fn next(&self) -> Option<Day> {
        if self.is_paused() { None } else { self.pending().next() }
    }

    /// The rule is another one from now on.
    pub(super) fn set(&mut self, details: &Details, repeat: &Repeat, moved: &[Moved]) {
        self.details = details.clone();
        self.repeat = *repeat;
        self.revision += 1;
        let moves: BTreeMap<Day, Day> = moved.iter().map(|it| (it.from, it.to)).collect();
        let to = |date: Day| moves.get(&date).copied().unwrap_or(date);
        self.published = std::mem::take(&mut self.published)
            .into_iter()
            .map(|(date, id)| (to(date), id))
            .collect();
        self.skipped = std::mem::take(&mut self.skipped).into_iter().map(to).collect();
        self.missed = std::mem::take(&mut self.missed).into_iter().map(to).collect();
    }
}

impl Plans {
    /// As it is kept in a snapshot, without what is derived.
    pub(crate) fn snapshot(&self) -> Self {
        Self { drafts: self.drafts.clone(), series: self.series.clone(), next: BTreeSet::new() }
    }

    /// As restored from a snapshot, with what is derived.
    pub(crate) fn restored(mut self) -> Self {
        let next = |(id, series): (&SeriesId, &Series)| Some((series.next()?, *id));
        self.next = self.series.iter().filter_map(next).collect();
        self
    }

    /// Changes a series, and with it what it publishes next.
    pub(super) fn change(&mut self, id: &SeriesId, change: impl FnOnce(&mut Series)) {
        let Some(series) = self.series.get_mut(id) else { return };
        if let Some(next) = series.next() {
            self.next.remove(&(next, *id));
        }
        change(series);
        self.next.extend(series.next().map(|next| (next, *id)));
    }

    /// How many series have something left to publish.
    pub fn running(&self) -> u32 {
        self.series.values().filter(|series| series.pending().next().is_some()).count() as u32
    }

    /// Whether words in it belong to that person.
    pub(crate) fn keeps(&self, person: &PersonId) -> bool {
        self.drafts.values().any(|draft| draft.by == *person)
            || self.series.values().any(|it| it.details.contact.owner() == Some(*person))
    }

    /// Whether a series that goes on names that person as its contact.
    pub(crate) fn goes_on_with(&self, person: &PersonId) -> bool {
        let mut series = self.series.values();
        series.any(|it| it.ended.is_none() && it.details.contact.owner() == Some(*person))
    }

    /// What the person wrote is forgotten: their drafts, and the contact they
    /// named, without which a series pauses.
    pub(crate) fn erase(&mut self, person: PersonId) {
        self.drafts.retain(|_, draft| draft.by != person);
        let theirs = |series: &Series| series.details.contact.owner() == Some(person);
        let ids: Vec<SeriesId> =
            self.series.iter().filter(|(_, it)| theirs(it)).map(|(id, _)| *id).collect();
        for id in ids {
            self.change(&id, |series| series.details.contact.redact(person));
        }
    }
}
