//! 我的数据: what is held of the caller, who read it, what they agreed to.

use guiyan_core::{
    District, Event,
    appointment::AppointmentEnd,
    branch::{activity::ContactPerson, member::MemberEvent},
    caller::Caller,
    ids::StreamId,
    recipient::Recipient,
    testing::*,
    view::{
        ConsentPurpose, Handing, HandingPurpose, HelpingPart, MyConsent, MyDataView, MyStanding,
        Reading, WrittenKind, my_data,
    },
    wire::{Question, Sources, View},
};

use crate::{activities_places::T, members::me};

const NOW: &str = "2026-12-01T10:00";

fn data(district: &District, caller: &Caller) -> MyDataView {
    my_data(district, caller, at(NOW), &[]).unwrap()
}

fn in_beijing(events: impl IntoIterator<Item = Event>) -> Given {
    given(events.into_iter().map(|event| (T, event)))
}

fn consents(district: &District, number: u128, purpose: ConsentPurpose) -> Vec<MyConsent> {
    let all = data(district, &me(number)).consents;
    all.into_iter().filter(|consent| consent.purpose == purpose).collect()
}

#[test]
fn who_is_not_signed_in_has_none() {
    let refused = my_data(&given([]).district(), &Caller::anonymous(), at(NOW), &[]);
    assert_eq!(refused.unwrap_err().code(), "signInNeeded");
}

#[test]
fn of_whom_nothing_is_held_it_says_so() {
    let district = in_beijing([reported(1), received(1)]).district();
    let view = data(&district, &me(50));
    assert_eq!(view.person, person(50));
    assert!(view.report_ins.is_empty() && view.activities.is_empty() && view.offices.is_empty());
    assert!(view.leads.is_empty() && view.requests.is_empty() && view.consents.is_empty());
    assert!(view.offers.is_empty() && view.helping.is_empty() && view.written.is_empty());
    assert_eq!((view.readings.len(), view.readings_total), (0, 0));
}

#[test]
fn activities_of_every_branch_and_of_the_district_are_told() {
    let district = in_beijing([reported(1), received(1), published(1, None), taken(1, 1, 1)])
        .and(&yiwu(), [(T, published(2, Some(1))), (T, waitlisted(2, 1))])
        .and(&StreamId::District, [(T, published(3, None)), (T, taken(3, 1, 1))])
        .and(&beijing(), [("2026-12-06T13:00", checked_in(1, 1))])
        .district();
    let view = data(&district, &me(1));
    let told: Vec<_> = view
        .activities
        .iter()
        .map(|it| (it.branch.as_ref().map(|branch| branch.id.to_string()), it.standing))
        .collect();
    let confirmed = Some(MyStanding::Confirmed { at: at(T) });
    assert_eq!(
        told,
        [
            (Some("xinzhou-beijing".to_owned()), confirmed),
            (Some("xinzhou-yiwu".to_owned()), Some(MyStanding::Waiting { since: at(T) })),
            (None, confirmed),
        ]
    );
    let there = view.activities[0].attended.unwrap();
    assert_eq!((there.at, there.guest), (at("2026-12-06T13:00"), false));
}

#[test]
fn a_report_in_names_branch_and_township_and_the_notice() {
    let before = in_beijing([reported(1), received(1)]);
    let [entry] = &consents(&before.district(), 1, ConsentPurpose::ReportIn)[..] else {
        panic!("one report-in, one entry")
    };
    assert!(entry.stands && entry.withdrawn_at.is_none() && entry.about.is_none());
    assert!(matches!(entry.recipient, Some(Recipient::Township(_))) && entry.name.is_some());
    assert_eq!(entry.notice, Some(consent().notice));

    let ended = in_beijing([reported(1), received(1), ended(1)]).district();
    let [entry] = &consents(&ended, 1, ConsentPurpose::ReportIn)[..] else { panic!("one") };
    assert_eq!((entry.stands, entry.withdrawn_at), (false, Some(at(T))));
}

