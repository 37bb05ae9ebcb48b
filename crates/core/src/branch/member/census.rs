use std::collections::BTreeMap;

use super::{
    form::{Category, Industry},
    state::{Member, MemberState},
};
use crate::ids::TownshipId;

/// How many report-ins there are, without counting them: an overview costs the
/// same however many members a branch has.
///
/// INVARIANT: equal to a count over the branch's members.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Census {
    states: BTreeMap<MemberState, u32>,
    townships: BTreeMap<TownshipId, u32>,
    industries: BTreeMap<Industry, u32>,
    categories: BTreeMap<Category, u32>,
}

impl Census {
    /// Report-ins in that state.
    pub fn in_state(&self, state: MemberState) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Received members from that township or street.
    pub fn from_township(&self, township: &TownshipId) -> u32 {
        self.townships.get(township).copied().unwrap_or(0)
    }

    /// Received members by trade, those that anybody works in.
    pub fn industries(&self) -> impl Iterator<Item = (Industry, u32)> {
        self.industries.iter().map(|(industry, count)| (*industry, *count))
    }

    /// Received members of that category.
    pub fn of_category(&self, category: Category) -> u32 {
        self.categories.get(&category).copied().unwrap_or(0)
    }

    /// A report-in came to be as it is.
    pub(in crate::branch) fn add(&mut self, member: &Member) {
        up(&mut self.states, member.state);
        if member.state == MemberState::Received {
            up(&mut self.townships, member.codes.township.clone());
            up(&mut self.industries, member.codes.industry);
            up(&mut self.categories, member.codes.category);
        }
    }

    /// A report-in is no longer as it was.
    pub(in crate::branch) fn remove(&mut self, member: &Member) {
        down(&mut self.states, &member.state);
        if member.state == MemberState::Received {
            down(&mut self.townships, &member.codes.township);
            down(&mut self.industries, &member.codes.industry);
            down(&mut self.categories, &member.codes.category);
        }
    }
}

fn up<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K) {
    *counts.entry(key).or_default() += 1;
}

// What nobody has is not there, so that two counts of the same are equal.
fn down<K: Ord>(counts: &mut BTreeMap<K, u32>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}
