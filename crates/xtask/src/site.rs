//! The site: the folder `target/site/` that the service serves and embeds.
//!
//! ```text
//! guiyan.js                element, loader, glue and styles; a stable name, checked by ETag
//! assets/guiyan-HASH.wasm  the widget; its name changes with its content, so it is immutable
//! assets/PART-HASH.wasm    its pages after the first, in parts
//! assets/guiyan-HASH.css   the same styles, for browsers without constructed sheets
//! core.js                  the rules without a service, for pages that name none
//! assets/core-HASH.wasm    their module
//! portal/…                 the pages of the demo host
//! reference/…              the pages for developers, made from the source
//! *.br                     beside every file of 512 bytes or more: brotli 11
//! manifest.json            what is there, how big, what may be cached for ever
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::bundle::{self, Module, Places};
use crate::engine::{self, Engine};
use crate::failure::{Context, Result};
use crate::files;
use crate::package;
use crate::reference;
use crate::stamp;
use crate::wasm;

/// Files below this are sent as they are: the header would weigh more.
const WORTH_PACKING: usize = 512;

/// How much work goes into the widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As it ships.
    Optimised,
    /// Quick: no `wasm-opt`, no brotli.
    Dev,
}

impl Profile {
    /// What cargo calls it, and the folder that its output lies in.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Optimised => ("widget", "widget"),
            Self::Dev => ("dev", "debug"),
        }
    }
}

/// Builds the site and the npm package's `dist/`, unless nothing has changed.
pub(crate) fn build(profile: Profile) -> Result<()> {
    let scratch = files::target().join("web");
    let stamp_file = scratch.join("stamp");
    let digest = stamp::of(&inputs(), &format!("{profile:?}"))?;
    let built = [files::site().join("manifest.json"), package::dist().join("index.js")];
    if stamp::is_current(&stamp_file, &digest) && built.iter().all(|path| path.exists()) {
        println!("site: nothing has changed");
        return Ok(());
    }
    files::make_folder(&scratch)?;
    let bound = wasm::build(profile, &scratch.join("bound"))?;
    let parts = bundle::parts(&bound.glue, &scratch)?;
    let engine = engine::build(profile, &scratch.join("core"))?;
    let mut site = assemble(&bound, &parts, &scratch)?;
    rules(&mut site, &engine, &scratch)?;
    for (name, bytes) in reference::files_of_site()? {
        site.insert(format!("reference/{name}"), bytes);
    }
    publish(&site, profile)?;
    package::build(&bound, &parts, &engine)?;
    files::write(&stamp_file, digest.as_bytes())?;
    println!("site: {}", files::shown(&files::site()));
    Ok(())
}

/// Everything the build reads.
fn inputs() -> Vec<PathBuf> {
    [
        "Cargo.lock",
        "Cargo.toml",
        "rust-toolchain.toml",
        "crates/core",
        "crates/sample",
        "crates/service/data",
        "crates/store",
        "crates/wasm",
        "crates/xtask/src",
        "pkg/api.mjs",
        "pkg/custom-elements-manifest.config.mjs",
        "pkg/package-lock.json",
        "pkg/package.json",
        "pkg/src",
        "pkg/types",
        "pkg/tsconfig.json",
        "web",
    ]
    .map(|path| files::root().join(path))
    .to_vec()
}

/// The files of the site by their address, before compression.
type Site = BTreeMap<String, Vec<u8>>;

