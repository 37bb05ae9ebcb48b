//! A disk that can be read and not written: from the start on, as after a
//! mount that found errors, and all of a sudden, as a kernel makes it that finds
//! them later.
//!
//! How it is made depends on what this machine allows. From the start: a mount
//! of its own that is read-only, where a user namespace may be had, and in any
//! case a folder that its user may not write (root gives its rights away). Later:
//! files that are immutable, where the disk has that and root asks; elsewhere
//! no write to a file is let through (`RLIMIT_FSIZE` of nothing).

// Tests speak by failing. All of this is Linux's.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use guiyan_core::{
    Submission,
    branch::activity::ActivityCommand,
    ids::{ActivityId, PersonId},
};
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem,
    app::{binary, verify},
    crowd, disk, make,
    phone::Gateway,
    problem,
};
use reqwest::Response;
use rustix::process::{Resource, Rlimit, geteuid, prlimit};
use serde_json::json;
use tempfile::TempDir;

/// Who owns nothing.
const NOBODY: &str = "65534";
/// By default a write over the limit kills; ignored, it fails.
const SPARED: [&str; 4] = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

/// Where a record is that is to become read-only.
enum Place {
    /// A disk of its own in a file: the kernel is told that it has errors.
    Disk { folder: TempDir, device: String },
    /// A folder whose files are made immutable: some disks end a process that
    /// writes to them in memory, and so does this.
    Immutable(TempDir),
    /// An ordinary folder, and no write to a file is let through.
    Folder(TempDir),
}

impl Place {
    /// All that this machine allows.
    fn all() -> Vec<Self> {
        let folder = || TempDir::with_prefix("guiyan-frozen-").expect("a folder");
        let mut places = vec![Self::Folder(folder())];
        places.extend(Self::disk(folder()));
        let tried = folder();
        if chattr("+i", tried.path()) && chattr("-i", tried.path()) {
            places.push(Self::Immutable(tried));
        }
        println!("{} of 3 ways are possible here", places.len());
        places
    }

    fn disk(folder: TempDir) -> Option<Self> {
        let (image, disk) = (folder.path().join("image"), folder.path().join("disk"));
        fs::create_dir(&disk).expect("a folder");
        let file = File::create(&image).expect("a file");
        file.set_len(64 << 20).expect("a file with nothing in it");
        let made = done(Command::new("mkfs.ext4").arg("-q").arg(&image)) && mount(folder.path());
        let source = Command::new("findmnt").args(["-no", "SOURCE"]).arg(disk).output();
        let source = String::from_utf8(source.ok()?.stdout).expect("a path");
        let device = source.trim().trim_start_matches("/dev/").to_owned();
        made.then_some(Self::Disk { folder, device })
    }

    fn data(&self) -> PathBuf {
        let (Self::Disk { folder, .. } | Self::Folder(folder) | Self::Immutable(folder)) = self;
        folder.path().join("disk/data")
    }

    fn turn_read_only(&self, app: &App) {
        // The kernel does so every half minute: what is in memory and on the
        // disk alike has to ask before it is changed again.
        for file in disk::files(&self.data()) {
            File::open(file).and_then(|file| file.sync_all()).expect("our own file");
        }
        match self {
            Self::Disk { device, .. } => {
                let error = format!("/sys/fs/ext4/{device}/trigger_fs_error");
                fs::write(error, "1").expect("tell the kernel");
            }
            Self::Immutable(_) => assert!(chattr("+i", &self.data())),
            Self::Folder(_) => {
                let limit = Rlimit { current: Some(0), maximum: None };
                prlimit(Some(app.pid()), Resource::Fsize, limit).expect("limit our own child");
            }
        }
    }

