//! Why a command is refused. A refusal is a value: a stable code, a sentence a
//! member understands in both languages, and what to do next.

#[cfg(feature = "testing")]
mod every;
mod field;
mod sentences;

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "testing")]
pub use every::every_refusal;
pub use field::{Field, FieldIssue, Fields};

use crate::caller::Lang;

/// A command that is not carried out, and why. Nothing has changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "code")]
pub enum Refusal {
    /// Some fields are not as they must be.
    InvalidFields {
        /// Which, and what is wrong with each.
        fields: Vec<FieldIssue>,
    },
    /// Needs a signed-in person.
    SignInNeeded,
    /// The caller's office does not allow it.
    NotAllowed,
    /// No such branch in this district.
    UnknownBranch,
    /// No such activity in this branch.
    UnknownActivity,
    /// No report-in of that person in this branch.
    UnknownPerson,
    /// They have an active report-in already, in this branch or another.
    AlreadyReportedIn,
    /// They have no active report-in in this branch.
    NoReportIn,
    /// The report-in does not wait to be received.
    NotWaiting,
    /// The report-in is received already; it is changed by the secretary.
    AlreadyReceived,
    /// Moving to the branch where they are.
    SameBranch,
    /// Only received members of this branch may.
    MembersOnly,
    /// A member comes as a member, not as 乡友.
    NotAGuest,
    /// Only received members of this branch and its sister branches may.
    BranchesOnly,
    /// Only those of one 党小组 may.
    GroupOnly,
    /// Those who hold the activity see the name already.
    NameShown,
    /// Those who hold the activity do not see the name.
    NameNotShared,
    /// No such 党小组 in this branch.
    UnknownGroup,
    /// The activity is cancelled.
    ActivityCancelled,
    /// The activity has begun.
    ActivityBegun,
    /// The activity is over.
    ActivityOver,
    /// The sign-up is closed.
    SignUpClosed,
    /// The sign-up is open.
    SignUpOpen,
    /// Somebody else has changed the activity since the form was opened.
    ActivityChanged,
    /// The person does not wait in the queue.
    NotInQueue,
    /// The queue has moved since the list was opened.
    QueueChanged,
    /// The form says what stands there already.
    NothingChanged,
    /// They are signed up, or in the queue, already.
    AlreadySignedUp,
    /// They are neither signed up nor in the queue.
    NotSignedUp,
    /// No place is offered to them now.
    NoOffer,
    /// Too early, or too late, to check people in.
    CheckInClosed,
    /// They are checked in already.
    AlreadyCheckedIn,
    /// They are not checked in.
    NotCheckedIn,
    /// Only those with a confirmed place are checked in from the list.
    NotOnTheList,
    /// The home township has acknowledged this report-in already.
    AlreadyAcknowledged,
    /// The report-in is disputed, and the answer is awaited.
    AlreadyDisputed,
    /// Nothing about this report-in is disputed.
    NoDispute,
    /// Only received members of this branch may.
    ReceivedMembersOnly,
    /// No such request in this branch.
    UnknownRequest,
    /// The request is over.
    RequestOver,
    /// The request stands at another step.
    RequestElsewhere,
    /// The consent was withdrawn; the recipient's part is over.
    ConsentWithdrawn,
    /// No such department in the charter.
    UnknownDepartment,
    /// The department is in Guiyan and reports its arrival itself.
    ReportsArrivalItself,
    /// The request is not resolved yet.
    NotResolved,
    /// The request is rated already.
    AlreadyRated,
    /// A request is reopened once.
    ReopenedAlready,
    /// The time to reopen it is over.
    ReopenClosed,
    /// The same offer to help stands already.
    OfferedAlready,
    /// There is no offer to help to take back.
    NothingOffered,
    /// The person has not offered such help.
    NotAHelper,
    /// That member said no, or the requester did.
    HelperDeclinedAlready,
    /// The caller is not asked to help with it now.
    NotAsked,
    /// No such need of the home district.
    UnknownNeed,
    /// The need is closed, or its last day is over.
    NeedClosed,
    /// No such lead in this branch.
    UnknownLead,
    /// Only received members of this branch, or invited townspeople, submit leads.
    LeadMembersOnly,
    /// The lead is closed.
    LeadClosed,
    /// The lead stands at that stage already.
    LeadAtStage,
    /// Stages are not skipped without a reason.
    ReasonNeeded,
    /// Not somebody it can be passed on to.
    UnknownRecipient,
    /// The person has not agreed to this recipient. [PIPL §23]
    ConsentNeeded,
    /// They have been asked about this recipient and have not answered.
    ConsentAsked,
    /// They have said no to this recipient and are not asked again. [ND]
    ConsentRefused,
    /// They have agreed to this recipient already.
    ConsentGiven,
    /// Nobody asks them about this recipient.
    NoConsentQuestion,
    /// There is no consent to withdraw.
    NoConsent,
    /// That recipient holds it already.
    LeadHeldThere,
    /// The branch holds it already.
    LeadHeldHere,
    /// They have as many leads open as one person may.
    LeadLimitReached,
    /// They have as many requests open as one person may.
    RequestLimitReached,
    /// No such draft: it was discarded or published.
    UnknownDraft,
    /// Somebody else has saved the draft since it was opened.
    DraftChanged,
    /// The branch has as many drafts as it may.
    DraftLimitReached,
    /// No such series in this branch.
    UnknownSeries,
    /// Somebody else has changed the series since it was opened.
    SeriesChanged,
    /// The series has ended, or has nothing left from then on.
    SeriesEnded,
    /// The branch has as many series running as it may.
    SeriesLimitReached,
    /// The series has nothing to come on that date.
    NotAnOccurrence,
    /// The occurrence is published already.
    OccurrencePublished,
    /// The occurrence is skipped already.
    OccurrenceSkipped,
    /// The occurrence is not skipped.
    OccurrenceNotSkipped,
    /// No such appointment.
    UnknownAppointment,
    /// The code is no receipt of this record.
    UnknownReceipt,
    /// They hold that office already.
    AlreadyAppointed,
    /// The office is not held any more.
    AppointmentOver,
    /// Without them nobody could appoint an officer of the district.
    LastOfficer,
    /// A list of names goes out only with what for and to whom.
    PurposeNeeded,
    /// No office to which a list of names goes: the notice does not name it.
    RecipientNotNamed,
    /// The same command id was used with another content or by someone else.
    CommandIdReused,
    /// Nothing is stored about the caller.
    NothingStored,
}

