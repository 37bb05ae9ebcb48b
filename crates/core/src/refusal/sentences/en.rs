//! The sentences of refusals in English.

use crate::refusal::Refusal;

/// (what is the matter, what to do next)
pub(super) fn refusal(refusal: &Refusal) -> (&'static str, &'static str) {
    use Refusal as R;
    match refusal {
        R::InvalidFields { .. } => (
            "Some fields need another look.",
            "Follow the note under each field, then submit again.",
        ),
        R::SignInNeeded => (
            "This step needs you to sign in.",
            "Sign in and try again; what you filled in is kept.",
        ),
        R::NotAllowed => {
            ("Your role does not allow this step.", "Ask the branch secretary if you need it done.")
        }
        R::UnknownBranch => (
            "There is no such branch.",
            "Check the address, or choose the branch on the portal's front page.",
        ),
        R::UnknownActivity => {
            ("There is no such activity.", "Reload and look for it in the list of activities.")
        }
        R::UnknownPerson => {
            ("This branch has no report-in of that person.", "Reload the register and try again.")
        }
        R::AlreadyReportedIn => (
            "You have reported in already; one report-in at a time.",
            "If you moved to another city, move to its branch under “Me”.",
        ),
        R::NoReportIn => {
            ("You have no active report-in in this branch.", "You can report in again at any time.")
        }
        R::NotWaiting => (
            "This report-in is not waiting to be received.",
            "Reload the register to see its state.",
        ),
        R::AlreadyReceived => (
            "The branch has received your report-in.",
            "Tell the branch secretary when something changes.",
        ),
        R::SameBranch => ("You are in this branch already.", "Choose the other branch."),
        R::MembersOnly => (
            "Sign-up is for members whom this branch has received.",
            "Report in first; once received you can sign up.",
        ),
        R::NotAGuest => (
            "You have reported in with a branch, so you need not come as a guest.",
            "Sign up as a member; if you cannot, ask the secretary of your branch.",
        ),
        R::BranchesOnly => (
            "Sign-up is for members whom one of the branches has received.",
            "Report in first; once received you can sign up.",
        ),
        R::GroupOnly => (
            "Sign-up is for the members of one party group.",
            "To take part, ask the activity's contact or your branch.",
        ),
        R::NameShown => (
            "Those who hold the activity see your name and phone number already.",
            "Nothing more to do.",
        ),
        R::NameNotShared => (
            "Those who hold the activity do not see your name and phone number.",
            "Nothing more to do.",
        ),
        R::UnknownGroup => {
            ("There is no such party group in this branch.", "Choose a group from the list.")
        }
        R::ActivityCancelled => ("This activity is cancelled.", "Have a look at the others."),
        R::ActivityBegun => ("The activity has begun.", "Call its contact if there is a need."),
        R::ActivityOver => ("The activity is over.", "Have a look at the coming ones."),
        R::SignUpClosed => {
            ("Sign-up is closed.", "Call the activity's contact if you still want to come.")
        }
        R::SignUpOpen => {
            ("The sign-up is open already.", "Nothing more to do; you can close it early.")
        }
        R::ActivityChanged => (
            "Somebody has changed the activity since you opened the form.",
            "What you typed is kept. See what is different, then decide whether to save it.",
        ),
        R::NothingChanged => {
            ("There is no change to save.", "Change something and save, or go back.")
        }
        R::AlreadySignedUp => ("You are signed up already.", "See your place under “Me”."),
        R::NotSignedUp => {
            ("You are not signed up for this activity.", "Reload to see where it stands.")
        }
        R::NotInQueue => ("They do not wait in the queue any more.", "Reload the list."),
        R::QueueChanged => {
            ("The queue has just moved.", "Look at the new list, and move them again.")
        }
        R::NoOffer => {
            ("No place waits for your answer now.", "Reload to see your position in the queue.")
        }
        R::CheckInClosed => (
            "It is not the time to check in.",
            "Try again in the check-in time around the activity.",
        ),
        R::AlreadyCheckedIn => {
            ("Checked in already.", "A steward can take it back if it was a mistake.")
        }
        R::NotCheckedIn => ("This member is not checked in.", "Reload the list."),
        R::NotOnTheList => {
            ("This member has no confirmed place.", "Sign them up first, or ask the secretary.")
        }
        R::AlreadyAcknowledged => {
            ("This report-in is acknowledged already.", "Nothing more to do.")
        }
        R::AlreadyDisputed => (
            "This report-in is disputed already.",
            "Please wait for the branch secretary's answer.",
        ),
        R::NoDispute => {
            ("Nothing about this report-in waits for an answer.", "Reload to see its state.")
        }
        R::ReceivedMembersOnly => (
            "This step is for members whom this branch has received.",
            "Report in first, and come back once received.",
        ),
        R::UnknownRequest => ("There is no such request.", "Reload and look for it in the list."),
        R::RequestOver => ("This request is over.", "Submit a new one if there is still a need."),
        R::RequestElsewhere => (
            "This request stands at another step.",
            "Reload to see who has it; return it to the branch first if need be.",
        ),
        R::ConsentWithdrawn => (
            "The member has withdrawn the consent, and the matter is back at the branch.",
            "Please stop here; nothing more to do.",
        ),
        R::UnknownDepartment => {
            ("This department is not on the list.", "Choose another department from the list.")
        }
        R::ReportsArrivalItself => (
            "This department reports its arrival itself; the branch cannot record it.",
            "Call the department's contact and ask them to report in.",
        ),
        R::NotResolved => {
            ("This request is not resolved yet.", "Rate or reopen it once it is resolved.")
        }
        R::AlreadyRated => {
            ("You have rated this request already.", "Nothing more to do, thank you.")
        }
        R::ReopenedAlready => {
            ("A request can be reopened once.", "Submit a new one if there is still a need.")
        }
        R::ReopenClosed => (
            "The time to reopen this request is over.",
            "Submit a new one if there is still a need.",
        ),
        R::OfferedAlready => {
            ("You have offered exactly this already.", "Tick other kinds if you want to change it.")
        }
        R::NothingOffered => ("You have not offered any help here.", "Nothing more to do."),
        R::NotAHelper => (
            "This member has not offered this kind of help.",
            "Choose one from the list of those who have.",
        ),
        R::HelperDeclinedAlready => (
            "This member takes no part in this request and is not asked again.",
            "Choose another one from the list.",
        ),
        R::NotAsked => (
            "You are not asked to help with this request now.",
            "Reload to see what waits for you.",
        ),
        R::UnknownNeed => {
            ("There is no such need.", "Reload and look for it in the list of needs.")
        }
        R::NeedClosed => (
            "This need is closed or expired.",
            "Have a look at the others, or submit a lead of your own.",
        ),
        R::UnknownLead => {
            ("There is no such lead.", "Reload and look for it in the list of leads.")
        }
        R::LeadMembersOnly => (
            "Leads come from members whom this branch has received.",
            "Report in first; if you were invited, open the invitation link.",
        ),
        R::LeadClosed => ("This lead is closed.", "If there is something new, submit another one."),
        R::LeadAtStage => ("The lead is at that stage already.", "Reload to see where it stands."),
        R::ReasonNeeded => (
            "This skips stages or goes back, which needs a reason.",
            "Choose a reason and submit again.",
        ),
        R::UnknownRecipient => {
            ("There is no such recipient.", "Choose a township or a department from the list.")
        }
        R::ConsentNeeded => (
            "The person has not agreed to this recipient.",
            "Ask for their consent first; pass it on once they agree.",
        ),
        R::ConsentAsked => {
            ("They have been asked and have not answered yet.", "Their answer will be shown here.")
        }
        R::ConsentRefused => (
            "The person said no to this recipient, or took the consent back.",
            "Do not ask again; choose another recipient or keep it with the branch.",
        ),
        R::ConsentGiven => (
            "The person has agreed to this recipient already.",
            "Pass it on; there is no need to ask again.",
        ),
        R::NoConsentQuestion => {
            ("No such question waits for your answer.", "Reload to see what is asked of you.")
        }
        R::NoConsent => {
            ("There is no consent to withdraw for this recipient.", "Nothing more to do.")
        }
        R::LeadHeldThere => {
            ("This recipient holds the lead already.", "Reload to see where it stands.")
        }
        R::LeadHeldHere => ("The branch holds the lead already.", "There is nothing to give back."),
        R::LeadLimitReached => (
            "You have as many open leads as one person may have at once.",
            "Submit this one when an earlier one is settled, or withdraw one you no longer need. What you typed is kept.",
        ),
        R::RequestLimitReached => (
            "You have as many open requests as one person may have at once.",
            "Submit this one when an earlier one is done, or withdraw one you no longer need; what you typed is kept. If it is urgent, call the branch.",
        ),
        R::UnknownDraft => (
            "This draft was discarded, or is published.",
            "What you typed is kept. Look for it in the list of activities first, then publish or save anew.",
        ),
        R::DraftChanged => (
            "Somebody has saved this draft since you opened it.",
            "What you typed is kept. See what differs, then decide whether to save.",
        ),
        R::DraftLimitReached => (
            "The branch has as many drafts as it may have.",
            "Discard what is not needed, then save this one; what you filled in is kept.",
        ),
        R::UnknownSeries => {
            ("There is no such series.", "Reload and look for it under drafts and series.")
        }
        R::SeriesChanged => (
            "Somebody has changed the series since you opened the form.",
            "What you typed is kept. See what differs, then decide whether to save.",
        ),
        R::SeriesEnded => (
            "The series has nothing left to publish from that day on.",
            "What is published takes place. You can publish another series.",
        ),
        R::SeriesLimitReached => (
            "The branch has as many series running as it may have.",
            "End what is not needed, then publish this one; what you filled in is kept.",
        ),
        R::NotAnOccurrence => (
            "The series has nothing to come on that date.",
            "Choose one of the dates of the series.",
        ),
        R::OccurrencePublished => (
            "This one is published and cannot be skipped.",
            "Open the activity and change or cancel it; those signed up will see it.",
        ),
        R::OccurrenceSkipped => ("This one is skipped already.", "You can restore it."),
        R::OccurrenceNotSkipped => ("This one is not skipped.", "Nothing more to do."),
        R::UnknownAppointment => {
            ("There is no such appointment.", "Reload the list of offices and try again.")
        }
        R::UnknownReceipt => (
            "This is no receipt of an erasure here.",
            "Check that it is whole and without a mistake; a receipt from elsewhere is checked on the page of the branch that gave it.",
        ),
        R::AlreadyAppointed => {
            ("They hold this office already.", "To change the term, end it and appoint again.")
        }
        R::AppointmentOver => ("This office is not held any more.", "Nothing more to do."),
        R::LastOfficer => (
            "The district has no other officer.",
            "Appoint another one first, then end this office.",
        ),
        R::PurposeNeeded => (
            "The register goes out only with what it is for and to whom.",
            "Open Registers, choose both, and download it there; a link kept from before needs them too.",
        ),
        R::RecipientNotNamed => (
            "The privacy notice does not say that the register goes to this office.",
            "Choose the district, a branch or a township.",
        ),
        R::CommandIdReused => (
            "This submission's id was used before with another content.",
            "Reload the page and submit again.",
        ),
        R::NothingStored => ("Nothing is stored about you here.", "Nothing more to do."),
    }
}
