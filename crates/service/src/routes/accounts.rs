//! Whose account it is, for those who appoint people to offices.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use guiyan_core::wire::{AccountPerson, FindAccount};

use super::ask::{Ask, json, json_body};
use crate::{
    app::{App, now},
    problem::Problem,
};

/// The person of an account, known or not.
pub(super) async fn find(
    State(app): State<Arc<App>>,
    ask: Ask,
    request: Request,
) -> Result<Response, Problem> {
    let found = async {
        app.desk.read(|district| FindAccount::allows(district, &ask.caller, now()))?;
        let account = FindAccount::read(&json_body(request).await?)?;
        let person = app.identity.person_of(&account, &app.desk).await?;
        json(&AccountPerson { person })
    };
    ask.tell(found.await)
}
