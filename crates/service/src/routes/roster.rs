//! Rosters: at most 100 rows, searched here, and every read kept where the
//! people read about can see it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use guiyan_core::{
    branch::member::MemberState,
    ids::{ActivityId, PersonId},
    view::{self, RosterList, RosterQuery},
};
use serde::Deserialize;

use super::{
    access,
    ask::{Ask, InPath, branch_id, json},
    shown::{Asked, given, parameters},
};
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

pub(super) async fn roster(
    State(app): State<Arc<App>>,
    branch: InPath,
    asked: Asked<Parameters>,
    ask: Ask,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let query = query(parameters(asked)?)?;
        let page = app.desk.read(|district| {
            let now = now().max(district.last_at());
            view::roster(district, &branch, &ask.caller, now, &query, &search::matches)
        })?;
        let purpose = match query.list {
            RosterList::Members(_) => "roster",
            RosterList::Activity(_) => "activityRoster",
        };
        let named = page.rows.iter().map(|row| (branch.clone(), row.person)).collect();
        access::keep(&app, &ask, purpose, named).await?;
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
