//! The district's figures and the rows behind them, over HTTP.

use guiyan_core::view::{OverviewView, RowsView};
use guiyan_tests_service::{Launch, Problem};

async fn rows(officer: &guiyan_tests_service::Person, query: &str) -> RowsView {
    let response = officer.get(&format!("/v1/district/rows?{query}")).await;
    assert_eq!(response.status(), 200, "{query}");
    response.json().await.expect("rows")
}

#[tokio::test]
async fn each_figure_that_leads_anywhere_equals_the_rows_it_leads_to() {
    let app = Launch::demo().start().await;
    let officer = app.person("district-officer").await;
    let overview = officer.get("/v1/district/overview").await;
    let overview: OverviewView = overview.json().await.expect("an overview");
    let mut linked = 0;
    for branch in &overview.branches {
        let id = &branch.branch.id;
        for figure in &branch.stages {
            let measure = guiyan_core::tally::Measure::at_stage(figure.stage);
            let shown = rows(&officer, &format!("of={measure}&branch={id}")).await;
            assert_eq!((shown.total, shown.rows.len() as u32), (figure.count, figure.count));
            linked += u32::from(figure.count > 0);
        }
        for month in &branch.months {
            let month_of = month.month;
            for figure in &month.figures {
                let measure = figure.measure;
                let query = format!("of={measure}&branch={id}&from={month_of}&to={month_of}");
                let response = officer.get(&format!("/v1/district/rows?{query}")).await;
                // Stages are of now; sums have no rows.
                if response.status() == 200 && !measure.name().starts_with("leads") {
                    let shown: RowsView = response.json().await.expect("rows");
                    assert_eq!(shown.value, figure.value, "{query}");
                    linked += 1;
                }
            }
        }
        let open = rows(&officer, &format!("of=requestsOpen&branch={id}&cursor=")).await;
        assert_eq!(open.total, branch.requests_open);
        let late = rows(&officer, &format!("of=requestsOverdue&branch={id}")).await;
        assert_eq!(late.total, branch.requests_overdue);
    }
    assert!(linked > 20, "{linked} figures of the demo lead to rows");
}

#[tokio::test]
async fn rows_are_for_the_district_in_words_it_knows() {
    let app = Launch::demo().start().await;
    for persona in ["beijing-secretary", "beijing-member", "qinfeng-liaison"] {
        let person = app.person(persona).await;
        let response = person.get("/v1/district/rows?of=requestsOpen").await;
        Problem::of(response).await.expect(403, "notAllowed");
    }
    let officer = app.person("district-officer").await;
    // People, attendance and ratings are sums to the district.
    for sum in ["membersReceived", "checkIns", "hourTenths", "ratingsGood"] {
        let response = officer.get(&format!("/v1/district/rows?of={sum}")).await;
        Problem::of(response).await.expect(403, "notAllowed");
    }
    for query in ["", "?of=names", "?of=requestsOpen&from=2026-13", "?of=requestsOpen&name=x"] {
        let response = officer.get(&format!("/v1/district/rows{query}")).await;
        Problem::of(response).await.expect(400, "malformed");
    }
    let response = officer.get("/v1/district/rows?of=requestsOpen&branch=xinzhou-nowhere").await;
    Problem::of(response).await.expect(404, "unknownBranch");
}

#[tokio::test]
async fn the_rows_name_nobody_and_are_sent_once() {
    let app = Launch::demo().start().await;
    let officer = app.person("district-officer").await;
    let response = officer.get("/v1/district/rows?of=requestsReceived").await;
    let text = response.text().await.expect("text");
    for key in ["\"name\":\"", "\"phone\"", "\"text\"", "\"note\"", "\"person\""] {
        assert!(!text.contains(key), "{key} in {text}");
    }
    let members = app.person("beijing-secretary").await;
    let roster = members.get("/v1/branches/xinzhou-beijing/roster").await;
    let roster: serde_json::Value = roster.json().await.expect("a roster");
    for row in roster["rows"].as_array().expect("rows") {
        let name = row["name"].as_str().expect("a name");
        assert!(!text.contains(name), "{name} in {text}");
    }
}
