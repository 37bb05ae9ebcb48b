//! 乡友: townspeople without a report-in, who join what is open to them with
//! name and phone, and are counted apart. [domain §1] Who is received as a
//! member meanwhile stays one of them in what they had joined before: to have
//! 学时 credited they leave and sign up as a member.

use serde::{Deserialize, Serialize};

use super::{
    activities::Activities,
    decide::{find, may_take_part, queue_or_place},
    event::ActivityEvent,
    host::Joiner,
    state::Activity,
};
use crate::{
    branch::member::{Consent, agreed},
    decider::{Context, Outcome},
    ids::{ActivityId, PersonId},
    personal::Personal,
    refusal::{Field, FieldIssue, Fields, Refusal},
    text,
    time::Timestamp,
};

/// What 乡友 leave to join an activity. Nothing more is asked of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GuestForm {
    /// 姓名, 2 to 40 characters
    pub name: String,
    /// 联系电话
    pub phone: String,
}

/// The form, checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guest {
    /// 姓名
    pub name: String,
    /// Digits only
    pub phone: String,
}

/// A guest of an activity, and what they agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GuestEntry {
    /// Who they are, sealed as theirs.
    pub guest: Personal<Guest>,
    /// The version of the notice they agreed to. [PIPL §14]
    pub notice: String,
    /// When they agreed to it.
    pub at: Timestamp,
}

impl GuestForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(&self) -> Result<Guest, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let name = fields.check(Field::Name, text::name(&self.name));
        let phone = fields.check(Field::Phone, text::phone(&self.phone));
        fields.finish(|| Some(Guest { name: name?, phone: phone? }))
    }
}

/// 以乡友身份报名
pub(super) fn join(
    activities: &Activities,
    joiner: &Joiner,
    context: &Context<'_>,
    (id, person): (&ActivityId, PersonId),
    (form, consent): (&GuestForm, &Consent),
) -> Result<(Outcome, Vec<ActivityEvent>), Refusal> {
    let activity = find(activities, id)?;
    may_join(joiner, activity, person, context.now)?;
    let guest = match (form.check(), agreed(consent, context)) {
        (Ok(guest), Ok(())) => guest,
        (checked, agreed) => {
            let mut issues = checked.err().unwrap_or_default();
            issues.extend(agreed.err().map(|issue| FieldIssue { field: Field::Consent, issue }));
            return Err(issues.into());
        }
    };
    let joined = ActivityEvent::GuestJoined {
        activity: *id,
        person,
        guest: Personal::new(person, guest),
        notice: consent.notice.clone(),
    };
    let (outcome, then) = queue_or_place(id, activity, person);
    Ok((outcome, vec![joined, then]))
}

/// Whether the person may join as a guest now, and if not, why.
pub(crate) fn may_join(
    joiner: &Joiner,
    activity: &Activity,
    person: PersonId,
    now: Timestamp,
) -> Result<(), Refusal> {
    let admitted = if joiner.branch.is_some() {
        // A member comes as one, and their 学时 count.
        Err(Refusal::NotAGuest)
    } else if activity.details.guests {
        Ok(())
    } else {
        Err(Refusal::MembersOnly)
    };
    may_take_part(activity, person, now, admitted)
}
