//! Below a path of a portal's own host: the real nginx with the settings that
//! are handed out, `crates/service/deploy/nginx.conf`.

// Addresses of a machine's own network beyond 127.0.0.1 are Linux's.
#![cfg(target_os = "linux")]

use std::{
    fs,
    net::{IpAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use guiyan_core::branch::activity::ActivityCommand;
use guiyan_tests_service::{
    App, BEIJING, Launch, Person, Problem, app::client, make, problem::header, wait::eventually,
};
use reqwest::{Client, Method};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tempfile::TempDir;

use crate::site::site;

const SETTINGS: &str = include_str!("../../../../crates/service/deploy/nginx.conf");
const PATIENCE: Duration = Duration::from_secs(20);
const VIEW: &str = "/v1/branches/xinzhou-beijing";

/// A running nginx before a service, on a port and in a folder of its own.
struct Nginx {
    child: Child,
    folder: TempDir,
    /// Its address with the path, as a page names it.
    base: String,
}

impl Nginx {
    async fn before(app: &App) -> Self {
        let folder = TempDir::with_prefix("guiyan-nginx-").expect("a folder");
        let at = folder.path().display();
        let port = free_port();
        let ours = SETTINGS
            .replace("127.0.0.1:7117", app.host())
            .replace("/var/log/nginx/error.log", &format!("{at}/error.log"));
        assert!(ours.contains(&format!("http://{}/;", app.host())), "its port is replaced: {ours}");
        fs::write(folder.path().join("guiyan.conf"), ours).expect("write the settings");
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {at}/{name};\n"))
            .concat();
        // Its own user could not look into a folder of a test that root runs.
        let settings = format!(
            "user root;\nworker_processes 1;\npid {at}/nginx.pid;\nevents {{}}\nhttp {{\n\
             {temporary}access_log {at}/access.log;\n\
             server {{\nlisten 127.0.0.1:{port};\n\
             location = /elsewhere {{ return 200 elsewhere; }}\n\
             include {at}/guiyan.conf;\n}}\n}}\n"
        );
        let path = folder.path().join("nginx.conf");
        fs::write(&path, settings).expect("write the settings");
        let child = nginx(folder.path())
            .arg("-c")
            .arg(&path)
            .args(["-g", "daemon off;"])
            .stdout(Stdio::null())
            .stderr(fs::File::create(folder.path().join("stderr.log")).expect("a file"))
            .spawn()
            .expect("nginx: `cargo xtask test` installs it; GUIYAN_NGINX names another");
        let base = format!("http://127.0.0.1:{port}/guiyan");
        let nginx = Self { child, folder, base };
        eventually("nginx to listen", PATIENCE, || async {
            let answer = app.client.get(format!("{}/v1/health", nginx.base)).send().await.ok()?;
            assert_eq!(answer.status(), 200, "{}", nginx.logs());
            Some(())
        })
        .await;
        nginx
    }

    /// The same person, who comes by nginx.
    fn bring(&self, person: Person) -> Person {
        Person { base: self.base.clone(), ..person }
    }

    /// All that it has written down.
    fn logs(&self) -> String {
        ["access.log", "error.log", "stderr.log"]
            .map(|name| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default())
            .concat()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // SIGKILL would leave its workers behind.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}

fn nginx(folder: &Path) -> Command {
    let binary = std::env::var_os("GUIYAN_NGINX").unwrap_or_else(|| "/usr/sbin/nginx".into());
    let mut command = Command::new(binary);
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("stderr.log")).stdin(Stdio::null());
    command
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its number").port()
}

/// Somebody whose machine has another address.
fn client_of(address: &str) -> Client {
    let address: IpAddr = address.parse().expect("an address");
    let client = Client::builder().no_proxy().local_address(address).timeout(PATIENCE);
    client.build().expect("an HTTP client")
}

#[tokio::test]
async fn pages_commands_and_the_stream_work_below_a_path() {
    let site = site();
    let app = Launch::demo().args(&["--site", &site.path().display().to_string()]).start().await;
    let nginx = Nginx::before(&app).await;
    let visitor = nginx.bring(app.anonymous());
    for (path, kind) in [
        ("/guiyan.js", "text/javascript"),
        ("/assets/guiyan-0123456789abcdef.wasm", "application/wasm"),
        ("/v1/openapi.json", "application/json"),
    ] {
        let response = visitor.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(header(&response, "content-type").starts_with(kind), "{path}");
    }
    // The page without scripts finds its parts below the path too.
    let page = "/branches/xinzhou-beijing";
    let text = visitor.get(page).await.text().await.expect("a page");
    let parts: Vec<&str> =
        text.split("href=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| part.ends_with("css")).collect();
    assert!(!parts.is_empty(), "{text}");
    for part in parts {
        let address = reqwest::Url::parse(&format!("{}{page}", nginx.base)).expect("an address");
        let address = address.join(part).expect("a part of the page");
        let response = app.client.get(address.clone()).send().await.expect("an answer");
        assert_eq!(
            (response.status().as_u16(), address.path().starts_with("/guiyan/")),
            (200, true)
        );
    }

    let secretary = nginx.bring(app.person("beijing-secretary").await);
    let mut window = visitor.changes(BEIJING).await;
    for n in 0..3 {
        let details = make::activity(&format!("恳谈会之{n}"), None);
        let command = ActivityCommand::PublishActivity { details, draft: None };
        let version = secretary.send(BEIJING, command).await.version;
        let told = window.reaches(version, Duration::from_secs(1)).await;
        assert!(told, "the stream passes at once, not a buffer at a time");
    }
    let stale = visitor.request(Method::GET, VIEW).header("if-none-match", "\"old\"").send().await;
    let tag = header(&stale.expect("an answer"), "etag");
    let again = visitor.request(Method::GET, VIEW).header("if-none-match", tag).send().await;
    assert_eq!(again.expect("an answer").status(), 304, "tags pass");
}

#[tokio::test]
async fn what_is_too_large_is_told_and_so_is_a_problem_of_the_service() {
    let app = Launch::demo().start().await;
    let nginx = Nginx::before(&app).await;
    let secretary = nginx.bring(app.person("beijing-secretary").await);
    let commands = format!("{VIEW}/commands");
    let mut told = Vec::new();
    // The service turns away the one, nginx the other.
    for kilobytes in [100, 2000] {
        let body = json!({ "id": make::command_id(), "x": "大".repeat(kilobytes * 342) });
        let response = secretary.post(&commands, &body).await;
        let language = header(&response, "content-language");
        let problem = Problem::of(response).await.expect(413, "tooLarge");
        told.push((language, Problem { instance: None, ..problem }));
    }
    assert_eq!(told[0], told[1], "in the same words");
    let answer = secretary.get("/v1/branches/nowhere").await;
    let id = header(&answer, "x-request-id");
    let problem = Problem::of(answer).await;
    assert_eq!((problem.status, id.is_empty()), (404, false));
}

#[tokio::test]
async fn the_address_is_nginxs_word_and_nobody_elses() {
    let app = Launch::demo()
        .args(&["--limits-per-address", "1", "--trusted-proxies", "127.0.0.1"])
        .start()
        .await;
    let nginx = Nginx::before(&app).await;
    let ask = async |client: &Client, base: &str, forged: &str| {
        let request = client.get(format!("{base}{VIEW}")).header("x-forwarded-for", forged);
        request.send().await.expect("an answer").status().as_u16()
    };
    let (one, other) = (client_of("127.0.0.2"), client_of("127.0.0.3"));
    assert_eq!(ask(&one, &nginx.base, "192.0.2.1").await, 200);
    assert_eq!(ask(&one, &nginx.base, "192.0.2.2").await, 429, "what it writes itself is nothing");
    assert_eq!(ask(&other, &nginx.base, "192.0.2.1").await, 200, "another address");
    // Past nginx nobody's word counts.
    let third = client_of("127.0.0.4");
    assert_eq!(ask(&third, &app.base, "192.0.2.3").await, 200);
    assert_eq!(ask(&third, &app.base, "192.0.2.4").await, 429);
    assert_eq!(ask(&third, &nginx.base, "192.0.2.5").await, 429, "it is the same address");
}

#[tokio::test]
async fn no_secret_stands_in_its_logs() {
    const SECRET: &str = "a-code-that-nobody-else-may-know";
    let mut app = Launch::demo().start().await;
    let nginx = Nginx::before(&app).await;
    let secretary = nginx.bring(app.person("beijing-secretary").await);
    let visit = async || {
        for path in [format!("/v1/receipts/{SECRET}"), format!("{VIEW}?token={SECRET}")] {
            secretary.get(&path).await;
        }
    };
    visit().await;
    let large = json!({ "x": "x".repeat(2_000_000) });
    secretary.post(&format!("/v1/receipts/{SECRET}"), &large).await;
    app.kill();
    visit().await;
    let elsewhere = nginx.base.replace("guiyan", "elsewhere");
    client().get(elsewhere).send().await.expect("an answer");
    eventually("other requests to be logged", PATIENCE, || async {
        nginx.logs().contains("/elsewhere").then_some(())
    })
    .await;
    let logs = nginx.logs();
    let token = secretary.token.as_deref().expect("signed in");
    for secret in [SECRET, token] {
        assert!(!logs.contains(secret), "{logs}");
    }
}
