//! No view of help shows what its caller may not see: the text and who it is
//! carry marks, and a table says which stand in whose view.

use guiyan_core::{
    Event,
    branch::{
        member::ReportForm,
        request::{Clock, RequestEvent},
    },
    caller::Caller,
    recipient::Recipient,
    testing::*,
    view,
};

use crate::views_leak::{own_view, row};

const T: &str = "2026-11-01T10:00";
const NOW: &str = "2026-11-01T10:05";
const DUE: &str = "2026-11-01T12:00";

fn marked(number: u128) -> ReportForm {
    ReportForm {
        name: format!("Namemark{}", char::from(b'A' + number as u8)),
        phone: format!("137700000{number:02}"),
        area: format!("Areamark{number}x"),
        ..report_form()
    }
}

/// In Beijing 1 asked for help and was whistled for; 2 asked and agreed to
/// nobody, overdue for days; 3 asked, and 7 of Yiwu was asked and said yes;
/// 4 asked, and both agreed that 7 helps; 5 asked and agreed to the township.
/// 8 of Yiwu offers help. 6 only reported in.
fn marked_district() -> guiyan_core::District {
    let members = [1, 2, 3, 4, 5, 6]
        .into_iter()
        .flat_map(|number| [reported_with(number, &marked(number)), received(number)]);
    let of = |number: u128, consents: Vec<Recipient>| asked_for_help(number, number, consents, DUE);
    let climbed = RequestEvent::StepOverdue {
        request: request_id(2),
        kind: guiyan_core::branch::request::RequestKind::Schooling,
        holder: guiyan_core::chain::Holder::Branch("xinzhou-beijing".parse().unwrap()),
        since: at(T),
        level: guiyan_core::chain::Level::Township,
        next: None,
    };
    let agreed = RequestEvent::RequestConsentGiven {
        request: request_id(4),
        recipient: Recipient::Person(person(7)),
        clock: Clock::Starts { due: at(DUE) },
    };
    let here: Vec<Event> = members
        .chain([
            of(1, vec![to_department("education")]),
            whistled(1, "education", "2026-11-01T10:10"),
            of(2, vec![]),
            climbed.into(),
            of(3, vec![Recipient::Helpers]),
            helper_asked(3, 7, "xinzhou-yiwu", DUE),
            of(4, vec![Recipient::Helpers]),
            helper_asked(4, 7, "xinzhou-yiwu", DUE),
            helper_agreed(4, 7),
            agreed.into(),
            of(5, vec![to_township("qinfeng"), Recipient::Helpers]),
        ])
        .collect();
    let there = [7, 8].into_iter().flat_map(|number| {
        [reported_with(number, &marked(number)), received(number), offered_help(number)]
    });
    given([])
        .and(&beijing(), here.into_iter().map(|event| (T, event)))
        .and(&yiwu(), there.map(|event| (T, event)))
        .district()
}

/// Every mark with its name in the tables below.
fn marks() -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for number in 1..=8 {
        let form = marked(number);
        marks.push((format!("{number}/name"), form.name));
        marks.push((format!("{number}/phone"), form.phone));
        marks.push((format!("{number}/area"), form.area));
        marks.push((format!("{number}/text"), format!("136{number:08}")));
        marks.push((format!("{number}/id"), person(number).to_string()));
    }
    for officer in [900, 901, 910, 911, 920, 921, 930, 940, 941, 950, 951] {
        marks.push((format!("{officer}/id"), person(officer).to_string()));
    }
    marks
}

#[track_caller]
fn check(shown: &impl serde::Serialize, what: &str, expected: &[&str]) {
    let text = serde_json::to_string(shown).unwrap();
    for (name, mark) in marks() {
        let may = expected.iter().any(|prefix| name.starts_with(prefix));
        assert_eq!(text.contains(&mark), may, "{what}: {name} ({mark}) in {text}");
    }
}

fn everybody() -> Vec<(String, Caller)> {
    let member = |number: u128| (number.to_string(), Caller::person(person(number)));
    let mut callers: Vec<(String, Caller)> = (1..=8).map(member).collect();
    let roles_only = Caller { person: None, ..secretary(&beijing()) };
    for (name, caller) in [
        ("anonymous", Caller::anonymous()),
        ("roles without a person", roles_only),
        ("visitor", Caller::person(person(50))),
        ("secretary", secretary(&beijing())),
        ("organiser", organiser(&beijing())),
        ("steward", steward(&beijing())),
        ("yiwu secretary", secretary(&yiwu())),
        ("yiwu steward", steward(&yiwu())),
        ("liaison", liaison("qinfeng")),
        ("liaison elsewhere", liaison("xishi")),
        ("education", department_contact("education")),
        ("investment", department_contact("investment")),
        ("district officer", district_officer()),
    ] {
        callers.push((name.into(), caller));
    }
    callers
}

#[test]
fn help_shows_each_caller_their_own() {
    // Officers see what was asked, who helps and who might.
    let desk: &[&str] = &[
        "1/text", "1/name", "1/phone", "2/text", "2/name", "2/phone", "3/text", "3/name",
        "3/phone", "4/text", "4/name", "4/phone", "5/text", "5/name", "5/phone", "7/id", "7/name",
        "7/phone", "7/area", "8/id", "8/name", "8/area",
    ];
    let helper: &[&str] = &["3/area", "4/area", "4/text", "4/name", "4/phone"];
    let here: &[(&str, &[&str])] = &[
        ("1", &["1/text"]),
        ("2", &["2/text"]),
        ("3", &["3/text"]),
        ("4", &["4/text", "7/id", "7/name", "7/phone"]),
        ("5", &["5/text"]),
        ("secretary", desk),
        ("organiser", desk),
        ("7", helper),
    ];
    let there: &[(&str, &[&str])] = &[("7", helper)];
    let district = marked_district();
    for (stream, id, table) in
        [(beijing(), "xinzhou-beijing", here), (yiwu(), "xinzhou-yiwu", there)]
    {
        for (name, caller) in everybody() {
            let (view, _) = view::help(&district, &id.parse().unwrap(), &caller, at(NOW)).unwrap();
            check(&view, &format!("help in {stream} for {name}"), row(table, &name));
        }
    }
}

