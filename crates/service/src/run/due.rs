//! How much has been kept long enough, told before it goes: by kind and number,
//! and by nobody's name.

use std::sync::Arc;

use guiyan_core::{retention::Kept, time::Timestamp};
use guiyan_store::{Desk, DeskOptions, StoreError};

use super::{RunError, open, read_charter};
use crate::{app::now, cli::Due};

/// Counts it, and says so.
pub(super) fn due(options: &Due) -> Result<String, RunError> {
    let charter = Arc::new(read_charter(options.record.charter.as_deref())?);
    let log = open::existing(&options.record.data, options.record.master_key.as_deref())?;
    let desk = Desk::open(charter, Box::new(log), DeskOptions::default()).map_err(open::store)?;
    let at = options.on.map_or_else(now, |day| day.start());
    let told = tell(&desk, at).map_err(open::store);
    desk.close();
    told
}

fn tell(desk: &Desk, at: Timestamp) -> Result<String, StoreError> {
    let people = desk.due_for_erasure(at, usize::MAX);
    let readings = desk.due_readings(at)?;
    let row = |what: &str, kind: Kept, count: u64| {
        let months = desk.read(|district| district.charter.months_kept(kind));
        match months {
            0 => format!("{what}: {count} (kept until the person is erased)\n"),
            months => format!("{what}: {count} (kept for {months} months)\n"),
        }
    };
    let of = |kind| people.iter().filter(|(_, it)| *it == kind).count() as u64;
    let mut told = format!("kept long enough on {}:\n", at.day());
    told += &row("people who had reported in", Kept::ReportIns, of(Kept::ReportIns));
    told += &row("people who never reported in", Kept::Guests, of(Kept::Guests));
    told += &row("entries of who read names", Kept::Readings, readings);
    told += "The service deletes it at its start and once a day.";
    Ok(told)
}
