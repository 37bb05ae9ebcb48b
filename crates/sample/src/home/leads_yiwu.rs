//! Sample leads of the second branch.

use guiyan_core::{
    branch::{
        lead::{HoldReason, LeadCloseReason, MoveTo, TalentOutcome},
        request::RequestKind,
    },
    need::{HomeIndustry as I, LeadKind as K},
};

use super::{
    To,
    leads::{Act, Plan},
    leads_beijing::plan,
};

const INVESTMENT: To = To::Home(RequestKind::Startup, 0);
const FARMING: To = To::Home(RequestKind::Startup, 2);
const QINFENG: To = To::Township(3);
const IN_CONTACT: Act = Act::Move(MoveTo::InContact);
const NEGOTIATING: Act = Act::Move(MoveTo::Negotiating);
const SIGNED: Act = Act::Move(MoveTo::Signed);

pub(super) fn plans() -> Vec<Plan> {
    vec![
        Plan {
            amount: Some(2_600_000),
            township: Some(0),
            consent: vec![INVESTMENT],
            course: vec![
                (272, IN_CONTACT),
                (271, Act::Pass(INVESTMENT)),
                (255, NEGOTIATING),
                (230, SIGNED),
                (185, Act::Land(2_400_000, 35, None)),
            ],
            ..plan(1, K::Funds, I::CrossBorderTrade, "饰品跨境仓，想在家乡设分拣点。（示例）", 275)
        },
        Plan {
            course: vec![
                (206, IN_CONTACT),
                (198, NEGOTIATING),
                (184, SIGNED),
                (150, Act::Land(180_000, 4, Some(TalentOutcome::Founded))),
            ],
            ..plan(
                4,
                K::Talent,
                I::LocalServices,
                "在义乌开店九年，想回乡开家政公司。（示例）",
                210,
            )
        },
        Plan {
            amount: Some(900_000),
            township: Some(2),
            need: Some(1),
            consent: vec![FARMING],
            course: vec![
                (118, IN_CONTACT),
                (117, Act::Pass(FARMING)),
                (104, NEGOTIATING),
                (92, SIGNED),
                (38, Act::Land(1_050_000, 20, None)),
            ],
            ..plan(2, K::Sales, I::Pomelo, "小商品城礼盒渠道，附在年货里卖。（示例）", 122)
        },
        Plan {
            amount: Some(3_500_000),
            township: Some(3),
            need: Some(4),
            consent: vec![QINFENG],
            course: vec![
                (49, IN_CONTACT),
                (48, Act::Pass(QINFENG)),
                (40, NEGOTIATING),
                (18, SIGNED),
            ],
            ..plan(3, K::Funds, I::CultureTourism, "合伙做亲子营地，村集体入股。（示例）", 52)
        },
        Plan {
            course: vec![(84, IN_CONTACT), (66, Act::Close(LeadCloseReason::LandedElsewhere))],
            ..plan(5, K::Funds, I::SmartManufacturing, "包装印刷线，地价谈不拢。（示例）", 88)
        },
        Plan {
            course: vec![(30, IN_CONTACT), (21, Act::Hold(HoldReason::SubmitterAsked))],
            ..plan(6, K::Technology, I::DigitalCooperation, "可教短视频拍摄和带货。（示例）", 33)
        },
        Plan {
            amount: Some(1_200_000),
            need: Some(0),
            course: vec![(17, IN_CONTACT), (10, NEGOTIATING)],
            ..plan(7, K::Funds, I::SmartManufacturing, "玩具模具小厂，想看标准厂房。（示例）", 19)
        },
        plan(8, K::Sales, I::FarmProduce, "市场里有三个摊位，可以代卖秋茶。（示例）", 10),
        Plan {
            amount: Some(150_000),
            township: Some(0),
            course: vec![(24, IN_CONTACT), (15, NEGOTIATING), (6, SIGNED)],
            ..plan(0, K::Sales, I::FarmProduce, "外贸客户想要菜籽油样品，可能长期订。（示例）", 27)
        },
        Plan {
            township: Some(3),
            need: Some(6),
            course: vec![(7, IN_CONTACT), (2, Act::Ask(QINFENG))],
            ..plan(0, K::Sales, I::FarmProduce, "直播间可以排一场秋茶专场。（示例）", 8)
        },
    ]
}
