use serde::{Deserialize, Serialize};

use super::{
    activity::ActivityView,
    board::{Eyes, board},
    branch::BranchRef,
};
use crate::{
    branch::member::MemberState,
    caller::Caller,
    charter::Bilingual,
    district::District,
    refusal::Refusal,
    retention::Kept,
    time::{Day, Timestamp},
};

/// The most rows of sweeps in one answer.
const SWEPT: usize = 60;

/// `GET district`: the branches side by side, as counts; no names.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DistrictView {
    /// As in 信州区.
    pub name: Bilingual,
    /// The version of the district's own stream.
    pub version: u64,
    /// When it was made, by the service's clock.
    pub now: Timestamp,
    /// Every branch with its figures.
    pub branches: Vec<BranchFigures>,
    /// Activities of the district's own: coming ones by start, then those of
    /// the last 60 days, the latest first.
    pub activities: Vec<ActivityView>,
    /// What was deleted because it had been kept long enough, the latest first;
    /// at most 60 rows.
    #[serde(default)]
    pub swept: Vec<SweptView>,
}

/// What was deleted on a day because it had been kept long enough. [PIPL §19]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SweptView {
    /// When.
    pub day: Day,
    /// People who had reported in, people who never did, or readings.
    pub kind: Kept,
    /// After how many months.
    pub months: u32,
    /// How many people, or readings.
    pub count: u64,
}

/// Figures of one branch as they stand now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BranchFigures {
    /// Which branch.
    pub branch: BranchRef,
    /// 待接收
    pub submitted: u32,
    /// 退回补正
    pub sent_back: u32,
    /// 已接收
    pub received: u32,
    /// 结束流动
    pub ended: u32,
    /// Activities published, cancelled ones too.
    pub activities: u32,
}

/// The district's figures.
///
/// # Errors
/// For everybody but an officer of the district.
pub fn district_view(
    district: &District,
    caller: &Caller,
    now: Timestamp,
) -> Result<DistrictView, Refusal> {
    if caller.person.is_none() {
        return Err(Refusal::SignInNeeded);
    }
    if !caller.is_district_officer() {
        return Err(Refusal::NotAllowed);
    }
    let figures = district.branches().map(|branch| BranchFigures {
        branch: BranchRef::from(&*branch.charter),
        submitted: branch.count(MemberState::Submitted),
        sent_back: branch.count(MemberState::SentBack),
        received: branch.count(MemberState::Received),
        ended: branch.count(MemberState::Ended),
        activities: branch.activities.all.len() as u32,
    });
    let eyes = Eyes { caller, joiner: district.joiner(caller.person), at: None, now };
    Ok(DistrictView {
        name: district.charter.name.clone(),
        version: district.version,
        now,
        branches: figures.collect(),
        activities: board(district, &eyes).0,
        swept: swept(district),
    })
}

fn swept(district: &District) -> Vec<SweptView> {
    let rows = district.swept.iter().rev().take(SWEPT);
    rows.map(|(&(day, kind, months), &count)| SweptView { day, kind, months, count }).collect()
}
