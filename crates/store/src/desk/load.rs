//! From the log to the state: snapshots, and the events after them.

use std::{collections::BTreeMap, sync::Arc};

use guiyan_core::{
    District,
    branch::Branch,
    charter::DistrictCharter,
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
    for ((id, branch), read) in charter.branches.iter().zip(found) {
        match read {
            SnapshotRead::Found(snapshot) => {
                snapshots.insert(id.clone(), snapshot.version);
                district.install(Branch::restore(branch.clone(), *snapshot));
            }
            SnapshotRead::Missing => {}
            SnapshotRead::Broken(why) => {
                report(&format!("{why}; the events are read from the start instead"));
            }
        }
    }
    catch_up(&mut district, log)?;
    Ok(Loaded { district, snapshots })
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
    for branch in branches {
        moved.insert(branch.stream(), branch.version);
        district.install(branch);
    }
    for event in own {
        moved.insert(event.stream.clone(), event.seq);
        district.evolve(&event.stream, event.seq, event.at, &event.event);
    }
    Ok(moved)
}
