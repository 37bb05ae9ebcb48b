//! Entity tags of views: a view is the same as long as its tag is.

use axum::http::{HeaderMap, HeaderValue, header};
use guiyan_core::{
    District,
    caller::{Caller, Lang},
    time::Timestamp,
};
use sha2::{Digest as _, Sha256};

/// The versions of the district's stream and of all branches, as what people
/// see crosses branches.
pub fn state(district: &District) -> String {
    use std::fmt::Write as _;
    let mut text = district.version.to_string();
    for branch in district.branches() {
        let _ = write!(text, "|{}", branch.version);
    }
    text
}

/// The tag of a view. `scope` says which view: of what, which part, which page.
///
/// It covers the [`state`] of the district; who asks, in what office, and whether it waits for a second factor; the language; the
/// time until which the view stays true by itself; and `edition`, the release
/// with its data files. It is weak: `now` in the body differs from answer to
/// answer.
pub fn view_tag(
    edition: &str,
    state: &str,
    scope: &str,
    caller: &Caller,
    lang: Lang,
    fresh_until: Timestamp,
) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(256);
    let _ = write!(text, "{edition}|{scope}|{}|{}", lang.tag(), fresh_until.0);
    let _ = write!(text, "|{state}");
    if let Some(person) = caller.person {
        let _ = write!(text, "|{person}");
    }
    for role in &caller.roles {
        let _ = write!(text, "|{role}");
    }
    // Those that the record gives are of its version; whether they wait is not.
    if caller.withheld {
        text.push_str("|withheld");
    }
    tag("W/", text.as_bytes())
}

/// The strong tag of unchanging bytes.
pub fn content_tag(bytes: &[u8]) -> String {
    tag("", bytes)
}

/// Whether the caller has the entity of that tag already.
pub fn matches(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = bare(tag);
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|theirs| theirs.trim() == "*" || bare(theirs) == ours)
}

fn tag(weak: &str, bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = format!("{weak}\"");
    for byte in Sha256::digest(bytes).iter().take(12) {
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use guiyan_core::{
        caller::{Office, Role},
        ids::BranchId,
        testing::{at, person, sample_district},
    };

    use super::*;

    #[test]
    fn a_tag_changes_with_everything_the_view_depends_on() {
        let district = sample_district();
        let branch: BranchId = "xinzhou-beijing".parse().unwrap();
        let midnight = at("2026-11-02T00:00");
        let member = Caller::person(person(1));
        let role = Role::Branch { office: Office::Steward, branch: branch.clone() };
        let steward = Caller::officer(person(1), [role]);
        let other = Caller::person(person(2));
        let of = |caller: &Caller, lang, until| {
            view_tag("1", &state(&district), "branch", caller, lang, until)
        };
        let base = of(&member, Lang::Zh, midnight);
        assert_eq!(base, of(&member, Lang::Zh, midnight));
        assert_ne!(base, of(&member, Lang::En, midnight));
        assert_ne!(base, of(&steward, Lang::Zh, midnight));
        assert_ne!(base, of(&other, Lang::Zh, midnight));
        assert_ne!(base, of(&Caller::anonymous(), Lang::Zh, midnight));
        assert_ne!(base, of(&member, Lang::Zh, midnight.plus(1)));
        assert_ne!(base, view_tag("2", &state(&district), "branch", &member, Lang::Zh, midnight));
        assert_ne!(base, view_tag("1", &state(&district), "help", &member, Lang::Zh, midnight));
        let mut later = district.clone();
        later.version += 1;
        assert_ne!(base, view_tag("1", &state(&later), "branch", &member, Lang::Zh, midnight));
    }

    #[test]
    fn if_none_match_compares_weakly() {
        let tag = HeaderValue::from_static("W/\"abc\"");
        let mut headers = HeaderMap::new();
        assert!(!matches(&headers, &tag));
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"x\", \"abc\""));
        assert!(matches(&headers, &tag));
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("*"));
        assert!(matches(&headers, &tag));
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("W/\"abcd\""));
        assert!(!matches(&headers, &tag));
    }
}
