//! No view shows what its caller may not see: every personal field of every
//! person carries a mark, every view is made for every caller, and a table
//! says which marks stand in it. Anything more fails, anything less too.

use guiyan_core::{
    District, Refusal,
    branch::{
        activity::{ActivityForm, plan::Every},
        member::{EndReason, Gender, MemberEvent, ReportForm, Schooling},
    },
    caller::Caller,
    ids::StreamId,
    personal::Personal,
    testing::*,
    view::{self, RosterList, RosterQuery},
};

const T: &str = "2026-11-01T10:00";
const NOW: &str = "2026-12-06T15:00";

fn letter(number: u128) -> char {
    char::from(b'A' + number as u8)
}

pub(crate) fn marked_report(number: u128) -> ReportForm {
    let x = letter(number);
    ReportForm {
        name: format!("Namemark{x}"),
        phone: format!("136770000{number}1"),
        home_branch: format!("Homemark{x}"),
        home_branch_phone: format!("0793770000{number}"),
        left_on: format!("201{number}-07-0{number}"),
        city: format!("Citymark{x}"),
        area: format!("Areamark{x}"),
        skills: format!("Skillmark{x}"),
        born: format!("195{number}-07"),
        gender: Some(Gender::Female),
        schooling: Some(Schooling::College),
        certificate: Some(true),
        certificate_number: format!("Certmark{x}"),
        ..report_form()
    }
}

pub(crate) fn marked_activity(name: &str, phone: u32, day: &str) -> ActivityForm {
    ActivityForm {
        title: format!("活动{name}"),
        start: format!("2026-12-{day}T14:00"),
        end: format!("2026-12-{day}T14:30"),
        online: format!("https://a.example/Linkmark{name}"),
        contact_name: format!("Contactmark{name}"),
        contact_phone: format!("1378800000{phone}"),
        ..activity_form(Some(1))
    }
}

/// In Beijing: 1 has a place in A and in the cancelled C; 2 waits to be
/// received; 3 was sent back; 4 ended; 5 waits for a place in A; 6 was at P,
/// which is over; D is a draft, S a series. In Yiwu: 7 has a place in Y, 8 waits to be received.
fn marked_district() -> District {
    let reports = |numbers: [u128; 6]| numbers.map(|n| (T, reported_with(n, &marked_report(n))));
    let ended = MemberEvent::ReportInEnded {
        person: person(4),
        by: person(900),
        reason: EndReason::Withdrew,
        note: Some(Personal::new(person(4), "Endnotemark".into())),
        moved_to: None,
    };
    let monthly = repeat_until(Every::MonthlyDay, "2027-06-30");
    let here = reports([1, 2, 3, 4, 5, 6]).into_iter().chain([
        (T, received(1)),
        (T, sent_back(3, "Sentbackmark")),
        (T, ended.into()),
        (T, received(5)),
        (T, received(6)),
        (T, published_with(11, &marked_activity("A", 1, "20"))),
        (T, published_with(12, &marked_activity("C", 2, "21"))),
        (T, published_with(13, &marked_activity("P", 3, "06"))),
        (T, taken(11, 1, 1)),
        (T, waitlisted(11, 5)),
        (T, taken(12, 1, 1)),
        (T, cancelled(12, "Cancelmark")),
        (T, taken(13, 6, 1)),
        (T, draft_saved(15, marked_activity("D", 5, "22"), None)),
        (T, series_published(16, &marked_activity("S", 6, "23"), &monthly)),
        ("2026-12-06T14:05", checked_in(13, 6)),
    ]);
    let there = [7, 8].map(|n| (T, reported_with(n, &marked_report(n)))).into_iter().chain([
        (T, received(7)),
        (T, published_with(14, &marked_activity("Y", 4, "20"))),
        (T, taken(14, 7, 1)),
    ]);
    given([]).and(&beijing(), here).and(&yiwu(), there).district()
}

