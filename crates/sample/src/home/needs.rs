//! What home looks for, as posted by the district and its townships over the
//! year: open, closed and expired.

use guiyan_core::{
    caller::{Caller, Role},
    ids::NeedId,
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedCommand, NeedForm},
    recipient::Recipient,
    time::DAY,
};

use super::Home;
use crate::Script;

struct Plan {
    kind: LeadKind,
    industry: HomeIndustry,
    subject: &'static str,
    text: &'static str,
    /// The township it is for, which posts it; none is the district.
    township: Option<usize>,
    amount: Option<(i64, i64)>,
    posted: i64,
    /// The last day, counted from today.
    until: i64,
    closed: Option<i64>,
}

/// The needs by number.
pub(super) fn enact(script: &mut Script, home: &Home<'_>) -> Vec<NeedId> {
    let district = Caller::officer(home.person("district-officer"), [Role::DistrictOfficer]);
    let mut posted = Vec::new();
    for plan in plans() {
        let township = plan.township.and_then(|number| home.township(number)).cloned();
        let liaison = match &township {
            Some(township) => home.officer(&Recipient::Township(township.clone())),
            None => None,
        };
        let poster = liaison.as_ref().unwrap_or(&district);
        let details = NeedForm {
            lead_kind: Some(plan.kind),
            industry: Some(plan.industry),
            subject: plan.subject.to_owned(),
            text: plan.text.to_owned(),
            township: township.map(|township| township.to_string()).unwrap_or_default(),
            amount_from: plan.amount.map(|(from, _)| from),
            amount_to: plan.amount.map(|(_, to)| to),
            until: home.now.plus(plan.until * DAY).day().to_string(),
        };
        let at = home.ago(plan.posted, 9);
        let need = NeedId::from(script.post(at, poster, NeedCommand::PostNeed { details }));
        if let Some(days) = plan.closed {
            let command = NeedCommand::CloseNeed { need, reason: NeedCloseReason::Met };
            script.post(home.ago(days, 17), poster, command);
        }
        posted.push(need);
    }
    posted
}

fn plans() -> [Plan; 9] {
    use HomeIndustry as I;
    use LeadKind as K;
    let plan = |kind, industry, subject, text, posted| Plan {
        kind,
        industry,
        subject,
        text,
        township: None,
        amount: None,
        posted,
        until: 150,
        closed: None,
    };
    [
        Plan {
            amount: Some((1_000_000, 50_000_000)),
            ..plan(
                K::Funds,
                I::SmartManufacturing,
                "智造产业园标准厂房招引项目",
                "智造产业园有现成标准厂房，水电气到位，欢迎装备、电子类项目入驻，专人代办手续。（示例）",
                310,
            )
        },
        Plan {
            township: Some(2),
            amount: Some((50_000, 2_000_000)),
            ..plan(
                K::Sales,
                I::Pomelo,
                "马家柚进城：找团购和商超渠道",
                "今年马家柚挂果好，想对接企业团购、社区团购和商超，可提供样果和检测报告。（示例）",
                220,
            )
        },
        plan(
            K::Talent,
            I::DigitalStaffing,
            "数字化人力服务基地招运营骨干",
            "有平台招聘、客服外包、数据标注管理经验的老乡，回乡带团队，住房和子女入学有人对接。（示例）",
            285,
        ),
        plan(
            K::Technology,
            I::CrossBorderTrade,
            "跨境电商选品与海外仓经验",
            "本地商家刚起步，请做过跨境平台的老乡帮看选品、物流和合规。（示例）",
            110,
        ),
        Plan {
            township: Some(3),
            amount: Some((500_000, 10_000_000)),
            ..plan(
                K::Funds,
                I::CultureTourism,
                "古村民宿与研学营地合作",
                "村里有闲置老屋和茶山，想找有经营经验的合作方，村集体以房屋入股。（示例）",
                75,
            )
        },
        plan(
            K::Talent,
            I::Other,
            "村（社区）后备干部招引",
            "欢迎在外经历过创业、管理的党员返乡，到村（社区）担任后备干部。（示例）",
            270,
        ),
        Plan {
            township: Some(3),
            until: 60,
            ..plan(
                K::Sales,
                I::FarmProduce,
                "秋茶、菜籽油找销路",
                "合作社有秋茶和菜籽油，量不大但品质稳，想找长期客户。（示例）",
                34,
            )
        },
        Plan {
            township: Some(0),
            closed: Some(140),
            ..plan(
                K::Funds,
                I::LocalServices,
                "社区养老服务中心合作方",
                "已与合作方签约，感谢各位乡友牵线。（示例）",
                280,
            )
        },
        Plan {
            township: Some(1),
            until: -20,
            ..plan(
                K::Technology,
                I::DigitalCooperation,
                "老街数字化改造方案征集",
                "征集导览、预约、支付一体的小程序方案。（示例）",
                160,
            )
        },
    ]
}
