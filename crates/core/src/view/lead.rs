use serde::{Deserialize, Serialize};

use super::branch::BranchRef;
use crate::{
    branch::{
        Branch,
        lead::{
            Actor, Escalation, Landing, Lead, LeadStage, LeadStep, LeadStepKind, MoveTo, handler,
        },
    },
    caller::Caller,
    charter::{Bilingual, Township},
    district::District,
    ids::{LeadId, NeedId},
    matching::{Facts, Index, MatchReason},
    need::{HomeIndustry, LeadKind, NeedStatus},
    personal::Personal,
    recipient::Recipient,
    time::Timestamp,
};

/// How many needs are shown as going with a lead.
const MATCHES: usize = 5;

/// One lead, as the caller may see it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadView {
    /// Its id.
    pub id: LeadId,
    /// The branch it stands with; commands about it go there.
    pub branch: BranchRef,
    /// 类别
    pub kind: LeadKind,
    /// 产业方向
    pub industry: HomeIndustry,
    /// 金额 in whole yuan
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// 意向乡镇、街道
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub township: Option<Township>,
    /// The need it answers; a lead goes on when its need is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedRef>,
    /// 说明
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether it comes from a 乡友 rather than from a member.
    pub fellow: bool,
    /// Where it stands.
    pub stage: LeadStage,
    /// Since when.
    pub since: Timestamp,
    /// The stage it was in when it was put on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<LeadStage>,
    /// Who holds it.
    pub holder: HolderView,
    /// Until when the next step is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// How far it has climbed, when the step is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Escalation>,
    /// What has landed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub landing: Option<Landing>,
    /// Each step, oldest first.
    pub steps: Vec<LeadStepView>,
    /// What may go, and went, to whom: for the submitter and the branch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentView>,
    /// What the submitter was asked, answered with no or not yet: likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionView>,
    /// Open needs that go with it, the best first: likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<NeedMatch>,
    /// Name and phone: for the branch, and for those whom a live consent names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitter: Option<SubmitterView>,
    /// What the caller can do with it.
    pub can: LeadActions,
}

/// A need by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NeedRef {
    /// Its id.
    pub id: NeedId,
    /// 名称
    pub subject: String,
    /// Whether it can still be answered.
    pub status: NeedStatus,
}

/// Who holds a lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HolderView {
    /// Whom it was passed on to; missing while the branch holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// The name of the holder, the branch included.
    pub name: Bilingual,
    /// Since when.
    pub since: Timestamp,
}

/// One step of a lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadStepView {
    /// When.
    pub at: Timestamp,
    /// On whose side.
    pub actor: Actor,
    /// What, with its reason as a code.
    #[serde(flatten)]
    pub step: LeadStepKind,
    /// More about it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One consent that names one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    /// Whom it names.
    pub recipient: Recipient,
    /// Their name.
    pub name: Bilingual,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it was first passed on to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// When it was withdrawn; missing while the submitter can withdraw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// One question to the submitter about one recipient.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// About whom.
    pub recipient: Recipient,
    /// Their name.
    pub name: Bilingual,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the answer was no; missing while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
}

/// A need that goes with a lead, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct NeedMatch {
    /// Which.
    pub need: NeedRef,
    /// Why.
    pub reasons: Vec<MatchReason>,
}

/// Whom to call about a lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SubmitterView {
    /// 姓名
    pub name: String,
    /// 电话, digits only
    pub phone: String,
}

/// What the caller can do with a lead.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LeadActions {
    /// Whether they submitted it: consents are theirs to give and withdraw.
    pub own: bool,
    /// Whether they may move, hold and close it.
    pub handle: bool,
    /// The stage that follows without a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<MoveTo>,
    /// To whom they may pass it on now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pass_to: Vec<Recipient>,
    /// Whether they may give it back to the branch.
    pub give_back: bool,
    /// Whether they may ask the submitter about recipients.
    pub ask: bool,
    /// Whether they may withdraw it altogether.
    pub withdraw: bool,
}

/// In what part the caller looks at a lead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// It is theirs.
    Submitter,
    /// They run its branch.
    Branch,
    /// It was passed on to them under a live consent.
    Recipient,
}

