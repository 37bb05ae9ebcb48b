//! Samples of what was changed in activities.

use guiyan_core::{
    Event,
    branch::activity::{ActivityForm, ActivityKind},
    testing::*,
};

fn whole() -> ActivityForm {
    ActivityForm {
        online: "https://meeting.example/1".into(),
        agenda: "一、介绍".into(),
        sign_up_until: "2026-12-05T18:00".into(),
        ..activity_form(Some(20))
    }
}

/// Every field from something to something else.
pub(super) fn changed_in_all() -> Event {
    let new = ActivityForm {
        title: "主题党日：读书".into(),
        kind: Some(ActivityKind::ThemeDay),
        start: "2026-12-07T09:00".into(),
        end: "2026-12-07T11:00".into(),
        place: "朝阳区驿站三层".into(),
        online: "https://meeting.example/2".into(),
        capacity: Some(30),
        sign_up_until: "2026-12-06T18:00".into(),
        hours_tenths: 20,
        agenda: "一、介绍\n二、讨论".into(),
        guests: false,
        contact_name: "示例组织委员".into(),
        contact_phone: "13900000001".into(),
        audience: String::new(),
    };
    changed(1, &whole(), &new)
}

/// Every field that may be empty from something to nothing.
pub(super) fn changed_to_nothing() -> Event {
    let new =
        ActivityForm { online: String::new(), capacity: None, agenda: String::new(), ..whole() };
    changed(1, &whole(), &new)
}

/// 乡友, from joining to being there and not.
pub(super) fn guests() -> [Event; 3] {
    [guest_joined(1, 50), guest_checked_in(1, 50), guest_check_in_undone(1, 50)]
}

/// Whom it is for came later than the rest: each audience, and a change of it.
pub(super) fn for_others() -> Vec<(String, Event)> {
    let group = ActivityForm { audience: "group:east".into(), ..activity_form(None) };
    let sisters = ActivityForm { audience: "sisters".into(), ..activity_form(None) };
    vec![
        ("activity.activityPublished.sisters".into(), published_with(1, &sisters)),
        ("activity.activityPublished.group".into(), published_with(1, &group)),
        ("activity.activityChanged.audience".into(), changed(1, &group, &activity_form(None))),
    ]
}