fn assemble(bound: &wasm::Bound, parts: &bundle::Parts, scratch: &Path) -> Result<Site> {
    let bytes = files::read(&bound.wasm)?;
    let sheet = files::read(parts.styles())?;
    let address =
        |name: &str, bytes: &[u8]| format!("assets/{name}-{}.wasm", files::fingerprint(bytes));
    let module_name = address("guiyan", &bytes);
    let module = Module::named_by_content("guiyan", format!("./{module_name}"));
    let mut site = portal(&module_name)?;
    let mut later = Vec::new();
    for part in &bound.later {
        let (name, bytes) = (files::stem(part), files::read(part)?);
        let address = address(&name, &bytes);
        later.push(Module::named_by_content(&name, format!("./{address}")));
        site.insert(address, bytes);
    }
    let sheet_name = format!("assets/guiyan-{}.css", files::fingerprint(&sheet));

    let script = scratch.join("guiyan.js");
    let styles = format!("./{sheet_name}");
    let places = Places { wasm: &module, later: &later, styles: &styles };
    bundle::script("site.ts", &script, parts, &places, true)?;

    site.insert("guiyan.js".to_owned(), files::read(&script)?);
    site.insert(module_name, bytes);
    site.insert(sheet_name, sheet);
    Ok(site)
}

/// The rules, for pages without a service: fetched by those alone.
fn rules(site: &mut Site, engine: &Engine, scratch: &Path) -> Result<()> {
    let bytes = files::read(&engine.wasm)?;
    let name = format!("assets/core-{}.wasm", files::fingerprint(&bytes));
    let script = scratch.join("core.js");
    engine::script(engine, "core.ts", &script, &format!("./{name}"), true)?;
    site.insert("core.js".to_owned(), files::read(&script)?);
    site.insert(name, bytes);
    Ok(())
}

/// The demo host's pages. `{{wasm}}` becomes the module's address, so that a
/// page can ask for it before the script has arrived.
fn portal(module_name: &str) -> Result<Site> {
    let folder = files::root().join("web/portal");
    let mut site = Site::new();
    for path in files::walk(&folder)? {
        let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let mut bytes = files::read(&path)?;
        if path.extension().is_some_and(|extension| extension == "html") {
            let page = String::from_utf8(bytes)
                .or_fail(format_args!("read `{}` as UTF-8", files::shown(&path)))?;
            bytes = page.replace("{{wasm}}", &format!("/{module_name}")).into_bytes();
        }
        site.insert(format!("portal/{name}"), bytes);
    }
    Ok(site)
}

/// Writes the site and its compressed twins, removes what a former build left,
/// then writes the manifest. Files that have not changed keep their time.
fn publish(site: &Site, profile: Profile) -> Result<()> {
    let folder = files::site();
    let mut entries = Map::new();
    let manifest_file = folder.join("manifest.json");
    let mut written = vec![manifest_file.clone()];
    files::make_folder(&folder)?;
    for (name, bytes) in site {
        let path = folder.join(name);
        files::write(&path, bytes)?;
        let mut entry = json!({
            "bytes": bytes.len(),
            "sha256": files::hex(&Sha256::digest(bytes)),
            "immutable": name.starts_with("assets/"),
        });
        if profile == Profile::Optimised && bytes.len() >= WORTH_PACKING && is_packable(name) {
            let packed = files::brotli(bytes)?;
            if let Some(fields) = entry.as_object_mut() {
                fields.insert("brotli".to_owned(), Value::from(packed.len()));
            }
            let twin = folder.join(format!("{name}.br"));
            files::write(&twin, &packed)?;
            written.push(twin);
        }
        entries.insert(name.clone(), entry);
        written.push(path);
    }
    let named = |start: &str, ending: &str| {
        site.keys().find(|name| name.starts_with(start) && name.ends_with(ending)).cloned()
    };
    let manifest = json!({
        "script": "guiyan.js",
        "wasm": named("assets/guiyan-", ".wasm"),
        "styles": named("assets/guiyan-", ".css"),
        "files": entries,
    });
    let text = serde_json::to_string_pretty(&manifest).or_fail("write the manifest")?;
    for path in files::walk(&folder)? {
        if !written.contains(&path) {
            fs::remove_file(&path)
                .or_fail(format_args!("remove the old `{}`", files::shown(&path)))?;
        }
    }
    // Last: a running service reads the folder again when this file changes.
    files::write(&manifest_file, text.as_bytes())
}

/// Text and wasm shrink; pictures and fonts are compressed already.
fn is_packable(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("js" | "css" | "html" | "json" | "svg" | "txt" | "wasm"))
}
