//! What the operator does with a record: settings from a file, backups of a
//! service that is running, restoring them.

use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use guiyan_core::ids::ActivityId;
use guiyan_store::{Log as _, MasterKey, Row, SqliteLog, erasures::Erasures};
use guiyan_tests_service::{
    App, BEIJING, Launch,
    app::{binary, guiyan, verify},
    crowd::{self, Member},
    disk, make,
};
use serde_json::json;
use tempfile::TempDir;

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Every event as it is stored, and the one table that an erasure changes.
fn rows(data: &Path, key: &Path) -> Vec<(String, Vec<Row>)> {
    let key = MasterKey::from_file(key).expect("a key");
    let mut log = SqliteLog::open(&data.join("guiyan.db"), key).expect("a record");
    let heads = log.heads().expect("heads");
    let all = heads.into_iter().map(|(stream, _)| {
        let rows = log.rows(&stream, 0, usize::MAX).expect("rows");
        (stream.to_string(), rows)
    });
    all.collect()
}

async fn erase(member: &Member) {
    let response = member.person.post("/v1/me/erase", &json!({ "id": make::command_id() })).await;
    assert_eq!(response.status(), 200);
}

/// Signs up and leaves again until it is told to stop.
async fn bustle(people: Vec<Member>, activity: ActivityId, stop: Arc<AtomicBool>) {
    crowd::each(crowd::LANES, people, |member| {
        let stop = stop.clone();
        async move {
            while !stop.load(Ordering::Relaxed) {
                member.person.sign_up(BEIJING, activity).await;
                member.person.leave(BEIJING, activity).await;
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_erased_after_a_backup_stays_erased_when_it_is_restored() {
    let home = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    let (data, shelf) = (home.path().join("data"), home.path().join("backups"));
    fs::create_dir(&shelf).expect("a folder of the backups");
    let launch = || Launch::demo().data(&data).arg("--backup-folder").arg(text(&shelf));
    let app = Arc::new(launch().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=8).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(4))).await;
    erase(&people[6]).await;

    // While commands pour in, and the service holds its lock.
    let stop = Arc::new(AtomicBool::new(false));
    let load = tokio::spawn(bustle(people[..4].to_vec(), activity, stop.clone()));
    let file = shelf.join("one.backup");
    let before = app.anonymous().view(BEIJING).await.version;
    let (done, said) = guiyan(&["backup", "--data", &text(&data), "--to", &text(&file)]).await;
    assert!(done, "{said}");
    stop.store(true, Ordering::Relaxed);
    load.await.expect("commands that went through");
    assert!(app.anonymous().view(BEIJING).await.version > before, "there was load");

    erase(&people[7]).await;
    let listed = Erasures::read(&shelf.join("erasures.ids")).expect("the list");
    assert_eq!(listed, [people[6].id, people[7].id]);
    drop(secretary);
    Arc::into_inner(app).expect("ours alone").stop().await;

    // Without the key nothing; into the folder that is in use neither.
    let (key, fresh) = (data.join("master.key"), home.path().join("fresh"));
    let words = ["restore", &text(&file), "--data", &text(&fresh)];
    let (done, said) = guiyan(&words).await;
    assert!(!done && said.contains("master key"), "{said}");
    let keyed = |words: &[&str]| {
        let key = text(&key);
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        async move {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            guiyan(&[&words[..], &["--master-key", &key]].concat()).await
        }
    };
    let (done, said) = keyed(&["restore", &text(&file), "--data", &text(&data)]).await;
    assert!(!done && said.contains("not empty"), "{said}");
    let (done, said) = keyed(&words).await;
    assert!(done && said.contains("2 erasures are listed, 1 of them"), "{said}");
    assert!(said.contains("all sound"), "{said}");

    // All that the backup held is as it was in the record, to the byte; what
    // follows is the erasure that was done again.
    let (was, is) = (rows(&data, &key), rows(&fresh, &key));
    let mut further = 0;
    for (stream, rows) in &is {
        let (_, all) = was.iter().find(|(name, _)| name == stream).expect("the same streams");
        let same = rows.iter().zip(all).take_while(|(one, other)| one == other).count();
        further += rows.len() - same;
        let rest: Vec<&[u8]> = rows[same..].iter().map(|row| row.payload.as_slice()).collect();
        let id = people[7].id.to_string();
        for payload in rest {
            assert!(String::from_utf8_lossy(payload).contains(&id), "{stream}");
        }
    }
    assert!((2..6).contains(&further), "{further} events of one erasure");

    fs::copy(&key, fresh.join("master.key")).expect("bring the demo's key");
    let (sound, said) = verify(&fresh).await;
    assert!(sound, "{said}");
    is_forgotten(&fresh, &people).await;
}

/// The two who erased themselves are nowhere; all others are as they were.
async fn is_forgotten(data: &Path, people: &[Member]) {
    let app: App = Launch::demo().data(data).start().await;
    let secretary = app.person("beijing-secretary").await;
    let list = secretary.roster(BEIJING, "list=members").await;
    let names: Vec<String> = list.rows.iter().filter_map(|row| row.name.clone()).collect();
    for n in 1..=6 {
        assert!(names.contains(&make::name(n)), "{n} is there: {names:?}");
    }
    for n in [7, 8] {
        assert!(!names.contains(&make::name(n)), "{n} is forgotten: {names:?}");
        let name = make::name(n);
        let clear = [name.as_str(), &make::phone(n)].map(str::to_owned);
        let found = disk::files_with(data, &clear.each_ref().map(String::as_str));
        assert!(found.is_empty(), "{found:?}");
    }
    let back = app.person("new:p8").await;
    assert_ne!(back.id().await, people[7].id, "the sign-in leads to somebody new");
    app.stop().await;
}

#[tokio::test]
async fn a_backup_without_its_list_of_erasures_is_asked_about() {
    let home = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    let data = home.path().join("data");
    Launch::demo().data(&data).start().await.stop().await;
    let (file, fresh) = (home.path().join("one.backup"), home.path().join("fresh"));
    let (done, said) = guiyan(&["backup", "--data", &text(&data)]).await;
    assert!(!done && said.contains("--to"), "{said}");
    let (done, said) = guiyan(&["backup", "--data", &text(&data), "--to", &text(&file)]).await;
    assert!(done && said.contains("[backup]"), "what is missing is told: {said}");
    let (done, said) = guiyan(&["backup", "--data", &text(&data), "--to", &text(&file)]).await;
    assert!(!done && said.contains("nothing is written over another file"), "{said}");

    let key = text(&data.join("master.key"));
    let (file, to) = (text(&file), text(&fresh));
    let words = ["restore", &file, "--data", &to, "--master-key", &key];
    let (done, said) = guiyan(&words).await;
    assert!(!done && said.contains("--no-erasures"), "{said}");
    assert!(!fresh.exists(), "nothing is begun");
    let (done, said) = guiyan(&[&words[..], &["--no-erasures"]].concat()).await;
    assert!(done, "{said}");
}

/// No room where the backup goes: it is said, and nothing is left of it.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_backup_that_does_not_fit_leaves_nothing() {
    let home = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    let (data, shelf) = (home.path().join("data"), home.path().join("backups"));
    fs::create_dir(&shelf).expect("a folder of the backups");
    Launch::demo().data(&data).start().await.stop().await;
    // Files may have that many blocks; ignored, the signal fails as a full disk.
    for blocks in ["20", "2000"] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let output = std::process::Command::new("sh")
            .args(["-c", &script, "sh", &text(&binary()), "backup", "--data", &text(&data)])
            .args(["--to", &text(&shelf.join("one.backup"))])
            .output()
            .expect("run guiyan");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            assert_eq!(blocks, "2000", "it cannot have fitted: {said}");
            continue;
        }
        assert!(said.starts_with("guiyan: ") && !said.contains("panicked"), "{said}");
        assert_eq!(disk::files(&shelf), [""; 0].map(std::path::PathBuf::from), "{blocks}");
    }
}