    /// What an operator does, once nobody has a file open there.
    fn repair(&self) {
        match self {
            Self::Disk { folder, .. } => {
                unmount(folder.path());
                // It ends with 1 when there was something to put right.
                let image = folder.path().join("image");
                let check = Command::new("e2fsck").arg("-fy").arg(image).output().expect("e2fsck");
                assert!(check.status.code().is_some_and(|code| code <= 1), "{check:?}");
                assert!(mount(folder.path()), "mounted again");
            }
            Self::Immutable(_) => assert!(chattr("-i", &self.data())),
            Self::Folder(_) => {}
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::Disk { folder, .. } => unmount(folder.path()),
            Self::Immutable(_) => drop(chattr("-i", &self.data())),
            Self::Folder(_) => {}
        }
    }
}

fn chattr(change: &str, folder: &Path) -> bool {
    done(Command::new("chattr").args(["-R", change]).arg(folder))
}

fn done(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn mount(folder: &Path) -> bool {
    let (image, disk) = (folder.join("image"), folder.join("disk"));
    done(Command::new("mount").args(["-o", "loop,errors=remount-ro"]).args([image, disk]))
}

fn unmount(folder: &Path) {
    let done = done(Command::new("umount").arg(folder.join("disk")));
    assert!(done || std::thread::panicking(), "nobody holds it");
}

async fn members(app: &Arc<App>) -> (Person, ActivityId, Vec<crowd::Member>) {
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(app, &secretary, BEIJING, 1..=2).await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(2))).await;
    (secretary, activity, people)
}

#[tokio::test]
async fn a_disk_that_turns_read_only_is_told_and_survived() {
    for place in Place::all() {
        is_told_and_survived(&place).await;
    }
}

async fn is_told_and_survived(place: &Place) {
    let (settings, gateway) = (TempDir::new().expect("a folder"), Gateway::start().await);
    let phones = gateway.settings(settings.path(), "");
    let launch = || Launch::demo().data(&place.data()).sign_in(&phones).under(&SPARED);
    let app = Arc::new(launch().start().await);
    let (secretary, activity, people) = members(&app).await;
    let [first, second] = &people[..] else { panic!("two members") };
    first.person.sign_up(BEIJING, activity).await;
    let before = second.person.view(BEIJING).await.version;

    place.turn_read_only(&app);
    let command = ActivityCommand::SignUp { activity, share_name: false };
    let submission = Submission { id: make::command_id(), command: command.clone().into() };
    let body = serde_json::to_value(&submission).expect("a command as JSON");
    let commands = format!("/v1/branches/{BEIJING}/commands");
    let erase = json!({ "id": make::command_id() });
    let list = format!("/v1/branches/{BEIJING}/roster?list=members");
    for _ in 0..20 {
        unavailable(second.person.post(&commands, &body).await).await;
        unavailable(second.person.post("/v1/me/erase", &erase).await).await;
        // Who reads names is written down first, and that cannot be.
        unavailable(secretary.get(&list).await).await;
        unavailable(app.ask_code("13977665544").await).await;
        // Reading goes on, and nothing is half done.
        assert_eq!(second.person.view(BEIJING).await.version, before);
        assert!(second.person.activity(BEIJING, activity).await.mine.is_none());
        assert!(first.person.activity(BEIJING, activity).await.mine.is_some());
        assert_eq!(second.person.id().await, second.id, "not erased");
    }
    let log = app.log();
    // With no write let through, the log gets none either.
    let told = log.contains("a commit failed") || matches!(place, Place::Folder(_));
    assert!(told && !log.contains("panicked"), "{log}");
    let (first, second) = (first.id, second.id);
    drop((secretary, people));
    Arc::into_inner(app).expect("ours alone").kill();

    if matches!(place, Place::Disk { .. }) {
        let (status, said) = Launch::demo().refused_on("127.0.0.1:0", &place.data()).await;
        assert!(!status.success() && log.contains("the disk is read-only"), "{log}");
        says_what_to_do("read-only", &said);
    }
    place.repair();
    let (sound, said) = verify(&place.data()).await;
    assert!(sound, "{said}");
    let app = launch().start().await;
    signed_up(&app, "new:p1", first, activity).await;
    // The same command goes through once it can be written again.
    let again = app.person("new:p2").await.try_send_as(submission.id, BEIJING, command).await;
    again.expect("there is a place");
    signed_up(&app, "new:p2", second, activity).await;
    app.by_phone(&gateway, "13977665544").await;
}

