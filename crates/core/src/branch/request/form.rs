//! What is asked for, how urgent it is, and the checks of what is typed.
//! Attachments have no field here, and unknown fields are refused.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    charter::DistrictCharter,
    ids::{BranchId, TownshipId},
    recipient::Recipient,
    text::Issue,
};

/// The most characters of a request.
pub(super) const TEXT: u32 = 1_000;
/// The most characters of a note that goes with a step.
pub(super) const NOTE: u32 = 300;

/// What a request is about. [domain §5]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RequestKind {
    /// 就业
    Employment,
    /// 创业
    Startup,
    /// 住房
    Housing,
    /// 子女入学
    Schooling,
    /// 社保医保
    SocialInsurance,
    /// 证照代办
    Documents,
    /// 法律调解
    Legal,
    /// 其他
    Other,
    /// 随手报: a place or a thing that needs doing, never a person
    Spot,
}

impl RequestKind {
    /// What members ask for and offer, in the order in which it is shown.
    pub const HELP: &'static [Self] = &[
        Self::Employment,
        Self::Startup,
        Self::Housing,
        Self::Schooling,
        Self::SocialInsurance,
        Self::Documents,
        Self::Legal,
        Self::Other,
    ];

    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Employment,
        Self::Startup,
        Self::Housing,
        Self::Schooling,
        Self::SocialInsurance,
        Self::Documents,
        Self::Legal,
        Self::Other,
        Self::Spot,
    ];

    /// Its stable name, as in `socialInsurance`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Startup => "startup",
            Self::Housing => "housing",
            Self::Schooling => "schooling",
            Self::SocialInsurance => "socialInsurance",
            Self::Documents => "documents",
            Self::Legal => "legal",
            Self::Other => "other",
            Self::Spot => "spot",
        }
    }
}

/// What a reported spot is. (S0: 网格)
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SpotCategory {
    /// 设施损坏
    Facility,
    /// 环境卫生
    Environment,
    /// 消防安全
    FireSafety,
    /// 水电燃气
    Utilities,
    /// 道路交通
    Traffic,
    /// 其他
    Other,
}

/// How urgent it is; the targets depend on it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// 一般
    #[default]
    Normal,
    /// 较急
    Urgent,
    /// 紧急
    Critical,
}

/// What was written, sealed as the requester's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestText {
    /// What it is about, in words; at most 1,000 characters.
    pub text: String,
    /// Where the spot is, in words; at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// The recipients a requester may name: their own township, what the branch
/// can turn to, and a member who offers such help. Each stands once.
pub(super) fn recipients(
    wanted: &[Recipient],
    charter: &DistrictCharter,
    branch: &BranchId,
    township: &TownshipId,
) -> Result<Vec<Recipient>, Issue> {
    let mut seen = BTreeSet::new();
    for recipient in wanted {
        if !is_choice(recipient, charter, branch, township) {
            return Err(Issue::NotAChoice);
        }
        seen.insert(recipient.clone());
    }
    Ok(seen.into_iter().collect())
}

pub(super) fn is_choice(
    recipient: &Recipient,
    charter: &DistrictCharter,
    branch: &BranchId,
    township: &TownshipId,
) -> bool {
    match recipient {
        Recipient::Township(id) => id == township,
        Recipient::Department(id) => charter.department(branch, id).is_some(),
        Recipient::Helpers => true,
        // Who exactly is asked about by Guiyan, once that member has said yes.
        Recipient::Person(_) => false,
    }
}