/// Exported while it is in use, imported, put under another key: the same
/// people, and the service goes on with it.
#[tokio::test]
async fn a_record_moves_to_another_folder_and_another_key() {
    let home = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    let (data, fresh) = (home.path().join("data"), home.path().join("fresh"));
    let app = Arc::new(Launch::demo().data(&data).start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=2).await;
    let (one, two) = (home.path().join("one.jsonl"), home.path().join("two.jsonl"));
    let (done, said) = guiyan(&["export", "--data", &text(&data), "--to", &text(&one)]).await;
    assert!(done, "{said}");
    drop(secretary);
    Arc::into_inner(app).expect("ours alone").stop().await;

    let (old, new) = (text(&data.join("master.key")), text(&home.path().join("new.key")));
    let record = ["--data", &text(&fresh), "--master-key"].map(str::to_owned);
    let on = |words: &[&str], key: &str| {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let words = [words, record.to_vec(), vec![key.to_owned()]].concat();
        async move { guiyan(&words.iter().map(String::as_str).collect::<Vec<_>>()).await }
    };
    let (done, said) = on(&["import", &text(&one), "--no-erasures"], &old).await;
    assert!(done && said.contains("all sound"), "{said}");
    let (done, said) = on(&["export", "--to", &text(&two)], &old).await;
    assert!(done, "{said}");
    assert!(fs::read(&one).ok() == fs::read(&two).ok(), "the two exports differ");

    let (done, said) = on(&["rotate-key", "--new-master-key", &new], &old).await;
    assert!(done && said.contains("new.key"), "{said}");
    let (done, said) = on(&["verify"], &old).await;
    assert!(!done && said.contains("master key is not the one"), "{said}");
    let (done, said) = on(&["verify"], &new).await;
    assert!(done, "{said}");

    fs::copy(&new, fresh.join("master.key")).expect("bring the demo's key");
    fs::copy(data.join("demo.key"), fresh.join("demo.key")).ok();
    let app = Launch::demo().data(&fresh).start().await;
    for (n, member) in (1..).zip(&people) {
        let person = app.person(&format!("new:p{n}")).await;
        assert_eq!(person.id().await, member.id, "the sign-in leads to the same person");
        assert!(person.view(BEIJING).await.report_in.is_some());
    }
    let (done, said) = on(&["rotate-key", "--new-master-key", &old], &new).await;
    assert!(!done && said.contains("in use"), "{said}");
    app.stop().await;
}

