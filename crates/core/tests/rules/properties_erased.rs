//! An erased person is nowhere: not in the state, not in any view.

use std::collections::BTreeSet;

use guiyan_core::{
    District, Event,
    caller::Caller,
    ids::PersonId,
    personal::PERSONAL_KEY,
    testing::*,
    view::{self, LeadsQuery, RosterList, RosterQuery},
};
use proptest::prelude::*;
use serde_json::Value;

/// An event as the store gives it back once those people's keys are gone.
fn as_read_back(event: &Event, erased: &BTreeSet<PersonId>) -> Event {
    fn redact(value: &mut Value, erased: &BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(sealed) = map.get_mut(PERSONAL_KEY) {
                    if sealed["of"].as_str().is_some_and(|of| erased.contains(of)) {
                        *sealed = Value::Null;
                    }
                    return;
                }
                map.values_mut().for_each(|value| redact(value, erased));
            }
            Value::Array(values) => values.iter_mut().for_each(|value| redact(value, erased)),
            _ => {}
        }
    }
    let erased = erased.iter().map(ToString::to_string).collect();
    let mut json = serde_json::to_value(event).unwrap();
    redact(&mut json, &erased);
    serde_json::from_value(json).unwrap()
}

/// Every path at which the text stands, as a key or as a part of a value.
fn paths_of(value: &Value, text: &str, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{path}/{key}");
                if key.contains(text) {
                    found.push(path.clone());
                }
                paths_of(value, text, &path, found);
            }
        }
        Value::Array(values) => {
            for value in values {
                paths_of(value, text, path, found);
            }
        }
        Value::String(string) if string.contains(text) => found.push(path.into()),
        _ => {}
    }
}

fn everything_kept(district: &District) -> Value {
    let snapshots: Vec<_> = district.branches().map(|branch| branch.snapshot()).collect();
    serde_json::to_value(snapshots).unwrap()
}

fn everything_shown(world: &World) -> Value {
    let mut callers = vec![Caller::anonymous(), district_officer()];
    callers.extend((1..=8).map(|number| Caller::person(person(number))));
    callers.extend([liaison("qinfeng"), department_contact("investment")]);
    for stream in [beijing(), yiwu()] {
        callers.extend([secretary(&stream), organiser(&stream), steward(&stream)]);
    }
    // Who erased themselves may still hold a token: it is answered like a
    // stranger's, with their own id and nothing else.
    callers.retain(|caller| caller.person.is_none_or(|person| !world.erased.contains(&person)));
    let mut shown = Vec::new();
    for caller in &callers {
        shown
            .push(serde_json::to_value(view::me(&world.district, caller, world.now).ok()).unwrap());
        let data = view::my_data(&world.district, caller, world.now, &[]);
        shown.push(serde_json::to_value(data.ok()).unwrap());
        let matters = view::matters(&world.district, caller, world.now, None);
        shown.push(serde_json::to_value(matters.map(|(page, _)| page).ok()).unwrap());
        let offices = view::offices(&world.district, caller, world.now);
        shown.push(serde_json::to_value(offices.map(|(offices, _)| offices).ok()).unwrap());
        let township = "qinfeng".parse().unwrap();
        let people = view::township(&world.district, &township, caller, None);
        shown.push(serde_json::to_value(people.ok()).unwrap());
        let held =
            view::held_leads(&world.district, caller, world.now, &view::HeldQuery::default());
        shown.push(serde_json::to_value(held.map(|(held, _)| held).ok()).unwrap());
        for branch in world.district.branches() {
            let id = &branch.charter.id;
            let (view, _) = view::view(&world.district, id, caller, world.now).unwrap();
            shown.push(serde_json::to_value(view).unwrap());
            let (help, _) = view::help(&world.district, id, caller, world.now).unwrap();
            shown.push(serde_json::to_value(help).unwrap());
            let plans = view::plans(&world.district, id, caller, world.now);
            shown.push(serde_json::to_value(plans.map(|(plans, _)| plans).ok()).unwrap());
            let query = LeadsQuery::default();
            let (leads, _) = view::leads(&world.district, id, caller, world.now, &query).unwrap();
            shown.push(serde_json::to_value(leads).unwrap());
            let mut lists = vec![RosterList::Members(None)];
            lists.extend(branch.activities.all.keys().map(|id| RosterList::Activity(*id)));
            for list in lists {
                let query = RosterQuery { list, ..RosterQuery::default() };
                let page =
                    view::roster(&world.district, Some(id), caller, world.now, &query, &|_, _| {
                        true
                    });
                shown.push(serde_json::to_value(page.ok()).unwrap());
            }
        }
    }
    Value::Array(shown)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn an_erased_person_is_nowhere(
        attempts in attempts(30..120),
        erase in proptest::collection::vec((0..120_usize, 1..=8_u8, any::<bool>()), 1..4),
    ) {
        let mut world = World::populated(60);
        for (index, attempt) in attempts.iter().enumerate() {
            let _ = world.attempt(attempt);
            for (_, number, officer) in erase.iter().filter(|(at, ..)| *at % attempts.len() == index) {
                let by = if *officer { By::Secretary } else { By::Person(*number) };
                let in_yiwu = *number % 2 == 0;
                let _ = world.attempt(&Attempt { minutes: 0, in_yiwu, by, what: What::EraseMe });
            }
        }
        let (kept, shown) = (everything_kept(&world.district), everything_shown(&world));
        for person in &world.erased {
            // What an officer did to others stays under an id that leads
            // nowhere: records must show who decided what.
            let mut paths = Vec::new();
            paths_of(&kept, &person.to_string(), "", &mut paths);
            paths.retain(|path| !path.ends_with("/by"));
            prop_assert_eq!(&paths, &Vec::<String>::new());
            paths_of(&shown, &person.to_string(), "", &mut paths);
            prop_assert_eq!(&paths, &Vec::<String>::new());
            for branch in world.district.branches() {
                prop_assert!(!branch.keeps(person));
            }
        }
        // Nothing they ever wrote is left, and nothing written about them.
        for number in (1..=8).filter(|number| world.erased.contains(&person(*number))) {
            let form = report_form_of(number);
            for text in [&form.phone, &form.name, &form.home_branch] {
                let mut paths = Vec::new();
                paths_of(&kept, text, "", &mut paths);
                paths_of(&shown, text, "", &mut paths);
                prop_assert_eq!(&paths, &Vec::<String>::new(), "{}", text);
            }
        }
        // A state loaded from the record, where the keys are gone, is the same.
        let mut loaded = district_with_window(60);
        for recorded in &world.log {
            let event = as_read_back(&recorded.event, &world.erased);
            loaded.evolve(&recorded.stream, recorded.seq, recorded.at, &event);
        }
        prop_assert_eq!(&loaded, &world.district);
    }
}
