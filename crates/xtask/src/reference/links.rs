//! A link that leads nowhere is a fault of the build, not of the reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::failure::{Failure, Result};

/// Checks every link within the pages, and that no anchor is there twice.
pub(super) fn check(pages: &BTreeMap<String, String>) -> Result<()> {
    let mut anchors = BTreeSet::new();
    for (file, page) in pages {
        for id in values(page, " id=\"") {
            if !anchors.insert(format!("{file}#{id}")) {
                return Err(Failure::new(format!("`{file}` has two anchors `{id}`")));
            }
        }
    }
    for (file, page) in pages {
        for link in values(page, " href=\"") {
            let whole =
                if link.starts_with('#') { format!("{file}{link}") } else { link.to_owned() };
            let leads = match whole.split_once('#') {
                Some(_) => anchors.contains(&whole),
                // An address of the service, or a file beside the pages.
                None => {
                    whole.starts_with('/')
                        || !whole.ends_with(".html")
                        || pages.contains_key(&whole)
                }
            };
            if !leads {
                return Err(Failure::new(format!("in `{file}` the link `{link}` leads nowhere")));
            }
        }
    }
    Ok(())
}

fn values<'a>(page: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(start).skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::check;

    #[track_caller]
    fn finds(pages: &[(&str, &str)], wanted: Option<&str>) {
        let own = |(file, page): &(&str, &str)| ((*file).to_owned(), (*page).to_owned());
        let found = check(&pages.iter().map(own).collect::<BTreeMap<_, _>>());
        assert_eq!(found.err().map(|failure| failure.to_string()).as_deref(), wanted);
    }

    #[test]
    fn links_lead_to_anchors_pages_and_the_service() {
        let first = r##"<a href="b.html#x">1</a><a href="b.html">2</a><a href="#y" id="y">3</a>"##;
        let second = r#"<p id="x"></p><a href="/v1/openapi.json">4</a>"#;
        finds(&[("a.html", first), ("b.html", second)], None);
    }

    #[test]
    fn a_link_to_nowhere_is_named() {
        let wanted = "in `a.html` the link `#x` leads nowhere";
        finds(&[("a.html", r##"<a href="#x">1</a>"##)], Some(wanted));
        let wanted = "in `a.html` the link `c.html` leads nowhere";
        finds(&[("a.html", r#"<a href="c.html">1</a>"#)], Some(wanted));
    }

    #[test]
    fn an_anchor_stands_once() {
        let wanted = "`a.html` has two anchors `x`";
        finds(&[("a.html", r#"<p id="x"></p><p id="x"></p>"#)], Some(wanted));
    }
}
