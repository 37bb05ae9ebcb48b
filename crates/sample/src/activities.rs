//! What the sample people do together: past, coming, full, nearly full,
//! cancelled, about to begin, on line.

use guiyan_core::{
    branch::activity::{ActivityCommand, ActivityForm, ActivityKind, CancelReason},
    caller::Caller,
    charter::BranchCharter,
    ids::{ActivityId, PersonId},
    time::{DAY, HOUR, MINUTE, Timestamp},
};

use crate::Script;

/// One activity and what becomes of it.
struct Plan {
    title: &'static str,
    kind: ActivityKind,
    agenda: &'static str,
    start: Timestamp,
    minutes: i64,
    hours_tenths: i64,
    capacity: Option<i64>,
    published: Timestamp,
    /// How many sign up, at most as many as there are.
    sign_ups: usize,
    /// Whether the persona `…-member` is among them.
    with_persona: bool,
    fate: Fate,
}

enum Fate {
    Coming,
    Online,
    /// Held, with everybody there but each of that number.
    Held {
        absent_each: usize,
    },
    Cancelled,
}

pub(super) fn enact(
    script: &mut Script,
    branch: &BranchCharter,
    received: &[PersonId],
    secretary: &Caller,
    now: Timestamp,
) {
    for (number, plan) in plans(now).iter().enumerate() {
        let details = form(plan, branch);
        let command = ActivityCommand::PublishActivity { details, draft: None };
        let activity =
            ActivityId::from(script.add_to(&branch.id, plan.published, secretary, command));
        let guests = guests(plan, received, number);
        for (turn, guest) in guests.iter().enumerate() {
            let at = plan.published.plus(HOUR + turn as i64 * 7 * MINUTE);
            script.add_to(
                &branch.id,
                at,
                &Caller::person(*guest),
                ActivityCommand::SignUp { activity, share_name: false },
            );
        }
        match plan.fate {
            Fate::Coming | Fate::Online => {}
            Fate::Held { absent_each } => {
                for (turn, person) in guests.iter().enumerate() {
                    // The persona is always there: their 学时 are to be seen.
                    if turn > 0 && turn % absent_each == absent_each - 1 {
                        continue;
                    }
                    let at = plan.start.plus(-15 * MINUTE + turn as i64 * MINUTE / 2);
                    let command = ActivityCommand::CheckIn { activity, person: *person };
                    script.add_to(&branch.id, at, secretary, command);
                }
            }
            Fate::Cancelled => {
                let reason = CancelReason::Venue;
                let note = "场地临时检修，时间另行通知，给大家添麻烦了。".to_owned();
                let command = ActivityCommand::CancelActivity { activity, reason, note };
                script.add_to(&branch.id, now.plus(-20 * HOUR), secretary, command);
            }
        }
    }
}

fn guests(plan: &Plan, received: &[PersonId], number: usize) -> Vec<PersonId> {
    let (persona, others) = received.split_at(received.len().min(1));
    let mut guests = Vec::new();
    if plan.with_persona {
        guests.extend_from_slice(persona);
    }
    // Another part of the branch each time.
    let skip = if others.is_empty() { 0 } else { number * 5 % others.len() };
    let turned = others.iter().cycle().skip(skip).take(others.len());
    let room = plan.sign_ups.saturating_sub(guests.len());
    guests.extend(turned.take(room));
    guests
}

fn form(plan: &Plan, branch: &BranchCharter) -> ActivityForm {
    let online = matches!(plan.fate, Fate::Online);
    let station = branch.stations.first();
    let place = station.map_or_else(
        || format!("{}（示例地点）", branch.host_city.zh),
        |station| format!("{}{}", station.area, station.name),
    );
    ActivityForm {
        title: plan.title.to_owned(),
        kind: Some(plan.kind),
        start: plan.start.to_string(),
        end: plan.start.plus(plan.minutes * MINUTE).to_string(),
        place: if online { String::new() } else { place },
        online: if online { "https://meeting.example/guiyan".to_owned() } else { String::new() },
        capacity: plan.capacity,
        sign_up_until: String::new(),
        hours_tenths: plan.hours_tenths,
        agenda: plan.agenda.to_owned(),
        audience: String::new(),
        contact_name: "王敏·示例".to_owned(),
        contact_phone: "13800009991".to_owned(),
        // 恳谈会 are for all who come from there. (S0)
        guests: plan.kind == ActivityKind::HometownTalk,
    }
}

