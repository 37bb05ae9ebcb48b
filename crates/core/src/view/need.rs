use serde::{Deserialize, Serialize};

use super::{
    lead::Scene,
    offers::{LeadMatch, Offers},
    roster::ROSTER_ROWS,
};
use crate::{
    charter::{Bilingual, Township},
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
    /// How many open leads go with it, among those of which the caller may know.
    pub matching: u32,
    /// The best of those that the caller may open, with the reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<LeadMatch>,
}

/// A page of needs, the latest first.
pub(super) struct NeedsPage {
    /// At most 100.
    pub(super) needs: Vec<NeedView>,
    /// How many there are, over all pages.
    pub(super) total: u32,
    /// Where the next page begins.
    pub(super) cursor: Option<NeedId>,
}

/// The needs that are wanted, after `cursor` if it is given.
pub(super) fn need_views(
    scene: &Scene<'_>,
    cursor: Option<NeedId>,
    wanted: impl Fn(&NeedId, &Need) -> bool,
) -> NeedsPage {
    let needs = scene.district.needs.iter().filter(|(id, need)| wanted(id, need));
    let mut found: Vec<(&NeedId, &Need)> = needs.collect();
    found.sort_by_key(|(id, need)| (std::cmp::Reverse(need.posted_at), **id));
    let total = found.len() as u32;
    let before = cursor.and_then(|cursor| found.iter().position(|(id, _)| **id == cursor));
    let rest = found.split_off(before.map_or(0, |position| position + 1));
    let more = rest.len() > ROSTER_ROWS;
    let offers = Offers::seen_by(scene);
    let shown = rest.into_iter().take(ROSTER_ROWS);
    let needs: Vec<NeedView> =
        shown.map(|(id, need)| need_view(scene, &offers, id, need)).collect();
    let cursor = needs.last().map(|need| need.id).filter(|_| more);
    NeedsPage { needs, total, cursor }
}

fn need_view(scene: &Scene<'_>, offers: &Offers<'_>, id: &NeedId, need: &Need) -> NeedView {
    let (district, now) = (scene.district, scene.now);
    let details = &need.details;
    // What is over is not looked for any more.
    let (matching, matches) =
        if need.is_open(now) { offers.matching(*id, details) } else { (0, Vec::new()) };
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
        can_close: need.closed.is_none() && may_close(scene.caller, details),
        matching,
        matches,
    }
}
