//! Every command by every role: who may is found out by trying all of them in
//! generated districts, and held against the table of who should, in a branch
//! and in the district apart. That somebody may of whom the table does not
//! speak, and that somebody may not any more, both end the test; what the
//! districts do not lead to is listed, and cannot be seen to go. Persons are
//! taken together as those whom it concerns: of what is one person's it is held
//! that no two may, and which of them it is, in the tests of each command.

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

/// In whose stream.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Place {
    Branch,
    District,
}

const WORLDS: usize = 400;
const ATTEMPTS: usize = 90;

/// Somebody whom it concerns: the member who reported in, whose request it is.
const THEIRS: &str = "whom it concerns";
/// Who is signed in, and nothing else.
const SIGNED_IN: &str = "signed in";
const DESK: [&str; 2] = ["secretary", "organiser"];

/// Who may.
type May = (&'static [&'static str], &'static [&'static str]);

const IN_BRANCH: [May; 9] = [
    // Whoever is signed in: they become somebody by it.
    (&["reportIn", "joinAsGuest", "submitLead"], &[SIGNED_IN]),
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
            "cancelActivity",
            "changeActivity",
            "changeSeries",
            "closeRequest",
            "closeSignUp",
            "discardDraft",
            "endSeries",
            "publishActivity",
            "publishSeries",
            "receiveMember",
            "reopenSignUp",
            "reorderQueue",
            "saveDraft",
            "sendBackReportIn",
            "skipOccurrence",
            "unskipOccurrence",
            "whistle",
        ],
        &DESK,
    ),
    (&["checkIn", "undoCheckIn"], &["secretary", "organiser", "steward"]),
    (&["acknowledgeReportIn", "disputeReportIn"], &["liaison"]),
    (
        &["moveLead", "holdLead", "passLead", "returnLead"],
        &["secretary", "organiser", "liaison", "department"],
    ),
    (&["closeLead"], &[THEIRS, "secretary", "organiser", "liaison", "department"]),
    (
        &["reportArrival", "resolveRequest", "returnRequest"],
        &["secretary", "organiser", "department", "department elsewhere"],
    ),
];

/// The district's own activities, and what home needs.
const IN_DISTRICT: [May; 4] = [
    // Whoever is signed in is done with it.
    (&["eraseMe"], &[SIGNED_IN]),
    (
        &["acceptPlace", "declinePlace", "leaveActivity", "shareName", "signUp", "withdrawName"],
        &[THEIRS],
    ),
    (
        &[
            "cancelActivity",
            "changeActivity",
            "checkIn",
            "closeSignUp",
            "publishActivity",
            "reopenSignUp",
            "reorderQueue",
        ],
        &["district"],
    ),
    (&["postNeed", "closeNeed"], &["liaison", "district"]),
];

/// Who may and does not get to it in the generated districts; each has tests of
/// its own. Where it is all who may, it is [`ELSEWHERE`].
const NOT_SEEN: [(&str, &[&str]); 4] = [
    ("resolveRequest", &["department elsewhere"]),
    ("passLead", &["department"]),
    ("returnLead", &["department"]),
    ("undoCheckIn", &["steward"]),
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
    // They are nobody whom anything concerns: an officer's own lead is theirs.
    let officers = officers.into_iter().zip(7_000..).map(|((role, caller), number)| {
        let person = caller.person.map(|_| person(number));
        (role, Caller { person, ..caller })
    });
    let people = (1..=8).map(|number| (THEIRS, Caller::person(person(number))));
    officers.chain(people).collect()
}

/// Commands about what is one person's: nobody else may, whoever they are.
const OWNED: [&str; 8] = [
    "answerLeadConsent",
    "answerRequestConsent",
    "closeLead",
    "rateRequest",
    "reopenRequest",
    "withdrawLeadConsent",
    "withdrawRequest",
    "withdrawRequestConsent",
];

#[test]
fn every_command_is_for_its_roles_and_for_nobody_else() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut could: BTreeMap<(Place, String), BTreeSet<&str>> = BTreeMap::new();
    for _ in 0..WORLDS {
        let mut world = World::populated(60);
        for number in 0..ATTEMPTS {
            let attempt = attempt().new_tree(&mut runner).unwrap().current();
            let (to, _, command) = attempt.resolve(&world);
            let place = if to == StreamId::District { Place::District } else { Place::Branch };
            let kind = kind(&command);
            let mut owners = 0;
            let could = could.entry((place, kind.clone())).or_default();
            for (role, caller) in callers(&to) {
                let id = command_id((1 << 30) | number as u128);
                if world.district.decide(&to, &caller, world.now, id, &command).is_ok() {
                    could.insert(role);
                    owners += usize::from(role == THEIRS);
                }
            }
            assert!(owners <= 1 || !OWNED.contains(&&*kind), "{kind}: {owners} may at once");
            // Nobody is given an office here: a person stays a person.
            if !matches!(command, Command::Appointment(_)) {
                let _ = world.attempt(&attempt);
            }
        }
    }
    could.retain(|(_, kind), _| kind != INTERNAL && !OFFICES.contains(&kind.as_str()));
    let expected = table(Place::Branch, &IN_BRANCH).chain(table(Place::District, &IN_DISTRICT));
    let expected: BTreeMap<(Place, String), BTreeSet<&str>> = expected.collect();
    let vain: Vec<(Place, &str)> = could
        .iter()
        .filter(|(_, could)| could.is_empty())
        .map(|((place, kind), _)| (*place, kind.as_str()))
        .collect();
    // Who is refused where everybody is shows nothing.
    assert_eq!(vain, ELSEWHERE, "the districts lead to less than they did, or to more");
    assert!(could.keys().eq(expected.keys()), "{:?} {:?}", could.keys(), expected.keys());
    for ((place, kind), could) in &could {
        let mut may = expected[&(*place, kind.clone())].clone();
        if *place == Place::Branch {
            let missed = NOT_SEEN.iter().filter(|(of, _)| of == kind);
            missed.for_each(|(_, roles)| may.retain(|role| !roles.contains(role)));
        }
        if !could.is_empty() {
            assert_eq!(could, &may, "{kind} in the {place:?}");
        }
    }
}

fn table(
    place: Place,
    rows: &'static [May],
) -> impl Iterator<Item = ((Place, String), BTreeSet<&'static str>)> {
    let signed_in = callers(&beijing()).into_iter().map(|(role, _)| role);
    let signed_in: BTreeSet<&str> = signed_in.filter(|role| *role != "visitor").collect();
    rows.iter().flat_map(move |(kinds, roles)| {
        let may = match *roles {
            [SIGNED_IN] => signed_in.clone(),
            roles => roles.iter().copied().collect(),
        };
        kinds.iter().map(move |kind| ((place, (*kind).to_owned()), may.clone()))
    })
}

/// What the generated districts do not lead to; each has tests of its own.
const ELSEWHERE: [(Place, &str); 11] = [
    (Place::Branch, "answerHelp"),
    (Place::Branch, "unskipOccurrence"),
    (Place::Branch, "withdrawName"),
    (Place::District, "acceptPlace"),
    (Place::District, "cancelActivity"),
    (Place::District, "closeSignUp"),
    (Place::District, "declinePlace"),
    (Place::District, "leaveActivity"),
    (Place::District, "reopenSignUp"),
    (Place::District, "reorderQueue"),
    (Place::District, "shareName"),
];

fn kind(command: &Command) -> String {
    let json = serde_json::to_value(command).ok();
    let kind = json.and_then(|json| json["type"].as_str().map(str::to_owned));
    kind.unwrap_or(INTERNAL.to_owned())
}
