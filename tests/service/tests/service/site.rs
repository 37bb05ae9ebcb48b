//! The files that the service hands out: media types, the strict policy, and
//! the plain page for browsers below the baseline.

use std::fs;

use guiyan_core::branch::activity::ActivityForm;
use guiyan_tests_service::{App, BEIJING, Launch, Problem, make, problem::header};
use reqwest::{Response, header::ACCEPT_ENCODING};
use tempfile::TempDir;

/// A site as `cargo xtask site` lays it out, with a line in each file.
pub(super) fn site() -> TempDir {
    let folder = TempDir::with_prefix("guiyan-site-").expect("a folder");
    for (name, text) in [
        ("guiyan.js", "export {};"),
        ("guiyan.js.br", "not really brotli"),
        ("assets/guiyan-0123456789abcdef.js", "export {};"),
        ("assets/guiyan-0123456789abcdef.wasm", "\0asm\u{1}\0\0\0"),
        ("assets/guiyan-0123456789abcdef.css", ":host{}"),
        ("portal/index.html", "<!doctype html><title>信州区</title>"),
        ("portal/beijing.html", "<!doctype html><title>北京</title>"),
        ("portal/portal.css", "body{}"),
        ("portal/geese.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("secret.key", "not for anybody"),
        ("manifest.json", "{}"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("make a folder");
        fs::write(path, text).expect("write a file");
    }
    folder
}

async fn scene() -> (App, TempDir) {
    let site = site();
    let path = site.path().to_str().expect("a path in UTF-8").to_owned();
    (Launch::demo().arg("--site").arg(path).start().await, site)
}

async fn get(app: &App, path: &str) -> Response {
    app.client.get(format!("{}{path}", app.base)).send().await.expect("an answer")
}

#[tokio::test]
async fn every_file_has_its_media_type_and_may_be_kept_as_long_as_it_holds() {
    let (app, _site) = scene().await;
    let kept = "public, max-age=31536000, immutable";
    for (path, kind, keep) in [
        ("/guiyan.js", "text/javascript", "no-cache"),
        ("/assets/guiyan-0123456789abcdef.js", "text/javascript", kept),
        ("/assets/guiyan-0123456789abcdef.wasm", "application/wasm", kept),
        ("/assets/guiyan-0123456789abcdef.css", "text/css", kept),
        ("/", "text/html", "no-cache"),
        ("/beijing", "text/html", "no-cache"),
        ("/portal/portal.css", "text/css", "no-cache"),
        ("/portal/geese.svg", "image/svg+xml", "no-cache"),
    ] {
        let response = get(&app, path).await;
        assert_eq!(response.status(), 200, "{path}");
        let found = header(&response, "content-type");
        assert_eq!(found.split(';').next(), Some(kind), "{path}");
        assert_eq!(header(&response, "cache-control"), keep, "{path}");
        assert_eq!(header(&response, "x-content-type-options"), "nosniff", "{path}");
        let tag = header(&response, "etag");
        let again = app.client.get(format!("{}{path}", app.base)).header("if-none-match", tag);
        assert_eq!(again.send().await.expect("an answer").status(), 304, "{path}");
    }
}

#[tokio::test]
async fn pages_come_with_the_strict_policy() {
    let (app, _site) = scene().await;
    for path in ["/", "/beijing", &format!("/branches/{BEIJING}")] {
        let response = get(&app, path).await;
        let policy = header(&response, "content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(policy.contains("frame-ancestors"), "{path}: {policy}");
    }
    let portal = header(&get(&app, "/").await, "content-security-policy");
    for part in ["script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'"] {
        assert!(portal.contains(part), "{part}: {portal}");
    }
}

#[tokio::test]
async fn brotli_is_for_those_who_take_it() {
    let (app, _site) = scene().await;
    let ask = |coding: &'static str| {
        let request = app.client.get(format!("{}/guiyan.js", app.base));
        request.header(ACCEPT_ENCODING, coding).send()
    };
    let packed = ask("gzip, br").await.expect("an answer");
    assert_eq!(header(&packed, "content-encoding"), "br");
    assert!(header(&packed, "vary").to_lowercase().contains("accept-encoding"));
    assert_eq!(packed.text().await.expect("a body"), "not really brotli");
    let plain = ask("gzip").await.expect("an answer");
    assert_eq!(header(&plain, "content-encoding"), "");
    assert_eq!(plain.text().await.expect("a body"), "export {};");
}

#[tokio::test]
async fn no_path_leads_out_of_the_site() {
    let (app, _site) = scene().await;
    for path in [
        "/secret.key",
        "/guiyan.js.br",
        "/manifest.json",
        "/portal/../secret.key",
        "/portal/%2e%2e/secret.key",
        "/assets/..%2fsecret.key",
        "/assets/%2fetc/passwd",
        "/portal/",
        "/assets/",
        "/portal/index.html/x",
    ] {
        // As it stands: a client library would tidy the dots away.
        let mut raw = guiyan_tests_service::raw::Raw::connect(app.host()).await;
        raw.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", app.host())).await;
        let answer = raw.answer().await.expect("an answer");
        assert_eq!(answer.status, 404, "{path}");
        Problem::parse(404, answer.header("content-type"), &answer.body);
    }
}

#[tokio::test]
async fn the_plain_page_tells_the_branch_and_takes_text_as_text() {
    let (app, _site) = scene().await;
    let secretary = app.person("beijing-secretary").await;
    let title = "<script>alert(1)</script>&\"'";
    let details = ActivityForm { title: title.into(), ..make::activity("x", None) };
    secretary.publish(BEIJING, details).await;
    let response = get(&app, &format!("/branches/{BEIJING}")).await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-type").starts_with("text/html"));
    let page = response.text().await.expect("a page");
    assert!(page.contains("信州区驻北京流动党员党支部"), "{page}");
    assert!(page.contains("010-00000000"), "whom to call");
    assert!(page.contains("&lt;script&gt;alert(1)"), "the title is there, as text");
    assert!(!page.contains("<script>alert(1)"), "and is no script");
    assert!(!page.contains("style=") && !page.contains("<style"), "nothing inline");
    assert_eq!(get(&app, "/branches/xinzhou-mars").await.status(), 404);
}

#[tokio::test]
async fn without_a_built_site_the_service_says_so_and_answers_all_the_same() {
    let empty = TempDir::with_prefix("guiyan-site-").expect("a folder");
    let path = empty.path().to_str().expect("a path in UTF-8").to_owned();
    let app = Launch::demo().arg("--site").arg(path).start().await;
    Problem::of(get(&app, "/").await).await.expect(503, "siteMissing");
    assert_eq!(get(&app, "/v1/ready").await.status(), 200);
}

#[tokio::test]
async fn other_origins_are_let_in_only_when_named() {
    let portal = "https://portal.example";
    let app = Launch::demo().arg("--allow-origin").arg(portal).start().await;
    let ask = |origin: &'static str| {
        let request = app.client.get(format!("{}/v1/branches", app.base));
        request.header("origin", origin).send()
    };
    let named = ask("https://portal.example").await.expect("an answer");
    assert_eq!(header(&named, "access-control-allow-origin"), portal);
    let other = ask("https://evil.example").await.expect("an answer");
    assert_ne!(header(&other, "access-control-allow-origin"), "https://evil.example");
    assert_ne!(header(&other, "access-control-allow-origin"), "*");
    let url = format!("{}/v1/branches/{BEIJING}/commands", app.base);
    let preflight = app.client.request(reqwest::Method::OPTIONS, url).header("origin", portal);
    let preflight = preflight.header("access-control-request-method", "POST");
    let asked = "authorization,content-type";
    let preflight = preflight.header("access-control-request-headers", asked).send().await;
    let preflight = preflight.expect("an answer");
    assert!(preflight.status().is_success(), "{}", preflight.status());
    let allowed = header(&preflight, "access-control-allow-headers").to_lowercase();
    assert!(allowed.contains("authorization") && allowed.contains("content-type"), "{allowed}");
}

#[tokio::test]
async fn sandboxed_frames_are_let_in_only_when_named() {
    for (named, let_in) in [("null", true), ("https://portal.example", false)] {
        let app = Launch::demo().arg("--allow-origin").arg(named).start().await;
        let request = app.client.get(format!("{}/v1/branches", app.base));
        let answer = request.header("origin", "null").send().await.expect("an answer");
        assert_eq!(header(&answer, "access-control-allow-origin") == "null", let_in, "{named}");
    }
}
