//! Counting the tallies anew, once after a release that counts otherwise.

use guiyan_core::tally::{TALLY_VERSION, tally};
use rusqlite::{OptionalExtension as _, params};

use super::{
    SqliteLog,
    commit::{self, Counts},
    read,
};
use crate::{Log as _, StoreError};

/// Rows that are read at a time.
const PAGE: usize = 1000;

impl SqliteLog {
    /// Where the rows were written by other rules of counting, they are made
    /// anew from the events, all in one transaction.
    pub(super) fn recount_if_due(&mut self) -> Result<(), StoreError> {
        let now = TALLY_VERSION.to_be_bytes();
        let kept: Option<Vec<u8>> = self
            .db
            .query_row("SELECT value FROM meta WHERE name = 'tallies'", [], |row| row.get(0))
            .optional()?;
        if kept.as_deref() == Some(now.as_slice()) {
            return Ok(());
        }
        let mut counts = Counts::default();
        for (stream, head) in read::heads(&self.db)? {
            let mut after = 0;
            loop {
                let rows = self.rows(&stream, after, PAGE)?;
                let Some(last) = rows.last() else { break };
                after = last.seq;
                for row in &rows {
                    let recorded = self.open_row(&stream, row)?;
                    for (counted, n) in tally(&recorded.event) {
                        let key = (head.row, recorded.at.day().month(), counted);
                        *counts.entry(key).or_default() += n;
                    }
                }
            }
        }
        let tx = self.db.unchecked_transaction()?;
        tx.execute("DELETE FROM tallies", [])?;
        commit::count(&tx, &counts)?;
        tx.execute(
            "INSERT INTO meta (name, value) VALUES ('tallies', ?1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            params![now.as_slice()],
        )?;
        tx.commit()?;
        Ok(())
    }
}
