//! Commands as JSON: what is no command is told from what is refused.

use guiyan_core::{Malformed, Submission, testing::*};
use serde_json::{Value, json};

fn id() -> String {
    command_id(1).to_string()
}

#[track_caller]
fn malformed(json: &Value) -> Malformed {
    match Submission::parse(json.to_string().as_bytes()) {
        Err(malformed) => {
            assert!(!malformed.to_string().is_empty());
            malformed
        }
        Ok(submission) => panic!("read as {submission:?}"),
    }
}

#[test]
fn what_is_no_object_is_no_command() {
    for text in ["", "null", "[]", "1", "\"x\"", "{", "{\"id\":", "\u{FEFF}{}", "{}{}"] {
        let result = Submission::parse(text.as_bytes());
        assert!(matches!(result, Err(Malformed::Json { .. })), "{text}: {result:?}");
    }
    let deep = "[".repeat(100_000);
    assert!(matches!(Submission::parse(deep.as_bytes()), Err(Malformed::Json { .. })));
    assert!(matches!(Submission::parse(&[0xFF, 0xFE]), Err(Malformed::Json { .. })));
}

#[test]
fn the_id_is_a_uuid_of_version_7() {
    let body = |id: Value| json!({ "id": id, "type": "signUp", "activity": id });
    for wrong in [
        json!(null),
        json!(7),
        json!(""),
        json!("x"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("6f9619ff-8b86-4d01-b42d-00cf4fc964ff"),
        json!("00000000-0000-7000-8000-00000000000"),
    ] {
        assert_eq!(malformed(&body(wrong)), Malformed::Id);
    }
    assert_eq!(malformed(&json!({ "type": "eraseMe" })), Malformed::Id);
    assert_eq!(malformed(&json!({})), Malformed::Id);
}

#[test]
fn the_type_is_one_that_people_may_ask_for() {
    // `settle` is the service's own, never sent from outside.
    for kind in ["settle", "Settle", "", "signup", "SIGNUP", "drop table"] {
        let body = json!({ "id": id(), "type": kind });
        assert_eq!(malformed(&body), Malformed::Type { name: kind.into() });
    }
    for kind in [json!(null), json!(1), json!(["signUp"])] {
        let body = json!({ "id": id(), "type": kind });
        assert_eq!(malformed(&body), Malformed::Type { name: String::new() });
    }
    assert_eq!(malformed(&json!({ "id": id() })), Malformed::Type { name: String::new() });
    let long = json!({ "id": id(), "type": "长".repeat(5_000) });
    assert_eq!(malformed(&long), Malformed::Type { name: "长".repeat(40) });
}

/// One whole command of every type.
pub(crate) fn whole_commands() -> Vec<Value> {
    let (person, activity) = (person(1).to_string(), activity_id(1).to_string());
    let consent = json!({ "agreed": true, "notice": "2026-11" });
    let report = serde_json::to_value(report_form()).unwrap();
    let details = serde_json::to_value(activity_form(Some(3))).unwrap();
    let mut commands = vec![
        json!({ "type": "reportIn", "report": report, "consent": consent }),
        json!({ "type": "receiveMember", "person": person }),
        json!({ "type": "sendBackReportIn", "person": person, "reason": "other", "note": "缺页" }),
        json!({ "type": "endReportIn", "person": person, "reason": "movedOn", "note": "x" }),
        json!({ "type": "moveReportIn", "to": "xinzhou-yiwu", "area": "稠城", "consent": consent }),
        json!({ "type": "publishActivity", "details": details }),
        json!({ "type": "cancelActivity", "activity": activity, "reason": "weather", "note": "" }),
        json!({ "type": "eraseMe" }),
    ];
    commands.push(json!({ "type": "signUp", "activity": activity, "shareName": true }));
    commands.push(json!({ "type": "assignGroup", "person": person, "group": "east" }));
    for kind in
        ["signUp", "leaveActivity", "acceptPlace", "declinePlace", "shareName", "withdrawName"]
    {
        commands.push(json!({ "type": kind, "activity": activity }));
    }
    for kind in ["checkIn", "undoCheckIn"] {
        commands.push(json!({ "type": kind, "activity": activity, "person": person }));
    }
    for command in &mut commands {
        command["id"] = json!(id());
    }
    commands
}

#[test]
fn whole_commands_are_read_and_written_again_as_they_were() {
    for command in whole_commands() {
        let submission = Submission::parse(command.to_string().as_bytes())
            .unwrap_or_else(|error| panic!("{command}: {error}"));
        let written = serde_json::to_value(&submission).unwrap();
        assert_eq!(written, command);
        let again = Submission::parse(written.to_string().as_bytes()).unwrap();
        assert_eq!(again, submission);
    }
}

/// Every object inside, by its path, and the value that stands there.
fn objects(value: &Value, path: String, found: &mut Vec<String>) {
    if let Value::Object(map) = value {
        for (key, value) in map {
            objects(value, format!("{path}/{key}"), found);
        }
        found.push(path);
    }
}

#[test]
fn an_unknown_field_is_refused_wherever_it_stands() {
    for command in whole_commands() {
        let mut paths = Vec::new();
        objects(&command, String::new(), &mut paths);
        for path in paths {
            let mut more = command.clone();
            more.pointer_mut(&path).unwrap()["idNumber"] = json!("360000");
            let result = malformed(&more);
            assert!(matches!(result, Malformed::Fields { .. }), "{more}: {result:?}");
        }
    }
}

#[test]
fn a_missing_field_is_refused_but_for_those_that_may_be_empty() {
    let may_be_missing = ["note", "person of endReportIn", "shareName", "group of assignGroup"];
    for command in whole_commands() {
        let kind = command["type"].as_str().unwrap().to_owned();
        for key in command.as_object().unwrap().keys() {
            if key == "type" || key == "id" {
                continue;
            }
            let mut less = command.clone();
            less.as_object_mut().unwrap().remove(key);
            let read = Submission::parse(less.to_string().as_bytes());
            let named = [key.clone(), format!("{key} of {kind}")];
            let may = named.iter().any(|name| may_be_missing.contains(&name.as_str()));
            assert_eq!(read.is_ok(), may, "{kind} without {key}: {read:?}");
        }
    }
}

#[test]
fn a_wrong_type_is_refused_wherever_it_stands() {
    fn leaves(value: &Value, path: String, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    leaves(value, format!("{path}/{key}"), found);
                }
            }
            _ => found.push(path),
        }
    }
    for command in whole_commands() {
        let mut paths = Vec::new();
        leaves(&command, String::new(), &mut paths);
        for path in paths.iter().filter(|path| *path != "/id" && *path != "/type") {
            for wrong in [json!([]), json!({ "x": 1 }), json!(1.5)] {
                let mut other = command.clone();
                *other.pointer_mut(path).unwrap() = wrong;
                let result = malformed(&other);
                assert!(matches!(result, Malformed::Fields { .. }), "{other}: {result:?}");
            }
        }
    }
}

