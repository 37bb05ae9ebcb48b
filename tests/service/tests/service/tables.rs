//! The tables that are handed in, as files. [domain §6]

use guiyan_core::branch::member::{MemberCommand, ReportForm};
use guiyan_tests_service::{App, BEIJING, Launch, Problem, YIWU, make, problem::header};
use serde_json::Value;

const MEMBERS: &str = "\"姓名\",\"性别\",\"出生年月\",\"文化程度\",\"外出时间\",\"外出地点\",\
    \"联系电话\",\"正式组织关系所在支部\",\"支部联系电话\"";
const ORGANISATIONS: &str =
    "\"党组织名称\",\"管理党员数\",\"负责人\",\"负责人电话\",\"地址\",\"隶属的基层党委\"";
const STATISTICS: &str = "\"项目\",\"合计\",\"省外\",\"省内\"";

/// The lines of a file after its mark.
async fn lines(app: &App, persona: &str, path: &str) -> Vec<String> {
    let response = app.person(persona).await.get(path).await;
    assert_eq!(response.status(), 200, "{path}");
    assert!(header(&response, "content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(header(&response, "cache-control"), "no-store");
    let disposition = header(&response, "content-disposition");
    assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
    assert!(disposition.is_ascii() && disposition.contains("filename*=UTF-8''%"), "{disposition}");
    let bytes = response.bytes().await.expect("a file");
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let body = text.strip_suffix("\r\n").expect("the last line ends too");
    body.split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn the_three_tables_have_the_columns_of_the_forms() {
    let app = Launch::demo().start().await;
    let table = |name: &'static str| {
        let app = &app;
        let query =
            if name == "members" { "?purpose=report&recipient=district-officer" } else { "" };
        async move {
            lines(app, "district-officer", &format!("/v1/district/registers/{name}.csv{query}"))
                .await
        }
    };
    let members = table("members").await;
    assert_eq!(members[0], MEMBERS);
    assert_eq!(members.len(), 1 + 18, "nine received in each branch");
    assert!(members[1..].iter().all(|line| line.matches("\",\"").count() == 8));

    let organisations = table("organisations").await;
    assert_eq!(organisations[0], ORGANISATIONS);
    assert!(organisations[1].starts_with("\"信州区驻北京流动党员党支部\",\"9\","));
    assert_eq!(organisations.len(), 3);

    let statistics = table("statistics").await;
    assert_eq!(statistics[0], STATISTICS);
    assert_eq!(statistics[1], "\"流出党员（期末）\",\"18\",\"18\",\"0\"");
    let units = statistics.iter().find(|line| line.contains("党组织数")).expect("a line");
    assert!(units.ends_with("\"2\",\"2\",\"0\""), "{units}");
}

#[tokio::test]
async fn a_branchs_register_is_its_own_and_of_its_period() {
    let app = Launch::demo().start().await;
    let path = format!(
        "/v1/branches/{BEIJING}/registers/members.csv?purpose=report&recipient=district-officer"
    );
    let here = lines(&app, "beijing-secretary", &path).await;
    assert_eq!((here[0].as_str(), here.len()), (MEMBERS, 10));
    assert!(here[1..].iter().all(|line| line.contains("\"北京")), "{here:?}");
    let there = format!(
        "/v1/branches/{YIWU}/registers/members.csv?purpose=report&recipient=district-officer"
    );
    let there = lines(&app, "yiwu-secretary", &there).await;
    assert!(there[1..].iter().all(|line| line.contains("\"义乌")), "{there:?}");
    // Before anybody came there is the head alone.
    let before = format!("{path}&from=2020-01&to=2020-12");
    assert_eq!(lines(&app, "beijing-secretary", &before).await, [MEMBERS]);
    let statistics = "/v1/district/registers/statistics.csv?from=2020-01&to=2020-12";
    let statistics = lines(&app, "district-officer", statistics).await;
    assert_eq!(statistics[1], "\"流出党员（期末）\",\"0\",\"0\",\"0\"");

    let secretary = app.person("beijing-secretary").await;
    for wrong in ["from=2026", "to=2026-13", "from=2026-02&to=2026-01", "month=2026-01"] {
        let response = secretary.get(&format!("{path}&{wrong}")).await;
        Problem::of(response).await.expect(400, "malformed");
    }
}

/// What somebody typed is shown, not carried out.
#[tokio::test]
async fn a_formula_in_a_form_is_text_in_the_file() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let person = app.person("new:公式").await;
    let report = ReportForm {
        home_branch: "=HYPERLINK(\"https://x.example\")".into(),
        area: "\"朝阳\"区".into(),
        ..make::report("冯公式")
    };
    person.report_in(BEIJING, report).await;
    let id = person.id().await;
    secretary.send(BEIJING, MemberCommand::ReceiveMember { person: id }).await;
    let path = format!(
        "/v1/branches/{BEIJING}/registers/members.csv?purpose=report&recipient=district-officer"
    );
    let rows = lines(&app, "beijing-secretary", &path).await;
    let row = rows.iter().find(|row| row.contains("冯公式")).expect("their row");
    assert!(row.contains("\"'=HYPERLINK(\"\"https://x.example\"\")\""), "{row}");
    assert!(row.contains("\"北京\"\"朝阳\"\"区\""), "{row}");
}

#[tokio::test]
async fn a_register_says_what_for_and_to_whom_and_the_member_sees_it() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let path = format!("/v1/branches/{BEIJING}/registers/members.csv");
    // As a link kept from before is.
    for old in ["", "?from=2026-01", "?purpose=report", "?recipient=district-officer"] {
        let problem = Problem::of(secretary.get(&format!("{path}{old}")).await).await;
        problem.expect(422, "purposeNeeded");
    }
    let to = |recipient: &str| format!("{path}?purpose=check&recipient={recipient}");
    let department = secretary.get(&to("department:education")).await;
    Problem::of(department).await.expect(422, "recipientNotNamed");
    Problem::of(secretary.get(&to("nobody")).await).await.expect(400, "malformed");
    assert_eq!(secretary.get(&to("district-officer")).await.status(), 200);
    let mine: Value = app.person("beijing-member").await.read("/v1/me/data").await;
    let handed: Vec<&Value> = mine["readings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|it| it["exported"] == true)
        .collect();
    assert_eq!(handed.len(), 1, "what was refused was not read");
    assert_eq!(handed[0]["handedFor"], "check");
    assert_eq!(handed[0]["handedTo"]["role"], "district-officer");
}
