//! What is known before any event: the district, its townships, and the
//! branches, each read from a data file. Rules marked *configurable* in the
//! domain stand here as data, never as constants in code.

mod check;
mod circle;

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    branch::request::{HelpTargets, RequestKind},
    chain::ChainDays,
    dues::DuesRates,
    ids::{BranchId, DepartmentId, TownshipId},
    recipient::Recipient,
    retention::Retention,
};

pub use check::CharterIssue;
pub use circle::{DistrictActivities, Group};

/// The home district (流出地) and everything that belongs to it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DistrictCharter {
    /// As in 信州区.
    pub name: Bilingual,
    /// Townships and streets (乡镇、街道), in the order they are shown.
    pub townships: Vec<Township>,
    /// Home-side departments, in the order they are shown.
    #[serde(default)]
    pub departments: Vec<Department>,
    /// The notice shown before any data is asked for. [PIPL §17]
    pub notice: NoticeCharter,
    /// How long what the notice does not name is kept. *Configurable.*
    #[serde(default)]
    pub retention: Retention,
    /// How much one person may have open at once. *Configurable.*
    #[serde(default)]
    pub limits: Limits,
    /// 党费 rates of the calculator. *Configurable.* [domain §7]
    #[serde(default)]
    pub dues: DuesRates,
    /// Figures that others have published, shown beside the branches' own to
    /// compare, with their office and period. (S0)
    #[serde(default)]
    pub references: Vec<Reference>,
    /// By which rules the district holds activities of its own. *Configurable.*
    #[serde(default)]
    pub activities: DistrictActivities,
    /// Branches by id; filled from their own files.
    #[serde(skip)]
    pub branches: BTreeMap<BranchId, Arc<BranchCharter>>,
}

/// How much one person may have open at once, over all branches, and how much a
/// branch may have planned: enough for anybody who means it, and no list is
/// flooded by one. *Configurable* by
/// `limits` in the district's data file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Limits {
    /// 线索 that have neither landed nor been closed.
    pub open_leads: u32,
    /// 求助 and 随手报 that are not over.
    pub open_requests: u32,
    /// 草稿 of one branch.
    pub drafts: u32,
    /// 系列 of one branch with something left to publish.
    pub series: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { open_leads: 20, open_requests: 10, drafts: 30, series: 20 }
    }
}

/// Figures that an office has published about itself. (S0)
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reference {
    /// Whose they are.
    pub office: Bilingual,
    /// When they were counted.
    pub period: Bilingual,
    /// How many matters it handled.
    pub received: u32,
    /// 办结率, in thousandths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<u32>,
    /// Share answered within ten minutes, in thousandths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_time: Option<u32>,
    /// 满意度, in thousandths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied: Option<u32>,
}

impl DistrictCharter {
    /// Whether every value is one that somebody can have meant; branches have a
    /// [check](BranchCharter::check) of their own.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), CharterIssue> {
        check::district(self)
    }

    /// Whose the district's own activities are said to be.
    pub fn office(&self) -> &Bilingual {
        self.activities.short_name.as_ref().unwrap_or(&self.notice.controller)
    }

    /// The township of that id.
    pub fn township(&self, id: &TownshipId) -> Option<&Township> {
        self.townships.iter().find(|township| township.id == *id)
    }

    /// The home-side department of that id, or the host-side office or hotline
    /// that the branch turns to.
    pub fn department(&self, branch: &BranchId, id: &DepartmentId) -> Option<&Department> {
        self.departments_for(branch).find(|department| department.id == *id)
    }

    /// All that a branch can turn to: the home side first, then its own.
    pub fn departments_for(&self, branch: &BranchId) -> impl Iterator<Item = &Department> {
        let own = self.branches.get(branch).map(|branch| &branch.departments);
        self.departments.iter().chain(own.into_iter().flatten())
    }

    /// The name under which a recipient is shown; a person has none here.
    pub fn recipient_name(&self, branch: &BranchId, recipient: &Recipient) -> Option<&Bilingual> {
        match recipient {
            Recipient::Township(id) => self.township(id).map(|township| &township.name),
            Recipient::Department(id) => self.department(branch, id).map(|found| &found.name),
            Recipient::Person(_) | Recipient::Helpers => None,
        }
    }
}

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bilingual {
    /// 简体中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Bilingual {
    /// The text in that language.
    pub fn get(&self, lang: crate::caller::Lang) -> &str {
        match lang {
            crate::caller::Lang::Zh => &self.zh,
            crate::caller::Lang::En => &self.en,
        }
    }
}

/// A township or street of the home district.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Township {
    /// Its id.
    pub id: TownshipId,
    /// As in 秦峰镇.
    pub name: Bilingual,
}

