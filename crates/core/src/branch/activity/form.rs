//! The activity form and its checks.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    ids::PersonId,
    personal::Personal,
    refusal::{Field, FieldIssue, Fields},
    text::{self, Issue},
    time::{DAY, MINUTE, Timestamp},
};

/// Kinds of activity. The first three are the founding article's (S0).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActivityKind {
    /// 乡友恳谈会
    HometownTalk,
    /// 就业创业帮扶
    JobHelp,
    /// 红色教育
    RedEducation,
    /// 主题党日
    ThemeDay,
    /// 党课
    PartyLecture,
    /// 党员大会
    MemberAssembly,
    /// 支委会
    CommitteeMeeting,
    /// 党小组会
    GroupMeeting,
    /// 组织生活会
    OrganisationalLife,
    /// 民主评议
    DemocraticReview,
    /// 培训
    Training,
    /// 志愿服务
    Volunteering,
    /// 其他
    Other,
}

/// 学时, to a tenth. On the wire a number, as in `2.5`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Hours {
    /// Tenths of an hour.
    pub tenths: u32,
}

impl Hours {
    /// The sum, without overflow.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { tenths: self.tenths.saturating_add(other.tenths) }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tenths % 10 {
            0 => write!(f, "{}", self.tenths / 10),
            rest => write!(f, "{}.{rest}", self.tenths / 10),
        }
    }
}

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.tenths) / 10.0)
    }
}

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hours = f64::deserialize(deserializer)?;
        let tenths = (hours * 10.0).round();
        if !(0.0..=1e8).contains(&tenths) {
            return Err(de::Error::custom("hours out of range"));
        }
        Ok(Self { tenths: tenths as u32 })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Hours {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Hours".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0 })
    }
}

/// The form as typed. Everything may be missing: the checks name each issue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ActivityForm {
    /// 活动名称, 2 to 60 characters
    pub title: String,
    /// 活动类别
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ActivityKind>,
    /// 开始时间, as `2026-12-06T14:00` (Shanghai) or RFC 3339
    pub start: String,
    /// 结束时间, likewise
    pub end: String,
    /// 地点, at most 100 characters; may be empty when there is a link
    pub place: String,
    /// 线上链接 (optional), shown to those signed up
    pub online: String,
    /// 名额, 1 to 100,000 (optional: none means without limit)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<i64>,
    /// 报名截止 (optional: the start), likewise a time
    pub sign_up_until: String,
    /// 学时 in tenths of an hour, 0 to 240 (24 hours)
    pub hours_tenths: i64,
    /// 议程 (optional), at most 2,000 characters
    pub agenda: String,
    /// 乡友可参加: open to townspeople without a report-in. [domain §1]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guests: bool,
    /// 联系人, 2 to 40 characters
    pub contact_name: String,
    /// 联系人电话
    pub contact_phone: String,
}

/// A checked activity, as stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// 活动名称
    pub title: String,
    /// 活动类别
    pub kind: ActivityKind,
    /// 开始时间
    pub start: Timestamp,
    /// 结束时间
    pub end: Timestamp,
    /// 地点
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// 线上链接
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<String>,
    /// 名额; none is without limit
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// 报名截止
    pub sign_up_until: Timestamp,
    /// 学时
    pub hours: Hours,
    /// 议程
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// 乡友可参加
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guests: bool,
    /// 联系人 and 电话: sealed, as they belong to a person
    pub contact: Personal<ContactPerson>,
}

/// Whom to call about an activity.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactPerson {
    /// Name
    pub name: String,
    /// Digits only
    pub phone: String,
}