#[test]
fn matters_show_each_office_what_it_needs() {
    let people = |numbers: &[&'static str]| -> Vec<String> {
        let fields = ["name", "phone", "id"];
        numbers
            .iter()
            .flat_map(|number| fields.iter().map(move |field| format!("{number}/{field}")))
            .collect()
    };
    let mut secretary = people(&["1", "2", "3", "4", "5", "6"]);
    secretary.extend(["1", "2", "3", "4", "5"].map(|number| format!("{number}/text")));
    let mut liaison = people(&["1", "2", "3", "4", "5", "6", "7", "8"]);
    // What 5 wrote, because 5 agreed; that of 2 climbed as a code.
    liaison.push("5/text".into());
    let education = ["1/name", "1/phone", "1/text"].map(str::to_owned).to_vec();
    let table: Vec<(&str, Vec<String>)> = vec![
        ("secretary", secretary.clone()),
        ("organiser", secretary),
        ("yiwu secretary", people(&["7", "8"])),
        ("liaison", liaison),
        ("liaison elsewhere", vec![]),
        ("education", education),
        ("investment", vec![]),
        ("district officer", vec![]),
    ];
    let district = marked_district();
    for (name, caller) in everybody() {
        let row = table.iter().find(|(caller, _)| *caller == name);
        match (view::matters(&district, &caller, at(NOW), None), row) {
            (Ok((page, _)), Some((_, marks))) => {
                let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
                check(&page, &format!("matters for {name}"), &marks);
                let codes = page.matters.iter().filter(|matter| matter.id.is_none()).count();
                match name.as_str() {
                    // Eight acknowledgments and five requests.
                    "district officer" => assert_eq!((codes, page.total), (13, 13)),
                    "liaison" => assert_eq!((codes, page.total, page.waiting), (1, 10, 8)),
                    _ => assert_eq!(codes, 0, "{name}"),
                }
            }
            (Err(refusal), None) => check(&refusal, &name, &[]),
            (page, row) => panic!("{name}: {page:?}, expected {row:?}"),
        }
    }
}

#[test]
fn the_rows_behind_figures_are_codes() {
    let district = marked_district();
    for (name, caller) in everybody() {
        for query in super::figures::every_query() {
            match view::rows(&district, &caller, at(NOW), &query) {
                Ok((view, _)) => {
                    assert_eq!(name, "district officer");
                    check(&view, &format!("{:?} for {name}", query.of), &[]);
                }
                Err(refusal) => check(&refusal, &name, &[]),
            }
        }
    }
}

#[test]
fn matters_come_by_the_hundred() {
    let members = (1..=130).map(|number| (T, reported_with(number, &report_form_of(number))));
    let district = given(members).district();
    let page = |cursor| view::matters(&district, &liaison("qinfeng"), at(NOW), cursor).unwrap().0;
    let first = page(None);
    // Each waits for the township, and for the branch.
    assert_eq!((first.matters.len(), first.total, first.cursor), (100, 260, Some(100)));
    let second = page(first.cursor);
    assert_eq!((second.matters.len(), second.cursor), (100, Some(200)));
    let third = page(second.cursor);
    assert_eq!((third.matters.len(), third.cursor), (60, None));
    let people = |cursor| {
        let township = "qinfeng".parse().unwrap();
        view::township(&district, &township, &liaison("qinfeng"), cursor).unwrap()
    };
    let first = people(None);
    assert_eq!((first.rows.len(), first.total), (100, 130));
    assert_eq!((people(first.cursor).rows.len(), people(first.cursor).cursor), (30, None));
    assert_eq!(page(Some(u32::MAX)).matters.len(), 0);
}

#[test]
fn my_data_names_nobody_who_helps_or_is_helped() {
    let table: &[(&str, &[&str])] = &[
        ("1", &["1/"]),
        ("2", &["2/"]),
        ("3", &["3/"]),
        // The consent that names 7, by which it is withdrawn.
        ("4", &["4/", "7/id"]),
        ("5", &["5/"]),
        ("6", &["6/name", "6/phone", "6/area", "6/id"]),
        ("7", &["7/name", "7/phone", "7/area", "7/id"]),
        ("8", &["8/name", "8/phone", "8/area", "8/id"]),
        ("secretary", &["900/id"]),
        ("organiser", &["920/id"]),
        ("steward", &["910/id"]),
        ("yiwu secretary", &["901/id"]),
        ("yiwu steward", &["911/id"]),
        ("liaison", &["940/id"]),
        ("liaison elsewhere", &["941/id"]),
        ("education", &["951/id"]),
        ("investment", &["950/id"]),
        ("district officer", &["930/id"]),
    ];
    let district = marked_district();
    for (name, caller) in everybody() {
        let data = view::my_data(&district, &caller, at(NOW), &[]);
        if let Some(data) = own_view((&name, &caller), data) {
            check(&data, &format!("data of {name}"), row(table, &name));
        }
    }
}
