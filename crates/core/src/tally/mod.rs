//! Tallies for overviews: what one event adds to which measure. They are kept
//! in the append's transaction, one row per (stream, month, [`Counted`]), and
//! rebuilt from the events by `verify`.
//!
//! Measures of help, as S0 reports them [domain §5]: 办结率 is
//! `requestsClosed` / `requestsReceived`; 到场率 is `arrivalsInTarget` /
//! `whistles`; 满意度 is `ratingsGood` / `ratings`. What is reopened within
//! seven days is taken off again in the month of the reopening.

mod leads;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    branch::{
        activity::ActivityEvent,
        lead::LeadStage,
        member::{Industry, MemberEvent},
        request::{RequestEvent, RequestKind},
    },
    event::Event,
    ids::{InvalidId, TownshipId},
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
    /// 人次 of 乡友, less those taken back; not among `checkIns`.
    GuestCheckIns = "guestCheckIns",
    /// 学时 credited, in tenths.
    HourTenths = "hourTenths",
    /// 知悉 by the home township.
    ReportInsAcknowledged = "reportInsAcknowledged",
    /// 信息有误, as the home township says.
    ReportInsDisputed = "reportInsDisputed",
    /// Disputes answered.
    DisputesAnswered = "disputesAnswered",
    /// Requests for help and spots received.
    RequestsReceived = "requestsReceived",
    /// 办结, less those reopened within seven days.
    RequestsClosed = "requestsClosed",
    /// 吹哨
    Whistles = "whistles",
    /// 到场
    Arrivals = "arrivals",
    /// 到场 within the target.
    ArrivalsInTarget = "arrivalsInTarget",
    /// Steps that climbed the chain because they were overdue.
    StepsOverdue = "stepsOverdue",
    /// 评价
    Ratings = "ratings",
    /// 评价 of 4 and 5.
    RatingsGood = "ratingsGood",
    /// The sum of all 评价.
    RatingPoints = "ratingPoints",
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

/// What a row of the tallies counts: a measure, over all or for one code. As
/// text `requestsReceived` or `requestsReceived/kind=housing`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Counted {
    /// What is counted.
    pub measure: Measure,
    /// For which code only; without it, over all.
    pub code: Option<Code>,
}

/// A code that a measure is broken down by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Code {
    /// What a request is about.
    Kind(RequestKind),
    /// 所属乡镇、街道
    Township(TownshipId),
    /// 行业
    Industry(Industry),
}

impl From<Measure> for Counted {
    fn from(measure: Measure) -> Self {
        Self { measure, code: None }
    }
}

impl PartialEq<Measure> for Counted {
    fn eq(&self, measure: &Measure) -> bool {
        self.measure == *measure && self.code.is_none()
    }
}

impl Measure {
    /// The measure whose sum over all months is how many leads stand at a stage.
    pub fn at_stage(stage: LeadStage) -> Self {
        leads::standing_at(stage)
    }

    /// This measure for one code only.
    pub fn of(self, code: Code) -> Counted {
        Counted { measure: self, code: Some(code) }
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.measure.name())?;
        match &self.code {
            None => Ok(()),
            Some(Code::Kind(kind)) => write!(f, "/kind={}", kind.name()),
            Some(Code::Township(township)) => write!(f, "/township={township}"),
            Some(Code::Industry(industry)) => write!(f, "/industry={}", industry.name()),
        }
    }
}

impl FromStr for Counted {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let Some((measure, code)) = text.split_once('/') else {
            return text.parse::<Measure>().map(Self::from);
        };
        let (dimension, value) = code.split_once('=').ok_or(InvalidId)?;
        let kind = |kind: &&RequestKind| kind.name() == value;
        let industry = |industry: &&Industry| industry.name() == value;
        let code = match dimension {
            "kind" => RequestKind::ALL.iter().find(kind).copied().map(Code::Kind),
            "industry" => Industry::ALL.iter().find(industry).copied().map(Code::Industry),
            "township" => value.parse().ok().map(Code::Township),
            _ => None,
        };
        Ok(measure.parse::<Measure>()?.of(code.ok_or(InvalidId)?))
    }
}