fn plans(now: Timestamp) -> [Plan; 8] {
    let day = |days: i64, hour: i64| now.day().plus(days).start().plus(hour * HOUR);
    let ago = |days: i64| now.plus(-days * DAY);
    // On the next full ten minutes, an hour from now: check-in is open.
    let soon =
        Timestamp((now.0 + 60 * MINUTE + 10 * MINUTE - 1).div_euclid(10 * MINUTE) * 10 * MINUTE);
    let plan = |title, kind, agenda, start, published| Plan {
        title,
        kind,
        agenda,
        start,
        published,
        minutes: 150,
        hours_tenths: 25,
        capacity: Some(30),
        sign_ups: 14,
        with_persona: true,
        fate: Fate::Coming,
    };
    [
        Plan {
            fate: Fate::Held { absent_each: 6 },
            ..plan(
                "主题党日：重温入党誓词",
                ActivityKind::ThemeDay,
                "1. 重温入党誓词\n2. 学习党章\n3. 交流在外工作生活情况",
                day(-76, 14),
                ago(88),
            )
        },
        Plan {
            fate: Fate::Held { absent_each: 5 },
            with_persona: false,
            minutes: 240,
            hours_tenths: 40,
            ..plan(
                "红色教育：走进革命旧址，重走先辈路",
                ActivityKind::RedEducation,
                "集体参观，现场听讲解，结束后分组讨论。请穿便于行走的鞋。",
                day(-48, 9),
                ago(60),
            )
        },
        Plan {
            fate: Fate::Held { absent_each: 4 },
            sign_ups: 11,
            minutes: 180,
            hours_tenths: 30,
            ..plan(
                "就业创业帮扶对接：简历、面试与开店第一课",
                ActivityKind::JobHelp,
                "老乡企业现场介绍岗位，一对一看简历；已开店的党员讲第一年怎么过。",
                day(-19, 14),
                ago(30),
            )
        },
        Plan {
            sign_ups: 10,
            minutes: 120,
            hours_tenths: 20,
            ..plan(
                "党课：流动党员怎样过好组织生活",
                ActivityKind::PartyLecture,
                "1. 支部书记讲党课\n2. 交流讨论\n3. 登记学时",
                soon,
                ago(7),
            )
        },
        Plan {
            fate: Fate::Cancelled,
            sign_ups: 9,
            capacity: Some(20),
            ..plan(
                "志愿服务：老乡义诊与法律咨询",
                ActivityKind::Volunteering,
                "邀请在外的医生和律师老乡，为大家免费咨询。",
                day(4, 14),
                ago(6),
            )
        },
        Plan {
            sign_ups: 11,
            capacity: Some(8),
            with_persona: false,
            ..plan(
                "乡友恳谈会：跨境电商怎么做",
                ActivityKind::HometownTalk,
                "三位做跨境电商的乡友讲选品、物流和回款，随后自由交流；家乡产业园介绍入园政策。",
                day(6, 14),
                ago(5),
            )
        },
        Plan {
            fate: Fate::Online,
            sign_ups: 13,
            with_persona: false,
            minutes: 90,
            hours_tenths: 15,
            capacity: None,
            ..plan(
                "线上培训：直播带货入门",
                ActivityKind::Training,
                "会议链接在报名后可见，提前五分钟进入。",
                day(9, 20),
                ago(4),
            )
        },
        Plan {
            sign_ups: 9,
            capacity: Some(10),
            with_persona: false,
            ..plan(
                "主题党日：我为家乡马家柚代言",
                ActivityKind::ThemeDay,
                "品鉴、拍摄和写推荐语，帮家乡果农打开销路。",
                day(13, 14),
                ago(3),
            )
        },
    ]
}