/// Every mark with its name in the table below.
fn marks() -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for number in 1..=8 {
        let form = marked_report(number);
        let mut mark = |field: &str, text: String| {
            marks.push((format!("{number}/{field}"), text));
        };
        mark("id", person(number).to_string());
        mark("name", form.name);
        mark("report/phone", form.phone);
        mark("report/home", form.home_branch);
        mark("report/homePhone", form.home_branch_phone);
        mark("report/left", form.left_on);
        mark("report/city", form.city);
        mark("report/area", form.area);
        mark("report/skills", form.skills);
        mark("report/born", form.born);
        mark("report/certificate", form.certificate_number);
    }
    for (index, name) in ["A", "C", "P", "Y", "D", "S"].into_iter().enumerate() {
        marks.push((format!("link/{name}"), format!("Linkmark{name}")));
        marks.push((format!("contact/{name}/name"), format!("Contactmark{name}")));
        marks.push((format!("contact/{name}/phone"), format!("1378800000{}", index + 1)));
    }
    for (name, text) in
        [("3/note", "Sentbackmark"), ("4/note", "Endnotemark"), ("C/note", "Cancelmark")]
    {
        marks.push((name.into(), text.into()));
    }
    for officer in [900, 901, 910, 911, 920, 921, 930] {
        marks.push((format!("{officer}/id"), person(officer).to_string()));
    }
    marks
}

/// The marks in the text are exactly those whose names begin with one of these.
#[track_caller]
pub(crate) fn check(shown: &impl serde::Serialize, what: &str, expected: &[&str]) {
    let text = serde_json::to_string(shown).unwrap();
    for (name, mark) in marks() {
        let may = expected.iter().any(|prefix| name.starts_with(prefix));
        assert_eq!(text.contains(&mark), may, "{what}: {name} ({mark}) in {text}");
    }
}

fn member(number: u128) -> Caller {
    Caller::person(person(number))
}

pub(crate) fn everybody() -> Vec<(String, Caller)> {
    let mut callers: Vec<(String, Caller)> =
        (1..=8).map(|number| (number.to_string(), member(number))).collect();
    let visitor = member(50);
    // An office without a person is nobody's.
    let roles_only = Caller { person: None, ..secretary(&beijing()) };
    for (name, caller) in [
        ("anonymous", Caller::anonymous()),
        ("roles without a person", roles_only),
        ("visitor", visitor),
        ("secretary", secretary(&beijing())),
        ("organiser", organiser(&beijing())),
        ("steward", steward(&beijing())),
        ("yiwu secretary", secretary(&yiwu())),
        ("yiwu organiser", organiser(&yiwu())),
        ("yiwu steward", steward(&yiwu())),
        ("district officer", district_officer()),
    ] {
        callers.push((name.into(), caller));
    }
    callers
}

fn id_of(stream: &StreamId) -> guiyan_core::ids::BranchId {
    match stream {
        StreamId::Branch(id) => id.clone(),
        StreamId::District => unreachable!(),
    }
}

#[test]
fn the_branch_view_shows_each_caller_their_own() {
    let here: &[(&str, &[&str])] = &[
        ("1", &["1/name", "1/report", "contact/A", "contact/C", "link/A", "link/C", "C/note"]),
        ("2", &["2/name", "2/report"]),
        ("3", &["3/name", "3/report", "3/note"]),
        ("4", &["4/name", "4/report", "4/note"]),
        ("5", &["5/name", "5/report", "contact/A", "contact/C"]),
        ("6", &["6/name", "6/report", "contact/A", "contact/C", "contact/P", "link/P"]),
        (
            "secretary",
            &["contact/A", "contact/C", "contact/P", "link/A", "link/C", "link/P", "C/note"],
        ),
        (
            "organiser",
            &["contact/A", "contact/C", "contact/P", "link/A", "link/C", "link/P", "C/note"],
        ),
        (
            "steward",
            &["contact/A", "contact/C", "contact/P", "link/A", "link/C", "link/P", "C/note"],
        ),
    ];
    let there: &[(&str, &[&str])] = &[
        ("7", &["7/name", "7/report", "contact/Y", "link/Y"]),
        ("8", &["8/name", "8/report"]),
        ("yiwu secretary", &["contact/Y", "link/Y"]),
        ("yiwu organiser", &["contact/Y", "link/Y"]),
        ("yiwu steward", &["contact/Y", "link/Y"]),
    ];
    let district = marked_district();
    for (stream, table) in [(beijing(), here), (yiwu(), there)] {
        for (name, caller) in everybody() {
            let (view, _) = view::view(&district, &id_of(&stream), &caller, at(NOW)).unwrap();
            check(&view, &format!("{stream} for {name}"), row(table, &name));
        }
    }
}

