//! Checks everything that can be checked about a log: whole pages and indexes,
//! numbers without gaps, the hash chain, every event readable, every command remembered, snapshots
//! equal to the fold, claims equal to the active report-ins, tallies equal to
//! a recount.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt,
    sync::Arc,
};

use guiyan_core::{
    Claim, District, Recorded,
    branch::{Branch, BranchSnapshot},
    charter::DistrictCharter,
    ids::{BranchId, CommandId, PersonId, StreamId},
    tally::{Counted, tally},
    time::Month,
};

use crate::{Log, SnapshotRead, StoreError, chain};

/// How many rows are read at a time.
const PAGE: usize = 1_000;
/// After so many findings the rest says nothing new.
const ENOUGH: usize = 100;

/// What was checked, and what was found wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct VerifyReport {
    /// Streams walked from their first event.
    pub streams: u64,
    /// Events whose number, hash and content were checked.
    pub events: u64,
    /// Commands that are remembered.
    pub commands: u64,
    /// Claims that are held.
    pub claims: u64,
    /// Tallies recounted.
    pub tallies: u64,
    /// Snapshots compared with the fold of the events.
    pub snapshots: u64,
    /// What is wrong, one sentence each; empty when all is well.
    pub findings: Vec<String>,
}

impl VerifyReport {
    /// Whether nothing was found wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn find(&mut self, finding: String) {
        if self.findings.len() < ENOUGH {
            self.findings.push(finding);
        }
    }
}

impl fmt::Display for VerifyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} streams, {} events, {} commands, {} claims, {} tallies, {} snapshots checked; ",
            self.streams, self.events, self.commands, self.claims, self.tallies, self.snapshots
        )?;
        match self.findings.len() {
            0 => f.write_str("all sound"),
            1 => f.write_str("1 finding"),
            n => write!(f, "{n} findings"),
        }?;
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

pub(crate) fn verify<L: Log + ?Sized>(
    log: &mut L,
    charter: &Arc<DistrictCharter>,
) -> Result<VerifyReport, StoreError> {
    let damage = log.damage()?;
    match walk(log, charter) {
        Ok((mut report, _)) => {
            report.findings.splice(0..0, damage);
            Ok(report)
        }
        Err(error) if damage.is_empty() => Err(error),
        // Where pages are damaged, the walk may not come to its end.
        Err(error) => {
            let mut report = VerifyReport { findings: damage, ..VerifyReport::default() };
            report.find(format!("the rest could not be read: {}", error.chain()));
            Ok(report)
        }
    }
}

/// As [`verify`], with the state that the events add up to.
pub(crate) fn walk<L: Log + ?Sized>(
    log: &mut L,
    charter: &Arc<DistrictCharter>,
) -> Result<(VerifyReport, District), StoreError> {
    let mut walk = Walk {
        report: VerifyReport::default(),
        district: District::new(charter.clone()),
        counts: BTreeMap::new(),
        seen: HashSet::new(),
    };
    for (stream, head) in log.heads()? {
        let last = match &stream {
            StreamId::District => walk.district_stream(log)?,
            StreamId::Branch(id) => walk.branch_stream(log, id)?,
        };
        if last != head {
            walk.report.find(format!("{stream} ends at {last}, its head says {head}"));
        }
        walk.report.streams += 1;
    }
    walk.commands(log)?;
    walk.claims(log)?;
    walk.tallies(log)?;
    Ok((walk.report, walk.district))
}

struct Walk {
    report: VerifyReport,
    district: District,
    counts: BTreeMap<(StreamId, Month, Counted), i64>,
    seen: HashSet<CommandId>,
}

impl Walk {
    fn district_stream<L: Log + ?Sized>(&mut self, log: &mut L) -> Result<u64, StoreError> {
        let stream = StreamId::District;
        self.events(log, &stream, |walk, recorded| {
            walk.district.evolve(&stream, recorded.seq, recorded.at, &recorded.event);
        })
    }

