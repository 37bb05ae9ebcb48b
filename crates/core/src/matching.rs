//! Which needs and leads go together, and why. Deterministic and explained: the
//! reasons are shown, a human decides. [domain §4]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    branch::lead::LeadCodes,
    ids::{LeadId, NeedId, TownshipId},
    need::{HomeIndustry, LeadKind, NeedDetails},
};

/// Why two go together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum MatchReason {
    /// 类别相同; without it nothing matches.
    SameKind,
    /// 产业方向相同
    SameIndustry,
    /// 乡镇、街道相同
    SamePlace,
    /// 金额在需求范围内
    AmountWithinRange,
}

/// What matching looks at: of a need, or of a lead, whose amount is a range of
/// one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts<'a, Id> {
    /// Whose.
    pub id: Id,
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 乡镇、街道
    pub township: Option<&'a TownshipId>,
    /// The least amount in whole yuan.
    pub from: Option<u64>,
    /// The greatest.
    pub to: Option<u64>,
}

impl<'a> Facts<'a, NeedId> {
    /// Those of a need.
    pub fn of_need(id: NeedId, need: &'a NeedDetails) -> Self {
        Self {
            id,
            kind: need.kind,
            industry: need.industry,
            township: need.township.as_ref(),
            from: need.amount_from,
            to: need.amount_to,
        }
    }
}

impl<'a> Facts<'a, LeadId> {
    /// Those of a lead.
    pub fn of_lead(id: LeadId, lead: &'a LeadCodes) -> Self {
        Self {
            id,
            kind: lead.kind,
            industry: lead.industry,
            township: lead.township.as_ref(),
            from: lead.amount,
            to: lead.amount,
        }
    }
}

/// One that goes with what was asked about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match<Id> {
    /// Which.
    pub id: Id,
    /// Why, always beginning with [`MatchReason::SameKind`].
    pub reasons: Vec<MatchReason>,
}

/// Why the two go together; nothing when they do not.
pub fn reasons<A, B>(a: &Facts<'_, A>, b: &Facts<'_, B>) -> Vec<MatchReason> {
    if a.kind != b.kind {
        return Vec::new();
    }
    let place = a.township.is_some() && a.township == b.township;
    let rest = [
        (a.industry == b.industry, MatchReason::SameIndustry),
        (place, MatchReason::SamePlace),
        (amounts_meet(a, b), MatchReason::AmountWithinRange),
    ];
    let rest = rest.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason);
    std::iter::once(MatchReason::SameKind).chain(rest).collect()
}

/// Needs, or leads, laid out so that what goes with one of the other side is
/// found without looking at all of them.
#[derive(Clone, Debug)]
pub struct Index<'a, Id> {
    kinds: BTreeMap<LeadKind, Kind<'a, Id>>,
}

// Each list in the order of ids, so that the first found are the first shown.
#[derive(Clone, Debug)]
struct Kind<'a, Id> {
    all: Vec<Facts<'a, Id>>,
    by_industry: BTreeMap<HomeIndustry, Vec<Facts<'a, Id>>>,
    by_place: BTreeMap<&'a TownshipId, Vec<Facts<'a, Id>>>,
    by_both: BTreeMap<(HomeIndustry, &'a TownshipId), Vec<Facts<'a, Id>>>,
}

impl<'a, Id: Copy + Ord> Index<'a, Id> {
    /// Lays out all of them.
    pub fn new(facts: impl IntoIterator<Item = Facts<'a, Id>>) -> Self {
        let mut sorted: Vec<Facts<'a, Id>> = facts.into_iter().collect();
        sorted.sort_by_key(|facts| facts.id);
        let mut kinds: BTreeMap<LeadKind, Kind<'a, Id>> = BTreeMap::new();
        for facts in sorted {
            let kind = kinds.entry(facts.kind).or_insert_with(|| Kind {
                all: Vec::new(),
                by_industry: BTreeMap::new(),
                by_place: BTreeMap::new(),
                by_both: BTreeMap::new(),
            });
            kind.all.push(facts);
            kind.by_industry.entry(facts.industry).or_default().push(facts);
            if let Some(place) = facts.township {
                kind.by_place.entry(place).or_default().push(facts);
                kind.by_both.entry((facts.industry, place)).or_default().push(facts);
            }
        }
        Self { kinds }
    }

    /// How many go with `asked`: all of its kind.
    pub fn count<Other>(&self, asked: &Facts<'_, Other>) -> usize {
        self.kinds.get(&asked.kind).map_or(0, |kind| kind.all.len())
    }

    /// The best that go with `asked`, at most `limit`: by the number of reasons,
    /// then by id.
    pub fn matches<Other>(&self, asked: &Facts<'_, Other>, limit: usize) -> Vec<Match<Id>> {
        let Some(kind) = self.kinds.get(&asked.kind) else { return Vec::new() };
        let industry = kind.by_industry.get(&asked.industry).map(Vec::as_slice);
        let place = asked.township.and_then(|place| kind.by_place.get(place)).map(Vec::as_slice);
        let both = asked.township.and_then(|place| kind.by_both.get(&(asked.industry, place)));
        let both = both.map(Vec::as_slice);
        // From the most reasons to the fewest; each list holds all that can
        // have that many, and is read only as far as it is needed.
        let tiers: [&[Option<&[Facts<'a, Id>]>]; 4] = [
            &[both],
            &[both, industry, place],
            &[industry, place, Some(&kind.all)],
            &[Some(&kind.all)],
        ];
        let mut found: Vec<Id> = Vec::with_capacity(limit);
        for (tier, more) in tiers.into_iter().zip((0..=3_u32).rev()) {
            let room = limit - found.len();
            let mut ids: Vec<Id> = Vec::new();
            for list in tier.iter().flatten() {
                let here = list.iter().filter(|facts| score(asked, facts) == more);
                ids.extend(here.map(|facts| facts.id).take(room));
            }
            ids.sort_unstable();
            ids.dedup();
            found.extend(ids.into_iter().take(room));
            if found.len() == limit {
                break;
            }
        }
        let explained = found.into_iter().filter_map(|id| {
            let at = kind.all.binary_search_by_key(&id, |facts| facts.id).ok()?;
            Some(Match { id, reasons: reasons(asked, kind.all.get(at)?) })
        });
        explained.collect()
    }
}

// How many reasons there are besides the same kind.
fn score<A, B>(a: &Facts<'_, A>, b: &Facts<'_, B>) -> u32 {
    let place = a.township.is_some() && a.township == b.township;
    u32::from(a.industry == b.industry) + u32::from(place) + u32::from(amounts_meet(a, b))
}

// A side that names no amount has nothing to be within.
fn amounts_meet<A, B>(a: &Facts<'_, A>, b: &Facts<'_, B>) -> bool {
    let named = |from: Option<u64>, to: Option<u64>| from.is_some() || to.is_some();
    named(a.from, a.to)
        && named(b.from, b.to)
        && a.from.unwrap_or(0) <= b.to.unwrap_or(u64::MAX)
        && b.from.unwrap_or(0) <= a.to.unwrap_or(u64::MAX)
}
