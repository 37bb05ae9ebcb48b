//! Rosters: at most 100 rows, searched here, and every read kept where the
//! people read about can see it.

use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use guiyan_core::{
    branch::member::MemberState,
    ids::{ActivityId, BranchId, PersonId},
    view::{self, RosterList, RosterPage, RosterQuery},
};
use guiyan_store::Access;
use serde::{
    Deserialize, Deserializer,
    de::{IntoDeserializer as _, value::StrDeserializer},
};

use super::ask::{Ask, InPath, branch_id, json};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
    search,
};

/// The most characters that are searched for.
const LONGEST_SEARCH: usize = 40;

/// The query string of a roster.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Parameters {
    list: String,
    #[serde(deserialize_with = "given")]
    state: Option<MemberState>,
    #[serde(deserialize_with = "given")]
    activity: Option<ActivityId>,
    q: String,
    #[serde(deserialize_with = "given")]
    cursor: Option<PersonId>,
}

/// A parameter without a value is one that is not given: forms send `cursor=`.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    let text: StrDeserializer<'_, D::Error> = text.as_str().into_deserializer();
    T::deserialize(text).map(Some)
}

pub(super) async fn roster(
    State(app): State<Arc<App>>,
    branch: InPath,
    parameters: Result<Query<Parameters>, QueryRejection>,
    ask: Ask,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let Query(parameters) =
            parameters.map_err(|rejection| Failure::Malformed(rejection.body_text()))?;
        let query = query(parameters)?;
        let page = app.desk.read(|district| {
            let now = now().max(district.last_at());
            view::roster(district, &branch, &ask.caller, now, &query, &search::matches)
        })?;
        keep(&app, &ask, branch, &query, &page).await?;
        json(&page)
    };
    ask.tell(answer.await)
}

fn query(parameters: Parameters) -> Result<RosterQuery, Failure> {
    let Parameters { list, state, activity, q, cursor } = parameters;
    if q.chars().count() > LONGEST_SEARCH {
        return Err(Failure::Malformed(format!("`q` has at most {LONGEST_SEARCH} characters")));
    }
    let list = match (list.as_str(), state, activity) {
        ("" | "members", state, None) => RosterList::Members(state),
        ("activity", None, Some(activity)) => RosterList::Activity(activity),
        _ => {
            return Err(Failure::Malformed(
                "`list` must be `members`, with `state` if wanted, or `activity`, with `activity`"
                    .to_owned(),
            ));
        }
    };
    Ok(RosterQuery { list, q, cursor })
}

/// Keeps who read about whom. What cannot be kept must not be shown.
async fn keep(
    app: &App,
    ask: &Ask,
    branch: BranchId,
    query: &RosterQuery,
    page: &RosterPage,
) -> Result<(), Failure> {
    let (Some(by), false) = (ask.caller.person, page.rows.is_empty()) else {
        return Ok(());
    };
    let purpose = match query.list {
        RosterList::Members(_) => "roster",
        RosterList::Activity(_) => "activityRoster",
    };
    let access = Access {
        at: now(),
        by,
        branch,
        purpose: purpose.to_owned(),
        persons: page.rows.iter().map(|row| row.person).collect(),
    };
    let desk = app.desk.clone();
    match tokio::task::spawn_blocking(move || desk.record_access(access)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "a roster read could not be kept");
            Err(Failure::Unavailable)
        }
        Err(_) => Err(Failure::Internal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_takes_its_own_parameters_only() {
        let activity = Some(ActivityId(uuid::Uuid::nil()));
        let of = |list: &str, state, activity| {
            query(Parameters { list: list.into(), state, activity, ..Parameters::default() })
        };
        assert!(of("", None, None).is_ok());
        assert!(of("members", Some(MemberState::Submitted), None).is_ok());
        assert!(of("activity", None, activity).is_ok());
        assert!(of("activity", None, None).is_err());
        assert!(of("activity", Some(MemberState::Ended), activity).is_err());
        assert!(of("members", None, activity).is_err());
        assert!(of("everyone", None, None).is_err());
        let long = Parameters { q: "字".repeat(41), ..Parameters::default() };
        assert!(query(long).is_err());
    }
}
