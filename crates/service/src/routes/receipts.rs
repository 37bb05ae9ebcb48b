//! Receipts of erasures: given, and told true or not. Whoever holds one may ask,
//! signed out too; nothing in it is about a person.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, State},
    response::Response,
};
use guiyan_core::{
    Refusal,
    ids::CommandId,
    wire::{Receipt, ReceiptView},
};

use super::{
    ask::{Ask, json},
    read::{of_record, of_record_at_once},
};
use crate::{app::App, problem::Problem};

/// The receipt of a code, or, for who lost the answer, of the id that they sent
/// the erasure under.
pub(super) async fn check(
    State(app): State<Arc<App>>,
    OriginalUri(uri): OriginalUri,
    ask: Ask,
) -> Result<Response, Problem> {
    let told = async {
        let given = Receipt::asked(uri.path()).ok_or(Refusal::UnknownReceipt)?;
        let days = app.backup_days;
        let found = of_record(&app, move |desk| desk.find_receipt(given, days)).await?;
        json(&found.ok_or(Refusal::UnknownReceipt)?)
    };
    ask.tell(told.await)
}

/// The receipt that goes with the answer to an erasure. That is done, whether
/// or not the receipt can be read now: it can be asked for later, by the same id.
pub(super) async fn given(app: &App, command: CommandId) -> Option<ReceiptView> {
    let days = app.backup_days;
    of_record_at_once(app, move |desk| desk.receipt(command, days)).await.ok().flatten()
}
