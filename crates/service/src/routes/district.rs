//! The district as a whole, for its officers: figures over time, and the tables
//! that are handed in. A branch's own register is here as well. [domain §6]

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use guiyan_core::{
    ids::BranchId,
    time::{Month, Timestamp},
    view::{self, Period, Register, RegisterKind, RowsOf, RowsQuery, Tally},
};
use guiyan_store::{Desk, TallyRow};
use serde::Deserialize;

use super::{
    access,
    ask::{Ask, InPath, branch_id},
    shown::{Asked, Shown, given, given_number, parameters},
};
use crate::{
    app::{App, now},
    problem::{Failure, Problem},
    sheet,
};

/// The branches side by side.
pub(super) async fn overview(
    State(app): State<Arc<App>>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        // Who may not see them has nothing read for them. The tag is taken
        // before the tallies are: they can only be newer, and an old tag is
        // asked about again.
        let tag = app.desk.read(|district| {
            view::district_view(district, &ask.caller)?;
            let now = now().max(district.last_at());
            // What is overdue changes by itself.
            let due = district.next_due().filter(|due| *due > now);
            let until = due.into_iter().fold(now.day().next().start(), Timestamp::min);
            Ok::<_, Failure>(Shown::new(&app, district, &ask, "overview", (), until))
        })?;
        let tallies = tallies(&app.desk).await?;
        let view = app.desk.read(|district| {
            let now = now().max(district.last_at());
            view::overview(district, &ask.caller, now, &tallies)
        })?;
        tag.of(view).answer(&app, &ask, &headers, "overview").await
    };
    ask.tell(answer.await)
}

async fn tallies(desk: &Desk) -> Result<Vec<Tally>, Failure> {
    let desk = desk.clone();
    match tokio::task::spawn_blocking(move || desk.tallies(None)).await {
        Ok(Ok(rows)) => {
            let tally = |TallyRow { stream, month, measure, n }| (stream, month, measure, n);
            Ok(rows.into_iter().map(tally).collect())
        }
        Ok(Err(error)) => {
            tracing::error!(error = error.chain(), "the tallies could not be read");
            Err(Failure::Unavailable)
        }
        Err(_) => Err(Failure::Internal),
    }
}

/// The query string of a figure's rows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowsParameters {
    of: RowsOf,
    #[serde(default, deserialize_with = "given")]
    branch: Option<BranchId>,
    #[serde(default, deserialize_with = "given")]
    from: Option<Month>,
    #[serde(default, deserialize_with = "given")]
    to: Option<Month>,
    #[serde(default, deserialize_with = "given_number")]
    cursor: Option<u32>,
}

/// The rows that a figure counts.
pub(super) async fn rows(
    State(app): State<Arc<App>>,
    asked: Asked<RowsParameters>,
    ask: Ask,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let answer = async {
        let RowsParameters { of, branch, from, to, cursor } = parameters(asked)?;
        let query = RowsQuery { of, branch, from, to, cursor };
        let scope = format!("rows|{query:?}");
        let shown = app.desk.read(|district| {
            let now = now().max(district.last_at());
            let (view, until) = view::rows(district, &ask.caller, now, &query)?;
            Ok::<_, Failure>(Shown::new(&app, district, &ask, &scope, view, until))
        })?;
        shown.answer(&app, &ask, &headers, "rows").await
    };
    ask.tell(answer.await)
}

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