async fn signed_up(app: &App, persona: &str, id: PersonId, activity: ActivityId) {
    let person = app.person(persona).await;
    assert_eq!(person.id().await, id);
    assert!(person.activity(BEIJING, activity).await.mine.is_some(), "{persona}");
}

/// 503, with the time to try again.
async fn unavailable(response: Response) {
    let again = problem::header(&response, "retry-after");
    assert!(again.parse::<u32>().is_ok(), "Retry-After in seconds: {again:?}");
    Problem::of(response).await.expect(503, "unavailable");
}

/// Commands that run another with that folder read-only, by what they are.
fn ways(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let folder = folder.to_str().expect("a plain path");
    let unwritable = if geteuid().is_root() {
        let group = format!("--regid={NOBODY}");
        words(&["setpriv", &format!("--reuid={NOBODY}"), &group, "--clear-groups"])
    } else {
        Vec::new()
    };
    let mut ways = vec![("of somebody else", unwritable)];
    let mount = format!(
        "mount --bind {folder} {folder} && \
                         mount -o remount,bind,ro {folder} && exec \"$@\""
    );
    let mounted = words(&["unshare", "--map-root-user", "--mount", "sh", "-c", &mount, "sh"]);
    let tried = Command::new(&mounted[0]).args(&mounted[1..]).arg("true").output();
    if tried.is_ok_and(|tried| tried.status.success()) {
        ways.push(("read-only", mounted));
    } else {
        println!("nothing can be mounted here: only the folder of somebody else is tried");
    }
    ways
}

#[tokio::test]
async fn a_start_on_a_read_only_disk_says_what_to_do() {
    let folder = TempDir::with_prefix("guiyan-read-only-").expect("a folder");
    let app = Arc::new(Launch::demo().data(folder.path()).start().await);
    let (_, activity, people) = members(&app).await;
    people[0].person.sign_up(BEIJING, activity).await;
    // What a crash leaves is to be read as well.
    Arc::into_inner(app).expect("ours alone").kill();
    for (what, runner) in ways(folder.path()) {
        modes(folder.path(), 0o555, 0o444);
        let words: Vec<&str> = runner.iter().map(String::as_str).collect();
        let launch = Launch::demo().under(&words);
        let (status, said) = launch.refused_on("127.0.0.1:0", folder.path()).await;
        assert!(!status.success(), "{what}");
        says_what_to_do(what, &said);
        let mut command = Command::new(words.first().map_or(binary(), PathBuf::from));
        if let [_, rest @ ..] = &words[..] {
            command.args(rest).arg(binary());
        }
        let output = command.args(["verify", "--data"]).arg(folder.path()).output().expect("run");
        assert!(!output.status.success(), "{what}");
        says_what_to_do(what, &String::from_utf8_lossy(&output.stderr));
        modes(folder.path(), 0o755, 0o644);
    }
    // Nothing has been changed, and it goes on where it can be written.
    let (sound, said) = verify(folder.path()).await;
    assert!(sound, "{said}");
    let app = Launch::demo().data(folder.path()).start().await;
    signed_up(&app, "new:p1", people[0].id, activity).await;
}

#[track_caller]
fn says_what_to_do(what: &str, said: &str) {
    let advice = if what == "read-only" { "the disk is read-only" } else { "chown" };
    assert!(said.contains("guiyan: ") && said.contains(advice), "{what}: {said}");
    assert!(!said.contains("panicked"), "{what}: {said}");
}

fn modes(folder: &Path, of_folder: u32, of_files: u32) {
    for file in disk::files(folder) {
        fs::set_permissions(file, Permissions::from_mode(of_files)).expect("our own file");
    }
    fs::set_permissions(folder, Permissions::from_mode(of_folder)).expect("our own folder");
}