#[tokio::test]
async fn the_folder_of_the_backups_must_be_there() {
    let launch = Launch::demo().arg("--backup-folder").arg("/nowhere/backups");
    let (status, said) = launch.refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("/nowhere/backups/erasures.ids"), "{said}");
}

/// A service would begin an empty record beside half a restored one.
#[tokio::test]
async fn half_a_restored_record_is_not_served() {
    let data = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    fs::write(data.path().join("guiyan.db.part"), "half of it").expect("write");
    let (status, said) = Launch::demo().refused_on("127.0.0.1:0", data.path()).await;
    assert!(!status.success() && said.contains("half a record"), "{said}");
    assert!(!data.path().join("guiyan.db").exists(), "nothing is begun");
}

#[tokio::test]
async fn settings_come_from_a_file() {
    let home = TempDir::with_prefix("guiyan-keeping-").expect("a folder");
    let (file, shelf) = (home.path().join("guiyan.toml"), home.path().join("backups"));
    fs::create_dir(&shelf).expect("a folder of the backups");
    let settings = format!(
        "allow-origin = [\"https://portal.example\"]\nlog-json = true\n\n\
         [backup]\nfolder = \"{}\"\n",
        text(&shelf)
    );
    fs::write(&file, settings).expect("write the settings");
    let app = Launch::demo().env("GUIYAN_CONFIG", text(&file)).start().await;
    assert!(shelf.join("erasures.ids").is_file(), "the list is begun with the service");
    let request = app.client.get(format!("{}/v1/health", app.base));
    let response = request.header("origin", "https://portal.example").send().await.expect("asked");
    assert_eq!(response.headers()["access-control-allow-origin"], "https://portal.example");
    assert!(app.log().lines().all(|line| line.starts_with('{')), "{}", app.log());

    let (data, config) = (text(&app.data), text(&file));
    let (done, said) = guiyan(&["backup", "--data", &data, "--config", &config]).await;
    assert!(done, "{said}");
    let names: Vec<String> = disk::files(&shelf).iter().map(|path| text(path)).collect();
    assert!(names.iter().any(|name| name.ends_with(".backup")), "{names:?}");
    app.stop().await;

    fs::write(&file, "# settings\nlisten = 7117\n").expect("write the settings");
    let launch = Launch::demo().arg("--config").arg(text(&file));
    let (status, said) = launch.refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("line 2"), "{said}");
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", "x").env("GUIYAN_MASTER_KEY_FILE", "/y");
    let (status, said) = launch.refused("127.0.0.1:0").await;
    assert!(!status.success() && said.contains("keep one of them"), "{said}");
    let launch = Launch::plain().env("GUIYAN_MASTER_KEY", "x").arg("--token-issuer").arg("y");
    let (status, said) = launch.refused("127.0.0.1:0").await;
    assert!(!status.success() && !said.contains("listening"), "{said}");
}
