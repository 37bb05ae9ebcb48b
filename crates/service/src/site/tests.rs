use super::*;

fn site() -> Site {
    let files = [
        ("guiyan.js", "export {}"),
        ("guiyan.js.br", "packed"),
        ("assets/guiyan-1.wasm", "\0asm"),
        ("portal/index.html", "<!doctype html>"),
        ("portal/geese.svg", "<svg/>"),
        ("reference/index.html", "<!doctype html>"),
        ("reference/reference.css", "body {}"),
        ("manifest.json", "{}"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), Bytes::from_static(text.as_bytes())));
    Site { files: RwLock::new(Arc::new(pair(files.into_iter().collect()))), folder: None }
}

fn get(name: &str, headers: &[(&'static str, &str)]) -> Response {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.insert(*name, HeaderValue::from_str(value).unwrap());
    }
    site().respond(name, &map)
}

#[track_caller]
fn has(response: &Response, name: &str, value: &str) {
    let found = response.headers().get(name).map(|value| value.to_str().unwrap());
    assert_eq!(found, Some(value), "{name}");
}

#[test]
fn each_kind_has_its_headers() {
    let script = get("guiyan.js", &[]);
    has(&script, "content-type", "text/javascript; charset=utf-8");
    has(&script, "cache-control", "no-cache");
    has(&script, "access-control-allow-origin", "*");
    let module = get("assets/guiyan-1.wasm", &[]);
    has(&module, "content-type", "application/wasm");
    has(&module, "cache-control", "public, max-age=31536000, immutable");
    let page = get("portal/index.html", &[]);
    has(&page, "content-type", "text/html; charset=utf-8");
    has(&page, "content-security-policy", PAGE_POLICY);
    let reference = get("reference/index.html", &[]);
    has(&reference, "content-security-policy", PAGE_POLICY);
    let dress = get("reference/reference.css", &[]);
    has(&dress, "content-type", "text/css; charset=utf-8");
    // Nobody but its own pages has a use for it.
    assert!(dress.headers().get("access-control-allow-origin").is_none());
    for response in [&script, &module, &page, &reference] {
        has(response, "x-content-type-options", "nosniff");
        has(response, "referrer-policy", "no-referrer");
    }
    assert!(page.headers().get("access-control-allow-origin").is_none());
}

#[test]
fn brotli_goes_to_those_who_take_it() {
    has(&get("guiyan.js", &[("accept-encoding", "gzip, br")]), "content-encoding", "br");
    has(&get("guiyan.js", &[("accept-encoding", "br;q=0.8")]), "vary", "Accept-Encoding");
    for without in ["gzip", "br;q=0", "brx", ""] {
        let response = get("guiyan.js", &[("accept-encoding", without)]);
        assert!(response.headers().get("content-encoding").is_none(), "{without}");
        has(&response, "vary", "Accept-Encoding");
    }
}

#[test]
fn a_known_tag_is_answered_with_304() {
    let tag = get("guiyan.js", &[]).headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(get("guiyan.js", &[("if-none-match", &tag)]).status(), 304);
    let other = get("guiyan.js", &[("if-none-match", &tag), ("accept-encoding", "br")]);
    assert_eq!(other.status(), 200);
}

#[test]
fn only_exact_names_are_served() {
    let names = [
        "guiyan.js.br",
        "manifest.json",
        "portal/../guiyan.js",
        "portal//index.html",
        "assets/",
        "assets/%67uiyan-1.wasm",
        "../Cargo.toml",
        "/etc/passwd",
        "",
    ];
    for name in names {
        assert_eq!(get(name, &[]).status(), 404, "{name}");
    }
}

#[test]
fn a_site_that_was_not_built_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::folder(folder.path().to_owned());
    assert_eq!(site.respond("guiyan.js", &HeaderMap::new()).status(), 503);
    fs::create_dir(folder.path().join("portal")).unwrap();
    fs::write(folder.path().join("portal/index.html"), "one").unwrap();
    fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    assert_eq!(site.respond("portal/index.html", &HeaderMap::new()).status(), 200);
}
