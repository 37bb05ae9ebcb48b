//! 草稿与系列 over HTTP: kept at one desk, gone on with at another; and a
//! series that publishes by itself.

use std::{fs, path::Path, time::Duration};

use guiyan_core::{
    Outcome,
    branch::activity::{
        ActivityCommand, ActivityForm,
        plan::{DraftRef, Every, PlanCommand, RepeatForm},
    },
    time::{DAY, Timestamp},
    view::{OccurrenceState, PlansView, SeriesState},
};
use guiyan_tests_service::{BEIJING, Launch, Person, app::verify, make, wait::eventually};
use tempfile::TempDir;

const PLANS: &str = "/v1/branches/xinzhou-beijing/plans";
const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/service/data/xinzhou");

async fn plans(officer: &Person) -> PlansView {
    officer.read(PLANS).await
}

#[tokio::test]
async fn a_draft_is_gone_on_with_and_published() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    // The same officer at another desk: the demo has one for each branch.
    let other = app.person("beijing-secretary").await;
    for (name, status) in
        [("beijing-member", 403), ("beijing-steward", 403), ("yiwu-secretary", 403)]
    {
        assert_eq!(app.person(name).await.get(PLANS).await.status(), status, "{name}");
    }
    assert_eq!(app.anonymous().get(PLANS).await.status(), 401);

    let half =
        ActivityForm { title: "读书".into(), start: "下周".into(), ..ActivityForm::default() };
    let save = PlanCommand::SaveDraft { draft: None, details: half.clone(), repeat: None };
    let outcome = secretary.send(BEIJING, save).await.outcome;
    let Outcome::DraftSaved { draft: id } = outcome else { panic!("{outcome:?}") };
    let seen = plans(&other).await.drafts;
    assert_eq!((seen.len(), &seen[0].details, seen[0].saved_by.own), (1, &half, true));

    let draft = Some(DraftRef { id, revision: 1 });
    let details = make::activity("读书会", Some(10));
    let save = PlanCommand::SaveDraft { draft, details: details.clone(), repeat: None };
    other.send(BEIJING, save.clone()).await;
    // The secretary has the form of before.
    secretary.refused(BEIJING, save, 409, "draftChanged").await;
    let publish = |revision| {
        let draft = Some(DraftRef { id, revision });
        ActivityCommand::PublishActivity { details: details.clone(), draft }
    };
    secretary.refused(BEIJING, publish(1), 409, "draftChanged").await;
    let outcome = secretary.send(BEIJING, publish(2)).await.outcome;
    let Outcome::ActivityPublished { activity } = outcome else { panic!("{outcome:?}") };
    assert_eq!(app.anonymous().activity(BEIJING, activity).await.title, "读书会");
    assert_eq!(plans(&secretary).await.drafts, []);
    secretary.refused(BEIJING, publish(2), 404, "unknownDraft").await;
}

/// 信州区's files with that horizon.
fn charter(horizon_days: u32) -> TempDir {
    let folder = TempDir::with_prefix("guiyan-charter-").expect("a folder");
    fs::create_dir(folder.path().join("branches")).expect("make a folder");
    for name in ["district.toml", "branches/xinzhou-beijing.toml", "branches/xinzhou-yiwu.toml"] {
        let text = fs::read_to_string(Path::new(OURS).join(name)).expect("read a file");
        let own = format!("seriesHorizonDays = {horizon_days}");
        let text = text.replace("seriesHorizonDays = 62", &own);
        fs::write(folder.path().join(name), text).expect("write a file");
    }
    folder
}

#[tokio::test]
async fn a_series_publishes_by_itself_when_the_time_comes() {
    let data = TempDir::with_prefix("guiyan-data-").expect("a folder");
    let launch = |charter: &TempDir| {
        let path = charter.path().to_str().expect("a path in UTF-8").to_owned();
        Launch::demo().arg("--charter").arg(path).data(data.path())
    };
    let near = charter(3);
    let app = launch(&near).start().await;
    let secretary = app.person("beijing-secretary").await;
    // Beginning in a week: none of it is within three days.
    let details = make::activity("每周读书", Some(10));
    let first = details.start.parse::<Timestamp>().expect("a time").day();
    let repeat = RepeatForm { every: Some(Every::Weekly), count: Some(4), ..RepeatForm::default() };
    let publish = PlanCommand::PublishSeries { details: details.clone(), repeat, draft: None };
    let outcome = secretary.send(BEIJING, publish).await.outcome;
    let Outcome::SeriesPublished { series, published: 0 } = outcome else { panic!("{outcome:?}") };
    let titled = async |person: &Person| {
        let view = person.view(BEIJING).await;
        view.activities.into_iter().filter(|it| it.title == "每周读书").collect::<Vec<_>>()
    };
    assert_eq!(titled(&secretary).await, []);
    let date = first.plus(14);
    secretary.send(BEIJING, PlanCommand::SkipOccurrence { series, date }).await;
    let elsewhere = PlanCommand::SkipOccurrence { series, date: date.next() };
    secretary.refused(BEIJING, elsewhere, 409, "notAnOccurrence").await;
    let seen = plans(&secretary).await.series;
    let states: Vec<_> = seen[0].occurrences.iter().map(|it| it.state).collect();
    use OccurrenceState as S;
    assert_eq!(states, [S::Planned, S::Planned, S::Skipped, S::Planned]);
    app.stop().await;

    // No clock can be turned here; that the horizon reaches further has the same
    // effect. Nobody asks for anything: the service wakes by itself.
    let far = charter(16);
    let app = launch(&far).start().await;
    let visitor = app.anonymous();
    let two = || async { Some(titled(&visitor).await).filter(|found| found.len() == 2) };
    eventually("two are published", Duration::from_secs(20), two).await;
    let starts: Vec<_> = titled(&visitor).await.iter().map(|it| it.start.day()).collect();
    assert_eq!(starts, [first, first.plus(7)]);
    let secretary = app.person("beijing-secretary").await;
    let seen = plans(&secretary).await.series;
    assert_eq!(seen[0].state, SeriesState::Running);
    let published = PlanCommand::SkipOccurrence { series, date: first };
    secretary.refused(BEIJING, published, 409, "occurrencePublished").await;
    let end = PlanCommand::EndSeries { series, from: make::now().plus(DAY).day() };
    assert_eq!(secretary.send(BEIJING, end).await.outcome, Outcome::SeriesEnded);
    let seen = plans(&secretary).await.series;
    assert_eq!(seen[0].state, SeriesState::Over);
    assert_eq!(titled(&visitor).await.len(), 2);
    app.stop().await;
    let (sound, said) = verify(data.path()).await;
    assert!(sound, "{said}");
}
