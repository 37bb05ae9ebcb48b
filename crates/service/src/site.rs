//! The widget, its script and the demo portal, built by `cargo xtask site`.
//! A release carries them inside; a debug build and `--site DIR` read a folder
//! and notice when it is built again.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use axum::{
    body::{Body, Bytes},
    extract::{Path as InPath, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use rust_embed::Embed;

use crate::{
    app::App,
    etag,
    problem::{Failure, Told as _},
    routes::lang_of,
};

/// What pages of this service may load: nothing from elsewhere, nothing inline.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; \
     manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(Embed)]
#[folder = "../../target/site"]
#[allow_missing = true]
struct Embedded;

/// The files of the site by their exact names. Nothing else can be asked for,
/// so that no path leads out of it.
type Files = BTreeMap<String, File>;

#[derive(Debug, Clone)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    tag: HeaderValue,
    packed_tag: HeaderValue,
}

/// Where the site comes from.
#[derive(Debug)]
pub struct Site {
    files: RwLock<Arc<Files>>,
    folder: Option<(PathBuf, RwLock<Option<SystemTime>>)>,
}

impl Site {
    /// The site inside the binary.
    pub fn embedded() -> Self {
        // In a debug build `get` reads the folder anew; the one of the
        // repository is then followed as any other.
        if cfg!(debug_assertions) {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/site");
            return Self::folder(folder);
        }
        let files = Embedded::iter().filter_map(|name| {
            let data = match Embedded::get(&name)?.data {
                Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                Cow::Owned(bytes) => Bytes::from(bytes),
            };
            Some((name.into_owned(), data))
        });
        Self { files: RwLock::new(Arc::new(pair(files.collect()))), folder: None }
    }

    /// The site in a folder.
    pub fn folder(folder: PathBuf) -> Self {
        Self { files: RwLock::default(), folder: Some((folder, RwLock::default())) }
    }

    fn files(&self) -> Arc<Files> {
        if let Some((folder, read_at)) = &self.folder {
            // Its manifest is what a build writes last.
            let built = fs::metadata(folder.join("manifest.json")).and_then(|data| data.modified());
            let built = built.ok();
            let known = *read_at.read().unwrap_or_else(PoisonError::into_inner);
            if built.is_some() && built != known {
                match read(folder, Path::new("")) {
                    Ok(found) => {
                        let files = Arc::new(pair(found));
                        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
                        *read_at.write().unwrap_or_else(PoisonError::into_inner) = built;
                    }
                    Err(error) => tracing::warn!(%error, "the site's folder cannot be read"),
                }
            }
        }
        self.files.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn respond(&self, name: &str, headers: &HeaderMap) -> Response {
        let files = self.files();
        let Some((name, file)) = files.get_key_value(name) else {
            let failure =
                if files.is_empty() { Failure::SiteMissing } else { Failure::UnknownRoute };
            return failure.told(lang_of(headers)).into_response();
        };
        let packed = file.brotli.as_ref().filter(|_| takes_brotli(headers));
        let tag = if packed.is_some() { &file.packed_tag } else { &file.tag };
        let mut response = if etag::matches(headers, tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(packed.unwrap_or(&file.plain).clone()))
        };
        let (kind, keep) = (media_type(name), keeping(name));
        let headers = response.headers_mut();
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, kind);
        set(header::CACHE_CONTROL, keep);
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(header::REFERRER_POLICY, "no-referrer");
        if file.brotli.is_some() {
            set(header::VARY, "Accept-Encoding");
        }
        if packed.is_some() {
            set(header::CONTENT_ENCODING, "br");
        }
        if kind.starts_with("text/html") {
            set(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
        } else if !name.starts_with("portal/") && !name.starts_with("reference/") {
            // Portals on other hosts load script and widget from here; there is
            // nothing in them that anybody must not see.
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            set(header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
        }
        headers.insert(header::ETAG, tag.clone());
        response
    }
}

/// The portal's front page.
pub(crate) async fn index(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    app.site.respond("portal/index.html", &headers)
}

/// `guiyan.js`, or a page of the portal by its name: `/beijing`.
pub(crate) async fn top(
    State(app): State<Arc<App>>,
    name: Result<InPath<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    match name {
        Ok(InPath(name)) if name == "guiyan.js" => app.site.respond(&name, &headers),
        Ok(InPath(name)) => app.site.respond(&format!("portal/{name}.html"), &headers),
        Err(_) => Failure::UnknownRoute.told(lang_of(&headers)).into_response(),
    }
}

/// The reference for developers: its first page, at an address that its links
/// can be relative to.
pub(crate) async fn reference(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    app.site.respond("reference/index.html", &headers)
}

/// The same without the slash at its end.
pub(crate) async fn to_reference() -> Redirect {
    Redirect::temporary("/reference/")
}

/// A file below `assets/`, `portal/` or `reference/`.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    uri: axum::http::Uri,
    headers: HeaderMap,
) -> Response {
    // Names of files need no escapes, so that the address is taken as it stands.
    app.site.respond(uri.path().trim_start_matches('/'), &headers)
}

/// Files with their compressed twins, which are not files of their own.
fn pair(found: BTreeMap<String, Bytes>) -> Files {
    let of = |(name, plain): (&String, &Bytes)| {
        if name.ends_with(".br") || name == "manifest.json" {
            return None;
        }
        let tag = etag::content_tag(plain);
        // Another representation, so another tag. [RFC 9110, 8.8.3.3]
        let packed_tag = format!("{}-br\"", tag.trim_end_matches('"'));
        let file = File {
            plain: plain.clone(),
            brotli: found.get(&format!("{name}.br")).cloned(),
            tag: HeaderValue::try_from(tag).ok()?,
            packed_tag: HeaderValue::try_from(packed_tag).ok()?,
        };
        Some((name.clone(), file))
    };
    found.iter().filter_map(of).collect()
}

fn read(folder: &Path, below: &Path) -> io::Result<BTreeMap<String, Bytes>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            found.extend(read(folder, &path)?);
        } else if let Some(name) = path.to_str() {
            found.insert(name.replace('\\', "/"), fs::read(entry.path())?.into());
        }
    }
    Ok(found)
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter();
    let mut codings =
        accepted.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_brotli = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        is_brotli && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The name of an asset changes with its content, so that it may be kept.
fn keeping(name: &str) -> &'static str {
    if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests;
