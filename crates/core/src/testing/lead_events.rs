//! Needs and leads as the rules would have written them, for the `given` of a
//! test, and the forms that they come from.

use super::{at, lead_id, need_id, person, sample_charter};
use crate::{
    Event,
    branch::{
        activity::ContactPerson,
        lead::{
            Actor, Fellow, HoldReason, Landing, LeadCloseReason, LeadCodes, LeadEvent, LeadForm,
            LeadStage,
        },
    },
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedEvent, NeedForm, Poster},
    personal::Personal,
    recipient::Recipient,
    time::{DAY, Timestamp},
};

/// The recipient that is a township.
#[track_caller]
pub fn township(id: &str) -> Recipient {
    Recipient::Township(id.parse().unwrap_or_else(|_| unreachable!("not a slug: {id}")))
}

/// The recipient that is a department.
#[track_caller]
pub fn department(id: &str) -> Recipient {
    Recipient::Department(id.parse().unwrap_or_else(|_| unreachable!("not a slug: {id}")))
}

/// A need with nothing wrong in it: sales of 马家柚 in 秦峰镇, until 2026-12-31.
pub fn need_form() -> NeedForm {
    NeedForm {
        lead_kind: Some(LeadKind::Sales),
        industry: Some(HomeIndustry::Pomelo),
        subject: "马家柚进社区".into(),
        text: "秦峰镇马家柚十一月上市，寻找社区团购和商超渠道。".into(),
        township: "qinfeng".into(),
        amount_from: Some(100_000),
        amount_to: Some(5_000_000),
        until: "2026-12-31".into(),
    }
}

/// A lead with nothing wrong in it that goes with [`need_form`].
pub fn lead_form() -> LeadForm {
    LeadForm {
        lead_kind: Some(LeadKind::Sales),
        industry: Some(HomeIndustry::Pomelo),
        amount: Some(500_000),
        township: "qinfeng".into(),
        note: "我们在朝阳区有三家社区店，可以先试销。".into(),
        ..LeadForm::default()
    }
}

/// The sample need is posted by the 专人 of 秦峰镇.
pub fn need_posted(number: u128) -> Event {
    need_posted_with(number, &need_form())
}

/// That need is posted by the 专人 of 秦峰镇.
#[allow(clippy::expect_used)] // a harness speaks by failing the test
#[track_caller]
pub fn need_posted_with(number: u128, form: &NeedForm) -> Event {
    let details = form.check(&sample_charter(), at("2026-11-01T09:00")).expect("a good form");
    let poster = details.township.clone().map_or(Poster::District, Poster::Township);
    NeedEvent::NeedPosted { need: need_id(number), by: person(940), poster, details }.into()
}

/// The need is closed, because it is met.
pub fn need_closed(number: u128) -> Event {
    let reason = NeedCloseReason::Met;
    NeedEvent::NeedClosed { need: need_id(number), by: person(940), reason }.into()
}

/// The codes of the sample lead.
pub fn lead_codes() -> LeadCodes {
    LeadCodes {
        kind: LeadKind::Sales,
        industry: HomeIndustry::Pomelo,
        amount: Some(500_000),
        township: "qinfeng".parse().ok(),
        need: None,
    }
}

/// The person has submitted the sample lead at that time.
pub fn lead_submitted(lead: u128, number: u128, time: &str) -> Event {
    lead_submitted_with(lead, number, lead_codes(), at(time))
}

/// The person has submitted a lead with those codes.
pub fn lead_submitted_with(lead: u128, number: u128, codes: LeadCodes, at: Timestamp) -> Event {
    LeadEvent::LeadSubmitted {
        lead: lead_id(lead),
        person: person(number),
        codes,
        note: Some(Personal::new(person(number), lead_form().note)),
        fellow: None,
        due: Some(at.plus(7 * DAY)),
    }
    .into()
}

/// A 乡友 has submitted the sample lead.
pub fn fellow_submitted(lead: u128, number: u128, contact: ContactPerson, time: &str) -> Event {
    LeadEvent::LeadSubmitted {
        lead: lead_id(lead),
        person: person(number),
        codes: lead_codes(),
        note: None,
        fellow: Some(Fellow {
            contact: Personal::new(person(number), contact),
            notice: "2026-11".into(),
        }),
        due: Some(at(time).plus(7 * DAY)),
    }
    .into()
}

/// The Beijing secretary has moved the lead, due at that time.
pub fn lead_moved(lead: u128, from: LeadStage, to: LeadStage, due: &str) -> Event {
    LeadEvent::LeadMoved {
        lead: lead_id(lead),
        by: person(900),
        actor: Actor::Branch,
        from,
        to,
        reason: None,
        note: None,
        due: Some(at(due)),
        takes_back: None,
    }
    .into()
}

/// The Beijing secretary has recorded what has landed.
pub fn lead_landed(lead: u128, from: LeadStage, landing: Landing) -> Event {
    LeadEvent::LeadLanded {
        lead: lead_id(lead),
        by: person(900),
        actor: Actor::Branch,
        from,
        landing,
        replaces: None,
        reason: None,
        note: None,
    }
    .into()
}

/// The Beijing secretary has put the person's lead on hold, with that note.
pub fn lead_put_on_hold(lead: u128, number: u128, from: LeadStage, note: &str) -> Event {
    LeadEvent::LeadPutOnHold {
        lead: lead_id(lead),
        by: person(900),
        actor: Actor::Branch,
        from,
        reason: HoldReason::NotYet,
        note: (!note.is_empty()).then(|| Personal::new(person(number), note.into())),
    }
    .into()
}

/// The person has withdrawn the lead.
pub fn lead_withdrawn(lead: u128, number: u128, from: LeadStage) -> Event {
    LeadEvent::LeadClosed {
        lead: lead_id(lead),
        by: person(number),
        actor: Actor::Submitter,
        from,
        reason: LeadCloseReason::Withdrawn,
        note: None,
    }
    .into()
}

/// The Beijing secretary has passed the lead on.
pub fn lead_passed(lead: u128, to: Recipient) -> Event {
    let (lead, by) = (lead_id(lead), person(900));
    LeadEvent::LeadPassed { lead, by, actor: Actor::Branch, to }.into()
}

/// The Beijing secretary has asked about that recipient.
pub fn lead_consent_asked(lead: u128, recipient: Recipient) -> Event {
    LeadEvent::LeadConsentAsked { lead: lead_id(lead), by: person(900), recipient }.into()
}

/// The submitter has agreed to that recipient.
pub fn lead_consent_given(lead: u128, recipient: Recipient) -> Event {
    LeadEvent::LeadConsentGiven { lead: lead_id(lead), recipient }.into()
}

/// The submitter has said no to that recipient.
pub fn lead_consent_refused(lead: u128, recipient: Recipient) -> Event {
    LeadEvent::LeadConsentRefused { lead: lead_id(lead), recipient }.into()
}

/// The submitter has taken the consent back.
pub fn lead_consent_withdrawn(lead: u128, recipient: Recipient) -> Event {
    LeadEvent::LeadConsentWithdrawn { lead: lead_id(lead), recipient }.into()
}
