//! No view of leads shows what its caller may not see: every word and every
//! name carries a mark, every view is made for every caller, and a table says
//! which marks stand in it. Anything more fails, anything less too.

use guiyan_core::{
    District, Event,
    branch::{
        activity::ContactPerson,
        lead::{LeadEvent, LeadStage},
        member::ReportForm,
    },
    caller::Caller,
    ids::StreamId,
    personal::Personal,
    testing::*,
    view::{self, LeadsQuery},
};

const T: &str = "2026-11-01T10:00";
const NOW: &str = "2026-11-01T12:00";
const PEOPLE: [u128; 4] = [1, 2, 3, 7];

fn form(number: u128) -> ReportForm {
    ReportForm {
        name: format!("Namemark{}", letter(number)),
        phone: format!("1367700000{number}"),
        ..report_form_of(number)
    }
}

fn letter(number: u128) -> char {
    char::from(b'A' + number as u8)
}

// The lead of that person: submitted, and put on hold, each with words.
fn lead(number: u128) -> [(&'static str, Event); 2] {
    let mut submitted = if number == 3 {
        let form = form(3);
        fellow_submitted(3, 3, ContactPerson { name: form.name, phone: form.phone }, T)
    } else {
        lead_submitted(number, number, T)
    };
    if let Event::Lead(LeadEvent::LeadSubmitted { note, .. }) = &mut submitted {
        let words = format!("Leadmark{}", letter(number));
        *note = Some(Personal::new(person(number), words));
    }
    let words = format!("Stepmark{}", letter(number));
    [(T, submitted), (T, lead_put_on_hold(number, number, LeadStage::Submitted, &words))]
}

/// In Beijing: 1 has a lead that 秦峰镇 holds; 2 has one that the investment
/// office may see and was never passed; 3 is a 乡友 whose lead was passed to
/// the investment office and taken back. In Yiwu: 7 has a lead that went to
/// 秦峰镇 and on to the investment office. Each is asked about 西市街道.
pub(crate) fn marked_district() -> District {
    let (qinfeng, investment) = (|| township("qinfeng"), || department("investment"));
    let here = [1, 2].into_iter().flat_map(|n| [(T, reported_with(n, &form(n))), (T, received(n))]);
    let here = here.chain([1, 2, 3].into_iter().flat_map(lead)).chain([
        (T, lead_consent_given(1, qinfeng())),
        (T, lead_passed(1, qinfeng())),
        (T, lead_consent_given(2, investment())),
        (T, lead_consent_given(3, investment())),
        (T, lead_passed(3, investment())),
        (T, lead_consent_withdrawn(3, investment())),
    ]);
    let here = here.chain([1, 2, 3].map(|n| (T, lead_consent_asked(n, township("xishi")))));
    let there = [(T, reported_with(7, &form(7))), (T, received(7))].into_iter().chain(lead(7));
    let there = there.chain([
        (T, lead_consent_given(7, qinfeng())),
        (T, lead_consent_given(7, investment())),
        (T, lead_passed(7, qinfeng())),
        (T, lead_passed(7, investment())),
    ]);
    given([]).and(&beijing(), here).and(&yiwu(), there).district()
}

/// Every mark with its name in the tables below.
fn marks() -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for number in PEOPLE {
        let mut mark = |name: &str, text: String| marks.push((format!("{number}/{name}"), text));
        mark("id", format!("{}", person(number)));
        mark("name", form(number).name);
        mark("phone", form(number).phone);
        mark("words/lead", format!("Leadmark{}", letter(number)));
        mark("words/step", format!("Stepmark{}", letter(number)));
        mark("exists", lead_id(number).to_string());
    }
    for officer in [900, 901, 920, 940, 941, 950, 951] {
        marks.push((format!("{officer}/id"), person(officer).to_string()));
    }
    marks
}

pub(crate) fn everybody() -> Vec<(String, Caller)> {
    let mut callers: Vec<(String, Caller)> =
        PEOPLE.map(|n| (n.to_string(), Caller::person(person(n)))).into();
    for (name, caller) in [
        ("anonymous", Caller::anonymous()),
        ("roles without a person", Caller { person: None, ..liaison("qinfeng") }),
        ("visitor", Caller::person(person(50))),
        ("secretary", secretary(&beijing())),
        ("organiser", organiser(&beijing())),
        ("steward", steward(&beijing())),
        ("yiwu secretary", secretary(&yiwu())),
        ("yiwu organiser", organiser(&yiwu())),
        ("yiwu steward", steward(&yiwu())),
        ("qinfeng", liaison("qinfeng")),
        ("xishi", liaison("xishi")),
        ("investment", department_contact("investment")),
        ("education", department_contact("education")),
        ("district officer", district_officer()),
    ] {
        callers.push((name.into(), caller));
    }
    callers
}

/// The marks in the text are exactly those whose names begin with one of these.
#[track_caller]
fn check(shown: &impl serde::Serialize, what: &str, expected: &[String]) {
    let text = serde_json::to_string(shown).unwrap();
    for (name, mark) in marks() {
        let may = expected.iter().any(|prefix| name.starts_with(prefix));
        assert_eq!(text.contains(&mark), may, "{what}: {name} ({mark}) in {text}");
    }
}

