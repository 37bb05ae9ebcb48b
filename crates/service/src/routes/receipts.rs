//! Receipts of erasures: given, and told true or not. Whoever holds one may ask,
//! signed out too; nothing in it is about a person.

use std::sync::Arc;

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use guiyan_core::{Refusal, ids::CommandId, wire::ReceiptView};
use uuid::Uuid;

use super::{
    ask::{Ask, json},
    read::of_record,
};
use crate::{
    app::App,
    problem::{Failure, Problem},
};

/// The receipt of a code, or, for who lost the answer, of the id that they sent
/// the erasure under.
pub(super) async fn check(
    State(app): State<Arc<App>>,
    code: Result<Path<String>, PathRejection>,
    ask: Ask,
) -> Result<Response, Problem> {
    let told = async {
        let Path(code) = code.map_err(|_| Refusal::UnknownReceipt)?;
        let found = match code.parse::<Uuid>() {
            Ok(id) => of(&app, CommandId(id)).await?,
            Err(_) => of_record(&app, move |desk| desk.check_receipt(code)).await?,
        };
        json(&found.ok_or(Refusal::UnknownReceipt)?)
    };
    ask.tell(told.await)
}

/// The receipt of the erasure that a command was.
pub(super) async fn of(app: &App, command: CommandId) -> Result<Option<ReceiptView>, Failure> {
    let days = app.backup_days;
    of_record(app, move |desk| desk.receipt(command, days)).await
}