    fn branch_stream<L: Log + ?Sized>(
        &mut self,
        log: &mut L,
        id: &BranchId,
    ) -> Result<u64, StoreError> {
        let stream = StreamId::Branch(id.clone());
        let Some(branch) = self.district.charter.branches.get(id).cloned() else {
            self.report.find(format!("{stream} has events but no data file"));
            return self.events(log, &stream, |_, _| {});
        };
        let snapshot = match log.load_snapshot(id)? {
            SnapshotRead::Found(snapshot) => Some(*snapshot),
            SnapshotRead::Missing => None,
            SnapshotRead::Broken(why) => {
                self.report.find(why);
                None
            }
        };
        let mut branch = Branch::new(branch);
        let mut compared = false;
        let last = self.events(log, &stream, |walk, recorded| {
            branch.evolve(recorded.seq, recorded.at, &recorded.event);
            if let Some(kept) = snapshot.as_ref().filter(|kept| kept.version == recorded.seq) {
                compared = true;
                walk.compare_snapshot(&stream, kept, &branch);
            }
        })?;
        if let Some(kept) = snapshot.filter(|_| !compared) {
            let at = kept.version;
            self.report
                .find(format!("the snapshot of {stream} is of event {at}, which is not there"));
        }
        self.district.install([branch]);
        Ok(last)
    }

    fn compare_snapshot(&mut self, stream: &StreamId, kept: &BranchSnapshot, fold: &Branch) {
        self.report.snapshots += 1;
        if *kept != fold.snapshot() {
            let at = kept.version;
            self.report
                .find(format!("the snapshot of {stream} at {at} is not what its events say"));
        }
    }

    fn events<L: Log + ?Sized>(
        &mut self,
        log: &mut L,
        stream: &StreamId,
        mut each: impl FnMut(&mut Self, &Recorded),
    ) -> Result<u64, StoreError> {
        let name = stream.to_string();
        let (mut last, mut hash) = (0, chain::START);
        loop {
            let rows = log.rows(stream, last, PAGE)?;
            if rows.is_empty() {
                return Ok(last);
            }
            for row in rows {
                if row.seq != last + 1 {
                    self.report.find(format!("{stream} goes from event {last} to {}", row.seq));
                }
                if chain::link(&hash, &name, &row) != row.hash {
                    let seq = row.seq;
                    self.report.find(format!("the hash chain of {stream} breaks at event {seq}"));
                }
                (last, hash) = (row.seq, row.hash);
                self.report.events += 1;
                self.seen.insert(row.command);
                match log.open_row(stream, &row) {
                    Ok(recorded) => {
                        self.count(&recorded);
                        each(self, &recorded);
                    }
                    Err(StoreError::Damaged(what)) => self.report.find(what),
                    Err(other) => return Err(other),
                }
            }
        }
    }

    fn count(&mut self, recorded: &Recorded) {
        let month = recorded.at.day().month();
        for (measure, n) in tally(&recorded.event) {
            *self.counts.entry((recorded.stream.clone(), month, measure)).or_default() += n;
        }
    }

    fn commands<L: Log + ?Sized>(&mut self, log: &mut L) -> Result<(), StoreError> {
        self.report.commands = log.command_count()?;
        for id in &self.seen {
            if log.remembered(*id)?.is_none() {
                self.report.find(format!("command {id} has events but is not remembered"));
            }
        }
        Ok(())
    }

    fn claims<L: Log + ?Sized>(&mut self, log: &mut L) -> Result<(), StoreError> {
        let mut active: BTreeSet<PersonId> = BTreeSet::new();
        for branch in self.district.branches() {
            for (person, member) in &branch.members {
                if member.state.is_active() && !active.insert(*person) {
                    self.report.find(format!("{person} has two active report-ins"));
                }
            }
        }
        let held: BTreeSet<PersonId> =
            log.claims()?.into_iter().map(|Claim::ActiveReportIn(person)| person).collect();
        self.report.claims = held.len() as u64;
        for person in active.difference(&held) {
            self.report.find(format!("{person} has an active report-in without its claim"));
        }
        for person in held.difference(&active) {
            self.report.find(format!("{person} holds a claim without an active report-in"));
        }
        Ok(())
    }

    fn tallies<L: Log + ?Sized>(&mut self, log: &mut L) -> Result<(), StoreError> {
        let rows = log.tallies(None)?;
        self.report.tallies = rows.len() as u64;
        let mut kept = BTreeMap::new();
        for row in rows {
            kept.insert((row.stream, row.month, row.measure), row.n);
        }
        let keys: BTreeSet<_> = kept.keys().chain(self.counts.keys()).cloned().collect();
        for key in keys {
            // No row and a row of zero say the same.
            let n = |counts: &BTreeMap<_, i64>| counts.get(&key).copied().unwrap_or(0);
            let (says, counted) = (n(&kept), n(&self.counts));
            if says != counted {
                let (stream, month, measure) = key;
                self.report.find(format!(
                    "the tally of {measure} in {stream} for {month} says {says}, counted {counted}"
                ));
            }
        }
        Ok(())
    }
}
