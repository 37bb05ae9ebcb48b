//! The form of a need and its checks, and the codes that needs and leads share.

use serde::{Deserialize, Serialize};

use crate::{
    charter::DistrictCharter,
    ids::TownshipId,
    refusal::{Field, FieldIssue, Fields},
    text::{self, Issue},
    time::{DAY, Day, Timestamp},
};

/// The least and the greatest amount of a need or lead, in whole yuan. The sum
/// of nine million of the greatest still fits an `i64`.
pub const AMOUNT: std::ops::RangeInclusive<i64> = 1..=1_000_000_000_000;

/// What is looked for, or offered. [S0]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeadKind {
    /// 资金
    Funds,
    /// 技术
    Technology,
    /// 人才
    Talent,
    /// 销路, as for 马家柚
    Sales,
}

/// 产业方向 of the home district. Not the 行业 that a member works in: these
/// are what home builds up, the first five as named in the article. [S0]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum HomeIndustry {
    /// 跨境电商
    CrossBorderTrade,
    /// 国际数字合作
    DigitalCooperation,
    /// 数字化人力服务
    DigitalStaffing,
    /// 智造产业园标准厂房
    SmartManufacturing,
    /// 马家柚
    Pomelo,
    /// 其他农产品
    FarmProduce,
    /// 文旅康养
    CultureTourism,
    /// 生活服务
    LocalServices,
    /// 其他
    Other,
}

/// The form as typed. Everything may be missing: the checks name each issue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NeedForm {
    /// 类别
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_kind: Option<LeadKind>,
    /// 产业方向
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<HomeIndustry>,
    /// 名称, 2 to 60 characters
    pub subject: String,
    /// 内容, 2 to 2,000 characters
    pub text: String,
    /// 乡镇、街道 (its id); may be empty for the district as a whole
    pub township: String,
    /// 金额下限 in whole yuan (optional), 1 to 1,000,000,000,000
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_from: Option<i64>,
    /// 金额上限 in whole yuan (optional), likewise
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<i64>,
    /// 截止日期, its last day, `YYYY-MM-DD`
    pub until: String,
}

/// A checked need, as stored. No person is named in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NeedDetails {
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 名称
    pub subject: String,
    /// 内容
    pub text: String,
    /// 乡镇、街道; none is the district as a whole
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<TownshipId>,
    /// 金额下限 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_from: Option<u64>,
    /// 金额上限 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<u64>,
    /// 截止日期, its last day
    pub until: Day,
}

impl NeedForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(
        &self,
        charter: &DistrictCharter,
        now: Timestamp,
    ) -> Result<NeedDetails, Vec<FieldIssue>> {
        self.check_with(|id| charter.township(id).is_some(), now)
    }

    /// As [`NeedForm::check`], where the caller knows the townships otherwise.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check_with(
        &self,
        is_township: impl Fn(&TownshipId) -> bool,
        now: Timestamp,
    ) -> Result<NeedDetails, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let kind = fields.check(Field::LeadKind, self.lead_kind.ok_or(Issue::Required));
        let industry = fields.check(Field::Industry, self.industry.ok_or(Issue::Required));
        let subject = fields.check(Field::Subject, text::line(&self.subject, 2, 60));
        let text = fields.check(Field::Text, text::story(&self.text, 2, 2000));
        let township = fields.check(Field::Township, township(&self.township, is_township));
        let from = fields.check(Field::AmountFrom, amount(self.amount_from, AMOUNT));
        let least = from.flatten().and_then(|from| i64::try_from(from).ok());
        let range = least.unwrap_or(*AMOUNT.start())..=*AMOUNT.end();
        let to = fields.check(Field::AmountTo, amount(self.amount_to, range));
        let until = fields.check(Field::Until, until(&self.until, now));
        fields.finish(|| {
            Some(NeedDetails {
                kind: kind?,
                industry: industry?,
                subject: subject?,
                text: text?,
                township: township?,
                amount_from: from?,
                amount_to: to?,
                until: until?,
            })
        })
    }
}

/// An amount in that range, or none.
pub(crate) fn amount(
    amount: Option<i64>,
    range: std::ops::RangeInclusive<i64>,
) -> Result<Option<u64>, Issue> {
    match amount {
        Some(amount) if !range.contains(&amount) => {
            Err(Issue::OutOfRange { min: *range.start(), max: *range.end() })
        }
        amount => Ok(amount.and_then(|amount| u64::try_from(amount).ok())),
    }
}

fn township(
    text: &str,
    is_township: impl Fn(&TownshipId) -> bool,
) -> Result<Option<TownshipId>, Issue> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let id = text.trim().parse().ok().filter(is_township);
    id.map(Some).ok_or(Issue::NotAChoice)
}

fn until(text: &str, now: Timestamp) -> Result<Day, Issue> {
    if text.trim().is_empty() {
        return Err(Issue::Required);
    }
    match text.parse::<Day>() {
        Err(_) => Err(Issue::NotADate),
        Ok(day) if day < now.day() => Err(Issue::InPast),
        Ok(day) if day > now.plus(731 * DAY).day() => Err(Issue::TooFarAhead),
        Ok(day) => Ok(day),
    }
}
