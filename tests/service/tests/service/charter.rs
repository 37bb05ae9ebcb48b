//! The district's data files: a third branch is one more file, a window in
//! which a freed place is kept is one line, and a mistake is named.

use std::{fs, path::Path, sync::Arc};

use guiyan_core::{
    Outcome,
    branch::activity::ActivityCommand,
    view::{MyPlace, SignUpAction},
};
use guiyan_tests_service::{BEIJING, Launch, crowd, make};
use serde_json::Value;
use tempfile::TempDir;

const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/service/data/xinzhou");
const SHANGHAI: &str = "xinzhou-shanghai";

type Edit = fn(String) -> String;

/// 信州区's files, to be changed.
fn files() -> TempDir {
    let folder = TempDir::with_prefix("guiyan-charter-").expect("a folder");
    fs::create_dir(folder.path().join("branches")).expect("make a folder");
    for name in ["district.toml", "branches/xinzhou-beijing.toml", "branches/xinzhou-yiwu.toml"] {
        fs::copy(Path::new(OURS).join(name), folder.path().join(name)).expect("copy a file");
    }
    folder
}

fn edit(folder: &TempDir, from: &str, to: &str, change: impl Fn(String) -> String) {
    let branches = folder.path().join("branches");
    let text = fs::read_to_string(branches.join(from)).expect("read a branch");
    fs::write(branches.join(to), change(text)).expect("write a branch");
}

fn launch(folder: &TempDir) -> Launch {
    Launch::demo().arg("--charter").arg(folder.path().to_str().expect("a path in UTF-8"))
}

#[tokio::test]
async fn a_third_branch_is_one_more_file() {
    let folder = files();
    edit(&folder, "xinzhou-beijing.toml", "xinzhou-shanghai.toml", |text| {
        text.replace("xinzhou-beijing", SHANGHAI).replace("北京", "上海")
    });
    let app = Arc::new(launch(&folder).start().await);
    let branches: Value = app.anonymous().read("/v1/branches").await;
    assert_eq!(branches["branches"].as_array().map(Vec::len), Some(3));
    let secretary = app.person("shanghai-secretary").await;
    let people = crowd::members(&app, &secretary, SHANGHAI, 1..=1).await;
    let activity = secretary.publish(SHANGHAI, make::activity("恳谈会", None)).await;
    let outcome = people[0].person.sign_up(SHANGHAI, activity).await;
    assert_eq!(outcome, Outcome::Confirmed { place: 1 });
    assert_eq!(people[0].person.view(SHANGHAI).await.sisters.len(), 2);
}

#[tokio::test]
async fn a_freed_place_is_kept_for_the_first_who_may_decline() {
    let folder = files();
    let name = "xinzhou-beijing.toml";
    edit(&folder, name, name, |text| {
        text.replace("offerWindowMinutes = 0", "offerWindowMinutes = 60")
    });
    let app = Arc::new(launch(&folder).start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=4).await;
    let [holds, first, second, third] = &people[..] else { panic!("four members") };
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;
    for member in &people {
        member.person.sign_up(BEIJING, activity).await;
    }
    holds.person.leave(BEIJING, activity).await;

    // Kept for the first; nobody else gets it, the queue moves up.
    let seen = first.person.activity(BEIJING, activity).await;
    assert_eq!(seen.action, Some(SignUpAction::AnswerOffer));
    let Some(MyPlace::Offered { place: 1, until }) = seen.mine else {
        panic!("the place is offered: {:?}", seen.mine);
    };
    let minutes = (until.0 - make::now().0) / 60_000;
    assert!((58..=60).contains(&minutes), "kept for an hour: {minutes} minutes");
    assert_eq!((seen.confirmed, seen.left, seen.waiting), (0, Some(0), 2));
    let accept = ActivityCommand::AcceptPlace { activity };
    second.person.refused(BEIJING, accept.clone(), 409, "noOffer").await;

    // Declined, it goes on to the next, who accepts; the third waits first.
    let decline = ActivityCommand::DeclinePlace { activity };
    assert_eq!(first.person.send(BEIJING, decline.clone()).await.outcome, Outcome::OfferDeclined);
    first.person.refused(BEIJING, decline, 409, "noOffer").await;
    let outcome = second.person.send(BEIJING, accept).await.outcome;
    assert_eq!(outcome, Outcome::Confirmed { place: 1 });
    let waits = third.person.activity(BEIJING, activity).await.mine;
    assert!(matches!(waits, Some(MyPlace::Waiting { position: 1, .. })), "{waits:?}");
    assert!(first.person.activity(BEIJING, activity).await.mine.is_none());
}

#[tokio::test]
async fn the_rates_of_dues_are_those_of_the_file_for_anybody() {
    let folder = files();
    let file = folder.path().join("district.toml");
    let text = fs::read_to_string(&file).expect("read the district");
    fs::write(&file, text.replace("aboveBasisPoints = 200", "aboveBasisPoints = 300"))
        .expect("write the district");
    let app = launch(&folder).start().await;
    let rates: guiyan_core::dues::DuesRates = app.anonymous().read("/v1/dues").await;
    assert_eq!((rates.above_basis_points, rates.steps.len()), (300, 3));
}

#[tokio::test]
async fn a_mistake_in_a_file_is_named() {
    let name = "xinzhou-yiwu.toml";
    let broken: [(&str, Edit); 4] = [
        ("not TOML", |text| text.replace("id =", "id ==")),
        ("an unknown key", |text| format!("colour = \"red\"\n{text}")),
        ("a missing key", |text| text.replace("shortName", "# shortName")),
        ("another branch's id", |text| text.replace("\"xinzhou-yiwu\"", "\"xinzhou-beijing\"")),
    ];
    for (what, change) in broken {
        let folder = files();
        edit(&folder, name, name, change);
        let (status, said) = launch(&folder).refused("127.0.0.1:0").await;
        assert!(!status.success() && said.contains(name), "{what}: {said}");
        assert!(!said.contains("panicked"), "{what}: {said}");
    }
    // A figure that nobody can have meant is told with its range.
    let absurd: [(&str, &str, &str); 2] = [
        ("receive = 7", "receive = 0", "`chainDays.receive` must be from 1 to 366"),
        ("climbHours = 24", "climbHours = 9999", "`helpTargets.climbHours` must be from 1"),
    ];
    for (from, to, rule) in absurd {
        let folder = files();
        edit(&folder, name, name, |text| text.replace(from, to));
        let (status, said) = launch(&folder).refused("127.0.0.1:0").await;
        assert!(!status.success() && said.contains(name) && said.contains(rule), "{said}");
    }
    let empty = TempDir::with_prefix("guiyan-charter-").expect("a folder");
    let (status, said) = launch(&empty).refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("district.toml"), "no files at all: {said}");
}

#[tokio::test]
async fn a_branch_that_was_written_to_keeps_its_file() {
    let folder = files();
    let data = TempDir::with_prefix("guiyan-data-").expect("a folder");
    launch(&folder).data(data.path()).start().await.stop().await;
    let file = folder.path().join("branches/xinzhou-yiwu.toml");
    let kept = fs::read(&file).expect("read a branch");
    fs::remove_file(&file).expect("lose a branch");
    let (status, said) = launch(&folder).refused_on("127.0.0.1:0", data.path()).await;
    assert!(!status.success() && said.contains("branches/xinzhou-yiwu.toml"), "{said}");
    fs::write(&file, kept).expect("bring it back");
    launch(&folder).data(data.path()).start().await.stop().await;
}