/// A department of the home side, or an office or hotline of the host city,
/// that something can be passed on to. [domain §5]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// As in 区教育体育局.
    pub name: Bilingual,
    /// Telephone number, shown as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether its contact works in Guiyan; for the others the branch records
    /// what they do (代记).
    #[serde(default)]
    pub in_guiyan: bool,
    /// What it helps with; empty means anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<RequestKind>,
}

/// Facts of the privacy notice that differ between districts. [PIPL §17]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeCharter {
    /// Which text was agreed to; a consent names it.
    pub version: String,
    /// Who answers for the data.
    pub controller: Bilingual,
    /// How to reach them about it.
    pub contact: String,
    /// How many months after 结束流动 a report-in is kept.
    pub retention_months: u32,
}

/// One branch (驻外流动党员党支部).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BranchCharter {
    /// Its id, as in `xinzhou-beijing`.
    pub id: BranchId,
    /// As in 信州区驻北京流动党员党支部.
    pub name: Bilingual,
    /// As in 北京支部, where room is short.
    pub short_name: Bilingual,
    /// As in 流动党员党支部. (S0)
    pub kind: Bilingual,
    /// As in 北京.
    pub host_city: Bilingual,
    /// Whether that is outside of the home province (省外). [domain §6]
    #[serde(default = "yes")]
    pub outside_province: bool,
    /// 隶属的基层党委; the district's controller when missing. [domain §6]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superior: Option<Bilingual>,
    /// What the branch is and does.
    pub about: Bilingual,
    /// Who to ask, and how.
    pub contact: Contact,
    /// Address of the portal's page with this branch. A newer phone is led there
    /// by the plain page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
    /// Members of the 支委会; 0 where there is only a secretary. [R18]
    #[serde(default)]
    pub committee: u32,
    /// 党小组, in the order they are shown; most branches have none. [R18]
    #[serde(default)]
    pub groups: Vec<Group>,
    /// 服务驿站
    #[serde(default)]
    pub stations: Vec<Station>,
    /// Offices and hotlines of the host city; never in Guiyan, so the branch
    /// records for them (代记).
    #[serde(default)]
    pub departments: Vec<Department>,
    /// Minutes that a freed place is kept for the first in the queue; 0 gives
    /// it at once. *Configurable.*
    #[serde(default)]
    pub offer_window_minutes: u32,
    /// How long each step of a request may take. *Configurable.*
    #[serde(default)]
    pub help_targets: HelpTargets,
    /// How long a report-in may wait before it climbs the chain. *Configurable.*
    #[serde(default)]
    pub chain_days: ChainDays,
    /// Minutes before the start from which people are checked in. *Configurable.*
    #[serde(default = "two_hours")]
    pub check_in_opens_minutes: u32,
    /// Days after the end until which an attendance list is kept up. *Configurable.*
    #[serde(default = "thirty")]
    pub attendance_closes_days: u32,
    /// Days before its date on which an occurrence of a series is published.
    /// *Configurable.*
    #[serde(default = "sixty_two")]
    pub series_horizon_days: u32,
    /// 学时 a member should reach in a year. [R19 §20] *Configurable.*
    #[serde(default = "thirty_two")]
    pub yearly_hours: u32,
    /// Until when each stage of a lead is due.
    #[serde(default)]
    pub leads: LeadRules,
}

impl BranchCharter {
    /// Whether every value is one that somebody can have meant.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), CharterIssue> {
        check::branch(self)
    }
}

/// Days after which a stage of a lead is overdue; 0 means never. [domain §4]
/// *Configurable.*
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LeadRules {
    /// 提交: until somebody gets in contact.
    pub submitted_days: u32,
    /// 对接: until there is a negotiation.
    pub in_contact_days: u32,
    /// 洽谈: until it is signed.
    pub negotiating_days: u32,
    /// 签约: until it lands.
    pub signed_days: u32,
    /// Days after which an overdue step climbs from the branch to the township
    /// or street, and from there to the district.
    pub escalation_days: u32,
}

impl Default for LeadRules {
    fn default() -> Self {
        Self {
            submitted_days: 7,
            in_contact_days: 14,
            negotiating_days: 30,
            signed_days: 60,
            escalation_days: 7,
        }
    }
}

/// Someone to turn to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name and office.
    pub name: String,
    /// Telephone number, shown as written.
    pub phone: String,
}

/// A service station (“绕城e家”-like). (S0)
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Part of the city.
    pub area: String,
    /// Street and house.
    pub address: String,
    /// Opening hours, as written.
    pub hours: String,
    /// Its rooms, as in 会议室 or 谈心室.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<String>,
    /// What is offered there, as in 政策咨询.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<String>,
}

fn yes() -> bool {
    true
}

fn two_hours() -> u32 {
    120
}

fn thirty() -> u32 {
    30
}

fn sixty_two() -> u32 {
    62
}

fn thirty_two() -> u32 {
    32
}
