//! Taking snapshots without keeping commits waiting: the state is shared, not
//! copied; a thread of its own seals and packs it; the writer keeps the parts
//! one at a time, between commits.

use std::{
    sync::{Arc, atomic::Ordering},
    thread,
};

use guiyan_core::{
    branch::{Branch, BranchSnapshot},
    ids::BranchId,
};

use super::shared::{Job, Shared};
use crate::{Log, Made, StoreError};

/// Branches with so many events since their snapshot, as they are.
fn due(shared: &Shared, after: u64) -> Vec<(BranchId, BranchSnapshot)> {
    let taken = shared.snapshots();
    let committed = shared.committed();
    let since = |branch: &Branch| {
        branch.version.saturating_sub(taken.get(&branch.charter.id).copied().unwrap_or(0))
    };
    let due = committed.branches().filter(|branch| since(branch) >= after.max(1));
    due.map(|branch| (branch.charter.id.clone(), branch.snapshot())).collect()
}

/// Takes the snapshots that are due, here and now: `after` events since the one
/// before.
pub(super) fn take(shared: &Shared, log: &mut dyn Log, after: u64) {
    for (id, snapshot) in due(shared, after) {
        let result = log.save_snapshot(&id, &snapshot);
        finish(shared, id, snapshot.version, result);
    }
}

// After a failure too: it is tried again when as much has happened.
fn finish(shared: &Shared, id: BranchId, version: u64, result: Result<(), StoreError>) {
    match result {
        Ok(()) => shared.done.snapshot(),
        Err(error) => shared.report("a snapshot could not be taken", &error),
    }
    shared.snapshots().insert(id, version);
}

/// Held while snapshots are under way, so that no others are begun.
struct UnderWay(Arc<Shared>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.taking.store(false, Ordering::Release);
    }
}

/// Begins to take the snapshots that are due, unless some are under way.
pub(super) fn begin(shared: &Arc<Shared>, log: &mut dyn Log, after: u64) {
    if shared.taking.load(Ordering::Acquire) {
        return;
    }
    let due = due(shared, after);
    if due.is_empty() {
        return;
    }
    let mut maker = match log.snapshot_maker() {
        Ok(Some(maker)) => maker,
        Ok(None) => return take(shared, log, after),
        Err(error) => {
            for (id, snapshot) in due {
                finish(shared, id, snapshot.version, Err(StoreError::Unavailable));
            }
            return shared.report("snapshots could not be taken", &error);
        }
    };
    shared.taking.store(true, Ordering::Release);
    let under_way = Arc::new(UnderWay(shared.clone()));
    let erasures = shared.erasures();
    let make = move || {
        for (id, snapshot) in due {
            let (shared, version) = (&under_way.0, snapshot.version);
            match maker.make(&id, &snapshot) {
                Ok(made) => {
                    let _under_way = under_way.clone();
                    keep(shared, Keeping { id, version, made, erasures, _under_way });
                }
                Err(error) => finish(shared, id, version, Err(error)),
            }
        }
    };
    let thread = thread::Builder::new().name("guiyan-snapshots".to_owned());
    // When there is no thread to be had, what was to be made is dropped with
    // what says that it is under way, and it is tried again.
    let _ = thread.spawn(make);
}

struct Keeping {
    id: BranchId,
    version: u64,
    made: Made,
    /// How many erasures there had been when it was begun.
    erasures: u64,
    _under_way: Arc<UnderWay>,
}

// Has the writer take the next step. Once the desk is closed nobody takes it:
// the writer takes a last snapshot then.
fn keep(shared: &Shared, mut keeping: Keeping) {
    let step = move |shared: &Shared, log: &mut dyn Log| {
        // Somebody who was erased meanwhile may stand in it: another is due.
        if shared.erasures() != keeping.erasures {
            return;
        }
        match log.keep_step(&mut keeping.made) {
            Ok(true) => keep(shared, keeping),
            Ok(false) => finish(shared, keeping.id, keeping.version, Ok(())),
            Err(error) => finish(shared, keeping.id, keeping.version, Err(error)),
        }
    };
    let _ = shared.queue(Job::Run(Box::new(step)));
}
