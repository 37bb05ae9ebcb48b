use super::{
    decide::Decided,
    event::RequestEvent,
    form::{RequestKind, RequestText, SpotCategory, TEXT, Urgency, recipients},
};
use crate::{
    branch::{
        Branch,
        member::{Member, MemberState},
    },
    decider::{Context, Outcome},
    ids::{PersonId, RequestId},
    personal::Personal,
    recipient::Recipient,
    refusal::{Field, Fields, Refusal},
    text::{self, Issue},
};

/// 求助
pub(super) fn ask(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    (kind, urgency): (Option<RequestKind>, Urgency),
    words: &str,
    consent: &[Recipient],
) -> Decided {
    let member = received(branch, person)?;
    one_more(context)?;
    let mut fields = Fields::default();
    let kind = fields.check(Field::HelpKind, help_kind(kind));
    let text = fields.check(Field::Text, text::story(words, 2, TEXT));
    let consents = fields.check(Field::Consent, named(branch, context, member, consent));
    let (kind, text, consents) = fields.finish(|| Some((kind?, text?, consents?)))?;
    let text = RequestText { text, place: None };
    submitted(branch, context, (person, member), ((kind, None), urgency), text, consents)
}

/// 随手报
pub(super) fn report(
    branch: &Branch,
    context: &Context<'_>,
    person: PersonId,
    (category, urgency): (Option<SpotCategory>, Urgency),
    (place, words): (&str, &str),
    consent: &[Recipient],
) -> Decided {
    let member = received(branch, person)?;
    one_more(context)?;
    let mut fields = Fields::default();
    let category = fields.check(Field::SpotCategory, category.ok_or(Issue::Required));
    let place = fields.check(Field::Place, text::line(place, 2, 100));
    let text = fields.check(Field::Text, text::story(words, 2, TEXT));
    let consents = fields.check(Field::Consent, named(branch, context, member, consent));
    let (category, text, consents) = fields.finish(|| {
        let text = RequestText { text: text?, place: Some(place?) };
        Some((category?, text, consents?))
    })?;
    let what = ((RequestKind::Spot, Some(category)), urgency);
    submitted(branch, context, (person, member), what, text, consents)
}

/// The received member that a person is here.
pub(super) fn received(branch: &Branch, person: PersonId) -> Result<&Member, Refusal> {
    let member = branch.member(&person);
    member
        .filter(|member| member.state == MemberState::Received)
        .ok_or(Refusal::ReceivedMembersOnly)
}

fn one_more(context: &Context<'_>) -> Result<(), Refusal> {
    let full = context.open_already >= context.district.limits.open_requests;
    if full { Err(Refusal::RequestLimitReached) } else { Ok(()) }
}

/// What members ask for and offer.
pub(super) fn help_kind(kind: Option<RequestKind>) -> Result<RequestKind, Issue> {
    match kind {
        None => Err(Issue::Required),
        Some(RequestKind::Spot) => Err(Issue::NotAChoice),
        Some(kind) => Ok(kind),
    }
}

fn named(
    branch: &Branch,
    context: &Context<'_>,
    member: &Member,
    consent: &[Recipient],
) -> Result<Vec<Recipient>, Issue> {
    recipients(consent, context.district, &branch.charter.id, &member.codes.township)
}

fn submitted(
    branch: &Branch,
    context: &Context<'_>,
    (person, member): (PersonId, &Member),
    ((kind, category), urgency): ((RequestKind, Option<SpotCategory>), Urgency),
    text: RequestText,
    consents: Vec<Recipient>,
) -> Decided {
    let request = RequestId::from(context.command);
    if branch.requests.get(&request).is_some() {
        return Err(Refusal::CommandIdReused);
    }
    let event = RequestEvent::RequestSubmitted {
        request,
        person,
        kind,
        category,
        urgency,
        township: member.codes.township.clone(),
        text: Personal::new(person, text),
        consents,
        due: branch.charter.help_targets.answer(urgency, context.now),
    };
    Ok((Outcome::RequestSubmitted { request }, vec![event]))
}
