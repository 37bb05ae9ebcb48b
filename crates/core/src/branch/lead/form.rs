//! The form of a lead, what lands in the end, and the checks of both.

use serde::{Deserialize, Serialize};

use crate::{
    branch::activity::ContactPerson,
    charter::DistrictCharter,
    ids::{NeedId, TownshipId},
    need::{AMOUNT, HomeIndustry, LeadKind, amount},
    refusal::{Field, FieldIssue, Fields},
    text::{self, Issue},
};

/// The most characters of a lead's note.
const NOTE: u32 = 2000;

/// The form as typed. Everything may be missing: the checks name each issue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LeadForm {
    /// 类别
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_kind: Option<LeadKind>,
    /// 产业方向
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<HomeIndustry>,
    /// 金额 in whole yuan (optional), 1 to 1,000,000,000,000
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// 意向乡镇、街道 (its id); may be empty
    pub township: String,
    /// The need it answers (optional)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
    /// 说明 (may be empty), at most 2,000 characters
    pub note: String,
    /// 姓名, of 乡友 only: a member's stands in their report-in
    pub contact_name: String,
    /// 电话, likewise
    pub contact_phone: String,
}

/// The coded part of a lead, which outlives the sealed part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadCodes {
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 金额 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// 意向乡镇、街道
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<TownshipId>,
    /// The need it answers
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
}

/// A checked lead: its codes, its note, and whom to call when it is a 乡友.
pub(super) struct Checked {
    pub(super) codes: LeadCodes,
    pub(super) note: Option<String>,
    pub(super) contact: Option<ContactPerson>,
}

impl LeadForm {
    /// Checks every field; 乡友 give name and phone too.
    pub(super) fn check(
        &self,
        charter: &DistrictCharter,
        fellow: bool,
        fields: &mut Fields,
    ) -> Option<Checked> {
        self.check_with(|id| charter.township(id).is_some(), fellow, fields)
    }

    /// All issues, in the order of the form, where the caller knows the
    /// townships otherwise.
    pub fn issues(
        &self,
        is_township: impl Fn(&TownshipId) -> bool,
        fellow: bool,
    ) -> Vec<FieldIssue> {
        let mut fields = Fields::default();
        let checked = self.check_with(is_township, fellow, &mut fields);
        fields.finish(|| checked).err().unwrap_or_default()
    }

    fn check_with(
        &self,
        is_township: impl Fn(&TownshipId) -> bool,
        fellow: bool,
        fields: &mut Fields,
    ) -> Option<Checked> {
        let kind = fields.check(Field::LeadKind, self.lead_kind.ok_or(Issue::Required));
        let industry = fields.check(Field::Industry, self.industry.ok_or(Issue::Required));
        let amount = fields.check(Field::Amount, amount(self.amount, AMOUNT));
        let township = fields.check(Field::Township, township(&self.township, is_township));
        let note = fields.check(Field::Note, text::optional_story(&self.note, NOTE));
        let contact = if fellow {
            let name = fields.check(Field::ContactName, text::name(&self.contact_name));
            let phone = fields.check(Field::ContactPhone, text::phone(&self.contact_phone));
            Some(ContactPerson { name: name?, phone: phone? })
        } else {
            None
        };
        let (kind, industry) = (kind?, industry?);
        let codes =
            LeadCodes { kind, industry, amount: amount?, township: township?, need: self.need };
        Some(Checked { codes, note: note?, contact })
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

/// How a talent lead lands. [S0]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum TalentOutcome {
    /// 返乡就业
    Employed,
    /// 返乡创业
    Founded,
    /// 进入村（社区）“两委”
    VillageCommittee,
}

/// What has landed, as typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LandingForm {
    /// 实际金额 in whole yuan, 0 to 1,000,000,000,000
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<i64>,
    /// 带动就业人数, 0 to 100,000
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jobs: Option<i64>,
    /// How the talent came home; of a talent lead, and only there
    #[serde(skip_serializing_if = "Option::is_none")]
    pub talent: Option<TalentOutcome>,
}

/// What has landed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Landing {
    /// 实际金额 in whole yuan
    pub amount: u64,
    /// 带动就业人数
    pub jobs: u32,
    /// How the talent came home
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talent: Option<TalentOutcome>,
}

impl LandingForm {
    /// Checks every field for a lead of that kind.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(&self, kind: LeadKind) -> Result<Landing, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let actual = self.amount.ok_or(Issue::Required);
        let actual = actual.and_then(|yuan| amount(Some(yuan), 0..=*AMOUNT.end()));
        let amount = fields.check(Field::Amount, actual).flatten();
        let jobs = match self.jobs {
            None => Err(Issue::Required),
            Some(jobs @ 0..=100_000) => Ok(jobs as u32),
            Some(_) => Err(Issue::OutOfRange { min: 0, max: 100_000 }),
        };
        let jobs = fields.check(Field::Jobs, jobs);
        let talent = match (kind, self.talent) {
            (LeadKind::Talent, None) => Err(Issue::Required),
            (LeadKind::Talent, talent) => Ok(talent),
            (_, Some(_)) => Err(Issue::NotAChoice),
            (_, None) => Ok(None),
        };
        let talent = fields.check(Field::Talent, talent);
        fields.finish(|| Some(Landing { amount: amount?, jobs: jobs?, talent: talent? }))
    }
}
