//! Sample requests of the second branch.

use guiyan_core::branch::request::{
    CloseReason, RequestKind as K, SpotCategory,
    Urgency::{Critical, Normal, Urgent},
};

use super::{
    To,
    requests::{
        Act,
        Asked::{Days, Minutes},
        Plan,
    },
    requests_beijing::plan,
};

const DAY: i64 = 24 * 60;

pub(super) fn plans() -> Vec<Plan> {
    let mut plans = over();
    plans.extend(open());
    plans
}

fn over() -> Vec<Plan> {
    let (schools, law) = (To::Home(K::Schooling, 0), To::Home(K::Legal, 0));
    let (insurance, startup) = (To::Host(K::SocialInsurance), To::Home(K::Startup, 1));
    vec![
        Plan {
            consent: vec![startup],
            course: vec![
                (80, Act::Whistle(startup)),
                (20, Act::Arrive),
                (5 * DAY, Act::Resolve("已陪同看了两处厂房，政策清单已发。")),
                (DAY, Act::Rate(5)),
            ],
            ..plan(
                1,
                K::Startup,
                Normal,
                "想看标准厂房，周末回去能不能安排？（示例）",
                Days(110, 9),
            )
        },
        Plan {
            consent: vec![law],
            course: vec![
                (15, Act::Whistle(law)),
                // After the target of ten minutes.
                (40, Act::Arrive),
                (DAY, Act::Resolve("调解成功，欠款分两期付清。")),
                (DAY, Act::Rate(4)),
            ],
            ..plan(4, K::Legal, Critical, "老家的货款被拖了半年，想请调解。（示例）", Days(82, 10))
        },
        Plan {
            consent: vec![insurance],
            course: vec![
                (200, Act::Whistle(insurance)),
                (25, Act::Arrive),
                (DAY, Act::Resolve("已查到缴费记录，补缴三个月即可。")),
                (DAY, Act::Rate(5)),
            ],
            ..plan(
                6,
                K::SocialInsurance,
                Normal,
                "换了公司，社保断了三个月怎么补？（示例）",
                Days(44, 15),
            )
        },
        Plan {
            consent: vec![schools],
            course: vec![
                (50, Act::Whistle(schools)),
                (12, Act::Arrive),
                (4 * DAY, Act::Resolve("转学手续已办好。")),
                (2 * DAY, Act::Rate(2)),
            ],
            ..plan(
                3,
                K::Schooling,
                Normal,
                "儿子转回秦峰镇上小学，课本怎么领？（示例）",
                Days(75, 11),
            )
        },
        Plan {
            course: vec![(600, Act::Close(CloseReason::Duplicate))],
            ..plan(6, K::SocialInsurance, Normal, "社保断缴怎么补？（示例）", Days(43, 9))
        },
        Plan {
            spot: Some((SpotCategory::Environment, "驿站后门垃圾桶旁")),
            consent: vec![To::Host(K::Spot)],
            course: vec![
                (45, Act::Whistle(To::Host(K::Spot))),
                (60, Act::Arrive),
                (DAY, Act::Resolve("物业已清运，加装了监控。")),
            ],
            ..plan(2, K::Spot, Normal, "建筑垃圾堆了一周。（示例）", Days(20, 8))
        },
    ]
}

fn open() -> Vec<Plan> {
    let (schools, housing) = (To::Home(K::Schooling, 0), To::Home(K::Housing, 0));
    vec![
        Plan {
            consent: vec![schools],
            course: vec![(30, Act::Whistle(schools))],
            ..plan(7, K::Schooling, Normal, "高中能不能回信州一中借读？（示例）", Minutes(70))
        },
        // Nobody passed it on in time: overdue.
        plan(8, K::Housing, Urgent, "房东突然收房，一家四口要尽快找住处。（示例）", Days(2, 18)),
        Plan {
            consent: vec![housing],
            course: vec![(90, Act::Whistle(housing)), (60, Act::Arrive)],
            ..plan(0, K::Housing, Normal, "老家危房改造补助怎么申请？（示例）", Days(4, 9))
        },
        // One question to answer.
        Plan {
            course: vec![(100, Act::AskConsent(To::Host(K::Documents)))],
            ..plan(0, K::Documents, Normal, "居住证到期，能不能代办？（示例）", Minutes(900))
        },
        Plan {
            consent: vec![To::Helpers],
            ..plan(5, K::Employment, Normal, "爱人想找离孩子学校近的工作。（示例）", Minutes(200))
        },
    ]
}