#[test]
fn consents_of_a_lead_are_told_with_what_went_out_and_what_was_refused() {
    let (office, other) = (department("investment"), township("xishi"));
    let district = in_beijing([
        reported(1),
        received(1),
        lead_submitted(1, 1, T),
        lead_consent_given(1, township("qinfeng")),
        lead_passed(1, township("qinfeng")),
        lead_consent_withdrawn(1, township("qinfeng")),
        lead_consent_given(1, office.clone()),
        lead_consent_asked(1, other.clone()),
        lead_consent_refused(1, other.clone()),
    ])
    .district();
    let told = consents(&district, 1, ConsentPurpose::Lead);
    let of = |recipient: &Recipient| {
        told.iter().find(|it| it.recipient.as_ref() == Some(recipient)).unwrap()
    };
    let gone = of(&township("qinfeng"));
    assert_eq!((gone.stands, gone.passed_at, gone.withdrawn_at), (false, Some(at(T)), Some(at(T))));
    assert!(of(&office).stands && of(&office).passed_at.is_none());
    assert_eq!((of(&other).stands, of(&other).refused_at), (false, Some(at(T))));
    assert_eq!((told.len(), told[0].about), (3, Some(lead_id(1).0)));
    assert!(consents(&district, 2, ConsentPurpose::Lead).is_empty());
}

#[test]
fn a_guest_sees_what_they_left_and_a_member_whom_they_let_see_their_name() {
    let district = in_beijing([published(1, None), guest_joined(1, 50), taken(1, 50, 1)])
        .and(&yiwu(), [reported(7), received(7)].map(|event| (T, event)))
        .and(&beijing(), [taken(1, 7, 2), name_shared(1, 7)].map(|event| (T, event)))
        .district();
    let guest = data(&district, &me(50));
    let form = guest_form(50);
    let left = ContactPerson { name: form.name, phone: form.phone };
    assert_eq!(guest.activities[0].guest, Some(left));
    let [entry] = &guest.consents[..] else { panic!("one activity, one entry") };
    assert_eq!((entry.purpose, entry.stands), (ConsentPurpose::Guest, true));
    assert_eq!(
        (entry.about, entry.notice.clone()),
        (Some(activity_id(1).0), Some(consent().notice))
    );
    let [entry] = &consents(&district, 7, ConsentPurpose::ShareName)[..] else { panic!("one") };
    assert_eq!(entry.branch.as_ref().unwrap().id.as_str(), "xinzhou-beijing");
    assert!(entry.title.is_some() && entry.stands);
}

#[test]
fn helpers_see_their_part_and_no_name_of_who_asked() {
    let due = "2026-11-01T12:00";
    let district =
        in_beijing([reported(1), received(1), reported(2), received(2), offered_help(2)])
            .and(
                &beijing(),
                [
                    asked_for_help(4, 1, vec![Recipient::Helpers], due),
                    helper_asked(4, 2, "xinzhou-beijing", due),
                ]
                .map(|event| (T, event)),
            )
            .district();
    let helper = data(&district, &me(2));
    assert_eq!(helper.offers.len(), 1);
    assert_eq!(helper.helping.iter().map(|it| it.part).collect::<Vec<_>>(), [HelpingPart::Helper]);
    assert!(helper.requests.is_empty());
    let asker = data(&district, &me(1));
    assert_eq!((asker.requests.len(), asker.helping.len()), (1, 0));
    let entry = &consents(&district, 1, ConsentPurpose::Request)[0];
    assert_eq!((entry.recipient.clone(), entry.stands), (Some(Recipient::Helpers), true));
}

#[test]
fn offices_given_here_and_those_of_a_portal_are_told() {
    let role = "steward:xinzhou-beijing";
    let district = given([])
        .and(
            &StreamId::District,
            [appointed(1, 5, role, None), appointment_ended(1, 930, AppointmentEnd::Removed)]
                .map(|event| (T, event)),
        )
        .district();
    let offices = data(&district, &me(5)).offices;
    assert_eq!(offices.len(), 1);
    assert!(offices[0].name.is_some());
    assert_eq!(offices[0].ended, Some(AppointmentEnd::Removed));
    let offices = data(&district, &secretary(&beijing())).offices;
    assert_eq!((offices.len(), offices[0].since), (1, None));
    assert!(offices[0].of.is_some());
}

#[test]
fn what_an_officer_wrote_is_theirs() {
    let form = activity_form(None);
    let other = guiyan_core::branch::activity::ActivityForm {
        contact_phone: "13800009999".into(),
        ..form.clone()
    };
    let district = in_beijing([
        published_with(1, &form),
        changed(1, &form, &other),
        published(2, None),
        cancelled(2, "王敏生病"),
        draft_saved(3, form, None),
    ])
    .district();
    let written = data(&district, &secretary(&beijing())).written;
    let kinds: Vec<WrittenKind> = written.iter().map(|it| it.kind).collect();
    let count = |kind| kinds.iter().filter(|it| **it == kind).count();
    assert_eq!(count(WrittenKind::Contact), 2, "{written:?}");
    assert_eq!(count(WrittenKind::FormerContact), 1);
    assert_eq!((count(WrittenKind::Cancellation), count(WrittenKind::Draft)), (1, 1));
    assert!(data(&district, &organiser(&beijing())).written.is_empty());
}

