//! Starting and stopping the service.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};

use guiyan_core::caller::Lang;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::{Person, wait_until};

/// How long a start may take: the first one seals the sample people.
const START: Duration = Duration::from_secs(60);

/// The binary under test: `GUIYAN_BIN`, as seen from the top of the checkout,
/// or the one of the dev profile.
pub fn binary() -> PathBuf {
    let named = std::env::var_os("GUIYAN_BIN").unwrap_or_else(|| "target/debug/guiyan".into());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(named);
    let message = "build it with `cargo build -p guiyan-service`, or set GUIYAN_BIN";
    path.canonicalize().unwrap_or_else(|_| panic!("there is no {}: {message}", path.display()))
}

/// How the service is to be started.
#[derive(Clone, Debug)]
pub struct Launch {
    binary: PathBuf,
    args: Vec<String>,
    env: Vec<(&'static str, String)>,
    data: Option<PathBuf>,
    sign_in: Option<String>,
    // What runs the binary, when something must be set up before it.
    runner: Vec<String>,
}

impl Launch {
    /// With personas and a few sample people.
    pub fn demo() -> Self {
        Self::plain().arg("--demo").arg("--demo-members").arg("12")
    }

    /// As in production: tokens of a portal, no sample people.
    pub fn plain() -> Self {
        let binary = binary();
        Self {
            binary,
            args: Vec::new(),
            env: Vec::new(),
            data: None,
            sign_in: None,
            runner: Vec::new(),
        }
    }

    /// One more argument of `guiyan serve`.
    #[must_use]
    pub fn arg(mut self, arg: impl Into<String>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// More arguments.
    #[must_use]
    pub fn args(self, args: &[&str]) -> Self {
        args.iter().fold(self, |launch, arg| launch.arg(*arg))
    }

    /// One more variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.env.push((name, value.into()));
        self
    }

    /// On this folder, which outlives the service.
    #[must_use]
    pub fn data(mut self, folder: &Path) -> Self {
        self.data = Some(folder.to_owned());
        self
    }

    /// With these settings of signing in, as TOML.
    #[must_use]
    pub fn sign_in(mut self, settings: &str) -> Self {
        self.sign_in = Some(settings.to_owned());
        self
    }

    /// Run by a command that ends in `exec "$@"`, as in `sh -c '…' sh`.
    #[must_use]
    pub fn under(mut self, runner: &[&str]) -> Self {
        self.runner = runner.iter().map(|&word| word.to_owned()).collect();
        self
    }

    /// Starts it and waits until it listens.
    pub async fn start(self) -> App {
        self.try_start().await.unwrap_or_else(|said| panic!("the service did not start:\n{said}"))
    }

    /// The same where it may refuse to: its last words then.
    ///
    /// # Errors
    /// It ended, or does not listen after a minute.
    pub async fn try_start(mut self) -> Result<App, String> {
        let folder = TempDir::with_prefix("guiyan-").expect("a folder for the test");
        self.write_settings(folder.path());
        let data = self.data.clone().unwrap_or_else(|| folder.path().join("data"));
        fs::create_dir_all(&data).expect("a folder for the record");
        let log = folder.path().join("service.log");
        let mut child = self
            .command("127.0.0.1:0", &data)
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a file for the log"))
            .spawn()
            .expect("start the service");
        let base = tokio::time::timeout(START, listening(&mut child)).await;
        let Ok(Ok(base)) = base else {
            // Ours alone; the test fails anyhow.
            let _ = child.kill();
            let _ = child.wait();
            return Err(tail(&log));
        };
        let client = client();
        Ok(App { child, base, client, data, log, folder })
    }

    /// Starts it where it must refuse to start: how it ended and what it said.
    pub async fn refused(self, listen: &str) -> (ExitStatus, String) {
        let folder = TempDir::with_prefix("guiyan-").expect("a folder for the test");
        self.refused_on(listen, folder.path()).await
    }

    /// The same on a folder of the caller's.
    pub async fn refused_on(mut self, listen: &str, data: &Path) -> (ExitStatus, String) {
        let folder = TempDir::with_prefix("guiyan-").expect("a folder for the test");
        self.write_settings(folder.path());
        let log = folder.path().join("service.log");
        let output = File::create(&log).expect("a file for the log");
        let mut child = self
            .command(listen, data)
            .stdout(output.try_clone().expect("a second handle"))
            .stderr(output)
            .spawn()
            .expect("start the service");
        let status = ended(&mut child, START).await;
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let said = fs::read_to_string(&log).unwrap_or_default();
        (status.unwrap_or_else(|| panic!("the service went on running: {said}")), said)
    }

