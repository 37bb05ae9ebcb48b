use serde::{Deserialize, Serialize};

use super::{BranchRef, of};
use crate::{
    caller::Role,
    district::District,
    ids::{BranchId, PersonId},
    time::Timestamp,
    view::{Handing, HandingPurpose, OfficeChoice, offices::called},
};

/// The most readings in one answer.
const READINGS: usize = 500;

/// A reading of names by somebody in office, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// The offices they came with; empty for what was kept before these were.
    pub offices: Vec<Role>,
    /// The branch in whose record the person stands.
    pub branch: BranchId,
    /// What for, as a code.
    pub purpose: String,
    /// What it was handed out for and to whom; missing for what was not, and for
    /// what was kept before that was asked.
    pub handing: Option<Handing>,
}

/// Who read about the caller, when, and what for. [PIPL §45]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyReading {
    /// When.
    pub at: Timestamp,
    /// In whose record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchRef>,
    /// The list they read, as a code: `roster`, `activityRoster`, `leads`,
    /// `help`, `heldLeads`, `matters`, `township`, `register`.
    pub purpose: String,
    /// Whether it went out as a file, to be handed in.
    pub exported: bool,
    /// What it was handed out for; missing where that was not asked yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_for: Option<HandingPurpose>,
    /// To which office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_to: Option<OfficeChoice>,
    /// The offices of who read it; empty where they are not known any more.
    pub offices: Vec<OfficeChoice>,
    /// What they are called in office, where they were appointed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

pub(super) fn latest(district: &District, readings: &[Reading]) -> Vec<MyReading> {
    let latest = readings.iter().rev().take(READINGS);
    latest
        .map(|reading| MyReading {
            at: reading.at,
            branch: district.branch(&reading.branch).map(|it| BranchRef::from(&*it.charter)),
            purpose: reading.purpose.clone(),
            exported: reading.purpose == "register",
            handed_for: reading.handing.as_ref().map(|handing| handing.purpose),
            handed_to: reading.handing.as_ref().and_then(|handing| {
                let role = handing.recipient.clone();
                Some(OfficeChoice { of: of(district, &role)?, role })
            }),
            offices: offices(district, reading),
            name: called(district, &reading.by),
        })
        .collect()
}

// Those they came with, or, for what is older, those they held here then.
fn offices(district: &District, reading: &Reading) -> Vec<OfficeChoice> {
    let held: Vec<Role> = if reading.offices.is_empty() {
        let theirs = district.appointments.iter().filter(|(_, it)| it.person == reading.by);
        theirs.filter(|(_, it)| it.was_held(reading.at)).map(|(_, it)| it.role.clone()).collect()
    } else {
        reading.offices.clone()
    };
    let named = held.into_iter().filter_map(|role| {
        let of = of(district, &role)?;
        Some(OfficeChoice { role, of })
    });
    named.collect()
}
