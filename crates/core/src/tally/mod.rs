//! Tallies for overviews: what one event adds to which measure. They are kept
//! in the append's transaction, one row per (stream, month, measure), and
//! rebuilt from the events by `verify`.

mod leads;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    branch::{activity::ActivityEvent, member::MemberEvent},
    event::Event,
    ids::InvalidId,
    need::NeedEvent,
};

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Something that is counted.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub enum Measure {
            $($(#[$doc])* $name,)*
        }

        impl Measure {
            /// Every measure.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its stable name, as in `placesTaken`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }

        impl FromStr for Measure {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                match text {
                    $($text => Ok(Self::$name),)*
                    _ => Err(InvalidId),
                }
            }
        }
    };
}

measures! {
    /// Report-ins submitted, again after 退回补正 included.
    ReportInsSubmitted = "reportInsSubmitted",
    /// Report-ins received.
    MembersReceived = "membersReceived",
    /// Report-ins sent back.
    ReportInsSentBack = "reportInsSentBack",
    /// Report-ins ended.
    ReportInsEnded = "reportInsEnded",
    /// Activities published.
    ActivitiesPublished = "activitiesPublished",
    /// Activities cancelled.
    ActivitiesCancelled = "activitiesCancelled",
    /// Places taken.
    PlacesTaken = "placesTaken",
    /// Sign-ups given up.
    SignUpsLeft = "signUpsLeft",
    /// 人次: check-ins, less those taken back.
    CheckIns = "checkIns",
    /// 学时 credited, in tenths.
    HourTenths = "hourTenths",
    /// 线索, submitted.
    LeadsSubmitted = "leadsSubmitted",
    /// Leads that stand at 提交 now: the sum over all months. So for the
    /// stages below.
    LeadsAtSubmitted = "leadsAtSubmitted",
    /// 对接
    LeadsInContact = "leadsInContact",
    /// 洽谈
    LeadsNegotiating = "leadsNegotiating",
    /// 签约
    LeadsSigned = "leadsSigned",
    /// 落地
    LeadsLanded = "leadsLanded",
    /// 搁置
    LeadsOnHold = "leadsOnHold",
    /// 终止
    LeadsClosed = "leadsClosed",
    /// 落地金额 in whole yuan.
    AmountLanded = "amountLanded",
    /// 带动就业人数
    JobsLanded = "jobsLanded",
    /// 返乡就业
    TalentEmployed = "talentEmployed",
    /// 返乡创业
    TalentFounded = "talentFounded",
    /// 进入村（社区）“两委”
    TalentVillageCommittee = "talentVillageCommittee",
    /// 需求, posted.
    NeedsPosted = "needsPosted",
    /// 需求, closed.
    NeedsClosed = "needsClosed",
    /// Erased people of whom the branch had kept something; who was known in
    /// two branches counts in each.
    PersonsErased = "personsErased",
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the event adds to which measures.
pub fn tally(event: &Event) -> Vec<(Measure, i64)> {
    match event {
        Event::Member(event) => match event {
            MemberEvent::ReportInSubmitted { .. } => vec![(Measure::ReportInsSubmitted, 1)],
            MemberEvent::MemberReceived { .. } => vec![(Measure::MembersReceived, 1)],
            MemberEvent::ReportInSentBack { .. } => vec![(Measure::ReportInsSentBack, 1)],
            MemberEvent::ReportInEnded { .. } => vec![(Measure::ReportInsEnded, 1)],
            MemberEvent::PersonErased { .. } => vec![(Measure::PersonsErased, 1)],
        },
        Event::Activity(event) => match event {
            ActivityEvent::ActivityPublished { .. } => vec![(Measure::ActivitiesPublished, 1)],
            ActivityEvent::ActivityCancelled { .. } => vec![(Measure::ActivitiesCancelled, 1)],
            ActivityEvent::PlaceTaken { .. } => vec![(Measure::PlacesTaken, 1)],
            ActivityEvent::SignUpLeft { .. } => vec![(Measure::SignUpsLeft, 1)],
            ActivityEvent::CheckedIn { credit, .. } => {
                vec![(Measure::CheckIns, 1), (Measure::HourTenths, i64::from(credit.tenths))]
            }
            ActivityEvent::CheckInUndone { credit, .. } => {
                vec![(Measure::CheckIns, -1), (Measure::HourTenths, -i64::from(credit.tenths))]
            }
            ActivityEvent::Waitlisted { .. }
            | ActivityEvent::PlaceOffered { .. }
            | ActivityEvent::OfferLapsed { .. } => Vec::new(),
        },
        Event::Lead(event) => leads::tally(event),
        Event::Need(event) => match event {
            NeedEvent::NeedPosted { .. } => vec![(Measure::NeedsPosted, 1)],
            NeedEvent::NeedClosed { .. } => vec![(Measure::NeedsClosed, 1)],
        },
        Event::District(_) => Vec::new(),
    }
}
