use std::{fmt, sync::Arc};

use guiyan_core::{
    District, Submission, caller::Caller, charter::DistrictCharter, ids::StreamId, time::Timestamp,
};

use super::{DeskOptions, Receipt, SubmitError, shared::Shared, snapshots, verify_all, writer};
use crate::{Log, StoreError, VerifyReport};

/// A desk without a thread: the same tip and the same writer, moved by hand.
/// A page has no thread to give, and a simulation decides what happens when.
pub struct StepDesk {
    shared: Shared,
    log: Box<dyn Log>,
}

impl StepDesk {
    /// As [`super::Desk::open`].
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn open(
        charter: Arc<DistrictCharter>,
        mut log: Box<dyn Log>,
        options: DeskOptions,
    ) -> Result<Self, StoreError> {
        let shared = Shared::open(charter, &mut *log, options)?;
        writer::begin(&shared, &mut *log);
        Ok(Self { shared, log })
    }

    /// As [`super::Desk::submit`]; the answer comes with a step.
    pub fn submit(
        &self,
        target: StreamId,
        caller: Caller,
        clock: Timestamp,
        submission: Submission,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        self.shared.submit(target, caller, clock, submission, Box::new(reply));
    }

    /// As [`super::Desk::settle`]; the answer comes with a step, or at once
    /// when nothing has fallen due.
    pub fn settle(
        &self,
        clock: Timestamp,
        reply: impl FnOnce(Result<Receipt, SubmitError>) + Send + 'static,
    ) {
        self.shared.settle(clock, Box::new(reply));
    }

    /// Lets the writer do what waits at this moment. Whether there was anything.
    pub fn step(&mut self) -> bool {
        writer::step(&self.shared, &mut *self.log)
    }

    /// Takes snapshots of all branches that moved on since theirs.
    pub fn snapshot(&mut self) {
        snapshots::take(&self.shared, &mut *self.log, 1);
    }

    /// As [`super::Desk::read`].
    pub fn read<T>(&self, read: impl FnOnce(&District) -> T) -> T {
        read(&self.shared.committed())
    }

    /// As [`super::Desk::verify`].
    ///
    /// # Errors
    /// The store failed.
    pub fn verify(&mut self) -> Result<VerifyReport, StoreError> {
        verify_all(&self.shared, &mut *self.log)
    }

    /// The log below.
    pub fn log(&mut self) -> &mut dyn Log {
        &mut *self.log
    }
}

impl fmt::Debug for StepDesk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepDesk")
    }
}
