//! What a command costs, and what a member's page costs, however large the
//! branch and the district are: decided and applied, in memory.

use std::{
    hint::black_box,
    ops::Range,
    time::{Duration, Instant},
};

use guiyan_core::{
    Command,
    branch::{
        activity::ActivityCommand,
        lead::LeadCommand,
        member::{MemberCommand, ReportForm},
        request::{RequestCommand, RequestKind, Urgency},
    },
    caller::Caller,
    ids::{PersonId, StreamId},
    testing::{self, beijing, consent, secretary},
    view,
};

use crate::{table::Table, town::Town};

/// The most that it may cost in a large one, in that of the small one.
const BOUND: f64 = 1.5;
/// Members of the branch, and of its sister.
const TOWNS: [(u128, u128); 3] = [(100, 0), (5_000, 0), (5_000, 95_000)];
/// The least events from one snapshot to the next: taken so soon at a quiet
/// moment, and where there is none after twenty times as many.
const SNAPSHOT_EVERY: f64 = 5_000.0;
/// How often all is done, each time in fresh copies.
const ROUNDS: usize = 15;
/// People who do it in each round, each of them in one town after the other:
/// what one of them finds in the processor's caches, so do the others.
const PEOPLE: usize = 24;

/// What a round comes to: nanoseconds of a command of each kind in each town.
#[derive(Default)]
struct Round {
    /// Of the very first, which parts what the copy shares with the town that it
    /// was made of: as after each snapshot.
    first: [[f64; 3]; KINDS.len()],
    /// Of each after it, on average.
    each: [[f64; 3]; KINDS.len()],
}

/// Times all; adds a row for each.
pub(crate) fn run(table: &mut Table) {
    let towns = TOWNS.map(|(here, there)| Town::new(here, there));
    let rounds: Vec<Round> = (0..ROUNDS).map(|number| round(towns.clone(), number)).collect();
    let median = |of: &dyn Fn(&Round) -> f64| {
        let mut figures: Vec<f64> = rounds.iter().map(of).collect();
        figures.sort_by(f64::total_cmp);
        figures[ROUNDS / 2]
    };
    let dearest = |round: &Round, town: usize| {
        let of_town = round.first.iter().map(|towns| towns[town]);
        of_town.fold(0.0, f64::max)
    };
    let firsts = |town: usize| median(&|round| dearest(round, town)) / 1e3;
    table.tell(
        "the dearest first after a copy of the state, µs: in the same three",
        format!("{:.1} · {:.1} · {:.1}", firsts(0), firsts(1), firsts(2)),
    );
    let mut row = |name: &str, kinds: Range<usize>, bound: bool| {
        let cost = |round: &Round, town: usize| -> f64 {
            let each = round.each[kinds.clone()].iter().map(|towns| towns[town]).sum::<f64>();
            // What a snapshot makes dearer falls on the commands, as if each
            // first one after it were the dearest there is.
            let share =
                if kinds.start < PAGE { dearest(round, town) / SNAPSHOT_EVERY } else { 0.0 };
            each / kinds.len() as f64 + share
        };
        let micros = |town| median(&|round| cost(round, town)) / 1e3;
        let ratio = |town| median(&|round| cost(round, town) / cost(round, 0));
        let measure = format!("{name}, µs: 100 · 5,000 in the branch · 100,000 in the district");
        let figure = format!("{:.1} · {:.1} · {:.1}", micros(0), micros(1), micros(2));
        table.tell(measure, figure);
        if bound {
            let (branch, district) = (ratio(1), ratio(2));
            let met = branch <= BOUND && district <= BOUND;
            let figure = format!("{branch:.2} · {district:.2}");
            table.hold(format!("{name}: against 100 members"), figure, format!("≤ {BOUND}"), met);
        }
    };
    for (kind, name) in KINDS[..PAGE].iter().enumerate() {
        row(name, kind..kind + 1, false);
    }
    row("a command of these", 0..PAGE, true);
    row(KINDS[PAGE], PAGE..PAGE + 1, true);
}

/// What is timed, in the order in which somebody does it.
const KINDS: [&str; 9] = [
    "report in",
    "receive",
    "sign up",
    "join a queue",
    "leave a queue",
    "check in",
    "ask for help",
    "submit a lead",
    "a member's page",
];
/// The one that is no command.
const PAGE: usize = KINDS.len() - 1;

fn round(mut towns: [Town; 3], number: usize) -> Round {
    let mut round = Round::default();
    for kind in 0..KINDS.len() {
        for (town, time) in towns.iter_mut().zip(&mut round.first[kind]) {
            *time = once(town, kind, number, PEOPLE).as_nanos() as f64;
        }
        for n in 0..PEOPLE {
            for (town, sum) in towns.iter_mut().zip(&mut round.each[kind]) {
                *sum += once(town, kind, number, n).as_nanos() as f64 / PEOPLE as f64;
            }
        }
    }
    round
}

/// How long it takes one of them.
fn once(town: &mut Town, kind: usize, round: usize, n: usize) -> Duration {
    let here = beijing();
    // Others each round, from all over the branch.
    let one_of = |people: &[PersonId]| {
        people[(round + n * people.len().div_ceil(PEOPLE + 1)) % people.len()]
    };
    let (free, waiting) = (one_of(&town.free), one_of(&town.waiting));
    let newcomer = testing::person(u128::MAX / 97 * (n as u128 + 2));
    let by = |person| Caller::person(person);
    let (caller, command) = match kind {
        0 => {
            let phone = format!("137{n:08}");
            let report = ReportForm { phone, ..testing::report_form() };
            let command = MemberCommand::ReportIn { report, consent: consent() };
            (by(newcomer), Command::from(command))
        }
        1 => (secretary(&here), MemberCommand::ReceiveMember { person: newcomer }.into()),
        2 => (by(free), ActivityCommand::SignUp { activity: town.open, share_name: false }.into()),
        3 => (by(free), ActivityCommand::SignUp { activity: town.full, share_name: false }.into()),
        4 => (by(free), ActivityCommand::LeaveActivity { activity: town.full }.into()),
        5 => {
            let command = ActivityCommand::CheckIn { activity: town.soon, person: free };
            (secretary(&here), command.into())
        }
        6 => {
            let (kind, urgency) = (Some(RequestKind::Housing), Urgency::Normal);
            let text = "想找离学校近的房子".to_owned();
            let consent = Vec::new();
            (by(free), RequestCommand::AskForHelp { kind, urgency, text, consent }.into())
        }
        7 => {
            let (lead, consent) = (testing::lead_form(), Vec::new());
            let command = LeadCommand::SubmitLead { lead, invited: false, notice: None, consent };
            (by(free), command.into())
        }
        _ => {
            let StreamId::Branch(branch) = here else { unreachable!("a branch's stream") };
            let caller = by(waiting);
            let start = Instant::now();
            black_box(view::view(&town.district, &branch, &caller, town.now)).expect("a page");
            return start.elapsed();
        }
    };
    let start = Instant::now();
    town.must(&here, &caller, command);
    start.elapsed()
}
