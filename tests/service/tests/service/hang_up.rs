//! Who hangs up before the answer is there: what follows a step that is durable
//! is done all the same.

use std::time::Duration;

use guiyan_tests_service::{
    Launch,
    figures::FIGURES,
    make,
    phone::Gateway,
    problem::Problem,
    raw::{Raw, post_head},
    wait::eventually,
};
use serde_json::json;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);
const PHONE: &str = "13977665544";

#[tokio::test]
async fn who_hangs_up_while_they_are_erased_is_forgotten_all_the_same() {
    let gateway = Gateway::start().await;
    let folder = TempDir::with_prefix("guiyan-").expect("a folder");
    let launch = Launch::demo().sign_in(&gateway.settings(folder.path(), ""));
    let app = launch.args(&FIGURES).start().await;
    let tokens = app.by_phone(&gateway, PHONE).await;
    let person = tokens.holder(&app);
    assert_eq!(person.get("/v1/me").await.status(), 200, "seen, and remembered");
    let figure = async |name| app.figures().await.must(name);
    let connections = figure("guiyan_connections").await;

    // The record is somebody else's for a while, so the erasure waits for it.
    let record = rusqlite::Connection::open(app.data.join("guiyan.db")).expect("the record");
    record.busy_timeout(PATIENCE).expect("wait for the service");
    record.execute_batch("BEGIN IMMEDIATE").expect("write before it does");
    let body = json!({ "id": make::command_id() }).to_string();
    let head = post_head(&person, app.host(), "/v1/me/erase", body.len());
    let mut raw = Raw::connect(app.host()).await;
    raw.send(format!("{head}\r\n{body}")).await;
    let is = async |name, value| (figure(name).await == value).then_some(());
    eventually("the erasure to wait", PATIENCE, || is("guiyan_waiting", 1.0)).await;
    drop(raw);
    eventually("the caller to be gone", PATIENCE, || is("guiyan_connections", connections)).await;
    record.execute_batch("ROLLBACK").expect("let it write");

    eventually("the session to be dead", PATIENCE, || async {
        let answer = person.get("/v1/me").await;
        if answer.status() == 200 {
            return None;
        }
        Some(Problem::of(answer).await.expect(401, "invalidToken"))
    })
    .await;
    let kept = rusqlite::Connection::open(app.data.join("sign-in.db")).expect("the sign-ins");
    for table in ["sessions", "refreshes", "numbers"] {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let left: u32 = kept.query_row(&count, [], |row| row.get(0)).expect("a count");
        assert_eq!(left, 0, "{table}");
    }
}
