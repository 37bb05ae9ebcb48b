use guiyan_core::{
    branch::member::{MemberCommand, SendBackReason},
    caller::Caller,
    command::DistrictCommand,
    ids::{BranchId, PersonId, StreamId},
    testing::{beijing, person, secretary, yiwu},
    time::Timestamp,
};

use super::story::{Place, Story, name};
use crate::{Access, SnapshotRead};

/// The rows of a stream as they are stored, as one text.
fn stored(story: &mut Story, stream: &StreamId) -> String {
    let rows = story.log.rows(stream, 0, 1_000).unwrap();
    rows.iter().map(|row| String::from_utf8_lossy(&row.payload).into_owned()).collect()
}

/// Everything readable in a stream, as one text.
fn readable(story: &mut Story, stream: &StreamId) -> String {
    let events = story.log.read(stream, 0, 1_000).unwrap();
    events.iter().map(|it| serde_json::to_string(&it.event).unwrap()).collect()
}

fn erases(story: &mut Story, person: PersonId) {
    story.does(&StreamId::District, &Caller::person(person), DistrictCommand::EraseMe {});
}

/// Nothing that identifies a person stands in what is stored.
pub fn personal_data_is_sealed(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let first = story.reports_in(&beijing(), 1);
    let note = "remark about the first".to_owned();
    let reason = SendBackReason::Other;
    let back = MemberCommand::SendBackReportIn { person: first, reason, note: note.clone() };
    story.does(&beijing(), &secretary(&beijing()), back);
    story.publishes(&beijing(), 10);
    let (text, clear) = (stored(&mut story, &beijing()), readable(&mut story, &beijing()));
    for secret in [name(1).as_str(), "13800000001", "秦峰镇老坞村", &note, "王敏"] {
        assert!(!text.contains(secret), "`{secret}` is stored in clear");
        assert!(clear.contains(secret), "`{secret}` cannot be read back");
    }
    story.is_sound();
}

/// Once erased, a person reads as erased, the record still holds together, and
/// others are as they were.
pub fn an_erased_person_is_gone_for_good(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let gone = story.joins(&beijing(), 1);
    story.joins(&beijing(), 2);
    story.publishes(&beijing(), 10);
    let rows = story.log.rows(&beijing(), 0, 100).unwrap();
    erases(&mut story, gone);
    erases(&mut story, person(900));

    let clear = readable(&mut story, &beijing());
    assert!(!clear.contains(&name(1)) && !clear.contains("13800000001"));
    assert!(!clear.contains("王敏"), "an officer's contact is theirs");
    assert!(clear.contains(&name(2)) && clear.contains("13800000002"));
    assert_eq!(
        story.log.rows(&beijing(), 0, rows.len()).unwrap(),
        rows,
        "history is not rewritten"
    );
    story.is_sound();

    // The state in memory says the same as the record.
    let StreamId::Branch(id) = beijing() else { return };
    let mut again = guiyan_core::testing::sample_district();
    for event in story.log.read(&beijing(), 0, 1_000).unwrap() {
        again.evolve(&event.stream, event.seq, event.at, &event.event);
    }
    let state = |district: &guiyan_core::District| district.branch(&id).unwrap().snapshot();
    assert_eq!(state(&again), state(&story.district));
}

/// A snapshot taken before does not keep them.
pub fn an_erased_person_leaves_the_snapshots(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let gone = story.joins(&beijing(), 1);
    story.joins(&yiwu(), 2);
    for stream in [beijing(), yiwu()] {
        let StreamId::Branch(id) = stream else { continue };
        let snapshot = story.district.branch(&id).unwrap().snapshot();
        story.log.save_snapshot(&id, &snapshot).unwrap();
    }
    erases(&mut story, gone);
    for (stream, kept) in [(beijing(), false), (yiwu(), true)] {
        let StreamId::Branch(id) = stream else { continue };
        let found = story.log.load_snapshot(&id).unwrap();
        assert_eq!(found != SnapshotRead::Missing, kept);
    }
    story.is_sound();
}