/// What each caller finds of their own, but for what they wrote in office.
const OWN: [(&str, &[&str]); 15] = [
    ("1", &["1/"]),
    ("2", &["2/"]),
    ("3", &["3/"]),
    ("4", &["4/"]),
    ("5", &["5/"]),
    ("6", &["6/"]),
    ("7", &["7/"]),
    ("8", &["8/"]),
    ("secretary", &["900/id"]),
    ("organiser", &["920/id"]),
    ("steward", &["910/id"]),
    ("yiwu secretary", &["901/id"]),
    ("yiwu organiser", &["921/id"]),
    ("yiwu steward", &["911/id"]),
    ("district officer", &["930/id"]),
];

/// The marks of a caller in a table; who is not named has none.
pub(crate) fn row<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> &'a [&'a str] {
    let row = table.iter().find(|(caller, _)| *caller == name);
    row.map(|(_, marks)| *marks).unwrap_or_default()
}

/// A view of the caller's own: for whoever is a person, and for nobody else.
#[track_caller]
pub(crate) fn own_view<T: std::fmt::Debug>(
    (name, caller): (&str, &Caller),
    view: Result<T, Refusal>,
) -> Option<T> {
    match view {
        Ok(view) => {
            assert!(caller.person.is_some(), "{name}: {view:?}");
            Some(view)
        }
        Err(refusal) => {
            assert_eq!(refusal.code(), "signInNeeded", "{name}");
            assert!(caller.person.is_none(), "{name}");
            None
        }
    }
}

#[test]
fn me_shows_the_caller_and_nobody_else() {
    let district = marked_district();
    for (name, caller) in everybody() {
        let me = view::me(&district, &caller, at(NOW));
        if let Some(me) = own_view((&name, &caller), me) {
            check(&me, &format!("me for {name}"), row(&OWN, &name));
        }
    }
}

#[test]
fn my_data_shows_all_of_the_caller_and_nobody_else() {
    let district = marked_district();
    // Who read is told by office; their id is theirs.
    let readings: Vec<view::Reading> = [900, 910, 930]
        .map(|number| view::Reading {
            at: at(T),
            by: person(number),
            offices: vec!["secretary:xinzhou-beijing".parse().unwrap()],
            branch: id_of(&beijing()),
            purpose: "roster".to_owned(),
            handing: None,
        })
        .into();
    for (name, caller) in everybody() {
        let data = view::my_data(&district, &caller, at(NOW), &readings);
        let expected = match &*name {
            // Where they are the contact, and what they wrote.
            "secretary" => &["900/id", "contact/", "C/note"],
            name => row(&OWN, name),
        };
        if let Some(data) = own_view((&name, &caller), data) {
            check(&data, &format!("data of {name}"), expected);
        }
    }
}

