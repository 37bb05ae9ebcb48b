//! Playing a sample request: asked by a member, whistled to a department or
//! taken up by another member, resolved, rated, sometimes opened again.

use guiyan_core::{
    branch::request::{CloseReason, RequestCommand, RequestKind, SpotCategory, Urgency},
    caller::Caller,
    ids::{PersonId, RequestId},
    recipient::Recipient,
    time::{MINUTE, Timestamp},
};

use super::{Home, Place, To};
use crate::Script;

/// A sample request and what becomes of it.
pub(super) struct Plan {
    /// Whose, by number.
    pub(super) by: usize,
    pub(super) kind: RequestKind,
    pub(super) urgency: Urgency,
    pub(super) text: &'static str,
    /// Of a 随手报: what it is, and where.
    pub(super) spot: Option<(SpotCategory, &'static str)>,
    pub(super) asked: Asked,
    pub(super) consent: Vec<To>,
    /// What happened after, each so many minutes after the one before.
    pub(super) course: Vec<(i64, Act)>,
}

/// When.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    /// So many days ago, at that hour.
    Days(i64, i64),
    /// So many minutes ago.
    Minutes(i64),
}

/// A step of a request.
#[derive(Clone, Copy)]
pub(super) enum Act {
    Whistle(To),
    /// 到场, by the department or recorded for it.
    Arrive,
    /// 办结, by whoever has it.
    Resolve(&'static str),
    Rate(i64),
    Reopen(&'static str),
    Withdraw,
    Close(CloseReason),
    /// The branch asks the requester.
    AskConsent(To),
    /// The branch asks a member, of the nth branch, by number.
    AskHelper(usize, usize),
    /// That member says yes, and the requester to them.
    Helps,
}

pub(super) fn enact(script: &mut Script, home: &Home<'_>, place: &Place<'_>, plans: &[Plan]) {
    offers(script, home, place);
    for plan in plans {
        let fits = |to: &To| home.recipient(place.id(), *to).is_some();
        let whistled = plan.course.iter().filter_map(|(_, act)| match act {
            Act::Whistle(to) | Act::AskConsent(to) => Some(to),
            _ => None,
        });
        // What the charter has nobody for is left out.
        if let Some(person) = place.member(plan.by)
            && whistled.chain(&plan.consent).all(fits)
        {
            play(script, home, place, plan, person);
        }
    }
}

fn play(script: &mut Script, home: &Home<'_>, place: &Place<'_>, plan: &Plan, person: PersonId) {
    let (secretary, asker) = (&place.secretary, Caller::person(person));
    let mut at = match plan.asked {
        Asked::Days(days, hour) => home.ago(days, hour),
        Asked::Minutes(minutes) => home.now.plus(-minutes * MINUTE),
    };
    let ask = asking(home, place, plan);
    let request = RequestId::from(script.add_to(place.id(), at, &asker, ask));
    // Who has it now, and who says so.
    let mut holder = secretary.clone();
    for (minutes, act) in &plan.course {
        at = at.plus(minutes * MINUTE);
        let (caller, command) = match *act {
            Act::Whistle(to) => {
                let Some(recipient) = home.recipient(place.id(), to) else { return };
                let Recipient::Department(department) = recipient.clone() else { return };
                let contact = home.officer(&recipient);
                let contact = contact.filter(|_| home.is_in_guiyan(&recipient));
                holder = contact.unwrap_or_else(|| secretary.clone());
                (secretary, RequestCommand::Whistle { request, department })
            }
            Act::AskConsent(to) => {
                let Some(recipient) = home.recipient(place.id(), to) else { return };
                (secretary, RequestCommand::AskRequestConsent { request, recipient })
            }
            Act::AskHelper(branch, number) => {
                let other = home.places.get(branch).unwrap_or(place);
                let Some(person) = other.member(number) else { return };
                holder = Caller::person(person);
                (secretary, RequestCommand::AskHelper { request, person })
            }
            Act::Helps => {
                let Some(helper) = holder.person else { return };
                let answer = RequestCommand::AnswerHelp { request, agreed: true };
                script.add_to(place.id(), at, &holder, answer);
                at = at.plus(30 * MINUTE);
                let recipient = Recipient::Person(helper);
                let yes = RequestCommand::AnswerRequestConsent { request, recipient, agreed: true };
                (&asker, yes)
            }
            Act::Arrive => (&holder, RequestCommand::ReportArrival { request }),
            Act::Resolve(note) => {
                (&holder, RequestCommand::ResolveRequest { request, note: note.to_owned() })
            }
            Act::Rate(rating) => (&asker, RequestCommand::RateRequest { request, rating }),
            Act::Reopen(note) => {
                let command = RequestCommand::ReopenRequest { request, note: note.to_owned() };
                holder = secretary.clone();
                (&asker, command)
            }
            Act::Withdraw => (&asker, RequestCommand::WithdrawRequest { request }),
            Act::Close(reason) => {
                (secretary, RequestCommand::CloseRequest { request, reason, note: String::new() })
            }
        };
        script.add_to(place.id(), at, caller, command);
    }
}

fn asking(home: &Home<'_>, place: &Place<'_>, plan: &Plan) -> RequestCommand {
    let (urgency, text) = (plan.urgency, plan.text.to_owned());
    let consent =
        plan.consent.iter().filter_map(|to| home.recipient(place.id(), *to)).collect::<Vec<_>>();
    match plan.spot {
        Some((category, spot)) => RequestCommand::ReportSpot {
            spot_category: Some(category),
            urgency,
            place: spot.to_owned(),
            text,
            consent,
        },
        None => RequestCommand::AskForHelp { kind: Some(plan.kind), urgency, text, consent },
    }
}

// With what some members say they can help; long before anybody is asked.
fn offers(script: &mut Script, home: &Home<'_>, place: &Place<'_>) {
    use RequestKind as K;
    let offers: [(usize, i64, &[K]); 3] = [
        (0, 170, &[K::Employment, K::Startup]),
        (2, 160, &[K::Employment, K::Housing, K::Documents]),
        (5, 150, &[K::Legal, K::Other]),
    ];
    for (number, days, kinds) in offers {
        let Some(person) = place.member(number) else { continue };
        let kinds = kinds.iter().copied().collect();
        let at: Timestamp = home.ago(days, 19);
        script.add_to(place.id(), at, &Caller::person(person), RequestCommand::OfferHelp { kinds });
    }
}
