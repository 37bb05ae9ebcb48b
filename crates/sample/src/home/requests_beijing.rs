//! Sample requests of the first branch, of every kind and at every stage.

use guiyan_core::branch::request::{
    CloseReason, RequestKind as K, SpotCategory,
    Urgency::{self, Normal, Urgent},
};

use super::{
    To,
    requests::{
        Act,
        Asked::{self, Days, Minutes},
        Plan,
    },
};

const DAY: i64 = 24 * 60;

pub(super) fn plan(by: usize, kind: K, urgency: Urgency, text: &'static str, asked: Asked) -> Plan {
    Plan { by, kind, urgency, text, spot: None, asked, consent: Vec::new(), course: Vec::new() }
}

pub(super) fn plans() -> Vec<Plan> {
    let mut plans = over();
    plans.extend(open());
    plans.extend(the_personas());
    plans
}

fn over() -> Vec<Plan> {
    let (work, law, papers) = (To::Host(K::Employment), To::Host(K::Legal), To::Host(K::Documents));
    vec![
        Plan {
            consent: vec![work],
            // After the target of two hours.
            course: vec![
                (90, Act::Whistle(work)),
                (150, Act::Arrive),
                (3 * DAY, Act::Resolve("已推荐三家用人单位，本人面试后入职。")),
                (DAY, Act::Rate(4)),
            ],
            ..plan(
                1,
                K::Employment,
                Normal,
                "换了城区，想找一份会计类的工作。（示例）",
                Days(120, 9),
            )
        },
        Plan {
            consent: vec![law],
            course: vec![
                (25, Act::Whistle(law)),
                (8, Act::Arrive),
                (DAY, Act::Resolve("律师已解释合同条款，双方自行协商。")),
                (2 * DAY, Act::Rate(3)),
            ],
            ..plan(
                2,
                K::Legal,
                Urgent,
                "租房押金不退，合同写得不清楚，想问怎么办。（示例）",
                Days(95, 14),
            )
        },
        Plan {
            consent: vec![papers],
            course: vec![
                (60, Act::Whistle(papers)),
                (45, Act::Arrive),
                (2 * DAY, Act::Resolve("已告知网上办理入口和所需材料。")),
                (DAY, Act::Reopen("网上预约不到，窗口让再等。")),
                (50, Act::Whistle(papers)),
                (40, Act::Arrive),
                (2 * DAY, Act::Resolve("已协调到本周五上午的窗口。")),
                (DAY, Act::Rate(5)),
            ],
            ..plan(3, K::Documents, Normal, "居住证续签总约不上号。（示例）", Days(60, 10))
        },
        Plan {
            consent: vec![To::Helpers],
            course: vec![
                (120, Act::AskHelper(0, 2)),
                (300, Act::Helps),
                (2 * DAY, Act::Resolve("一起改了简历，介绍到朋友公司面试。")),
                (DAY, Act::Rate(5)),
            ],
            ..plan(
                7,
                K::Employment,
                Normal,
                "刚来北京，想请在京老乡看看简历。（示例）",
                Days(40, 11),
            )
        },
        Plan {
            course: vec![(300, Act::Close(CloseReason::OutOfScope))],
            ..plan(2, K::Other, Normal, "想请支部帮忙担保一笔贷款。（示例）", Days(70, 15))
        },
        Plan {
            course: vec![(400, Act::Withdraw)],
            ..plan(5, K::Housing, Normal, "找地铁附近的合租房。（示例）", Days(15, 12))
        },
        Plan {
            spot: Some((SpotCategory::Facility, "服务驿站二层楼梯口")),
            course: vec![(180, Act::Resolve("扶手已加固，地面贴了防滑条。")), (DAY, Act::Rate(5))],
            ..plan(4, K::Spot, Urgent, "扶手松动，老同志上下楼不稳。（示例）", Days(30, 9))
        },
    ]
}

fn open() -> Vec<Plan> {
    let (startup, schools) = (To::Home(K::Startup, 0), To::Home(K::Schooling, 0));
    vec![
        // Not resolved within seven days: overdue.
        Plan {
            consent: vec![startup],
            course: vec![(70, Act::Whistle(startup)), (35, Act::Arrive)],
            ..plan(
                4,
                K::Startup,
                Normal,
                "回乡开厂，想了解厂房租金减免怎么申请。（示例）",
                Days(10, 10),
            )
        },
        // Waits for the contact: 到场.
        Plan {
            consent: vec![schools],
            course: vec![(20, Act::Whistle(schools))],
            ..plan(
                5,
                K::Schooling,
                Normal,
                "孩子下学期转回信州读三年级，学籍怎么办？（示例）",
                Minutes(50),
            )
        },
        // Waits for the contact: 办结.
        Plan {
            consent: vec![schools, To::Township(3)],
            course: vec![(40, Act::Whistle(schools)), (9, Act::Arrive)],
            ..plan(3, K::Schooling, Normal, "初一能不能回户籍地就近入学？（示例）", Days(1, 10))
        },
        // A member of the sister branch is asked, and has not answered yet.
        Plan {
            consent: vec![To::Helpers],
            course: vec![(60, Act::AskHelper(1, 0))],
            ..plan(
                8,
                K::Startup,
                Normal,
                "想做小商品网店，请有经验的老乡指点。（示例）",
                Minutes(400),
            )
        },
        Plan {
            spot: Some((SpotCategory::FireSafety, "丰台某老乡合租楼道（示例）")),
            consent: vec![To::Host(K::Spot)],
            ..plan(1, K::Spot, Normal, "楼道堆了纸箱和电动车电池。（示例）", Minutes(120))
        },
    ]
}

// What the persona `beijing-member` sees as their own.
fn the_personas() -> Vec<Plan> {
    let (schools, housing) = (To::Home(K::Schooling, 0), To::Host(K::Housing));
    vec![
        Plan {
            consent: vec![schools],
            course: vec![
                (20, Act::Whistle(schools)),
                (6, Act::Arrive),
                (2 * DAY, Act::Resolve("学位已落实，九月一日凭通知书报到。")),
                (DAY, Act::Rate(5)),
            ],
            ..plan(
                0,
                K::Schooling,
                Urgent,
                "女儿九月升一年级，想回信州区上学，学区怎么定？（示例）",
                Days(86, 9),
            )
        },
        Plan {
            consent: vec![housing],
            course: vec![
                (60, Act::Whistle(housing)),
                (30, Act::Arrive),
                (DAY, Act::Resolve("公租房申请条件和入口已发到您手机。")),
            ],
            ..plan(0, K::Housing, Normal, "公租房怎么申请，社保要满几年？（示例）", Days(3, 10))
        },
        // One question to answer.
        Plan {
            course: vec![(180, Act::AskConsent(To::Home(K::SocialInsurance, 0)))],
            ..plan(
                0,
                K::SocialInsurance,
                Normal,
                "医保关系转到北京，老家那边要办什么？（示例）",
                Minutes(1_200),
            )
        },
    ]
}
