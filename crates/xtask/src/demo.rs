//! The demo: everything built, the service started on sample people.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Context, Failure, Result};
use crate::files;
use crate::run;
use crate::site::{self, Profile};

/// A first start makes and seals the sample people, which takes a while.
const PATIENCE: Duration = Duration::from_secs(120);

/// Builds, starts, prints the address, and waits until the service is stopped.
pub(crate) fn demo(port: u16, data: Option<PathBuf>, members: Option<u32>) -> Result<()> {
    // Asked before the build: nobody should wait minutes to hear this.
    ensure_free(port)?;
    site::build(Profile::Optimised)?;
    println!("compiling the service (release)");
    run::check(
        &mut run::cargo(["build", "--quiet", "--release", "--package=guiyan-service"]),
        "The messages above say where to look.",
    )?;
    let data = data.unwrap_or_else(|| files::target().join("demo-data"));
    files::make_folder(&data)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut command = Command::new(files::target().join("release/guiyan"));
    command
        .args(["serve", "--demo", "--listen", &address.to_string(), "--data"])
        .arg(&data)
        .current_dir(files::root());
    if let Some(members) = members {
        command.args(["--demo-members", &members.to_string()]);
    }
    let mut service = command.spawn().or_fail("start the service")?;
    let ready = wait_until_ready(&mut service, address);
    if let Err(failure) = ready {
        let _ = service.kill();
        let _ = service.wait();
        return Err(failure);
    }
    println!("\n  归雁 Guiyan is ready:  http://{address}/");
    println!("  records: {}", files::shown(&data));
    println!("  stop it with Ctrl-C\n");
    let status = service.wait().or_fail("wait for the service")?;
    // Ctrl-C reaches the service too; ending by it is how a demo ends.
    match status.code() {
        Some(0) | None => Ok(()),
        Some(code) => Err(Failure::new(format!("the service ended with code {code}"))),
    }
}

fn ensure_free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::AddrInUse => Err(Failure::new(format!(
            "port {port} is already in use, perhaps by another demo: stop that one, or choose \
             another port with `cargo xtask demo --port {}`",
            port.checked_add(1).unwrap_or(7117)
        ))),
        Err(cause) => Err(Failure::new(format!(
            "port {port} on 127.0.0.1 cannot be opened ({cause}): choose another with --port"
        ))),
    }
}

fn wait_until_ready(service: &mut Child, address: SocketAddr) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = service.try_wait().or_fail("watch the service")? {
            return Err(Failure::new(format!(
                "the service stopped before it was ready ({status}); its last lines above say why"
            )));
        }
        if answers(address) {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(Failure::new(format!(
        "the service did not answer on http://{address}/v1/ready within {} seconds; \
         its lines above may say why",
        PATIENCE.as_secs()
    )))
}

/// Whether `/v1/ready` answers 200. Twelve lines of HTTP save a client library.
fn answers(address: SocketAddr) -> bool {
    let request = format!("GET /v1/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(request.as_bytes())?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