/// (branch, list, caller, marks); who is not named is refused.
type RosterRow = (StreamId, RosterList, &'static str, &'static [&'static str]);

#[test]
fn rosters_show_officers_what_their_office_needs() {
    let all: &[&str] = &["1/", "2/", "3/", "4/", "5/", "6/"];
    let activity = |number| RosterList::Activity(activity_id(number));
    let members = RosterList::Members(None);
    let table: Vec<RosterRow> = vec![
        (beijing(), members, "secretary", all),
        (beijing(), members, "organiser", all),
        (yiwu(), members, "yiwu secretary", &["7/", "8/"]),
        (yiwu(), members, "yiwu organiser", &["7/", "8/"]),
        (beijing(), activity(11), "secretary", &["1/", "5/"]),
        (beijing(), activity(11), "organiser", &["1/", "5/"]),
        (beijing(), activity(11), "steward", &["1/id", "1/name", "5/id", "5/name"]),
        (beijing(), activity(12), "secretary", &["1/"]),
        (beijing(), activity(12), "organiser", &["1/"]),
        (beijing(), activity(12), "steward", &["1/id", "1/name"]),
        // It is over: the steward's list is gone.
        (beijing(), activity(13), "secretary", &["6/"]),
        (beijing(), activity(13), "organiser", &["6/"]),
        (yiwu(), activity(14), "yiwu secretary", &["7/"]),
        (yiwu(), activity(14), "yiwu organiser", &["7/"]),
        (yiwu(), activity(14), "yiwu steward", &["7/id", "7/name"]),
    ];
    let district = marked_district();
    let lists = [members, activity(11), activity(12), activity(13), activity(14)];
    for stream in [beijing(), yiwu()] {
        for list in lists {
            for (name, caller) in everybody() {
                let what = format!("{list:?} of {stream} for {name}");
                let row = table
                    .iter()
                    .find(|(of, row, caller, _)| *of == stream && *row == list && *caller == name);
                let query = RosterQuery { list, ..RosterQuery::default() };
                let id = id_of(&stream);
                let page =
                    view::roster(&district, Some(&id), &caller, at(NOW), &query, &|_, _| false);
                match (page, row) {
                    (Ok(page), Some((.., marks))) => check(&page, &what, marks),
                    (Err(refusal), None) => check(&refusal, &what, &[]),
                    (page, row) => panic!("{what}: {page:?}, expected {row:?}"),
                }
            }
        }
    }
}

#[test]
fn plans_are_for_those_who_run_the_branch() {
    let planned: &[&str] = &["contact/D", "link/D", "contact/S", "link/S"];
    let table = [
        ("secretary", planned),
        ("organiser", planned),
        ("yiwu secretary", &[]),
        ("yiwu organiser", &[]),
    ];
    let district = marked_district();
    for stream in [beijing(), yiwu()] {
        for (name, caller) in everybody() {
            let here = name.starts_with("yiwu") == (stream == yiwu());
            let row = table.iter().find(|(caller, _)| here && *caller == name);
            let what = format!("plans of {stream} for {name}");
            match (view::plans(&district, &id_of(&stream), &caller, at(NOW)), row) {
                (Ok((plans, _)), Some((_, marks))) => check(&plans, &what, marks),
                (Err(refusal), None) => check(&refusal, &what, &[]),
                (plans, row) => panic!("{what}: {plans:?}, expected {row:?}"),
            }
        }
    }
}

#[test]
fn the_districts_view_names_nobody() {
    let district = marked_district();
    for (name, caller) in everybody() {
        match view::district_view(&district, &caller, at(NOW)) {
            Ok(view) => {
                assert_eq!(name, "district officer");
                check(&view, &name, &[]);
            }
            Err(refusal) => check(&refusal, &name, &[]),
        }
    }
}

#[test]
fn a_member_who_is_also_secretary_sees_both() {
    let district = marked_district();
    let caller = Caller { person: Some(person(5)), ..secretary(&beijing()) };
    let (view, _) = view::view(&district, &id_of(&beijing()), &caller, at(NOW)).unwrap();
    let expected = [
        "5/name",
        "5/report",
        "contact/A",
        "contact/C",
        "contact/P",
        "link/A",
        "link/C",
        "link/P",
        "C/note",
    ];
    check(&view, "secretary 5", &expected);
}
