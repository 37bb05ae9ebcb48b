use serde::{Deserialize, Serialize};

use super::{
    command::NeedCloseReason,
    event::{NeedEvent, Poster},
    form::NeedDetails,
};
use crate::{district::District, ids::NeedId, time::Timestamp};

/// One need of the home district.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// What, how much, until when.
    pub details: NeedDetails,
    /// In whose name it was posted.
    pub poster: Poster,
    /// When.
    pub posted_at: Timestamp,
    /// Set when it was closed.
    pub closed: Option<NeedClosing>,
}

/// When and why a need was closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NeedClosing {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: NeedCloseReason,
}

/// Whether a need can still be answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum NeedStatus {
    /// 征集中
    Open,
    /// 已过期: its last day is over.
    Expired,
    /// 已关闭
    Closed,
}

impl Need {
    /// Where it stands at that time; it is open to the end of its last day.
    pub fn status(&self, now: Timestamp) -> NeedStatus {
        if self.closed.is_some() {
            NeedStatus::Closed
        } else if self.expires() <= now {
            NeedStatus::Expired
        } else {
            NeedStatus::Open
        }
    }

    /// Whether it can still be answered.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.status(now) == NeedStatus::Open
    }

    /// The first instant at which it is not open any more.
    pub fn expires(&self) -> Timestamp {
        self.details.until.next().start()
    }
}

impl District {
    /// The needs that are open at that time, by id.
    pub fn open_needs(&self, now: Timestamp) -> impl Iterator<Item = (&NeedId, &Need)> {
        self.needs.iter().filter(move |(_, need)| need.is_open(now))
    }

    pub(crate) fn evolve_need(&mut self, at: Timestamp, event: &NeedEvent) {
        match event {
            NeedEvent::NeedPosted { need, poster, details, .. } => {
                let posted = Need {
                    details: details.clone(),
                    poster: poster.clone(),
                    posted_at: at,
                    closed: None,
                };
                self.needs.insert(*need, posted);
            }
            NeedEvent::NeedClosed { need, reason, .. } => {
                if let Some(need) = self.needs.get_mut(need) {
                    need.closed = Some(NeedClosing { at, reason: *reason });
                }
            }
        }
    }
}
