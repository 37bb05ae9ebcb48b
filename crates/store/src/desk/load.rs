//! From the log to the state: snapshots, and the events after them.

use std::{collections::BTreeMap, sync::Arc, thread};

use guiyan_core::{
    District,
    branch::{Branch, BranchSnapshot},
    charter::{BranchCharter, DistrictCharter},
    ids::{BranchId, StreamId},
};

use super::Report;
use crate::{Log, SnapshotRead, StoreError};

/// How many events are read at a time.
const PAGE: usize = 1_000;

pub(super) struct Loaded {
    pub(super) district: District,
    /// At which version of each branch its snapshot was taken.
    pub(super) snapshots: BTreeMap<BranchId, u64>,
}

pub(super) fn load(
    charter: &Arc<DistrictCharter>,
    log: &mut dyn Log,
    report: &Report,
) -> Result<Loaded, StoreError> {
    let mut district = District::new(charter.clone());
    let mut snapshots = BTreeMap::new();
    let ids: Vec<BranchId> = charter.branches.keys().cloned().collect();
    let found = log.load_snapshots(&ids)?;
    let mut restored = Vec::new();
    for ((id, branch), read) in charter.branches.iter().zip(found) {
        match read {
            SnapshotRead::Found(snapshot) => {
                snapshots.insert(id.clone(), snapshot.version);
                restored.push((branch.clone(), *snapshot));
            }
            SnapshotRead::Missing => {}
            SnapshotRead::Broken(why) => {
                report(&format!("{why}; the events are read from the start instead"));
            }
        }
    }
    district.install(restore(restored));
    catch_up(&mut district, log)?;
    Ok(Loaded { district, snapshots })
}

// Side by side, as readers wait for it; a page has one thread.
fn restore(snapshots: Vec<(Arc<BranchCharter>, BranchSnapshot)>) -> Vec<Branch> {
    let restore = |(charter, snapshot)| Branch::restore(charter, snapshot);
    if cfg!(target_arch = "wasm32") || snapshots.len() < 2 {
        return snapshots.into_iter().map(restore).collect();
    }
    thread::scope(|scope| {
        let each = snapshots.into_iter().map(|one| scope.spawn(move || restore(one)));
        let each: Vec<_> = each.collect();
        // One that is lost is read from its events.
        each.into_iter().filter_map(|restoring| restoring.join().ok()).collect()
    })
}

/// Brings the state to the end of the log; gives the streams that had moved
/// on, with their new versions. On an error the state is as it was.
pub(super) fn catch_up(
    district: &mut District,
    log: &mut dyn Log,
) -> Result<BTreeMap<StreamId, u64>, StoreError> {
    let charter = district.charter.clone();
    let mut moved = BTreeMap::new();
    let mut branches = Vec::new();
    for id in charter.branches.keys() {
        let stream = StreamId::Branch(id.clone());
        let mut branch: Option<Branch> = None;
        loop {
            let known = branch.as_ref().or_else(|| district.branch(id));
            let events = log.read(&stream, known.map_or(0, |branch| branch.version), PAGE)?;
            if events.is_empty() {
                break;
            }
            if branch.is_none() {
                branch = district.branch(id).cloned();
            }
            if let Some(branch) = &mut branch {
                for event in events {
                    branch.evolve(event.seq, event.at, &event.event);
                }
            }
        }
        branches.extend(branch);
    }
    let mut own = Vec::new();
    loop {
        let after = district.version + own.len() as u64;
        let events = log.read(&StreamId::District, after, PAGE)?;
        if events.is_empty() {
            break;
        }
        own.extend(events);
    }
    // Streams are read one after the other; installing whole branches gives
    // each person's active report-in independent of that order.
    moved.extend(branches.iter().map(|branch| (branch.stream(), branch.version)));
    district.install(branches);
    for event in own {
        moved.insert(event.stream.clone(), event.seq);
        district.evolve(&event.stream, event.seq, event.at, &event.event);
    }
    Ok(moved)
}
