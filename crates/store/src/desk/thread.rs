//! The one thread that writes.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle, ThreadId},
    time::Duration,
};

use super::{SubmitError, shared::Shared, snapshots, tip::Item, writer};
use crate::{Log, StoreError};

/// So long nothing came: it is quiet.
const QUIET: Duration = Duration::from_secs(2);

/// The writer's thread, stopped when this is dropped.
pub(super) struct Writer {
    shared: Arc<Shared>,
    id: ThreadId,
    handle: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(shared: Arc<Shared>, mut log: Box<dyn Log>) -> Result<Self, StoreError> {
        let inside = Last(shared.clone());
        let handle = thread::Builder::new()
            .name("guiyan-writer".to_owned())
            .spawn(move || run(&inside.0, &mut *log))
            .map_err(|_| StoreError::Closed)?;
        Ok(Self { shared, id: handle.thread().id(), handle: Mutex::new(Some(handle)) })
    }

    pub(super) fn stop(&self) {
        self.shared.tip().closing = true;
        self.shared.wake.notify_one();
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The last desk may be dropped by a reply, on the writer's own thread,
        // which cannot wait for itself; it ends by itself then.
        if thread::current().id() != self.id {
            let _ = handle.map(JoinHandle::join);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(shared: &Arc<Shared>, log: &mut dyn Log) {
    let every = shared.options.snapshot_every;
    writer::begin(shared, log);
    loop {
        let tip = shared.wait(QUIET);
        let (idle, closing) = (tip.is_idle(), tip.closing);
        drop(tip);
        if idle && closing {
            break;
        }
        // Where all share one core, who wakes this thread would be stopped by it
        // at the first command; so the others, who have more of them at hand,
        // go first. With a core to itself, or nobody else at work, it is nothing.
        thread::yield_now();
        writer::step(shared, log);
        if idle {
            log.rest();
        }
        // Commits go on beside it, but it takes its share of the machine: it
        // waits for a quiet moment, and not for ever.
        snapshots::begin(shared, log, if idle { every } else { every.saturating_mul(20) });
    }
    snapshots::take(shared, log, 1);
}

/// Whatever ends the thread, nobody waits for it in vain.
struct Last(Arc<Shared>);

impl Drop for Last {
    fn drop(&mut self) {
        let mut tip = self.0.tip();
        tip.closing = true;
        tip.jobs.clear();
        let waiting = std::mem::take(&mut tip.queue);
        drop(tip);
        let asked = waiting.into_iter().map(Item::into_asked);
        self.0.answer(asked.map(|asked| (asked, Err(SubmitError::Unavailable))).collect());
    }
}
