//! Somebody changes the record with an editor, loses its key, or brings half
//! of it: `verify` finds it, and the service says what is the matter.

// Tests speak by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, sync::Arc};

use guiyan_tests_service::{BEIJING, Launch, app::verify, crowd, disk, make};
use tempfile::TempDir;

const TITLE: &str = "TAMPER-WITH-ME";

/// A record with members, an activity and sign-ups, closed in good order.
async fn record() -> TempDir {
    let folder = TempDir::with_prefix("guiyan-tamper-").expect("a folder");
    let app = Arc::new(Launch::demo().data(folder.path()).start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=3).await;
    let activity = secretary.publish(BEIJING, make::activity(TITLE, Some(2))).await;
    for member in &people {
        member.person.sign_up(BEIJING, activity).await;
    }
    Arc::into_inner(app).expect("ours alone").stop().await;
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "before anything is done to it: {said}");
    folder
}

#[tokio::test]
async fn a_changed_event_is_found() {
    let folder = record().await;
    let mut changed = 0;
    for path in disk::files(folder.path()) {
        changed += disk::replace(&path, TITLE, "TAMPERED-TITLE");
    }
    assert!(changed > 0, "the title stands in the record, as it is no personal data");
    let (sound, said) = verify(folder.path()).await;
    assert!(!sound, "nobody noticed: {said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[tokio::test]
async fn a_lost_or_wrong_master_key_is_said() {
    let folder = record().await;
    let key = folder.path().join("master.key");
    let kept = fs::read(&key).expect("the demo keeps its key beside the record");
    let other = record().await;
    fs::copy(other.path().join("master.key"), &key).expect("bring a wrong key");
    let (status, said) = Launch::demo().refused_on("127.0.0.1:0", folder.path()).await;
    assert!(!status.success() && said.contains("key"), "a wrong key: {said}");
    let (sound, said) = verify(folder.path()).await;
    assert!(!sound && said.contains("key"), "a wrong key: {said}");
    fs::remove_file(&key).expect("lose the key");
    let (sound, said) = verify(folder.path()).await;
    assert!(!sound && said.contains("key"), "no key: {said}");
    fs::write(&key, kept).expect("bring the right key");
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "with the right key again: {said}");
}

#[tokio::test]
async fn a_torn_or_foreign_file_is_said() {
    let folder = record().await;
    let database = folder.path().join("guiyan.db");
    let bytes = fs::read(&database).expect("read the record");
    for (what, wrong) in [
        ("half of it", &bytes[..bytes.len() / 2]),
        ("another file", &b"this is no database at all, but a letter to the secretary"[..]),
    ] {
        fs::write(&database, wrong).expect("write the record");
        let (sound, said) = verify(folder.path()).await;
        assert!(!sound && !said.trim().is_empty(), "{what}: {said}");
        assert!(!said.contains("panicked"), "{what}: {said}");
    }
    let empty = TempDir::with_prefix("guiyan-empty-").expect("a folder");
    let (sound, said) = verify(empty.path()).await;
    assert!(!sound && said.contains("record"), "an empty folder: {said}");
}