/// What views of leads are made from.
pub(super) struct Scene<'a> {
    pub(super) district: &'a District,
    pub(super) caller: &'a Caller,
    pub(super) now: Timestamp,
    pub(super) needs: Index<'a, NeedId>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(district: &'a District, caller: &'a Caller, now: Timestamp) -> Self {
        let open = district.open_needs(now);
        let needs = Index::new(open.map(|(id, need)| Facts::of_need(*id, &need.details)));
        Self { district, caller, now, needs }
    }

    pub(super) fn lead(&self, branch: &Branch, id: &LeadId, lead: &Lead, part: Part) -> LeadView {
        let codes = &lead.codes;
        let whole = part != Part::Recipient;
        let name = |recipient: &Recipient| self.name(branch, recipient);
        let known = |note: &Option<Personal<String>>| note.as_ref()?.known().cloned();
        let place = codes.township.as_ref();
        LeadView {
            id: *id,
            branch: BranchRef::from(&*branch.charter),
            kind: codes.kind,
            industry: codes.industry,
            amount: codes.amount,
            township: place.and_then(|place| self.district.charter.township(place)).cloned(),
            need: codes.need.and_then(|need| self.need(&need)),
            note: known(&lead.note),
            fellow: lead.fellow.is_some(),
            stage: lead.stage,
            since: lead.since,
            paused: lead.paused,
            holder: self.holder(branch, lead),
            due: lead.due,
            overdue: lead.overdue,
            landing: lead.landing,
            steps: (lead.steps.iter())
                .filter(|step| whole || self.concerns(step))
                .map(|step| LeadStepView {
                    at: step.at,
                    actor: step.actor.clone(),
                    step: step.kind.clone(),
                    note: known(&step.note),
                })
                .collect(),
            consents: (lead.consents.given().iter().filter(|_| whole))
                .map(|consent| ConsentView {
                    recipient: consent.recipient.clone(),
                    name: name(&consent.recipient),
                    given_at: consent.given_at,
                    passed_at: consent.passed_at,
                    withdrawn_at: consent.withdrawn_at,
                })
                .collect(),
            questions: (lead.consents.questions().filter(|_| whole))
                .map(|question| QuestionView {
                    recipient: question.recipient.clone(),
                    name: name(&question.recipient),
                    asked_at: question.asked_at,
                    refused_at: question.refused_at,
                })
                .collect(),
            matches: if whole && lead.is_open() { self.matches(id, lead) } else { Vec::new() },
            submitter: (part != Part::Submitter)
                .then(|| submitter(self.district, branch, lead))
                .flatten(),
            can: self.can(branch, lead),
        }
    }

    pub(super) fn holder(&self, branch: &Branch, lead: &Lead) -> HolderView {
        HolderView {
            recipient: lead.held_by.clone(),
            name: match &lead.held_by {
                Some(recipient) => self.name(branch, recipient),
                None => branch.charter.short_name.clone(),
            },
            since: lead.held_since,
        }
    }

    fn name(&self, branch: &Branch, recipient: &Recipient) -> Bilingual {
        let name = self.district.charter.recipient_name(&branch.charter.id, recipient);
        // Taken off the list since: its id is all that is left of it.
        name.cloned().unwrap_or_else(|| {
            let id = match recipient {
                Recipient::Township(id) => id.to_string(),
                Recipient::Department(id) => id.to_string(),
                Recipient::Person(_) | Recipient::Helpers => String::new(),
            };
            Bilingual { zh: id.clone(), en: id }
        })
    }

    fn need(&self, id: &NeedId) -> Option<NeedRef> {
        let need = self.district.needs.get(id)?;
        let subject = need.details.subject.clone();
        Some(NeedRef { id: *id, subject, status: need.status(self.now) })
    }

    fn matches(&self, id: &LeadId, lead: &Lead) -> Vec<NeedMatch> {
        let found = self.needs.matches(&Facts::of_lead(*id, &lead.codes), MATCHES);
        let shown = found.into_iter().filter_map(|found| {
            Some(NeedMatch { need: self.need(&found.id)?, reasons: found.reasons })
        });
        shown.collect()
    }

    // Whom else it may go to is not a recipient's affair.
    fn concerns(&self, step: &LeadStep) -> bool {
        match &step.kind {
            LeadStepKind::ConsentAsked { recipient }
            | LeadStepKind::ConsentGiven { recipient }
            | LeadStepKind::ConsentRefused { recipient }
            | LeadStepKind::ConsentWithdrawn { recipient } => self.caller.receives_for(recipient),
            _ => true,
        }
    }

    fn can(&self, branch: &Branch, lead: &Lead) -> LeadActions {
        let own = lead.person.is_some() && lead.person == self.caller.person;
        if !lead.is_open() {
            return LeadActions { own, ..LeadActions::default() };
        }
        let handle = handler(branch, self.caller, lead).is_ok();
        let live = lead.consents.given().iter().filter(|it| it.withdrawn_at.is_none());
        let others = live.filter(|it| lead.held_by.as_ref() != Some(&it.recipient));
        let may = others.map(|it| it.recipient.clone());
        LeadActions {
            own,
            handle,
            next: lead.working_stage().next().filter(|_| handle),
            pass_to: may.filter(|_| handle).collect(),
            give_back: handle && lead.held_by.is_some(),
            ask: self.caller.manages(&branch.charter.id),
            withdraw: own,
        }
    }
}

// A member is reached by what they reported last, wherever they are now; a
// 乡友 by what they gave with the lead.
fn submitter(district: &District, branch: &Branch, lead: &Lead) -> Option<SubmitterView> {
    if let Some(fellow) = &lead.fellow {
        let contact = fellow.contact.known()?;
        return Some(SubmitterView { name: contact.name.clone(), phone: contact.phone.clone() });
    }
    let person = lead.person?;
    let active = district.active_branch(&person).and_then(|id| district.branch(id));
    let report = active.unwrap_or(branch).members.get(&person)?.report.known()?;
    Some(SubmitterView { name: report.name.clone(), phone: report.phone.clone() })
}