/// Raised whenever [`tally`] says something else about an event that may be
/// stored already: a record then counts its rows anew.
pub const TALLY_VERSION: u32 = 2;

/// What the event adds to which rows.
pub fn tally(event: &Event) -> Vec<(Counted, i64)> {
    match event {
        Event::Member(MemberEvent::ReportInSubmitted { codes, .. }) => vec![
            (Measure::ReportInsSubmitted.into(), 1),
            (Measure::ReportInsSubmitted.of(Code::Township(codes.township.clone())), 1),
            (Measure::ReportInsSubmitted.of(Code::Industry(codes.industry)), 1),
        ],
        Event::Request(event) => of_requests(event),
        _ => over_all(event).into_iter().map(|(measure, n)| (measure.into(), n)).collect(),
    }
}

fn of_requests(event: &RequestEvent) -> Vec<(Counted, i64)> {
    let both = |measure: Measure, kind: RequestKind, n| {
        vec![(measure.into(), n), (measure.of(Code::Kind(kind)), n)]
    };
    match event {
        RequestEvent::RequestSubmitted { kind, .. } => both(Measure::RequestsReceived, *kind, 1),
        RequestEvent::RequestResolved { kind, counts: true, .. } => {
            both(Measure::RequestsClosed, *kind, 1)
        }
        RequestEvent::RequestReopened { kind, uncounts: true, .. } => {
            both(Measure::RequestsClosed, *kind, -1)
        }
        RequestEvent::Whistled { .. } => vec![(Measure::Whistles.into(), 1)],
        RequestEvent::Arrived { in_target, .. } => {
            let mut rows = vec![(Measure::Arrivals.into(), 1)];
            rows.extend(in_target.then(|| (Measure::ArrivalsInTarget.into(), 1)));
            rows
        }
        RequestEvent::RequestRated { rating, .. } => {
            let mut rows = vec![
                (Measure::Ratings.into(), 1),
                (Measure::RatingPoints.into(), i64::from(*rating)),
            ];
            rows.extend((*rating >= 4).then(|| (Measure::RatingsGood.into(), 1)));
            rows
        }
        RequestEvent::StepOverdue { .. } => vec![(Measure::StepsOverdue.into(), 1)],
        _ => Vec::new(),
    }
}

fn over_all(event: &Event) -> Vec<(Measure, i64)> {
    match event {
        Event::Member(event) => match event {
            MemberEvent::ReportInAcknowledged { .. } => {
                vec![(Measure::ReportInsAcknowledged, 1)]
            }
            MemberEvent::ReportInDisputed { .. } => vec![(Measure::ReportInsDisputed, 1)],
            MemberEvent::DisputeAnswered { .. } => vec![(Measure::DisputesAnswered, 1)],
            MemberEvent::ReportInSubmitted { .. } => Vec::new(),
            MemberEvent::GroupAssigned { .. } => Vec::new(),
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
            ActivityEvent::GuestCheckedIn { .. } => vec![(Measure::GuestCheckIns, 1)],
            ActivityEvent::GuestCheckInUndone { .. } => vec![(Measure::GuestCheckIns, -1)],
            ActivityEvent::ActivityChanged { .. }
            | ActivityEvent::GuestJoined { .. }
            | ActivityEvent::Waitlisted { .. }
            | ActivityEvent::QueueReordered { .. }
            | ActivityEvent::PlaceOffered { .. }
            | ActivityEvent::OfferLapsed { .. }
            | ActivityEvent::NameShared { .. }
            | ActivityEvent::NameShareWithdrawn { .. } => Vec::new(),
        },
        Event::Lead(event) => leads::tally(event),
        Event::Need(event) => match event {
            NeedEvent::NeedPosted { .. } => vec![(Measure::NeedsPosted, 1)],
            NeedEvent::NeedClosed { .. } => vec![(Measure::NeedsClosed, 1)],
        },
        Event::Plan(_) | Event::Request(_) | Event::Appointment(_) | Event::District(_) => {
            Vec::new()
        }
    }
}