fn own(number: u128) -> Vec<String> {
    vec![format!("{number}/words"), format!("{number}/exists")]
}

fn with_contact(numbers: &[u128]) -> Vec<String> {
    let shown = ["words", "exists", "name", "phone"];
    numbers.iter().flat_map(|n| shown.map(|field| format!("{n}/{field}"))).collect()
}

#[test]
fn the_leads_view_shows_each_caller_their_own() {
    let district = marked_district();
    for stream in [beijing(), yiwu()] {
        let StreamId::Branch(id) = &stream else { unreachable!() };
        for (name, caller) in everybody() {
            let query = LeadsQuery::default();
            let (view, _) = view::leads(&district, id, &caller, at(NOW), &query).unwrap();
            // Their own leads go with them from branch to branch.
            let expected = match (name.as_str(), stream == beijing()) {
                ("1" | "2" | "3" | "7", _) => own(name.parse().unwrap()),
                ("secretary" | "organiser", true) => with_contact(&[1, 2, 3]),
                ("yiwu secretary" | "yiwu organiser", false) => with_contact(&[7]),
                _ => Vec::new(),
            };
            check(&view, &format!("{stream} for {name}"), &expected);
        }
    }
}

#[test]
fn held_leads_are_those_under_a_live_consent() {
    let district = marked_district();
    for (name, caller) in everybody() {
        let expected = match name.as_str() {
            // Passed on since, and the consent stands.
            "qinfeng" => Some(with_contact(&[1, 7])),
            // Never passed, or taken back: not theirs.
            "investment" => Some(with_contact(&[7])),
            "xishi" | "education" | "district officer" => Some(Vec::new()),
            _ => None,
        };
        match (view::held_leads(&district, &caller, at(NOW), &view::HeldQuery::default()), expected)
        {
            (Ok((view, _)), Some(expected)) => check(&view, &name, &expected),
            (Err(refusal), None) => check(&refusal, &name, &[]),
            (view, expected) => panic!("{name}: {view:?}, expected {expected:?}"),
        }
    }
}

#[test]
fn a_recipient_does_not_see_whom_else_it_may_go_to() {
    let district = marked_district();
    let view =
        view::held_leads(&district, &liaison("qinfeng"), at(NOW), &view::HeldQuery::default())
            .unwrap()
            .0;
    let text = serde_json::to_string(&view).unwrap();
    assert!(!text.contains("consentAsked") && !text.contains("西市"), "{text}");
    let seventh = view.leads.iter().find(|lead| lead.id == lead_id(7)).unwrap();
    assert!(!seventh.can.handle, "the investment office holds it now");
    assert_eq!(seventh.holder.recipient, Some(department("investment")));
}

#[test]
fn no_other_view_shows_a_lead() {
    let district = marked_district();
    for (name, caller) in everybody() {
        for stream in [beijing(), yiwu()] {
            let StreamId::Branch(id) = &stream else { unreachable!() };
            let (view, _) = view::view(&district, id, &caller, at(NOW)).unwrap();
            let text = serde_json::to_string(&view).unwrap();
            assert!(!text.contains("Leadmark") && !text.contains("Stepmark"), "{name}: {text}");
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
fn long_lists_come_in_pages() {
    let leads = (1..=250_u128).map(|number| (T, lead_submitted(number, number % 3 + 1, T)));
    let given = given([]).and(&beijing(), leads);
    let mut district = given.and(&beijing(), [(T, lead_consent_given(9, township("qinfeng")))]);
    for number in 1..=250 {
        let consent = lead_consent_given(number, township("qinfeng"));
        let passed = lead_passed(number, township("qinfeng"));
        district = district.and(&beijing(), [(T, consent), (T, passed)]);
    }
    let district = district.district();
    let id = "xinzhou-beijing".parse().unwrap();
    let desk = secretary(&beijing());
    let (mut query, mut seen, mut sizes) = (LeadsQuery::default(), Vec::new(), Vec::new());
    loop {
        let (view, _) = view::leads(&district, &id, &desk, at(NOW), &query).unwrap();
        let page = view.desk.unwrap();
        assert_eq!((page.total, page.overdue), (250, 0));
        sizes.push(page.rows.len());
        seen.extend(page.rows.iter().map(|row| row.id));
        query.cursor = page.cursor;
        if page.cursor.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [100, 100, 50]);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 250);
    let (first, _) =
        view::held_leads(&district, &liaison("qinfeng"), at(NOW), &view::HeldQuery::default())
            .unwrap();
    let (second, _) = view::held_leads(
        &district,
        &liaison("qinfeng"),
        at(NOW),
        &view::HeldQuery { cursor: first.cursor, ..Default::default() },
    )
    .unwrap();
    assert_eq!((first.total, first.leads.len(), second.leads.len()), (250, 100, 100));
    assert!(first.leads.iter().all(|lead| !second.leads.iter().any(|it| it.id == lead.id)));
    let settled = LeadsQuery { stage: Some(LeadStage::Closed), ..LeadsQuery::default() };
    let (view, _) = view::leads(&district, &id, &desk, at(NOW), &settled).unwrap();
    assert_eq!(view.desk.unwrap().total, 0);
}
