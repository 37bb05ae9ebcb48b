//! The same check where members of two branches meet: every mark of every
//! person, in every list and view, for every caller.

use guiyan_core::{
    District,
    branch::activity::ActivityForm,
    ids::StreamId,
    testing::*,
    view::{self, RosterList, RosterQuery},
};

use crate::views_leak::{check, everybody, marked_activity, marked_report};

const T: &str = "2026-11-01T10:00";
const NOW: &str = "2026-12-06T15:00";

/// In Beijing 1 and 2 are members, in Yiwu 7 and 8. Yiwu holds Y, open to its
/// sisters: 1 is there without a name, 2 with it, 7 at home. The district holds
/// P: 1 without a name, 8 with it.
fn meeting() -> District {
    let member = |n| [(T, reported_with(n, &marked_report(n))), (T, received(n))];
    let wide = |form: ActivityForm| ActivityForm { capacity: None, ..form };
    let open = ActivityForm { audience: "sisters".into(), ..wide(marked_activity("Y", 4, "20")) };
    let own = wide(marked_activity("P", 3, "21"));
    given([1, 2].into_iter().flat_map(member))
        .and(&yiwu(), [7, 8].into_iter().flat_map(member))
        .and(
            &yiwu(),
            [
                (T, published_with(14, &open)),
                (T, taken(14, 1, 1)),
                (T, taken(14, 2, 2)),
                (T, name_shared(14, 2)),
                (T, taken(14, 7, 3)),
            ],
        )
        .and(
            &StreamId::District,
            [
                (T, published_with(15, &own)),
                (T, taken(15, 1, 1)),
                (T, taken(15, 8, 2)),
                (T, name_shared(15, 8)),
            ],
        )
        .district()
}

/// (list of, activity, caller, marks); who is not named is refused.
type Row = (StreamId, u128, &'static str, &'static [&'static str]);

#[test]
fn a_list_names_guests_by_their_consent_alone() {
    let ids: &[&str] = &["1/id", "2/id", "7/id", "2/name", "7/name"];
    let run: &[&str] = &["1/id", "2/id", "2/name", "2/report/phone", "7/"];
    let table: Vec<Row> = vec![
        (yiwu(), 14, "yiwu secretary", run),
        (yiwu(), 14, "yiwu organiser", run),
        (yiwu(), 14, "yiwu steward", ids),
        // Each branch knows its own; the phone of a guest is for those who run it.
        (StreamId::District, 15, "secretary", &["1/", "8/id", "8/name"]),
        (StreamId::District, 15, "organiser", &["1/", "8/id", "8/name"]),
        (StreamId::District, 15, "steward", &["1/id", "1/name", "8/id", "8/name"]),
        (StreamId::District, 15, "yiwu secretary", &["1/id", "8/"]),
        (StreamId::District, 15, "yiwu organiser", &["1/id", "8/"]),
        (StreamId::District, 15, "yiwu steward", &["1/id", "8/id", "8/name"]),
        (StreamId::District, 15, "district officer", &["1/id", "8/id", "8/name", "8/report/phone"]),
    ];
    let district = meeting();
    for (stream, number) in [(yiwu(), 14), (StreamId::District, 15)] {
        for (name, caller) in everybody() {
            let what = format!("{number} of {stream} for {name}");
            let row = table.iter().find(|(of, _, caller, _)| *of == stream && *caller == name);
            let list = RosterList::Activity(activity_id(number));
            let query = RosterQuery { list, ..RosterQuery::default() };
            let id = match &stream {
                StreamId::Branch(id) => Some(id),
                StreamId::District => None,
            };
            let page = view::roster(&district, id, &caller, at(NOW), &query, &|_, _| false);
            match (page, row) {
                (Ok(page), Some((.., marks))) => check(&page, &what, marks),
                (Err(refusal), None) => check(&refusal, &what, &[]),
                (page, row) => panic!("{what}: {page:?}, expected {row:?}"),
            }
        }
    }
}

#[test]
fn a_view_tells_of_what_others_hold_what_it_must() {
    // Members of every branch may call the contact and, with a place, join on
    // line; officers of a branch run nothing of its sister's.
    let both: &[&str] = &["contact/Y", "contact/P"];
    let district = meeting();
    for stream in [beijing(), yiwu()] {
        let StreamId::Branch(id) = &stream else { unreachable!() };
        for (name, caller) in everybody() {
            let (view, _) = view::view(&district, id, &caller, at(NOW)).unwrap();
            let mut expected: Vec<&str> = Vec::new();
            let home = if stream == beijing() { ["1", "2"] } else { ["7", "8"] };
            let own = [format!("{name}/name"), format!("{name}/report")];
            if ["1", "2", "7", "8"].contains(&&*name) {
                expected.extend(both);
            }
            if home.contains(&&*name) {
                expected.extend(own.iter().map(String::as_str));
            }
            expected.extend(match &*name {
                "1" => vec!["link/Y", "link/P"],
                "2" | "7" => vec!["link/Y"],
                "8" => vec!["link/P"],
                "district officer" => vec!["contact/P", "link/P"],
                officer if officer.starts_with("yiwu ") && stream == yiwu() => {
                    vec!["contact/Y", "link/Y", "contact/P", "link/P"]
                }
                "secretary" | "organiser" | "steward" => vec!["contact/P", "link/P"],
                officer if officer.starts_with("yiwu ") => vec!["contact/P", "link/P"],
                _ => vec![],
            });
            check(&view, &format!("{stream} for {name}"), &expected);
        }
    }
    for (name, caller) in everybody() {
        if let Ok(view) = view::district_view(&district, &caller, at(NOW)) {
            check(&view, &name, &["contact/P", "link/P"]);
        }
    }
}
