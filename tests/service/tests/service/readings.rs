//! Who reads names in an office is written down where the person read about can
//! see it. What they see stands in `mine.rs`; here the record itself is read,
//! once the service has stopped.

use std::{collections::BTreeSet, path::Path};

use guiyan_core::ids::PersonId;
use guiyan_store::{Access, Log as _, MasterKey, SqliteLog};
use guiyan_tests_service::{BEIJING, Launch};
use tempfile::TempDir;

/// What the record says of readings about that person.
fn readings(data: &Path, person: PersonId) -> Vec<Access> {
    let key = MasterKey::from_file(&data.join("master.key")).expect("the demo's key");
    let mut log = SqliteLog::open(&data.join("guiyan.db"), key).expect("the record");
    log.accesses(person).expect("who has read")
}

#[tokio::test]
async fn each_reading_of_names_is_kept() {
    let folder = TempDir::with_prefix("guiyan-").expect("a folder");
    let app = Launch::demo().data(folder.path()).start().await;
    let member = app.person("beijing-member").await;
    let secretary = app.person("beijing-secretary").await;
    let officer = app.person("district-officer").await;
    let liaison = app.person("maojialing-liaison").await;
    let leads = format!("/v1/branches/{BEIJING}/leads");
    let help = format!("/v1/branches/{BEIJING}/help");
    let register = format!(
        "/v1/branches/{BEIJING}/registers/members.csv?purpose=report&recipient=district-officer"
    );
    for (person, path) in [
        (&secretary, leads.as_str()),
        (&secretary, &help),
        (&secretary, "/v1/matters"),
        (&secretary, &register),
        (&officer, "/v1/district/registers/members.csv?purpose=report&recipient=district-officer"),
        (&liaison, "/v1/townships/maojialing"),
        // Codes and one's own are no reading.
        (&officer, "/v1/matters"),
        (&officer, "/v1/leads"),
        (&officer, "/v1/district/overview"),
        (&officer, "/v1/district/registers/statistics.csv"),
        (&member, &leads),
        (&member, &help),
    ] {
        assert_eq!(person.get(path).await.status(), 200, "{} {path}", person.name);
    }
    let ids = [&member, &secretary, &officer, &liaison].map(|person| person.id());
    let [member, secretary, officer, liaison] = ids;
    let (member, secretary) = (member.await, secretary.await);
    let (officer, liaison) = (officer.await, liaison.await);
    app.stop().await;

    let kept = readings(folder.path(), member);
    let told: BTreeSet<(PersonId, &str)> =
        kept.iter().map(|access| (access.by, access.purpose.as_str())).collect();
    let expected: BTreeSet<(PersonId, &str)> = [
        (secretary, "leads"),
        (secretary, "help"),
        (secretary, "matters"),
        (secretary, "register"),
        (officer, "register"),
        (liaison, "township"),
    ]
    .into();
    assert_eq!(told, expected);
    assert_eq!(kept.len(), expected.len(), "each once");
    assert!(kept.iter().all(|access| access.branch.as_str() == BEIJING));
}
