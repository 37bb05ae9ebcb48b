//! The activity form, filled in wrongly in every way.

use guiyan_core::{
    branch::activity::{ActivityCommand, ActivityForm, CancelReason},
    ids::ActivityId,
    time::{DAY, HOUR, MINUTE},
};
use guiyan_tests_service::{BEIJING, Launch, Person, YIWU, make};

type Change = fn(&mut ActivityForm, &str);

fn publish(details: ActivityForm) -> ActivityCommand {
    ActivityCommand::PublishActivity { details, draft: None }
}

fn with(change: impl FnOnce(&mut ActivityForm)) -> ActivityForm {
    let mut form = make::activity("恳谈会", None);
    change(&mut form);
    form
}

#[track_caller]
fn is(problem: &guiyan_tests_service::Problem, field: &str, code: &str, value: &str) {
    assert_eq!(problem.issues(), [(field, code)], "{field} = {value:?}");
}

async fn wrong(secretary: &Person, form: ActivityForm, field: &str, code: &str, value: &str) {
    let problem = secretary.refused(BEIJING, publish(form), 422, "invalidFields").await;
    is(&problem, field, code, value);
}

#[tokio::test]
async fn every_field_with_every_kind_of_trouble() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let before = secretary.view(BEIJING).await.version;
    let title: Change = |form, value| form.title = value.into();
    let place: Change = |form, value| form.place = value.into();
    let online: Change = |form, value| form.online = value.into();
    let agenda: Change = |form, value| form.agenda = value.into();
    let name: Change = |form, value| form.contact_name = value.into();
    let phone: Change = |form, value| form.contact_phone = value.into();
    let start: Change = |form, value| form.start = value.into();
    let until: Change = |form, value| form.sign_up_until = value.into();
    let long = "长".repeat(2001);
    let hidden = "恳谈\u{202E}会";
    let cases: [(&str, Change, &str, &str); 30] = [
        ("title", title, "", "required"),
        ("title", title, "会", "tooShort"),
        ("title", title, &long, "tooLong"),
        ("title", title, hidden, "controlCharacters"),
        ("title", title, "恳谈\u{0}会", "controlCharacters"),
        ("title", title, "恳谈\n会", "controlCharacters"),
        ("place", place, "", "required"),
        ("place", place, &long, "tooLong"),
        ("place", place, hidden, "controlCharacters"),
        ("online", online, "javascript:alert(1)", "notALink"),
        ("online", online, "https://user@evil.example", "notALink"),
        ("online", online, "https://", "notALink"),
        ("online", online, "https://a.example/\"><script>", "notALink"),
        ("online", online, &long, "tooLong"),
        ("agenda", agenda, &long, "tooLong"),
        ("agenda", agenda, hidden, "controlCharacters"),
        ("contactName", name, "", "required"),
        ("contactName", name, "王1", "notAName"),
        ("contactName", name, "🎋🐎", "notAName"),
        ("contactName", name, "<b>王敏</b>", "notAName"),
        ("contactName", name, &long, "tooLong"),
        ("contactPhone", phone, "", "required"),
        ("contactPhone", phone, "call me", "notAPhone"),
        ("contactPhone", phone, "13800000002;tel:110", "notAPhone"),
        ("start", start, "", "required"),
        ("start", start, "tomorrow", "notATime"),
        ("start", start, "2026-02-30T10:00", "notATime"),
        ("start", start, "2026-12-06T25:00", "notATime"),
        ("signUpUntil", until, "soon", "notATime"),
        ("signUpUntil", until, "2020-01-01T00:00", "inPast"),
    ];
    for (field, change, value, code) in cases {
        let form = with(|form| change(form, value));
        let problem = secretary.refused(BEIJING, publish(form), 422, "invalidFields").await;
        // A start that is none says nothing about the end.
        is(&problem, field, code, value);
    }
    assert_eq!(secretary.view(BEIJING).await.version, before, "nothing is half done");
}

#[tokio::test]
async fn times_that_cannot_be() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let start = make::now().plus(7 * DAY);
    let at = |ms: i64| start.plus(ms).to_string();
    for (end, code) in [
        (at(-HOUR), "endsBeforeStart"),
        (at(0), "endsBeforeStart"),
        (at(31 * DAY + MINUTE), "lastsTooLong"),
        (String::new(), "required"),
        ("late".into(), "notATime"),
    ] {
        let form = with(|form| {
            form.start = start.to_string();
            form.end = end.clone();
        });
        wrong(&secretary, form, "end", code, &end).await;
    }
    let over = with(|form| {
        form.start = make::now().plus(-3 * HOUR).to_string();
        form.end = make::now().plus(-HOUR).to_string();
    });
    wrong(&secretary, over, "end", "inPast", "an hour ago").await;
    let far = make::activity_in(732 * DAY, "远", None);
    let far = ActivityForm { title: "很远的活动".into(), ..far };
    wrong(&secretary, far, "start", "tooFarAhead", "two years").await;
    let late = with(|form| form.sign_up_until = form.end.clone());
    wrong(&secretary, late, "signUpUntil", "afterStart", "the end").await;
}

#[tokio::test]
async fn numbers_that_cannot_be() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    for capacity in [0, -1, i64::MIN, 100_001, i64::MAX] {
        let form = with(|form| form.capacity = Some(capacity));
        wrong(&secretary, form, "capacity", "outOfRange", &capacity.to_string()).await;
    }
    for tenths in [-1, 241, i64::MAX] {
        let form = with(|form| form.hours_tenths = tenths);
        wrong(&secretary, form, "hours", "outOfRange", &tenths.to_string()).await;
    }
    for capacity in [1, 100_000] {
        let id = secretary.publish(BEIJING, with(|form| form.capacity = Some(capacity))).await;
        let seen = secretary.activity(BEIJING, id).await;
        assert_eq!(seen.capacity.map(i64::from), Some(capacity));
    }
}

#[tokio::test]
async fn only_the_branchs_own_managers_publish_and_cancel() {
    let app = Launch::demo().start().await;
    let secretary = app.person("beijing-secretary").await;
    let activity = secretary.publish(BEIJING, make::activity("恳谈会", None)).await;
    let form = || make::activity("冒名的活动", None);
    let cancel = |activity| ActivityCommand::CancelActivity {
        activity,
        reason: CancelReason::Weather,
        note: String::new(),
    };
    for persona in
        ["visitor", "beijing-member", "beijing-steward", "yiwu-secretary", "district-officer"]
    {
        let person = app.person(persona).await;
        person.refused(BEIJING, publish(form()), 403, "notAllowed").await;
        person.refused(BEIJING, cancel(activity), 403, "notAllowed").await;
    }
    app.anonymous().refused(BEIJING, publish(form()), 401, "signInNeeded").await;
    let nothing = ActivityId(make::command_id().0);
    secretary.refused(BEIJING, cancel(nothing), 404, "unknownActivity").await;
    // The same activity asked for in the sister branch is not there.
    let host = app.person("yiwu-secretary").await;
    host.refused(YIWU, cancel(activity), 404, "unknownActivity").await;
    let other =
        ActivityCommand::CancelActivity { activity, reason: CancelReason::Other, note: " ".into() };
    let problem = secretary.refused(BEIJING, other, 422, "invalidFields").await;
    is(&problem, "note", "required", "\" \"");
}
