use guiyan_core::{
    Outcome,
    caller::Caller,
    decider::{Claim, ClaimChange},
    ids::StreamId,
    tally::Measure,
    testing::{beijing, person, yiwu},
};

use super::story::{Place, Story, report_in};
use crate::{Append, Rejection, SnapshotRead};

/// Events come back as they were appended, in order, from any number on.
pub fn appends_are_read_back(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let sign_up = story.publishes(&beijing(), 1);
    let members = [story.joins(&beijing(), 1), story.joins(&beijing(), 2)];
    let before = story.district.version_of(&beijing());
    let batch: Vec<Append> = members
        .iter()
        .map(|member| {
            let append = story.decide(&beijing(), &Caller::person(*member), sign_up.clone());
            story.apply(&append);
            append
        })
        .collect();
    assert_eq!(story.log.commit(&batch).unwrap(), [Ok(()), Ok(())]);

    let read = story.log.read(&beijing(), before, 10).unwrap();
    assert_eq!(read.len(), 2);
    for (recorded, append) in read.iter().zip(&batch) {
        assert_eq!(recorded.event, append.events[0].event);
        assert_eq!(recorded.seq, append.events[0].seq);
        assert_eq!((recorded.command, recorded.at), (append.command, append.at));
    }
    assert_eq!(batch[1].outcome, Outcome::Waitlisted { position: 1 });
    let page = story.log.read(&beijing(), 1, 2).unwrap();
    assert_eq!(page.iter().map(|it| it.seq).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(story.log.heads().unwrap(), [(beijing(), before + 2)]);
    assert!(story.log.read(&yiwu(), 0, 10).unwrap().is_empty());
    story.is_sound();
}

/// An append on an old state is not taken, nor any part of it; others of the
/// same batch are.
pub fn an_append_conflicts_as_a_whole(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let first = story.decide(&beijing(), &Caller::person(person(1)), report_in(1));
    let stale = story.decide(&beijing(), &Caller::person(person(2)), report_in(2));
    let other = story.decide(&yiwu(), &Caller::person(person(3)), report_in(3));
    let results = story.log.commit(&[first.clone(), stale.clone(), other.clone()]).unwrap();
    let conflict = Rejection::Conflict { stream: beijing(), expected: 1, found: 1 };
    assert_eq!(results, [Ok(()), Err(conflict), Ok(())]);
    assert_eq!(story.log.remembered(stale.command).unwrap(), None);
    story.apply(&first);
    story.apply(&other);

    // The first event of this one would fit, the second does not.
    let mut half = story.decide(&yiwu(), &Caller::person(person(4)), report_in(4));
    let mut late = stale.events[0].clone();
    late.seq = 9;
    half.events.push(late);
    assert!(matches!(story.append(&half), Err(Rejection::Conflict { expected: 9, .. })));
    assert_eq!(story.log.heads().unwrap(), [(beijing(), 1), (yiwu(), 1)]);
    story.is_sound();
}

/// What was decided after a rejected append goes down with it, even where its
/// number fits because another writer has been there.
pub fn nothing_is_built_on_a_rejected_append(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let person = Caller::person(person(1));
    // This one is rejected below: somebody else comes first.
    let lost = story.decide(&beijing(), &person, report_in(1));
    let before = story.district.clone();
    story.apply(&lost);
    // This one keeps the claim that the lost one was to take.
    let built = story.decide(&beijing(), &person, report_in(1));
    assert!(built.claims.is_empty());
    story.district = before;
    story.reports_in(&beijing(), 2);
    let results = story.log.commit(&[lost, built]).unwrap();
    assert!(results.iter().all(|it| matches!(it, Err(Rejection::Conflict { .. }))), "{results:?}");
    story.is_sound();
}

/// The second to take a claim is not taken, nor any part of it.
pub fn a_claim_is_held_once(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let here = story.decide(&beijing(), &Caller::person(person(1)), report_in(1));
    let there = story.decide(&yiwu(), &Caller::person(person(1)), report_in(1));
    let results = story.log.commit(&[here.clone(), there.clone()]).unwrap();
    let claim = Claim::ActiveReportIn(person(1));
    assert_eq!(results, [Ok(()), Err(Rejection::ClaimTaken(claim.clone()))]);
    assert_eq!(story.log.remembered(there.command).unwrap(), None);
    assert_eq!(story.log.heads().unwrap(), [(beijing(), 1)]);
    assert_eq!(story.log.claims().unwrap(), [Claim::ActiveReportIn(person(1))]);
    story.apply(&here);

    // A claim that was taken within a failed append is free again.
    let mut two = story.decide(&yiwu(), &Caller::person(person(2)), report_in(2));
    two.claims.push(ClaimChange::Take(claim.clone()));
    assert_eq!(story.append(&two), Err(Rejection::ClaimTaken(claim)));
    two.claims.pop();
    assert_eq!(story.append(&two), Ok(()));
    story.is_sound();
}

/// What one append releases the next one of the batch can take.
pub fn a_claim_given_back_is_free(place: &mut impl Place) {
    use guiyan_core::branch::member::{EndReason, MemberCommand};
    let mut story = Story::begin(place.open());
    let member = Caller::person(story.joins(&beijing(), 1));
    let reason = EndReason::ReturnedHome;
    let end = MemberCommand::EndReportIn { person: None, reason, note: String::new() };
    let end = story.decide(&beijing(), &member, end);
    story.apply(&end);
    let again = story.decide(&yiwu(), &member, report_in(1));
    assert_eq!(story.log.commit(&[end, again.clone()]).unwrap(), [Ok(()), Ok(())]);
    story.apply(&again);
    assert_eq!(story.log.claims().unwrap(), [Claim::ActiveReportIn(person(1))]);
    story.is_sound();
}

/// A command is accepted once; a repeat changes nothing.
pub fn a_repeat_gets_the_first_answer(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    let first = story.decide(&beijing(), &Caller::person(person(1)), report_in(1));
    story.append(&first).unwrap();
    let mut repeat = story.decide(&beijing(), &Caller::person(person(1)), report_in(1));
    repeat.command = first.command;
    repeat.digest = [8; 32];
    let Err(Rejection::Repeat(remembered)) = story.append(&repeat) else {
        panic!("a repeat was taken");
    };
    assert_eq!(remembered.digest, first.digest);
    assert_eq!(remembered.outcome, first.outcome);
    assert_eq!((remembered.version, remembered.at), (1, first.at));
    assert_eq!(story.log.remembered(first.command).unwrap(), Some(remembered));
    assert_eq!(story.log.heads().unwrap(), [(beijing(), 1)]);
    assert_eq!(story.log.command_count().unwrap(), 1);
    story.is_sound();
}

/// Tallies move with the events, month by month.
pub fn tallies_are_what_is_counted(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    story.joins(&beijing(), 1);
    story.now = guiyan_core::testing::at("2026-12-01T00:00");
    story.joins(&beijing(), 2);
    story.joins(&beijing(), 3);
    story.joins(&yiwu(), 4);
    let n = |story: &mut Story, stream: &StreamId, month: &str| {
        let rows = story.log.tallies(Some(stream)).unwrap();
        let row = rows
            .iter()
            .find(|row| row.month.to_string() == month && row.measure == Measure::MembersReceived);
        row.map_or(0, |row| row.n)
    };
    assert_eq!(n(&mut story, &beijing(), "2026-11"), 1);
    assert_eq!(n(&mut story, &beijing(), "2026-12"), 2);
    assert_eq!(n(&mut story, &yiwu(), "2026-11"), 0);
    assert_eq!(n(&mut story, &yiwu(), "2026-12"), 1);
    // Received; submitted over all, by township and by industry.
    assert_eq!(story.log.tallies(None).unwrap().len(), 12);
    story.is_sound();
}

/// Everything is found again by the next one that opens the log, who goes on
/// where it ended.
pub fn everything_is_there_after_reopening(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    story.joins(&beijing(), 1);
    let last = story.does(&yiwu(), &Caller::person(person(2)), report_in(2));
    let read = story.log.read(&beijing(), 0, 100).unwrap();
    let (tallies, claims) = (story.log.tallies(None).unwrap(), story.log.claims().unwrap());
    drop(std::mem::replace(&mut story.log, Box::new(crate::MemoryLog::new().unwrap())));
    story.log = place.open();
    assert_eq!(story.log.read(&beijing(), 0, 100).unwrap(), read);
    assert_eq!(story.log.tallies(None).unwrap(), tallies);
    assert_eq!(story.log.claims().unwrap(), claims);
    assert!(story.log.remembered(last).unwrap().is_some());
    story.joins(&beijing(), 3);
    story.is_sound();
}

/// The latest snapshot comes back as it was taken.
pub fn a_snapshot_is_the_state_it_was_taken_of(place: &mut impl Place) {
    let mut story = Story::begin(place.open());
    story.joins(&beijing(), 1);
    let StreamId::Branch(id) = beijing() else { return };
    assert_eq!(story.log.load_snapshot(&id).unwrap(), SnapshotRead::Missing);
    for number in [2, 3] {
        let snapshot = story.district.branch(&id).unwrap().snapshot();
        story.log.save_snapshot(&id, &snapshot).unwrap();
        let found = story.log.load_snapshot(&id).unwrap();
        assert_eq!(found, SnapshotRead::Found(Box::new(snapshot)));
        story.joins(&beijing(), number);
    }
    let charter = story.charter();
    assert_eq!(story.log.verify(&charter).unwrap().snapshots, 1);
    story.is_sound();
}