fn reading(by: u128, time: &str, offices: &[&str]) -> Reading {
    Reading {
        at: at(time),
        by: person(by),
        offices: offices.iter().map(|role| role.parse().unwrap()).collect(),
        branch: "xinzhou-beijing".parse().unwrap(),
        purpose: "roster".to_owned(),
        handing: None,
    }
}

#[test]
fn readers_are_told_by_office_and_by_the_name_they_hold_it_under() {
    let role = "organiser:xinzhou-beijing";
    let district = in_beijing([reported(1), received(1)])
        .and(&StreamId::District, [("2026-11-05T10:00", appointed(1, 5, role, Some("2026-11-20")))])
        .district();
    let readings = [
        // Before they were anything here, and without a word of their portal.
        reading(5, "2026-11-02T10:00", &[]),
        reading(5, "2026-11-06T10:00", &[]),
        reading(900, "2026-11-07T10:00", &["secretary:xinzhou-beijing", "liaison:nowhere"]),
        Reading {
            purpose: "register".into(),
            handing: Some(Handing {
                purpose: HandingPurpose::Report,
                recipient: "liaison:qinfeng".parse().unwrap(),
            }),
            ..reading(5, "2026-11-25T10:00", &[])
        },
    ];
    let view = my_data(&district, &me(1), at(NOW), &readings).unwrap();
    let told: Vec<_> = view
        .readings
        .iter()
        .map(|it| {
            let offices: Vec<_> = it.offices.iter().map(|it| it.role.to_string()).collect();
            (offices.join(" "), it.name.is_some(), it.exported)
        })
        .collect();
    let office = |text: &str, name, exported| (text.to_owned(), name, exported);
    assert_eq!(
        told,
        [
            office("", true, true),
            office("secretary:xinzhou-beijing", false, false),
            office(role, true, false),
            office("", true, false),
        ]
    );
    assert_eq!(view.readings_total, 4);
    let handed = &view.readings[0];
    assert_eq!(handed.handed_for, Some(HandingPurpose::Report));
    let to = handed.handed_to.as_ref().unwrap();
    assert_eq!((to.role.to_string(), &*to.of.zh), ("liaison:qinfeng".to_owned(), "秦峰镇"));
    assert!(view.readings[1].handed_for.is_none() && view.readings[1].handed_to.is_none());
}

#[test]
fn the_latest_readings_are_told_and_how_many_there_are() {
    let district = in_beijing([reported(1)]).district();
    let many: Vec<Reading> = (0..600).map(|_| reading(900, T, &[])).collect();
    let view = my_data(&district, &me(1), at(NOW), &many).unwrap();
    assert_eq!((view.readings.len(), view.readings_total), (500, 600));
}

#[test]
fn it_stands_at_its_address() {
    let question = Question::of("/v1/me/data", []).unwrap();
    assert!(question.tells_readings() && !question.counts());
    assert!(!Question::Me.tells_readings());
    let district = in_beijing([reported(1)]).district();
    let readings = [reading(900, T, &[])];
    let sources = Sources { matches: &|_, _| false, tallies: &[], readings: &readings };
    let answer = question.answer(&district, &me(1), at(NOW), &sources).unwrap();
    assert!(answer.named.is_empty(), "one's own data are no reading");
    let View::MyData(view) = answer.view else { panic!("{:?}", answer.view) };
    assert_eq!((view.report_ins.len(), view.readings.len()), (1, 1));
    let nobody = question.answer(&district, &Caller::anonymous(), at(NOW), &sources);
    assert_eq!(nobody.unwrap_err().code(), "signInNeeded");
}

#[test]
fn a_guests_consent_is_of_the_day_it_was_given() {
    let until = "2026-11-04T10:00";
    let joined = [
        ("2026-11-02T10:00", guest_joined(1, 50)),
        ("2026-11-02T10:00", waitlisted(1, 50)),
        ("2026-11-03T10:00", left(1, 1)),
        ("2026-11-03T10:00", offered(1, 50, 1, until)),
    ];
    let before = in_beijing([published(1, Some(1)), taken(1, 1, 1)]).and(&beijing(), joined);
    let asked = consents(&before.clone().district(), 50, ConsentPurpose::Guest);
    assert_eq!(asked.iter().map(|it| it.at).collect::<Vec<_>>(), [at("2026-11-02T10:00")]);
    let taken = before.and(&beijing(), [("2026-11-03T11:00", taken(1, 50, 1))]).district();
    let [entry] = &consents(&taken, 50, ConsentPurpose::Guest)[..] else { panic!("one") };
    assert_eq!((entry.at, entry.stands), (at("2026-11-02T10:00"), true));
}