impl ActivityForm {
    /// Checks every field; the contact is sealed as `by`'s.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check(&self, by: PersonId, now: Timestamp) -> Result<Details, Vec<FieldIssue>> {
        self.check_against(None, by, now)
    }

    /// Checks the form of a change. What stands as it was may stay, even where
    /// it could not be chosen any more, and the contact stays whose it is.
    ///
    /// # Errors
    /// All issues found, in the order of the form.
    pub fn check_change(
        &self,
        old: &Details,
        by: PersonId,
        now: Timestamp,
    ) -> Result<Details, Vec<FieldIssue>> {
        self.check_against(Some(old), by, now)
    }

    fn check_against(
        &self,
        old: Option<&Details>,
        by: PersonId,
        now: Timestamp,
    ) -> Result<Details, Vec<FieldIssue>> {
        let mut fields = Fields::default();
        let title = fields.check(Field::Title, text::line(&self.title, 2, 60));
        let kind = fields.check(Field::Kind, self.kind.ok_or(Issue::Required));
        let start = fields.check(Field::Start, start(&self.start, old, now));
        let end = fields.check(Field::End, end(&self.end, start, now));
        let online = fields.check(Field::Online, optional_link(&self.online));
        let place = fields.check(Field::Place, self.place());
        let capacity = fields.check(Field::Capacity, capacity(self.capacity));
        let until = fields.check(Field::SignUpUntil, until(&self.sign_up_until, start, old, now));
        let hours = fields.check(Field::Hours, hours(self.hours_tenths));
        let agenda = fields.check(Field::Agenda, text::optional_story(&self.agenda, 2000));
        let contact_name = fields.check(Field::ContactName, text::name(&self.contact_name));
        let contact_phone = fields.check(Field::ContactPhone, text::phone(&self.contact_phone));
        fields.finish(|| {
            let contact = ContactPerson { name: contact_name?, phone: contact_phone? };
            Some(Details {
                title: title?,
                kind: kind?,
                start: start?,
                end: old.map(|old| old.end).filter(|old| is_as(*old, end)).or(end)?,
                place: place?,
                online: online?,
                capacity: capacity?,
                sign_up_until: until?.or(start)?,
                hours: hours?,
                agenda: agenda?,
                guests: self.guests,
                contact: old
                    .map(|old| &old.contact)
                    .filter(|old| old.known() == Some(&contact))
                    .cloned()
                    .unwrap_or_else(|| Personal::new(by, contact)),
            })
        })
    }

    /// The form as it is opened to change what is published: times to the
    /// minute, and no deadline where it is the start.
    pub fn of(details: &Details) -> Self {
        let minute = |time: Timestamp| time.to_string().chars().take(16).collect::<String>();
        let until = Some(details.sign_up_until).filter(|until| *until != details.start);
        let contact = details.contact.known();
        Self {
            title: details.title.clone(),
            kind: Some(details.kind),
            start: minute(details.start),
            end: minute(details.end),
            place: details.place.clone().unwrap_or_default(),
            online: details.online.clone().unwrap_or_default(),
            capacity: details.capacity.map(i64::from),
            sign_up_until: until.map(minute).unwrap_or_default(),
            hours_tenths: i64::from(details.hours.tenths),
            agenda: details.agenda.clone().unwrap_or_default(),
            guests: details.guests,
            contact_name: contact.map(|contact| contact.name.clone()).unwrap_or_default(),
            contact_phone: contact.map(|contact| contact.phone.clone()).unwrap_or_default(),
        }
    }

    // A meeting on line needs no room.
    fn place(&self) -> Result<Option<String>, Issue> {
        match text::optional_line(&self.place, 100)? {
            None if self.online.trim().is_empty() => Err(Issue::Required),
            place => Ok(place),
        }
    }
}

fn time(text: &str) -> Result<Timestamp, Issue> {
    if text.trim().is_empty() {
        return Err(Issue::Required);
    }
    text.parse().map_err(|_| Issue::NotATime)
}

// A form shows minutes: what it left as it was is as exact as before.
fn is_as(old: Timestamp, typed: Option<Timestamp>) -> bool {
    let minute = |time: Timestamp| time.0.div_euclid(MINUTE);
    typed.is_some_and(|typed| typed.0 % MINUTE == 0 && minute(typed) == minute(old))
}

fn start(text: &str, old: Option<&Details>, now: Timestamp) -> Result<Timestamp, Issue> {
    let start = time(text)?;
    match old {
        _ if start > now.plus(731 * DAY) => Err(Issue::TooFarAhead),
        Some(old) if is_as(old.start, Some(start)) => Ok(old.start),
        // Whoever signed up must hear of it before it begins.
        Some(_) if start <= now => Err(Issue::InPast),
        _ => Ok(start),
    }
}

fn end(text: &str, start: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Issue> {
    let end = time(text)?;
    match start {
        Some(start) if end <= start => Err(Issue::EndsBeforeStart),
        Some(start) if end > start.plus(31 * DAY) => Err(Issue::LastsTooLong),
        _ if end <= now => Err(Issue::InPast),
        _ => Ok(end),
    }
}

pub(super) fn until(
    text: &str,
    start: Option<Timestamp>,
    old: Option<&Details>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Issue> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let until = time(text)?;
    let old = old.map(|old| old.sign_up_until).filter(|old| is_as(*old, Some(until)));
    match old.unwrap_or(until) {
        until if old.is_some() && start.is_none_or(|start| until <= start) => Ok(Some(until)),
        until if start.is_some_and(|start| until > start) => Err(Issue::AfterStart),
        until if until <= now => Err(Issue::InPast),
        until => Ok(Some(until)),
    }
}

fn capacity(capacity: Option<i64>) -> Result<Option<u32>, Issue> {
    match capacity {
        None => Ok(None),
        Some(n @ 1..=100_000) => Ok(Some(n as u32)),
        Some(_) => Err(Issue::OutOfRange { min: 1, max: 100_000 }),
    }
}

fn hours(tenths: i64) -> Result<Hours, Issue> {
    match tenths {
        0..=240 => Ok(Hours { tenths: tenths as u32 }),
        _ => Err(Issue::OutOfRange { min: 0, max: 24 }),
    }
}

fn optional_link(text: &str) -> Result<Option<String>, Issue> {
    if text.trim().is_empty() { Ok(None) } else { text::link(text).map(Some) }
}
