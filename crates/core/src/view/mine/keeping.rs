use serde::{Deserialize, Serialize};

use crate::{
    district::District,
    ids::PersonId,
    retention::Kept,
    time::{Day, Timestamp},
};

/// For how long what is held about the caller is kept. [PIPL §19]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MyKeeping {
    /// Months after the last thing of theirs has ended.
    pub months: u32,
    /// The last day, if nothing comes up before; missing while something goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Months after somebody read about them; missing where that is kept until
    /// they are erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading_months: Option<u32>,
}

pub(super) fn keeping(district: &District, person: &PersonId, now: Timestamp) -> MyKeeping {
    let until = district.kept_until(person, now);
    let kind = if district.known_by(person).is_some() { Kept::ReportIns } else { Kept::Guests };
    let reading_months = district.charter.months_kept(Kept::Readings);
    MyKeeping {
        months: until.map_or_else(|| district.charter.months_kept(kind), |kept| kept.months),
        until: until.map(|kept| kept.day),
        reading_months: (reading_months > 0).then_some(reading_months),
    }
}
