use serde::{Deserialize, Serialize};

use super::roster::ROSTER_ROWS;
use crate::{
    caller::Caller,
    charter::{Bilingual, Township},
    district::District,
    ids::NeedId,
    need::{HomeIndustry, LeadKind, Need, NeedCloseReason, NeedStatus, Poster, may_close},
    time::{Day, Timestamp},
};

/// One need of the home district. No person is named in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NeedView {
    /// Its id.
    pub id: NeedId,
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 名称
    pub subject: String,
    /// 内容
    pub text: String,
    /// 乡镇、街道; missing for the district as a whole
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// 金额下限 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_from: Option<u64>,
    /// 金额上限 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to: Option<u64>,
    /// 截止日期, its last day
    pub until: Day,
    /// Who posted it, by name.
    pub posted_by: Bilingual,
    /// When.
    pub posted_at: Timestamp,
    /// Whether it can still be answered.
    pub status: NeedStatus,
    /// Why it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NeedCloseReason>,
    /// Whether the caller may close it now.
    pub can_close: bool,
}

/// The needs that are wanted, the latest first, at most 100; and how many there
/// are.
pub(super) fn need_views(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    wanted: impl Fn(&Need) -> bool,
) -> (Vec<NeedView>, u32) {
    let mut found: Vec<(&NeedId, &Need)> =
        district.needs.iter().filter(|(_, need)| wanted(need)).collect();
    found.sort_by_key(|(id, need)| (std::cmp::Reverse(need.posted_at), **id));
    let total = found.len() as u32;
    let shown = found.into_iter().take(ROSTER_ROWS);
    (shown.map(|(id, need)| need_view(district, caller, now, id, need)).collect(), total)
}

fn need_view(
    district: &District,
    caller: &Caller,
    now: Timestamp,
    id: &NeedId,
    need: &Need,
) -> NeedView {
    let details = &need.details;
    let township = |id| district.charter.township(id);
    let posted_by = match &need.poster {
        Poster::District => Some(&district.charter.name),
        Poster::Township(id) => township(id).map(|township| &township.name),
    };
    NeedView {
        id: *id,
        kind: details.kind,
        industry: details.industry,
        subject: details.subject.clone(),
        text: details.text.clone(),
        township: details.township.as_ref().and_then(township).cloned(),
        amount_from: details.amount_from,
        amount_to: details.amount_to,
        until: details.until,
        posted_by: posted_by.unwrap_or(&district.charter.name).clone(),
        posted_at: need.posted_at,
        status: need.status(now),
        reason: need.closed.map(|closed| closed.reason),
        can_close: need.closed.is_none() && may_close(caller, details),
    }
}
