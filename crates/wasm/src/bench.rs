//! What the bench times, the same natively and as WebAssembly: matching what
//! home needs with what is offered, and folding a log.

use std::sync::Arc;

use guiyan_core::{
    Recorded,
    charter::DistrictCharter,
    ids::{LeadId, NeedId, StreamId, TownshipId},
    matching::{Facts, Index},
    need::{HomeIndustry, LeadKind},
    time::Timestamp,
};
use uuid::Uuid;
use wasm_bindgen::prelude::*;

use crate::{engine::Engine, folded::Folded, home};

/// As many as are shown with a lead.
const SHOWN: usize = 5;
/// Any moment; the sample year ends there.
const NOW: Timestamp = Timestamp(1_795_000_000_000);

/// Needs and leads, spread over kinds, industries, places and sums; some name
/// no place or no sum.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MatchingLoad {
    townships: Vec<TownshipId>,
    needs: u32,
    leads: u32,
}

#[wasm_bindgen]
impl MatchingLoad {
    /// So many needs and leads.
    #[wasm_bindgen(constructor)]
    pub fn new(needs: u32, leads: u32) -> Self {
        let names = ["maojialing", "xishi", "chaoyang", "qinfeng"];
        let townships = names.iter().filter_map(|id| id.parse().ok()).collect();
        Self { townships, needs, leads }
    }

    /// Matches each lead with all needs; how many matches are shown.
    pub fn run(&self) -> usize {
        let needs = (0..self.needs).map(|n| {
            let id = NeedId(Uuid::from_u128(n.into()));
            self.facts(id, n, 1_000_000)
        });
        let index = Index::new(needs.collect::<Vec<_>>());
        let leads = (0..self.leads).map(|n| {
            let id = LeadId(Uuid::from_u128(n.into()));
            index.matches(&self.facts(id, n * 7, 0), SHOWN).len()
        });
        leads.sum()
    }

    fn facts<Id>(&self, id: Id, n: u32, range: u64) -> Facts<'_, Id> {
        let at = n as usize;
        let kind = match at % 4 {
            0 => LeadKind::Funds,
            1 => LeadKind::Technology,
            2 => LeadKind::Talent,
            _ => LeadKind::Sales,
        };
        let industry = match at / 4 % 7 {
            0 => HomeIndustry::CrossBorderTrade,
            1 => HomeIndustry::DigitalCooperation,
            2 => HomeIndustry::DigitalStaffing,
            3 => HomeIndustry::SmartManufacturing,
            4 => HomeIndustry::Pomelo,
            5 => HomeIndustry::FarmProduce,
            _ => HomeIndustry::CultureTourism,
        };
        let amount = (!n.is_multiple_of(3)).then_some((u64::from(n) * 7_919) % 9_000_000 + 1);
        Facts {
            id,
            kind,
            industry,
            township: self.townships.get(at / 28 % 5),
            from: amount,
            to: amount.map(|amount| amount + range),
        }
    }
}

/// The log of a sample year.
#[wasm_bindgen]
#[derive(Debug)]
pub struct FoldLoad {
    home: Option<Arc<DistrictCharter>>,
    events: Vec<Recorded>,
}

#[wasm_bindgen]
impl FoldLoad {
    /// A year with so many people of each branch; empty when the samples do not
    /// fit, which the bench then says.
    #[wasm_bindgen(constructor)]
    pub fn new(members: u32) -> Self {
        let home = home::read(None).ok();
        let events = home.clone().and_then(|home| year(home, members));
        Self { home, events: events.unwrap_or_default() }
    }

    /// How many events there are.
    #[wasm_bindgen(getter)]
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// Folds all of them; whether they followed each other.
    pub fn run(&self) -> bool {
        self.home.clone().is_some_and(|home| Folded::of(home, &self.events).is_ok())
    }
}

fn year(home: Arc<DistrictCharter>, members: u32) -> Option<Vec<Recorded>> {
    let mut engine = Engine::open(home.clone(), &[]).ok()?;
    engine.seed(members, NOW).ok()?;
    let branches = home.branches.keys().cloned().map(StreamId::Branch);
    let mut events = Vec::new();
    for stream in branches.chain([StreamId::District]) {
        events.extend(engine.log().read(&stream, 0, usize::MAX).ok()?);
    }
    Some(events)
}
