//! Moving from one branch to the other, in one action.

use std::sync::Arc;

use guiyan_core::{
    Outcome,
    branch::{
        activity::ActivityCommand,
        member::{Consent, MemberCommand, MemberState, StepKind},
    },
    view::MyPlace,
};
use guiyan_tests_service::{App, BEIJING, Launch, Person, YIWU, crowd, crowd::Member, make};

async fn scene(members: u32) -> (Arc<App>, Person, Vec<Member>) {
    let app = Arc::new(Launch::demo().start().await);
    let secretary = app.person("beijing-secretary").await;
    let people = crowd::members(&app, &secretary, BEIJING, 1..=members).await;
    (app, secretary, people)
}

fn move_to(branch: &str, area: &str, consent: Consent) -> MemberCommand {
    MemberCommand::MoveReportIn { to: branch.parse().unwrap(), area: area.into(), consent }
}

async fn notice(person: &Person) -> String {
    person.view(BEIJING).await.notice.facts.version
}

#[tokio::test]
async fn a_move_ends_here_and_begins_there() {
    let (app, secretary, people) = scene(2).await;
    let [mover, next] = &people[..] else { panic!("two members") };
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", Some(1))).await;
    mover.person.sign_up(BEIJING, activity).await;
    next.person.sign_up(BEIJING, activity).await;

    let consent = make::consent(&notice(&mover.person).await);
    let answer = mover.person.send(BEIJING, move_to(YIWU, "福田街道", consent)).await;
    assert_eq!(answer.outcome, Outcome::ReportInMoved);

    let here = mover.person.view(BEIJING).await;
    let ended = here.report_in.expect("the report-in that ended");
    assert_eq!(ended.state, MemberState::Ended);
    let last = ended.steps.last().map(|step| step.step.clone());
    let Some(StepKind::Ended { moved_to: Some(to), .. }) = last else {
        panic!("the last step says where to: {last:?}");
    };
    assert_eq!(to.as_str(), YIWU);
    assert_eq!(here.elsewhere.expect("where they are now").id.as_str(), YIWU);
    let there = mover.person.view(YIWU).await.report_in.expect("the report-in there");
    assert_eq!(there.state, MemberState::Submitted);
    let report = there.report.expect("what they reported goes with them");
    assert_eq!((report.city.as_str(), report.area.as_str()), ("义乌", "福田街道"));
    assert_eq!(report.name, make::name(1));

    // Their place went to the next in the queue.
    let mine = next.person.activity(BEIJING, activity).await.mine;
    assert!(matches!(mine, Some(MyPlace::Confirmed { from_queue: true, .. })), "{mine:?}");

    // The sister branch receives them; the old one has no say any more.
    let receive = MemberCommand::ReceiveMember { person: mover.id };
    secretary.refused(BEIJING, receive.clone(), 409, "notWaiting").await;
    secretary.refused(YIWU, receive, 403, "notAllowed").await;
    let host = app.person("yiwu-secretary").await;
    let waiting = host.roster(YIWU, "list=members&state=submitted").await;
    assert!(waiting.rows.iter().any(|row| row.person == mover.id));
    host.receive(YIWU, mover.id).await;
    let sign_up = ActivityCommand::SignUp { activity, share_name: false };
    mover.person.refused(BEIJING, sign_up, 409, "membersOnly").await;
}

#[tokio::test]
async fn one_active_report_in_across_branches() {
    let (_app, _secretary, people) = scene(1).await;
    let member = &people[0].person;
    let consent = make::consent(&notice(member).await);
    let report = make::report("徐小燕");
    let again = MemberCommand::ReportIn { report, consent };
    member.refused(BEIJING, again.clone(), 409, "alreadyReceived").await;
    let problem = member.refused(YIWU, again, 409, "alreadyReportedIn").await;
    assert!(problem.next.contains("转到另一个支部"), "it says what to do: {problem:?}");
}

#[tokio::test]
async fn a_move_that_cannot_be_leaves_all_as_it_was() {
    let (app, _secretary, people) = scene(1).await;
    let member = &people[0].person;
    let consent = make::consent(&notice(member).await);
    let before = member.view(BEIJING).await;
    let (to_yiwu, area) = (YIWU, "福田街道");
    for (command, status, code) in [
        (move_to(BEIJING, area, consent.clone()), 409, "sameBranch"),
        (move_to("xinzhou-mars", area, consent.clone()), 404, "unknownBranch"),
        (move_to(to_yiwu, "", consent.clone()), 422, "invalidFields"),
        (
            move_to(to_yiwu, area, Consent { agreed: false, ..consent.clone() }),
            422,
            "invalidFields",
        ),
        (move_to(to_yiwu, area, make::consent("1999-01")), 422, "invalidFields"),
    ] {
        member.refused(BEIJING, command, status, code).await;
    }
    let stranger = app.person("new:stranger").await;
    stranger.refused(BEIJING, move_to(YIWU, area, consent), 409, "noReportIn").await;
    let after = member.view(BEIJING).await;
    assert_eq!(after.version, before.version, "nothing is half done");
    assert_eq!(after.report_in, before.report_in);
    assert!(member.view(YIWU).await.report_in.is_none());
}