#[test]
fn what_was_withdrawn_or_left_stays_in_the_ledger() {
    let (second, third) = ("2026-11-02T10:00", "2026-11-03T10:00");
    let district = in_beijing([published(1, None), guest_joined(1, 50), taken(1, 50, 1)])
        .and(&yiwu(), [reported(7), received(7)].map(|event| (T, event)))
        .and(&beijing(), [taken(1, 7, 2), name_shared(1, 7)].map(|event| (T, event)))
        .and(&beijing(), [(second, name_share_withdrawn(1, 7)), (second, name_shared(1, 7))])
        .and(&beijing(), [(third, left(1, 7)), (third, left(1, 50))])
        .district();
    let told = |number, purpose| -> Vec<_> {
        let all = consents(&district, number, purpose);
        assert!(all.iter().all(|it| !it.stands && it.about == Some(activity_id(1).0)));
        all.into_iter().map(|it| (it.at, it.withdrawn_at, it.notice)).collect()
    };
    let notice = Some(consent().notice);
    assert_eq!(told(50, ConsentPurpose::Guest), [(at(T), Some(at(third)), notice)]);
    let shared = [(at(second), Some(at(third)), None), (at(T), Some(at(second)), None)];
    assert_eq!(told(7, ConsentPurpose::ShareName), shared);
    // Name and phone are gone all the same.
    assert!(data(&district, &me(50)).activities.is_empty());
    let text = serde_json::to_string(&data(&district, &me(50))).unwrap();
    assert!(!text.contains(&guest_form(50).phone));

    let room = district.room(&beijing()).unwrap();
    assert!(room.activities.keeps(&person(50)));
    let erased = Event::from(MemberEvent::PersonErased { person: person(50) });
    let district = in_beijing([published(1, None), guest_joined(1, 50), taken(1, 50, 1)])
        .and(&beijing(), [(third, left(1, 50)), (third, erased)])
        .district();
    assert!(!district.room(&beijing()).unwrap().activities.keeps(&person(50)));
}

#[test]
fn each_report_before_has_its_consent() {
    let on = |day: &str| format!("2026-11-{day}T10:00");
    let events = [
        ("01", reported(1)),
        ("02", sent_back(1, "请补充")),
        ("03", reported(1)),
        ("04", received(1)),
        ("05", ended(1)),
        ("06", reported(1)),
    ];
    let district = given([])
        .and(&beijing(), events.iter().map(|(day, event)| (&*on(day).leak(), event.clone())))
        .district();
    let told: Vec<_> = consents(&district, 1, ConsentPurpose::ReportIn)
        .into_iter()
        .map(|it| (it.at, it.withdrawn_at, it.replaced_at, it.stands, it.notice.is_some()))
        .collect();
    let day = |day: &str| at(&on(day));
    assert_eq!(
        told,
        [
            (day("06"), None, None, true, true),
            (day("03"), Some(day("05")), None, false, true),
            (day("01"), None, Some(day("03")), false, true),
        ]
    );
}

#[test]
fn what_a_townsman_left_with_a_lead_is_in_the_ledger() {
    let contact = ContactPerson { name: "示例乡友".into(), phone: "13900000000".into() };
    let given = in_beijing([fellow_submitted(1, 50, contact, T)]);
    let district = given.clone().district();
    let [entry] = &consents(&district, 50, ConsentPurpose::LeadContact)[..] else { panic!("one") };
    assert_eq!((entry.at, entry.stands), (at(T), true));
    assert_eq!((entry.about, entry.notice.clone()), (Some(lead_id(1).0), Some("2026-11".into())));
}

#[test]
fn an_office_that_ended_here_is_told_while_a_portal_names_it() {
    let role = "secretary:xinzhou-beijing";
    let events =
        [appointed(1, 900, role, None), appointment_ended(1, 930, AppointmentEnd::Removed)];
    let [given, ended] = events.map(|event| ("2026-11-05T10:00", event));
    let before = in_beijing([]).and(&StreamId::District, [given]);
    let offices = data(&before.clone().district(), &secretary(&beijing())).offices;
    assert_eq!(offices.len(), 1, "{offices:?}");
    let district = before.and(&StreamId::District, [ended]).district();
    let offices = data(&district, &secretary(&beijing())).offices;
    let told: Vec<_> = offices.iter().map(|it| (it.since.is_some(), it.ended.is_some())).collect();
    assert_eq!(told, [(true, true), (false, false)]);
}