#[test]
fn numbers_and_choices_out_of_this_world_are_refused() {
    let publish = |field: &str, value: Value| {
        let mut details = serde_json::to_value(activity_form(None)).unwrap();
        details[field] = value;
        json!({ "id": id(), "type": "publishActivity", "details": details })
    };
    for (field, value) in [
        ("capacity", json!(1e30)),
        ("capacity", json!("20")),
        ("capacity", json!(18_446_744_073_709_551_615_u64)),
        ("hoursTenths", json!(2.5)),
        ("kind", json!("party")),
        ("kind", json!("")),
    ] {
        assert!(matches!(malformed(&publish(field, value)), Malformed::Fields { .. }));
    }
    for (kind, field, value) in [
        ("receiveMember", "person", "not an id"),
        ("moveReportIn", "to", "No Slug"),
        ("signUp", "activity", ""),
        ("cancelActivity", "reason", "whim"),
        ("endReportIn", "reason", ""),
    ] {
        let mut command =
            whole_commands().into_iter().find(|command| command["type"] == kind).unwrap();
        command[field] = json!(value);
        assert!(matches!(malformed(&command), Malformed::Fields { .. }), "{command}");
    }
}

#[test]
fn what_is_never_collected_has_no_field() {
    for never in ["idNumber", "address", "street", "latitude", "photo", "ethnicity", "income"] {
        let mut report = serde_json::to_value(report_form()).unwrap();
        report[never] = json!("x");
        let consent = json!({ "agreed": true, "notice": "2026-11" });
        let body = json!({ "id": id(), "type": "reportIn", "report": report, "consent": consent });
        assert!(matches!(malformed(&body), Malformed::Fields { .. }), "{never}");
    }
}