/// Whoever writes on from a state before the erasure does not bring them back.
pub fn an_erased_person_gets_no_new_key(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let gone = story.joins(&beijing(), 1);
    let StreamId::Branch(id) = beijing() else { return };
    let before = story.district.branch(&id).unwrap().snapshot();
    erases(&mut story, gone);
    story.log.save_snapshot(&id, &before).unwrap();
    let SnapshotRead::Found(found) = story.log.load_snapshot(&id).unwrap() else {
        panic!("the snapshot is not there");
    };
    assert!(!serde_json::to_string(&found).unwrap().contains(&name(1)));
    story.is_sound();
}

/// The same subject of the same issuer is the same person, until they erase
/// themselves: then nothing leads back.
pub fn a_person_is_found_again_until_erased(place: &mut impl Place) {
    let mut log = place.open();
    let first = log.person("portal", "13800000001").unwrap();
    assert_eq!(log.person("portal", "13800000001").unwrap(), first);
    assert_ne!(log.person("portal", "13800000002").unwrap(), first);
    assert_ne!(log.person("other", "13800000001").unwrap(), first);
    // Issuer and subject are kept apart.
    assert_ne!(log.person("porta", "l13800000001").unwrap(), first);
    assert_eq!(first.0.get_version_num(), 4);
    drop(log);

    let mut story = Story::begin(place.open());
    assert_eq!(story.log.person("portal", "13800000001").unwrap(), first);
    assert_eq!(story.log.persons().unwrap().len(), 4);
    erases(&mut story, first);
    assert_eq!(story.log.persons().unwrap().len(), 3);
    assert_ne!(story.log.person("portal", "13800000001").unwrap(), first);
}

/// Whoever is read about sees by whom and what for; after erasure nobody does.
pub fn accesses_are_seen_by_those_read_about(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let branch: BranchId = "xinzhou-beijing".parse().unwrap();
    let access = |purpose: &str, persons: &[u128]| Access {
        at: story.now,
        by: person(900),
        offices: vec!["secretary:xinzhou-beijing".parse().unwrap()],
        branch: branch.clone(),
        purpose: purpose.to_owned(),
        handing: None,
        persons: persons.iter().map(|number| person(*number)).collect(),
    };
    let (roster, list) = (access("roster", &[1, 2]), access("list", &[2, 3]));
    story.log.record_accesses(&[roster, list]).unwrap();
    let purposes = |story: &mut Story, number| {
        let accesses = story.log.accesses(person(number)).unwrap();
        assert!(accesses.iter().all(|it| it.persons == [person(number)] && it.by == person(900)));
        accesses.into_iter().map(|it| it.purpose).collect::<Vec<_>>()
    };
    assert_eq!(purposes(&mut story, 1), ["roster"]);
    assert_eq!(purposes(&mut story, 2), ["roster", "list"]);
    erases(&mut story, person(2));
    assert!(purposes(&mut story, 2).is_empty());
    assert_eq!(purposes(&mut story, 3), ["list"]);
}

/// Readings from before a moment go, and nothing else does.
pub fn accesses_are_kept_for_a_time(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let branch: BranchId = "xinzhou-beijing".parse().unwrap();
    let access = |at: i64| Access {
        at: Timestamp(at),
        by: person(900),
        offices: Vec::new(),
        branch: branch.clone(),
        purpose: "roster".to_owned(),
        handing: None,
        persons: vec![person(1), person(2)],
    };
    story.log.record_accesses(&[access(10), access(20), access(30)]).unwrap();
    assert_eq!(story.log.accesses_before(Timestamp(20)).unwrap(), 1);
    story.log.forget_accesses(Timestamp(30)).unwrap();
    assert_eq!(story.log.accesses_before(Timestamp(31)).unwrap(), 1);
    for number in [1, 2] {
        let kept: Vec<_> =
            story.log.accesses(person(number)).unwrap().into_iter().map(|it| it.at.0).collect();
        assert_eq!(kept, [30]);
    }
    story.log.record_accesses(&[access(40)]).unwrap();
    assert_eq!(story.log.accesses(person(1)).unwrap().len(), 2);
    story.is_sound();
}
