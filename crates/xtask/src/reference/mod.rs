//! The reference for developers: pages made from the source and from nothing
//! else, served at `/reference/`. What a comment, a schema or a sentence says is
//! said here in the same words.
//!
//! Reading order: [`sources`] (what they are made from), [`names`] (where each
//! name stands), [`page`] (their frame), then a module for each kind of page,
//! and [`links`], which lets no link lead nowhere.

mod codes;
mod html;
mod http;
mod links;
mod names;
mod package;
mod page;
mod schema;
mod sources;
mod start;
mod types;

use std::collections::BTreeMap;

use crate::failure::Result;
use crate::files;
use crate::npm;

use names::Names;
use sources::Sources;

/// Makes the pages alone, in `target/reference/`.
pub(crate) fn build() -> Result<()> {
    npm::install(&npm::pkg())?;
    let folder = files::target().join("reference");
    files::fresh_folder(&folder)?;
    for (name, bytes) in files_of_site()? {
        files::write(&folder.join(name), &bytes)?;
    }
    println!("reference: {}", files::shown(&folder.join("index.html")));
    Ok(())
}

/// The pages with what they show and are dressed in, by the names of their files.
pub(crate) fn files_of_site() -> Result<BTreeMap<String, Vec<u8>>> {
    let pages = pages(&sources::gather()?)?;
    let mut files: BTreeMap<String, Vec<u8>> =
        pages.into_iter().map(|(name, page)| (name, page.into_bytes())).collect();
    files.insert("reference.css".to_owned(), styles()?);
    let geese = files::read(&files::root().join("web/portal/geese.svg"))?;
    files.insert("geese.svg".to_owned(), geese);
    Ok(files)
}

/// One sheet: the frame, then what stands in it.
fn styles() -> Result<Vec<u8>> {
    let folder = files::root().join("crates/xtask/src/reference");
    let sheets = ["frame.css", "content.css"].map(|name| files::read(&folder.join(name)));
    Ok(sheets.into_iter().collect::<Result<Vec<_>>>()?.concat())
}

fn pages(sources: &Sources) -> Result<BTreeMap<String, String>> {
    let names = Names::of(sources);
    let pages = [
        start::page(sources, &names),
        http::page(sources, &names),
        types::commands(sources, &names),
        types::answered(sources, &names),
        types::others(sources, &names),
        package::core(sources, &names),
        package::element(sources, &names),
        codes::page(sources, &names),
    ];
    let pages = pages.into_iter().map(|page| (page.file.to_owned(), page.framed())).collect();
    links::check(&pages)?;
    Ok(pages)
}
