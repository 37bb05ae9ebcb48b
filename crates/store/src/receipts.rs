//! Receipts of erasures. Nothing is kept for one: it is made of the command that
//! erased, which is remembered for ever, and sealed with a key that outlives the
//! master key's rotation. So it can be given again to whoever lost the answer,
//! and told true after a restart, a restored backup and another key.

use guiyan_core::{
    Outcome,
    ids::{CommandId, StreamId},
    wire::{Receipt, ReceiptView},
};

use crate::{Log, StoreError};

/// The receipt of the erasure that a command was; none for any other command.
/// `backup_days` is for how long backups from before are kept, 0 for unsaid.
///
/// # Errors
/// The storage failed.
pub fn of(
    log: &mut (impl Log + ?Sized),
    command: CommandId,
    backup_days: u16,
) -> Result<Option<ReceiptView>, StoreError> {
    let Some(done) = log.remembered(command)? else { return Ok(None) };
    if done.outcome != Outcome::Erased {
        return Ok(None);
    }
    let Some(chain) = chain_at(log, done.version)? else { return Ok(None) };
    let (at, version) = (done.at, done.version);
    let receipt = Receipt { command, at, version, chain, backup_days };
    Ok(Some(receipt.view(&log.keyed().receipt(&receipt.body()), true)))
}

/// What a code says, if it is one of this record's.
///
/// # Errors
/// The storage failed.
pub fn check(log: &mut (impl Log + ?Sized), code: &str) -> Result<Option<ReceiptView>, StoreError> {
    let Some((receipt, seal)) = Receipt::read(code) else { return Ok(None) };
    if !log.keyed().is_receipt(&receipt.body(), &seal) {
        return Ok(None);
    }
    let remembered = log.remembered(receipt.command)?;
    let there = remembered.is_some_and(|it| it.outcome == Outcome::Erased)
        && chain_at(log, receipt.version)? == Some(receipt.chain);
    Ok(Some(receipt.view(&seal, there)))
}

/// What somebody asks about: the code of a receipt, or, for who lost the answer,
/// the id that they sent the erasure under.
///
/// # Errors
/// The storage failed.
pub fn find(
    log: &mut (impl Log + ?Sized),
    given: &str,
    backup_days: u16,
) -> Result<Option<ReceiptView>, StoreError> {
    match given.parse() {
        Ok(id) => of(log, CommandId(id), backup_days),
        Err(_) => check(log, given),
    }
}

fn chain_at(log: &mut (impl Log + ?Sized), version: u64) -> Result<Option<[u8; 32]>, StoreError> {
    let Some(before) = version.checked_sub(1) else { return Ok(None) };
    let rows = log.rows(&StreamId::District, before, 1)?;
    Ok(rows.first().filter(|row| row.seq == version).map(|row| row.hash))
}