    fn write_settings(&mut self, folder: &Path) {
        if let Some(settings) = self.sign_in.take() {
            let path = folder.join("sign-in.toml");
            fs::write(&path, settings).expect("write the settings");
            self.args.extend(["--sign-in".to_owned(), path.display().to_string()]);
        }
    }

    fn command(&self, listen: &str, data: &Path) -> Command {
        let mut words: Vec<_> = self.runner.iter().map(PathBuf::from).collect();
        words.push(self.binary.clone());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(["serve", "--listen", listen, "--data"]).arg(data);
        command.args(&self.args).envs(self.env.iter().cloned()).stdin(Stdio::null());
        command
    }
}

/// A running service. It is killed when dropped.
#[derive(Debug)]
pub struct App {
    child: Child,
    /// Its address, as in `http://127.0.0.1:40123`.
    pub base: String,
    /// For requests that no [`Person`] makes.
    pub client: reqwest::Client,
    /// The folder of its record.
    pub data: PathBuf,
    log: PathBuf,
    folder: TempDir,
}

impl App {
    /// One of the personas, signed in.
    pub async fn person(&self, persona: &str) -> Person {
        let url = format!("{}/v1/demo/tokens", self.base);
        let response = self.client.post(url).json(&json!({ "persona": persona })).send().await;
        let response = response.expect("ask for a token");
        assert_eq!(response.status(), 200, "a token for {persona}");
        let body: serde_json::Value = response.json().await.expect("a token in JSON");
        let token = body["token"].as_str().expect("`token` is a text").to_owned();
        self.with_token(persona, &token)
    }

    /// Whoever this token says.
    pub fn with_token(&self, name: &str, token: &str) -> Person {
        self.make(name, Some(token.to_owned()))
    }

    /// Someone who has not signed in.
    pub fn anonymous(&self) -> Person {
        self.make("nobody", None)
    }

    fn make(&self, name: &str, token: Option<String>) -> Person {
        let (base, client) = (self.base.clone(), self.client.clone());
        Person { name: name.to_owned(), token, base, client, lang: Lang::Zh }
    }

    /// Its host and port, as in `127.0.0.1:40123`.
    pub fn host(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Asks it to stop, as an operator does.
    pub fn terminate(&self) {
        kill_process(self.pid(), Signal::TERM).expect("signal our own child");
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) -> ExitStatus {
        let status = ended(&mut self.child, Duration::from_secs(20)).await;
        status.unwrap_or_else(|| panic!("the service did not end:\n{}", tail(&self.log)))
    }

    /// Stops it in good order and waits until it is gone.
    pub async fn stop(mut self) {
        self.terminate();
        let status = self.ended().await;
        assert!(status.success(), "ended with {status}:\n{}", tail(&self.log));
    }

    /// kill -9: no goodbye, no flush.
    pub fn kill(&mut self) {
        self.child.kill().expect("kill our own child");
        self.child.wait().expect("reap our own child");
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// A folder that lives as long as the service.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        // Already gone when the test stopped it.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("--- the service's last lines\n{}", tail(&self.log));
        }
    }
}

/// `guiyan verify` on a folder: whether it passed, and what it said.
pub async fn verify(data: &Path) -> (bool, String) {
    guiyan(&["verify", "--data", &data.display().to_string()]).await
}

/// The binary with these words: whether it did it, and what it said.
pub async fn guiyan(words: &[&str]) -> (bool, String) {
    let mut command = Command::new(binary());
    command.args(words).stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.expect("a thread").expect("run guiyan");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// A client that asks the service and nobody else.
pub fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60));
    client.build().expect("an HTTP client")
}

/// Reads the line that says where it listens, and keeps the pipe empty after.
fn listening(child: &mut Child) -> oneshot::Receiver<String> {
    let output = child.stdout.take().expect("the child's output");
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || {
        let mut sender = Some(sender);
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("listening on ")
                && let Some(sender) = sender.take()
            {
                // The test may have given up waiting.
                let _ = sender.send(address.trim().trim_end_matches('/').to_owned());
            }
        }
    });
    receiver
}

async fn ended(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let mut status = None;
    wait_until(patience, || {
        status = child.try_wait().expect("ask after our own child");
        status.is_some()
    })
    .await;
    status
}

fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}
