//! The report-in form: what is asked (domain §2, minimal), and its checks.
//! What is never collected (ID number, street address, coordinates, photo,
//! ethnicity, income) has no field here, and unknown fields are refused.

use serde::{Deserialize, Serialize};

use crate::{
    charter::DistrictCharter,
    ids::TownshipId,
    refusal::{Field, FieldIssue, Fields},
    text::{self, Issue},
    time::{Day, Month},
};

/// 党员类别. 预备党员 never count as 正式党员.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Category {
    /// 正式党员
    Full,
    /// 预备党员
    Probationary,
}

/// 外出原因
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeaveReason {
    /// 务工
    Work,
    /// 经商创业
    Business,
    /// 求学
    Study,
    /// 随家属居住
    Family,
    /// 其他
    Other,
}

/// 行业
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Industry {
    /// 制造业
    Manufacturing,
    /// 建筑装修
    Construction,
    /// 批发零售
    Trade,
    /// 电商与跨境电商
    ECommerce,
    /// 餐饮住宿
    Hospitality,
    /// 交通物流
    Transport,
    /// 信息技术
    Technology,
    /// 教育培训
    Education,
    /// 医疗健康
    Health,
    /// 居民服务
    Services,
    /// 文化传媒
    Culture,
    /// 农业
    Agriculture,
    /// 其他
    Other,
}

impl Industry {
    /// Every one, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Manufacturing,
        Self::Construction,
        Self::Trade,
        Self::ECommerce,
        Self::Hospitality,
        Self::Transport,
        Self::Technology,
        Self::Education,
        Self::Health,
        Self::Services,
        Self::Culture,
        Self::Agriculture,
        Self::Other,
    ];

    /// Its stable name, as in `eCommerce`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manufacturing => "manufacturing",
            Self::Construction => "construction",
            Self::Trade => "trade",
            Self::ECommerce => "eCommerce",
            Self::Hospitality => "hospitality",
            Self::Transport => "transport",
            Self::Technology => "technology",
            Self::Education => "education",
            Self::Health => "health",
            Self::Services => "services",
            Self::Culture => "culture",
            Self::Agriculture => "agriculture",
            Self::Other => "other",
        }
    }
}

/// 性别 (optional)
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Gender {
    /// 女
    Female,
    /// 男
    Male,
}

/// 文化程度 (optional)
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Schooling {
    /// 小学及以下
    Primary,
    /// 初中
    Middle,
    /// 高中、中专
    High,
    /// 大专
    College,
    /// 本科
    Bachelor,
    /// 研究生
    Graduate,
}

/// The form as typed. Everything may be missing: the checks name each issue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReportForm {
    /// 姓名, 2 to 40 characters
    pub name: String,
    /// 联系电话
    pub phone: String,
    /// 党员类别
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// 正式组织关系所在党支部, 2 to 60 characters
    pub home_branch: String,
    /// 所属乡镇、街道 (its id)
    pub township: String,
    /// 支部联系电话 (optional)
    pub home_branch_phone: String,
    /// 外出时间, `YYYY-MM-DD`
    pub left_on: String,
    /// 外出地点: city, 2 to 20 characters
    pub city: String,
    /// 外出地点: district of the city, 2 to 20 characters; no street
    pub area: String,
    /// 外出原因
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<LeaveReason>,
    /// 行业
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<Industry>,
    /// 特长 (may be empty), at most 100 characters
    pub skills: String,
    /// 性别 (optional)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// 出生年月 (optional), `YYYY-MM`
    pub born: String,
    /// 文化程度 (optional)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schooling: Option<Schooling>,
    /// Whether they hold a 流动党员活动证 (optional)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<bool>,
    /// Its number (optional), at most 40 characters
    pub certificate_number: String,
}

/// A checked report-in, as stored (sealed) and shown to those entitled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// 姓名
    pub name: String,
    /// 联系电话, digits only
    pub phone: String,
    /// 党员类别
    pub category: Category,
    /// 正式组织关系所在党支部
    pub home_branch: String,
    /// 所属乡镇、街道
    pub township: TownshipId,
    /// 支部联系电话, digits only
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_branch_phone: Option<String>,
    /// 外出时间
    pub left_on: Day,
    /// 外出地点: city
    pub city: String,
    /// 外出地点: district of the city
    pub area: String,
    /// 外出原因
    pub reason: LeaveReason,
    /// 行业
    pub industry: Industry,
    /// 特长
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skills: Option<String>,
    /// 性别
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// 出生年月
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Month>,
    /// 文化程度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schooling: Option<Schooling>,
    /// Whether they hold a 流动党员活动证
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<bool>,
    /// Its number
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<String>,
}

