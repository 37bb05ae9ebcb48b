//! Reading leads, help, open matters and the people of a township: what the
//! branches do for home, and home for their members. [domain §4, §5]

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use guiyan_core::{
    Refusal,
    branch::lead::LeadStage,
    ids::{LeadId, NeedId, PersonId, TownshipId},
    time::Timestamp,
    view::{self, HeldQuery, LeadsQuery},
};
use serde::Deserialize;

use super::{
    ask::{Ask, InPath, branch_id},
    shown::{Asked, Shown, given, given_number, parameters},
};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
};

/// The query string of a branch's leads.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct LeadsParameters {
    #[serde(deserialize_with = "given")]
    stage: Option<LeadStage>,
    #[serde(deserialize_with = "given")]
    cursor: Option<LeadId>,
    #[serde(deserialize_with = "given")]
    needs_cursor: Option<NeedId>,
    #[serde(deserialize_with = "given")]
    need: Option<NeedId>,
}

/// What home needs, and what the caller and the branch have to offer.
pub(super) async fn leads(
    State(app): State<Arc<App>>,
    branch: InPath,
    asked: Asked<LeadsParameters>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let LeadsParameters { stage, cursor, needs_cursor, need } = parameters(asked)?;
        let query = LeadsQuery { stage, cursor, needs_cursor, need };
        let scope = format!("leads|{branch}|{query:?}");
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::leads(district, &branch, &ask.caller, now, &query)?;
            let named = view.named(district);
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until).naming(named))
        })?;
        shown.answer(&app, &ask, &headers, "leads").await
    };
    ask.tell(answer.await)
}

/// Help in a branch.
pub(super) async fn help(
    State(app): State<Arc<App>>,
    branch: InPath,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let scope = format!("help|{branch}");
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::help(district, &branch, &ask.caller, now)?;
            let named = view.named(district, &branch);
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until).naming(named))
        })?;
        shown.answer(&app, &ask, &headers, "help").await
    };
    ask.tell(answer.await)
}

/// The query string of held leads: the page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct HeldParameters {
    #[serde(deserialize_with = "given")]
    cursor: Option<LeadId>,
    #[serde(deserialize_with = "given")]
    needs_cursor: Option<NeedId>,
}

/// Leads passed on to the caller's office, across all branches.
pub(super) async fn held(
    State(app): State<Arc<App>>,
    asked: Asked<HeldParameters>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let HeldParameters { cursor, needs_cursor } = parameters(asked)?;
        let query = HeldQuery { cursor, needs_cursor };
        let scope = format!("held|{query:?}");
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::held_leads(district, &ask.caller, now, &query)?;
            let named = view.named(district);
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until).naming(named))
        })?;
        shown.answer(&app, &ask, &headers, "heldLeads").await
    };
    ask.tell(answer.await)
}

/// The query string of matters: how many rows come before the page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct MattersParameters {
    #[serde(deserialize_with = "given_number")]
    cursor: Option<u32>,
}

/// What is open and who has it, as far as the caller's office needs it.
pub(super) async fn matters(
    State(app): State<Arc<App>>,
    asked: Asked<MattersParameters>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let MattersParameters { cursor } = parameters(asked)?;
        let scope = format!("matters|{cursor:?}");
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::matters(district, &ask.caller, now, cursor)?;
            let named = view.named(district);
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until).naming(named))
        })?;
        shown.answer(&app, &ask, &headers, "matters").await
    };
    ask.tell(answer.await)
}

/// The query string of a township: the page.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct TownshipParameters {
    #[serde(deserialize_with = "given")]
    cursor: Option<PersonId>,
}

/// Who of a township has reported in, for its 专人.
pub(super) async fn township(
    State(app): State<Arc<App>>,
    township: InPath,
    asked: Asked<TownshipParameters>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        // What is no id is no township, and nobody's.
        let none = match ask.caller.person {
            Some(_) => Refusal::NotAllowed,
            None => Refusal::SignInNeeded,
        };
        let text = township.map(|Path(text)| text).unwrap_or_default();
        let township: TownshipId = text.parse().map_err(|_| none)?;
        let TownshipParameters { cursor } = parameters(asked)?;
        let scope = format!("township|{township}|{cursor:?}");
        let shown = app.desk.read(|district| {
            let view = view::township(district, &township, &ask.caller, cursor)?;
            let named = view.named();
            // Nothing in it changes by itself.
            let until = Timestamp::default();
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until).naming(named))
        })?;
        shown.answer(&app, &ask, &headers, "township").await
    };
    ask.tell(answer.await)
}