impl Refusal {
    /// A stable code, as in `alreadySignedUp`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidFields { .. } => "invalidFields",
            Self::SignInNeeded => "signInNeeded",
            Self::NotAllowed => "notAllowed",
            Self::UnknownBranch => "unknownBranch",
            Self::UnknownActivity => "unknownActivity",
            Self::UnknownPerson => "unknownPerson",
            Self::AlreadyReportedIn => "alreadyReportedIn",
            Self::NoReportIn => "noReportIn",
            Self::NotWaiting => "notWaiting",
            Self::AlreadyReceived => "alreadyReceived",
            Self::SameBranch => "sameBranch",
            Self::MembersOnly => "membersOnly",
            Self::NotAGuest => "notAGuest",
            Self::BranchesOnly => "branchesOnly",
            Self::GroupOnly => "groupOnly",
            Self::NameShown => "nameShown",
            Self::NameNotShared => "nameNotShared",
            Self::UnknownGroup => "unknownGroup",
            Self::ActivityCancelled => "activityCancelled",
            Self::ActivityBegun => "activityBegun",
            Self::ActivityOver => "activityOver",
            Self::SignUpClosed => "signUpClosed",
            Self::SignUpOpen => "signUpOpen",
            Self::ActivityChanged => "activityChanged",
            Self::NotInQueue => "notInQueue",
            Self::QueueChanged => "queueChanged",
            Self::NothingChanged => "nothingChanged",
            Self::AlreadySignedUp => "alreadySignedUp",
            Self::NotSignedUp => "notSignedUp",
            Self::NoOffer => "noOffer",
            Self::CheckInClosed => "checkInClosed",
            Self::AlreadyCheckedIn => "alreadyCheckedIn",
            Self::NotCheckedIn => "notCheckedIn",
            Self::NotOnTheList => "notOnTheList",
            Self::AlreadyAcknowledged => "alreadyAcknowledged",
            Self::AlreadyDisputed => "alreadyDisputed",
            Self::NoDispute => "noDispute",
            Self::ReceivedMembersOnly => "receivedMembersOnly",
            Self::UnknownRequest => "unknownRequest",
            Self::RequestOver => "requestOver",
            Self::RequestElsewhere => "requestElsewhere",
            Self::ConsentWithdrawn => "consentWithdrawn",
            Self::UnknownDepartment => "unknownDepartment",
            Self::ReportsArrivalItself => "reportsArrivalItself",
            Self::NotResolved => "notResolved",
            Self::AlreadyRated => "alreadyRated",
            Self::ReopenedAlready => "reopenedAlready",
            Self::ReopenClosed => "reopenClosed",
            Self::OfferedAlready => "offeredAlready",
            Self::NothingOffered => "nothingOffered",
            Self::NotAHelper => "notAHelper",
            Self::HelperDeclinedAlready => "helperDeclinedAlready",
            Self::NotAsked => "notAsked",
            Self::UnknownNeed => "unknownNeed",
            Self::NeedClosed => "needClosed",
            Self::UnknownLead => "unknownLead",
            Self::LeadMembersOnly => "leadMembersOnly",
            Self::LeadClosed => "leadClosed",
            Self::LeadAtStage => "leadAtStage",
            Self::ReasonNeeded => "reasonNeeded",
            Self::UnknownRecipient => "unknownRecipient",
            Self::ConsentNeeded => "consentNeeded",
            Self::ConsentAsked => "consentAsked",
            Self::ConsentRefused => "consentRefused",
            Self::ConsentGiven => "consentGiven",
            Self::NoConsentQuestion => "noConsentQuestion",
            Self::NoConsent => "noConsent",
            Self::LeadHeldThere => "leadHeldThere",
            Self::LeadHeldHere => "leadHeldHere",
            Self::LeadLimitReached => "leadLimitReached",
            Self::RequestLimitReached => "requestLimitReached",
            Self::UnknownDraft => "unknownDraft",
            Self::DraftChanged => "draftChanged",
            Self::DraftLimitReached => "draftLimitReached",
            Self::UnknownSeries => "unknownSeries",
            Self::SeriesChanged => "seriesChanged",
            Self::SeriesEnded => "seriesEnded",
            Self::SeriesLimitReached => "seriesLimitReached",
            Self::NotAnOccurrence => "notAnOccurrence",
            Self::OccurrencePublished => "occurrencePublished",
            Self::OccurrenceSkipped => "occurrenceSkipped",
            Self::OccurrenceNotSkipped => "occurrenceNotSkipped",
            Self::UnknownAppointment => "unknownAppointment",
            Self::UnknownReceipt => "unknownReceipt",
            Self::AlreadyAppointed => "alreadyAppointed",
            Self::AppointmentOver => "appointmentOver",
            Self::LastOfficer => "lastOfficer",
            Self::PurposeNeeded => "purposeNeeded",
            Self::RecipientNotNamed => "recipientNotNamed",
            Self::CommandIdReused => "commandIdReused",
            Self::NothingStored => "nothingStored",
        }
    }

    /// What is the matter, as one sentence.
    pub fn sentence(&self, lang: Lang) -> &'static str {
        sentences::refusal(self, lang).0
    }

    /// What to do next, as one sentence.
    pub fn next(&self, lang: Lang) -> &'static str {
        sentences::refusal(self, lang).1
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence(Lang::En))
    }
}

impl std::error::Error for Refusal {}
