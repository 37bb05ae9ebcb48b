//! The tables that are handed in, as files: the district's, and a branch's own
//! register. [domain §6]

use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::{HeaderValue, header},
    response::Response,
};
use guiyan_core::{
    time::Month,
    view::{self, Period, Register, RegisterKind},
};
use serde::{
    Deserialize, Deserializer,
    de::{IntoDeserializer as _, value::StrDeserializer},
};

use super::{
    access,
    ask::{Ask, InPath, branch_id},
};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
    sheet,
};

/// The query string of a register: from a month to a month, this year up to now
/// when they are missing.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PeriodParameters {
    #[serde(deserialize_with = "given")]
    from: Option<Month>,
    #[serde(deserialize_with = "given")]
    to: Option<Month>,
}

/// A query string, read or not.
type Asked<T> = Result<Query<T>, QueryRejection>;

/// The query string, or what is wrong with it.
fn parameters<T>(asked: Asked<T>) -> Result<T, Failure> {
    let Query(asked) = asked.map_err(|rejection| Failure::Malformed(rejection.body_text()))?;
    Ok(asked)
}

/// A parameter without a value is one that is not given: forms send `from=`.
fn given<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(None);
    }
    let text: StrDeserializer<'_, D::Error> = text.as_str().into_deserializer();
    T::deserialize(text).map(Some)
}

fn period(asked: PeriodParameters) -> Result<Period, Failure> {
    let this = now().day().month();
    let to = asked.to.unwrap_or(this);
    let from = asked.from.unwrap_or(Month { year: to.year, month: 1 });
    if from > to {
        return Err(Failure::Malformed("`from` must not come after `to`".to_owned()));
    }
    Ok(Period { from, to })
}

/// 流动党员花名册 of one branch.
pub(super) async fn branch_members(
    State(app): State<Arc<App>>,
    branch: InPath,
    asked: Asked<PeriodParameters>,
    ask: Ask,
) -> Result<Response, Problem> {
    let answer = async {
        let branch = branch_id(branch)?;
        let period = period(parameters(asked)?)?;
        let register = app
            .desk
            .read(|district| view::branch_register(district, &branch, &ask.caller, period))?;
        file(&app, &ask, register, &format!("members-{branch}"), period).await
    };
    ask.tell(answer.await)
}

/// 流动党员花名册
pub(super) async fn members(
    state: State<Arc<App>>,
    asked: Asked<PeriodParameters>,
    ask: Ask,
) -> Result<Response, Problem> {
    table(state, asked, ask, RegisterKind::Members, "members").await
}

/// 流动党员党组织登记表
pub(super) async fn organisations(
    state: State<Arc<App>>,
    asked: Asked<PeriodParameters>,
    ask: Ask,
) -> Result<Response, Problem> {
    table(state, asked, ask, RegisterKind::Organisations, "organisations").await
}

/// 流动党员情况统计表
pub(super) async fn statistics(
    state: State<Arc<App>>,
    asked: Asked<PeriodParameters>,
    ask: Ask,
) -> Result<Response, Problem> {
    table(state, asked, ask, RegisterKind::Statistics, "statistics").await
}

async fn table(
    State(app): State<Arc<App>>,
    asked: Asked<PeriodParameters>,
    ask: Ask,
    kind: RegisterKind,
    name: &str,
) -> Result<Response, Problem> {
    let answer = async {
        let period = period(parameters(asked)?)?;
        let register = app
            .desk
            .read(|district| view::district_register(district, &ask.caller, kind, period))?;
        file(&app, &ask, register, name, period).await
    };
    ask.tell(answer.await)
}

/// A table as a file, once it is kept who was read about.
async fn file(
    app: &App,
    ask: &Ask,
    register: Register,
    name: &str,
    Period { from, to }: Period,
) -> Result<Response, Failure> {
    let bytes = sheet::csv(&register).map_err(|error| {
        tracing::error!(%error, "a register could not be written");
        Failure::Internal
    })?;
    let title = sheet::encoded(&format!("{}-{from}-{to}.csv", register.title));
    let disposition =
        format!("attachment; filename=\"{name}-{from}-{to}.csv\"; filename*=UTF-8''{title}");
    let disposition = HeaderValue::try_from(disposition).map_err(|_| Failure::Internal)?;
    access::keep(app, ask, "register", register.named).await?;
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}
