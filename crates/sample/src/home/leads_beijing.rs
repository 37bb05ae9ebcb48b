//! Sample leads of the first branch, over the year and at every stage.

use guiyan_core::{
    branch::{
        lead::{HoldReason, JumpReason, LeadCloseReason, MoveTo, TalentOutcome},
        request::RequestKind,
    },
    need::{HomeIndustry as I, LeadKind as K},
};

use super::{
    To,
    leads::{Act, Plan},
};

const PARK: To = To::Home(RequestKind::Startup, 1);
const INVESTMENT: To = To::Home(RequestKind::Startup, 0);
const SCHOOLS: To = To::Home(RequestKind::Schooling, 0);
const QINFENG: To = To::Township(3);
const IN_CONTACT: Act = Act::Move(MoveTo::InContact);
const NEGOTIATING: Act = Act::Move(MoveTo::Negotiating);
const SIGNED: Act = Act::Move(MoveTo::Signed);

pub(super) fn plan(by: usize, kind: K, industry: I, note: &'static str, submitted: i64) -> Plan {
    Plan {
        by,
        kind,
        industry,
        amount: None,
        township: None,
        need: None,
        note,
        submitted,
        consent: Vec::new(),
        course: Vec::new(),
    }
}

pub(super) fn plans() -> Vec<Plan> {
    let mut plans = landed();
    plans.extend(under_way());
    plans.extend(the_personas());
    plans
}

fn landed() -> Vec<Plan> {
    vec![
        Plan {
            amount: Some(5_000_000),
            township: Some(1),
            need: Some(0),
            consent: vec![PARK],
            course: vec![
                (287, IN_CONTACT),
                (286, Act::Pass(PARK)),
                (276, NEGOTIATING),
                (248, SIGNED),
                (200, Act::Land(4_800_000, 60, None)),
            ],
            ..plan(
                1,
                K::Funds,
                I::SmartManufacturing,
                "想把小型电机装配线迁回家乡，要一层标准厂房。（示例）",
                290,
            )
        },
        Plan {
            need: Some(2),
            course: vec![
                (258, IN_CONTACT),
                (251, NEGOTIATING),
                (240, SIGNED),
                (230, Act::Land(0, 1, Some(TalentOutcome::Employed))),
            ],
            ..plan(
                2,
                K::Talent,
                I::DigitalStaffing,
                "做了六年招聘平台运营，想回家发展。（示例）",
                262,
            )
        },
        Plan {
            township: Some(3),
            need: Some(5),
            consent: vec![QINFENG],
            course: vec![
                (236, IN_CONTACT),
                (235, Act::Pass(QINFENG)),
                (222, NEGOTIATING),
                (190, Act::Jump(MoveTo::Signed, JumpReason::AgreedDirectly)),
                (170, Act::Land(0, 0, Some(TalentOutcome::VillageCommittee))),
            ],
            ..plan(3, K::Talent, I::Other, "愿意回村里做事，先从后备干部做起。（示例）", 240)
        },
        Plan {
            amount: Some(600_000),
            township: Some(2),
            need: Some(1),
            course: vec![
                (147, IN_CONTACT),
                (140, NEGOTIATING),
                (128, SIGNED),
                (96, Act::Land(680_000, 12, None)),
            ],
            ..plan(4, K::Sales, I::Pomelo, "三个社区团购群，中秋前集中走一批。（示例）", 150)
        },
    ]
}

fn under_way() -> Vec<Plan> {
    vec![
        Plan {
            amount: Some(1_500_000),
            course: vec![(77, IN_CONTACT), (70, NEGOTIATING), (45, SIGNED)],
            ..plan(1, K::Funds, I::CrossBorderTrade, "跨境小家电直播间，团队八个人。（示例）", 80)
        },
        Plan {
            course: vec![(97, IN_CONTACT), (70, Act::Close(LeadCloseReason::NotViable))],
            ..plan(
                5,
                K::Technology,
                I::CrossBorderTrade,
                "海外仓管理系统，可低价授权。（示例）",
                100,
            )
        },
        Plan {
            amount: Some(2_000_000),
            township: Some(3),
            need: Some(4),
            consent: vec![QINFENG],
            course: vec![(56, IN_CONTACT), (55, Act::Pass(QINFENG)), (45, NEGOTIATING)],
            ..plan(6, K::Funds, I::CultureTourism, "看中老茶厂，想做民宿加研学。（示例）", 60)
        },
        Plan {
            course: vec![(42, IN_CONTACT), (25, Act::Hold(HoldReason::AwaitingApproval))],
            ..plan(
                2,
                K::Technology,
                I::DigitalCooperation,
                "小语种数据标注团队可以合作。（示例）",
                46,
            )
        },
        Plan {
            amount: Some(8_000_000),
            township: Some(1),
            need: Some(0),
            course: vec![
                (28, IN_CONTACT),
                (27, Act::Ask(PARK)),
                (26, Act::Agree(PARK)),
                (25, Act::Pass(PARK)),
                (22, NEGOTIATING),
            ],
            ..plan(8, K::Funds, I::SmartManufacturing, "传感器封装，一期要两千平方米。（示例）", 30)
        },
        Plan {
            amount: Some(80_000),
            township: Some(3),
            need: Some(6),
            consent: vec![QINFENG],
            course: vec![(9, IN_CONTACT), (8, Act::Pass(QINFENG))],
            ..plan(7, K::Sales, I::FarmProduce, "公司食堂愿意长期用菜籽油。（示例）", 12)
        },
        Plan {
            consent: vec![SCHOOLS],
            course: vec![(14, IN_CONTACT), (13, Act::Pass(SCHOOLS))],
            ..plan(4, K::Talent, I::Other, "退休教师，每年可以回来支教两个月。（示例）", 16)
        },
        plan(5, K::Funds, I::LocalServices, "想回去开一家连锁托育点。（示例）", 11),
        plan(8, K::Talent, I::SmartManufacturing, "数控技师，考虑明年返乡。（示例）", 2),
    ]
}

// What the persona `beijing-member` sees as their own.
fn the_personas() -> Vec<Plan> {
    vec![
        Plan {
            amount: Some(300_000),
            township: Some(2),
            need: Some(1),
            course: vec![
                (177, IN_CONTACT),
                (169, NEGOTIATING),
                (160, SIGNED),
                (131, Act::Land(320_000, 5, None)),
            ],
            ..plan(0, K::Sales, I::Pomelo, "单位工会福利采购，可以订马家柚礼盒。（示例）", 180)
        },
        Plan {
            need: Some(3),
            course: vec![(5, IN_CONTACT), (1, Act::Ask(INVESTMENT))],
            ..plan(
                0,
                K::Technology,
                I::CrossBorderTrade,
                "可以帮本地商家看选品和平台规则。（示例）",
                6,
            )
        },
    ]
}
