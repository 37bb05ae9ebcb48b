use serde::{Deserialize, de::value::StrDeserializer};

use super::{Failure, question::Months};
use crate::{
    branch::member::MemberState,
    ids::ActivityId,
    view::{Handing, RosterList, RosterQuery},
};

/// The most characters that are searched for.
const LONGEST_SEARCH: usize = 40;

/// What is left of a query string.
pub(super) struct Query<'a>(pub(super) Vec<(&'a str, &'a str)>);

impl<'a> Query<'a> {
    /// The value of a name. A parameter without a value is one that is not
    /// given: forms send `cursor=`.
    fn take(&mut self, name: &str) -> Result<Option<&'a str>, Failure> {
        let mut found = None;
        while let Some(at) = self.0.iter().position(|(key, _)| *key == name) {
            let (_, value) = self.0.remove(at);
            if found.replace(value).is_some() {
                return Err(Failure::Malformed(format!("`{name}` is there twice")));
            }
        }
        Ok(found.filter(|value| !value.is_empty()))
    }

    pub(super) fn read<T: for<'de> Deserialize<'de>>(
        &mut self,
        name: &str,
    ) -> Result<Option<T>, Failure> {
        let read = |text| T::deserialize(StrDeserializer::<serde::de::value::Error>::new(text));
        let value = self.take(name)?.map(read).transpose();
        value.map_err(|error| Failure::Malformed(format!("`{name}`: {error}")))
    }

    pub(super) fn number(&mut self, name: &str) -> Result<Option<u32>, Failure> {
        let value = self.take(name)?.map(str::parse).transpose();
        value.map_err(|error| Failure::Malformed(format!("`{name}`: {error}")))
    }

    pub(super) fn months(&mut self) -> Result<Months, Failure> {
        let months = Months { from: self.read("from")?, to: self.read("to")? };
        if months.from.zip(months.to).is_some_and(|(from, to)| from > to) {
            return Err(Failure::Malformed("`from` must not come after `to`".to_owned()));
        }
        Ok(months)
    }

    /// What for and to whom, once both are said.
    pub(super) fn handing(&mut self) -> Result<Option<Handing>, Failure> {
        let (purpose, recipient) = (self.read("purpose")?, self.read("recipient")?);
        Ok(purpose.zip(recipient).map(|(purpose, recipient)| Handing { purpose, recipient }))
    }

    pub(super) fn roster(&mut self) -> Result<RosterQuery, Failure> {
        let q = self.take("q")?.unwrap_or_default().to_owned();
        if q.chars().count() > LONGEST_SEARCH {
            return Err(Failure::Malformed(format!("`q` has at most {LONGEST_SEARCH} characters")));
        }
        let list = self.take("list")?.unwrap_or("members");
        let state = self.read::<MemberState>("state")?;
        let activity = self.read::<ActivityId>("activity")?;
        let list = match (list, state, activity) {
            ("members", state, None) => RosterList::Members(state),
            ("activity", None, Some(activity)) => RosterList::Activity(activity),
            _ => {
                return Err(Failure::Malformed(
                    "`list` must be `members`, with `state` if wanted, or `activity`, with \
                     `activity`"
                        .to_owned(),
                ));
            }
        };
        Ok(RosterQuery { list, q, cursor: self.read("cursor")? })
    }

    /// Nothing may be left: it was sent in the belief that it has an effect.
    pub(super) fn end(self) -> Result<(), Failure> {
        match self.0.first() {
            None => Ok(()),
            Some((name, _)) => Err(Failure::Malformed(format!("unknown field `{name}`"))),
        }
    }
}
