//! 草稿: kept as they are typed, right or not, within bounds.

use super::{
    command::DraftRef,
    event::PlanEvent,
    repeat::RepeatForm,
    state::{Draft, DraftPlan},
};
use crate::{
    branch::activity::{Activities, ActivityForm},
    caller::Office,
    decider::{Context, Outcome},
    ids::{DraftId, PersonId},
    personal::Personal,
    refusal::{Field, Fields, Refusal},
    text::Issue,
};

/// What a draft may hold of any line; more than the form takes, so that what is
/// too long can be kept and shortened later.
const LINE: u32 = 400;
/// The same of the agenda.
const STORY: u32 = 8_000;

/// 存为草稿
pub(super) fn save(
    activities: &Activities,
    context: &Context<'_>,
    (by, office): (PersonId, Office),
    draft: Option<DraftRef>,
    details: &ActivityForm,
    repeat: Option<&RepeatForm>,
) -> Result<(Outcome, PlanEvent), Refusal> {
    let id = match draft {
        Some(draft) => find(activities, draft)?,
        None => {
            let id = DraftId::from(context.command);
            if activities.plans.drafts.contains_key(&id) {
                return Err(Refusal::CommandIdReused);
            }
            if activities.plans.drafts.len() >= context.district.limits.drafts as usize {
                return Err(Refusal::DraftLimitReached);
            }
            id
        }
    };
    bounded(details, repeat)?;
    let plan = DraftPlan { details: details.clone(), repeat: repeat.cloned() };
    let event = PlanEvent::DraftSaved { draft: id, by, office, plan: Personal::new(by, plan) };
    Ok((Outcome::DraftSaved { draft: id }, event))
}

/// 删除草稿
pub(super) fn discard(
    activities: &Activities,
    by: PersonId,
    draft: DraftRef,
) -> Result<PlanEvent, Refusal> {
    find(activities, draft).map(|draft| PlanEvent::DraftRemoved { draft, by })
}

/// The draft that something is published of goes away with it, in the same append.
pub(crate) fn used(
    activities: &Activities,
    by: PersonId,
    draft: Option<DraftRef>,
) -> Result<Option<PlanEvent>, Refusal> {
    draft.map(|draft| discard(activities, by, draft)).transpose()
}

fn find(activities: &Activities, draft: DraftRef) -> Result<DraftId, Refusal> {
    let kept: &Draft = activities.plans.drafts.get(&draft.id).ok_or(Refusal::UnknownDraft)?;
    if kept.revision == draft.revision { Ok(draft.id) } else { Err(Refusal::DraftChanged) }
}

fn bounded(form: &ActivityForm, repeat: Option<&RepeatForm>) -> Result<(), Refusal> {
    let mut fields = Fields::default();
    let until = repeat.map(|repeat| repeat.until.as_str()).unwrap_or_default();
    for (field, text, max) in [
        (Field::Title, form.title.as_str(), LINE),
        (Field::Agenda, &form.agenda, STORY),
        (Field::Start, &form.start, LINE),
        (Field::End, &form.end, LINE),
        (Field::Place, &form.place, LINE),
        (Field::Online, &form.online, LINE),
        (Field::SignUpUntil, &form.sign_up_until, LINE),
        (Field::ContactName, &form.contact_name, LINE),
        (Field::ContactPhone, &form.contact_phone, LINE),
        (Field::RepeatUntil, until, LINE),
    ] {
        if text.chars().count() > max as usize {
            fields.add(field, Issue::TooLong { max });
        }
    }
    fields.finish(|| Some(())).map_err(Into::into)
}