impl ReportForm {
    /// Checks every field. `today` is the day in Shanghai.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(&self, charter: &DistrictCharter, today: Day) -> Result<Report, Vec<FieldIssue>> {
        let township = |id: &TownshipId| charter.township(id).is_some();
        self.check_with(township, today)
    }

    /// As [`ReportForm::check`], where the caller knows the townships otherwise.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check_with(
        &self,
        is_township: impl Fn(&TownshipId) -> bool,
        today: Day,
    ) -> Result<Report, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let name = fields.check(Field::Name, text::name(&self.name));
        let phone = fields.check(Field::Phone, text::phone(&self.phone));
        let category = fields.check(Field::Category, self.category.ok_or(Issue::Required));
        let home_branch = fields.check(Field::HomeBranch, text::line(&self.home_branch, 2, 60));
        let township = fields.check(Field::Township, township(&self.township, is_township));
        let home_branch_phone =
            fields.check(Field::HomeBranchPhone, optional(&self.home_branch_phone, text::phone));
        let left_on = fields.check(Field::LeftOn, past_day(&self.left_on, today));
        let city = fields.check(Field::City, text::line(&self.city, 2, 20));
        let area = fields.check(Field::Area, text::line(&self.area, 2, 20));
        let reason = fields.check(Field::Reason, self.reason.ok_or(Issue::Required));
        let industry = fields.check(Field::Industry, self.industry.ok_or(Issue::Required));
        let skills = fields.check(Field::Skills, text::optional_line(&self.skills, 100));
        let born = fields.check(Field::Born, optional(&self.born, |text| born(text, today)));
        let certificate_number = fields
            .check(Field::CertificateNumber, text::optional_line(&self.certificate_number, 40));
        fields.finish(|| {
            Some(Report {
                name: name?,
                phone: phone?,
                category: category?,
                home_branch: home_branch?,
                township: township?,
                home_branch_phone: home_branch_phone?,
                left_on: left_on?,
                city: city?,
                area: area?,
                reason: reason?,
                industry: industry?,
                skills: skills?,
                gender: self.gender,
                born: born?,
                schooling: self.schooling,
                certificate: self.certificate,
                certificate_number: certificate_number?,
            })
        })
    }
}

impl From<&Report> for ReportForm {
    /// The form filled with what was reported, to be corrected.
    fn from(report: &Report) -> Self {
        let report = report.clone();
        Self {
            name: report.name,
            phone: report.phone,
            category: Some(report.category),
            home_branch: report.home_branch,
            township: report.township.to_string(),
            home_branch_phone: report.home_branch_phone.unwrap_or_default(),
            left_on: report.left_on.to_string(),
            city: report.city,
            area: report.area,
            reason: Some(report.reason),
            industry: Some(report.industry),
            skills: report.skills.unwrap_or_default(),
            gender: report.gender,
            born: report.born.map(|month| month.to_string()).unwrap_or_default(),
            schooling: report.schooling,
            certificate: report.certificate,
            certificate_number: report.certificate_number.unwrap_or_default(),
        }
    }
}

fn optional<T>(
    text: &str,
    check: impl FnOnce(&str) -> Result<T, Issue>,
) -> Result<Option<T>, Issue> {
    if text.trim().is_empty() { Ok(None) } else { check(text).map(Some) }
}

fn township(text: &str, known: impl Fn(&TownshipId) -> bool) -> Result<TownshipId, Issue> {
    if text.trim().is_empty() {
        return Err(Issue::Required);
    }
    text.trim().parse().ok().filter(known).ok_or(Issue::NotAChoice)
}

fn past_day(text: &str, today: Day) -> Result<Day, Issue> {
    if text.trim().is_empty() {
        return Err(Issue::Required);
    }
    match text.parse::<Day>() {
        Err(_) => Err(Issue::NotADate),
        Ok(day) if day > today => Err(Issue::InFuture),
        Ok(day) if day.year() < 1921 => Err(Issue::Before1921),
        Ok(day) => Ok(day),
    }
}

fn born(text: &str, today: Day) -> Result<Month, Issue> {
    match text.parse::<Month>() {
        Err(_) => Err(Issue::NotADate),
        Ok(month) if month > today.month() => Err(Issue::InFuture),
        Ok(month) if month.year < 1900 => {
            Err(Issue::OutOfRange { min: 1900, max: i64::from(today.year()) })
        }
        Ok(month) => Ok(month),
    }
}
