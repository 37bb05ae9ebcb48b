//! What a list of names goes out for, and to whom: asked before it is made, and
//! kept with who made it, where the people on it can see it. [PIPL §17, §44]

use serde::{Deserialize, Serialize};

use crate::{
    branch::{Branch, member::Member},
    caller::{Office, Role},
    district::District,
    refusal::Refusal,
};

/// What a list is handed out for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum HandingPurpose {
    /// 按规定上报
    Report,
    /// 检查、核对
    Check,
    /// 存档
    File,
    /// 工作交接
    Handover,
}

/// A list handed out: what for, and to which office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Handing {
    /// What for.
    pub purpose: HandingPurpose,
    /// To whom it goes: the district, a branch or a township. No other office is
    /// named by the privacy notice.
    pub recipient: Role,
}

impl HandingPurpose {
    /// All of them, in the order of a form.
    pub const ALL: [Self; 4] = [Self::Report, Self::Check, Self::File, Self::Handover];
}

impl Handing {
    /// Checks that it is said, and that the recipient is one that the privacy
    /// notice names.
    pub(super) fn said<'a>(
        district: &District,
        handing: Option<&'a Self>,
    ) -> Result<&'a Self, Refusal> {
        let handing = handing.ok_or(Refusal::PurposeNeeded)?;
        let charter = &district.charter;
        let named = match &handing.recipient {
            Role::DistrictOfficer => true,
            Role::Branch { office: Office::Secretary, branch } => {
                charter.branches.contains_key(branch)
            }
            Role::Liaison { township } => charter.township(township).is_some(),
            Role::Branch { .. } | Role::Department { .. } => false,
        };
        if named { Ok(handing) } else { Err(Refusal::RecipientNotNamed) }
    }

    /// Whether the recipient is one that this member's notice named: a township
    /// gets its own people, and a branch its own.
    pub(super) fn reaches(&self, branch: &Branch, member: &Member) -> bool {
        match &self.recipient {
            Role::Branch { branch: to, .. } => *to == branch.charter.id,
            Role::Liaison { township } => member.consent.recipient == *township,
            _ => true,
        }
    }
}
