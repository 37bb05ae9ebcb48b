//! Every command by every role: who may is found out by trying all of them in
//! generated districts, and held against the table of who should.

use std::collections::{BTreeMap, BTreeSet};

use guiyan_core::{
    Command,
    caller::Caller,
    ids::StreamId,
    testing::{
        World, attempt, beijing, command_id, department_contact, district_officer, liaison,
        organiser, person, secretary, steward, yiwu,
    },
};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

const WORLDS: usize = 100;
const ATTEMPTS: usize = 90;

/// Somebody whom it concerns: the member who reported in, whose request it is.
const THEIRS: &str = "whom it concerns";
/// Who is signed in, and nothing else.
const SIGNED_IN: &str = "signed in";
const DESK: [&str; 2] = ["secretary", "organiser"];

/// Who may.
const MAY: [(&[&str], &[&str]); 11] = [
    // Whoever is signed in: they become somebody by it, or are done with it.
    (&["reportIn", "joinAsGuest", "submitLead", "eraseMe"], &[SIGNED_IN]),
    (
        &[
            "acceptPlace",
            "answerHelp",
            "answerLeadConsent",
            "answerRequestConsent",
            "askForHelp",
            "declinePlace",
            "leaveActivity",
            "moveReportIn",
            "offerHelp",
            "rateRequest",
            "reopenRequest",
            "reportSpot",
            "shareName",
            "signUp",
            "withdrawHelpOffer",
            "withdrawLeadConsent",
            "withdrawName",
            "withdrawRequest",
            "withdrawRequestConsent",
        ],
        &[THEIRS],
    ),
    (&["endReportIn"], &[THEIRS, DESK[0], DESK[1]]),
    (
        &[
            "answerDispute",
            "askHelper",
            "askLeadConsent",
            "askRequestConsent",
            "assignGroup",
            "changeSeries",
            "closeRequest",
            "discardDraft",
            "endSeries",
            "passLead",
            "publishSeries",
            "receiveMember",
            "resolveRequest",
            "saveDraft",
            "sendBackReportIn",
            "skipOccurrence",
            "unskipOccurrence",
            "whistle",
        ],
        &DESK,
    ),
    // The district's own activities are the district's.
    (
        &["publishActivity", "cancelActivity", "changeActivity", "closeSignUp", "reopenSignUp"],
        &["secretary", "organiser", "district"],
    ),
    (&["checkIn", "undoCheckIn"], &["secretary", "organiser", "steward", "district"]),
    (&["acknowledgeReportIn", "disputeReportIn"], &["liaison"]),
    (&["postNeed", "closeNeed"], &["liaison", "district"]),
    (&["moveLead", "holdLead", "returnLead"], &["secretary", "organiser", "liaison", "department"]),
    (&["closeLead"], &[THEIRS, "secretary", "organiser", "liaison", "department"]),
    (
        &["reportArrival", "returnRequest"],
        &["secretary", "organiser", "department", "department elsewhere"],
    ),
];

/// What depends on the office that it is about: rules/appointments.rs.
const OFFICES: [&str; 3] = ["appoint", "endAppointment", "handOver"];
/// Never from outside.
const INTERNAL: &str = "settle";

/// Everybody who could try, as seen from a branch.
fn callers(to: &StreamId) -> Vec<(&'static str, Caller)> {
    let (here, there) = if *to == yiwu() { (yiwu(), beijing()) } else { (beijing(), yiwu()) };
    let officers = [
        ("visitor", Caller::anonymous()),
        (SIGNED_IN, Caller::person(person(99))),
        ("steward", steward(&here)),
        ("organiser", organiser(&here)),
        ("secretary", secretary(&here)),
        ("steward elsewhere", steward(&there)),
        ("organiser elsewhere", organiser(&there)),
        ("secretary elsewhere", secretary(&there)),
        ("liaison", liaison("qinfeng")),
        ("liaison elsewhere", liaison("xishi")),
        ("department", department_contact("investment")),
        ("department elsewhere", department_contact("education")),
        ("district", district_officer()),
    ];
    let people = (1..=8).map(|number| (THEIRS, Caller::person(person(number))));
    officers.into_iter().chain(people).collect()
}

#[test]
fn every_command_is_for_its_roles_and_for_nobody_else() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut could: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for _ in 0..WORLDS {
        let mut world = World::populated(60);
        for number in 0..ATTEMPTS {
            let attempt = attempt().new_tree(&mut runner).unwrap().current();
            let (to, _, command) = attempt.resolve(&world);
            let could = could.entry(kind(&command)).or_default();
            for (role, caller) in callers(&to) {
                let id = command_id((1 << 30) | number as u128);
                if world.district.decide(&to, &caller, world.now, id, &command).is_ok() {
                    could.insert(role);
                }
            }
            // Nobody is given an office here: a person stays a person.
            if !matches!(command, Command::Appointment(_)) {
                let _ = world.attempt(&attempt);
            }
        }
    }
    could.retain(|kind, _| kind != INTERNAL && !OFFICES.contains(&kind.as_str()));
    let everybody: BTreeSet<&str> = callers(&beijing()).into_iter().map(|(role, _)| role).collect();
    let may: BTreeMap<&str, BTreeSet<&str>> = MAY
        .iter()
        .flat_map(|(kinds, roles)| kinds.iter().map(move |kind| (*kind, *roles)))
        .map(|(kind, roles)| match roles {
            [SIGNED_IN] => {
                (kind, everybody.iter().copied().filter(|it| *it != "visitor").collect())
            }
            roles => (kind, roles.iter().copied().collect()),
        })
        .collect();
    let named: BTreeSet<&str> = may.keys().copied().collect();
    assert_eq!(could.keys().map(String::as_str).collect::<BTreeSet<_>>(), named);
    for (kind, could) in &could {
        let may = &may[kind.as_str()];
        assert!(could.is_subset(may), "{kind}: {could:?}, and only {may:?} may");
    }
    // Who is refused where everybody is shows nothing.
    let vain: Vec<&str> =
        could.iter().filter(|(_, could)| could.is_empty()).map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(vain, ELSEWHERE, "the districts lead to less than they did, or to more");
}

/// What the generated districts do not lead to; each has tests of its own.
const ELSEWHERE: [&str; 6] =
    ["answerHelp", "endSeries", "joinAsGuest", "rateRequest", "shareName", "withdrawName"];

fn kind(command: &Command) -> String {
    let json = serde_json::to_value(command).ok();
    let kind = json.and_then(|json| json["type"].as_str().map(str::to_owned));
    kind.unwrap_or(INTERNAL.to_owned())
}
