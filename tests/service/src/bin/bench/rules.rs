//! What the rules cost by themselves: the district's overview in a small and in
//! a large district, and matching what home needs with what is offered.

use std::{
    hint::black_box,
    path::Path,
    sync::mpsc,
    time::{Duration, Instant},
};

use guiyan_core::{
    Command, Submission,
    branch::member::{Industry, MemberCommand, ReportForm},
    caller::Caller,
    ids::{CommandId, StreamId},
    testing,
    time::{DAY, Timestamp},
    view,
};
use guiyan_store::{Desk, DeskOptions, MasterKey, SqliteLog, TallyRow};
use guiyan_wasm::bench::{FoldLoad, MatchingLoad};
use uuid::Uuid;

use crate::table::Table;

/// The most that the overview of the large district may cost, in that of the
/// small one.
const OVERVIEW: f64 = 1.5;
const SMALL: u128 = 100;
const LARGE: u128 = 100_000;
/// How often an overview is made to be timed.
const RUNS: usize = 301;
/// How long matching may take.
const MATCHING: Duration = Duration::from_millis(50);
const NEEDS: u32 = 1_000;
const LEADS: u32 = 10_000;
/// Sample people of each branch, whose year is folded.
const FOLDED: u32 = 600;

/// Times all; adds a row for each.
pub(crate) fn run(disk: &Path, table: &mut Table) {
    let [small, large] = overviews(disk);
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    table.tell(
        format!("overview, tallies read from the file: {SMALL}, {LARGE} members"),
        format!("{small:.1?}/{large:.1?}"),
    );
    let measure = format!("overview: against {SMALL} members");
    table.hold(measure, format!("{ratio:.2}"), format!("≤ {OVERVIEW}"), ratio <= OVERVIEW);
    let load = MatchingLoad::new(NEEDS, LEADS);
    let time = median(21, || assert!(black_box(load.run()) > 0, "some go together"));
    table.hold(
        format!("matching {LEADS} leads with {NEEDS} needs"),
        format!("{time:.1?}"),
        format!("< {MATCHING:?}"),
        time < MATCHING,
    );
    let load = FoldLoad::new(FOLDED);
    let time = median(21, || assert!(black_box(load.run()), "the samples follow each other"));
    table.tell(format!("folding {} events", load.events()), format!("{time:.1?}"));
}

fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let times = (0..runs).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    middle(times.collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// What `GET district/overview` costs without HTTP in both districts, one after
/// the other in each run: the tallies from the file, and the view.
fn overviews(disk: &Path) -> [Duration; 2] {
    let folders = [SMALL, LARGE].map(|members| {
        let folder = tempfile::tempdir_in(disk).expect("a folder");
        populate(members, folder.path());
        folder
    });
    // Opened anew: nothing that filling them began still runs beside.
    let desks = folders.each_ref().map(|folder| open(folder.path()));
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (desk, times) in desks.iter().zip(&mut times) {
            let start = Instant::now();
            overview(desk);
            times.push(start.elapsed());
        }
    }
    desks.iter().for_each(Desk::close);
    times.map(middle)
}

fn overview(desk: &Desk) {
    let officer = testing::district_officer();
    let rows = desk.tallies(None).expect("the tallies");
    let tally = |TallyRow { stream, month, measure, n }| (stream, month, measure, n);
    let tallies: Vec<_> = rows.into_iter().map(tally).collect();
    let view =
        desk.read(|district| view::overview(district, &officer, district.last_at(), &tallies));
    black_box(view).expect("an officer's view");
}

fn open(folder: &Path) -> Desk {
    let charter = testing::sample_district().charter;
    let key = MasterKey::from_bytes([7; 32]);
    let log = SqliteLog::open(&folder.join("guiyan.db"), key).expect("a record");
    Desk::open(charter, Box::new(log), DeskOptions::default()).expect("a desk")
}

/// So many received members in two branches, over two years and over four
/// trades: also the small district has all of them, so that only the counts differ.
fn populate(members: u128, folder: &Path) {
    let desk = open(folder);
    let (answer, answers) = mpsc::channel();
    let send =
        |target: &StreamId, caller: Caller, at: Timestamp, number: u128, command: MemberCommand| {
            let answer = answer.clone();
            let submission = Submission {
                id: CommandId(Uuid::from_u128(number)),
                command: Command::Member(command),
            };
            desk.submit(target.clone(), caller, at, submission, move |result| {
                let _ = answer.send(result.map(|_| ()));
            });
        };
    for number in 0..members {
        // Time only moves forward.
        let month = number * 24 / members;
        let stream = if number % 2 == 0 { testing::beijing() } else { testing::yiwu() };
        let form = ReportForm {
            industry: Some(Industry::ALL[(number / 2) as usize % 4]),
            phone: format!("136{number:08}"),
            ..testing::report_form()
        };
        let at = testing::at("2026-01-15T10:00").plus(month as i64 * 30 * DAY);
        let person = testing::person(1_000_000 + number);
        let report = MemberCommand::ReportIn { report: form, consent: testing::consent() };
        send(&stream, Caller::person(person), at, number * 2 + 1, report);
        let receive = MemberCommand::ReceiveMember { person };
        send(&stream, testing::secretary(&stream), at, number * 2 + 2, receive);
    }
    drop(answer);
    for result in answers {
        result.expect("a member is received");
    }
    desk.close();
}
