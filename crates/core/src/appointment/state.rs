use std::collections::{BTreeMap, BTreeSet};

use super::event::{AppointmentEnd, AppointmentEvent};
use crate::{
    caller::Role,
    ids::{AppointmentId, PersonId},
    personal::Personal,
    time::{Day, Timestamp},
};

/// One office held by one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appointment {
    /// Whose.
    pub person: PersonId,
    /// Which office.
    pub role: Role,
    /// What they are called.
    pub name: Personal<String>,
    /// Since when.
    pub since: Timestamp,
    /// By whom; nobody where the operator named them.
    pub by: Option<PersonId>,
    /// The last day of the term.
    pub until: Option<Day>,
    /// Set when it ended otherwise.
    pub ended: Option<Ended>,
}

/// When, by whom and how an office ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// How.
    pub how: AppointmentEnd,
}

impl Appointment {
    /// Whether it is held at that time: to the end of its last day.
    pub fn is_held(&self, now: Timestamp) -> bool {
        self.ended.is_none() && !self.is_over(now)
    }

    /// Whether it was held at a time that is over.
    pub fn was_held(&self, at: Timestamp) -> bool {
        self.since <= at && self.ended.is_none_or(|ended| at < ended.at) && !self.is_over(at)
    }

    fn is_over(&self, at: Timestamp) -> bool {
        self.lapses().is_some_and(|end| end <= at)
    }

    /// When its term is over.
    pub fn lapses(&self) -> Option<Timestamp> {
        self.until.map(|day| day.next().start())
    }
}

/// Every office that was ever held.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Appointments {
    all: BTreeMap<AppointmentId, Appointment>,
    /// Those that have not been ended, by person; their term may be over.
    open: BTreeMap<PersonId, BTreeSet<AppointmentId>>,
}

impl Appointments {
    /// The one of that id.
    pub fn get(&self, id: &AppointmentId) -> Option<&Appointment> {
        self.all.get(id)
    }

    /// All of them by id.
    pub fn iter(&self) -> impl Iterator<Item = (&AppointmentId, &Appointment)> {
        self.all.iter()
    }

    /// Those that a person holds at that time.
    pub fn held_by(
        &self,
        person: &PersonId,
        now: Timestamp,
    ) -> impl Iterator<Item = (&AppointmentId, &Appointment)> {
        let ids = self.open.get(person).into_iter().flatten();
        let open = ids.filter_map(|id| self.all.get_key_value(id));
        open.filter(move |(_, it)| it.is_held(now))
    }

    /// Those by which that office is held at that time.
    pub fn holding(
        &self,
        role: &Role,
        now: Timestamp,
    ) -> impl Iterator<Item = (&AppointmentId, &Appointment)> {
        self.all.iter().filter(move |(_, it)| it.role == *role && it.is_held(now))
    }

    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, at: Timestamp, event: &AppointmentEvent) {
        match event {
            AppointmentEvent::Appointed { appointment, person, role, name, by, until } => {
                self.open.entry(*person).or_default().insert(*appointment);
                let held = Appointment {
                    person: *person,
                    role: role.clone(),
                    name: name.clone(),
                    since: at,
                    by: *by,
                    until: *until,
                    ended: None,
                };
                self.all.insert(*appointment, held);
            }
            AppointmentEvent::AppointmentEnded { appointment, by, how } => {
                let Some(held) = self.all.get_mut(appointment) else { return };
                held.ended = Some(Ended { at, by: *by, how: *how });
                if let Some(open) = self.open.get_mut(&held.person) {
                    open.remove(appointment);
                }
            }
        }
    }

    /// Forgets what a person who erased themselves was called.
    pub fn redact(&mut self, person: PersonId) {
        for held in self.all.values_mut().filter(|held| held.person == person) {
            held.name.redact(person);
        }
        self.open.remove(&person);
    }
}
