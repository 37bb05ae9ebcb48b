use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    command::CloseReason,
    event::ReturnReason,
    form::{RequestKind, RequestText, SpotCategory, Urgency},
};
use crate::{
    chain::{Holder, Level},
    ids::{BranchId, DepartmentId, PersonId, TownshipId},
    personal::Personal,
    recipient::{Consents, Recipient},
    time::Timestamp,
};

/// Where a request stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Stage {
    /// 待处理: the branch has it.
    Submitted,
    /// 已吹哨
    Whistled {
        /// To whom.
        department: DepartmentId,
    },
    /// 已到场
    Arrived {
        /// Who.
        department: DepartmentId,
    },
    /// A member is asked.
    HelperAsked {
        /// Who.
        helper: PersonId,
        /// Their branch.
        branch: BranchId,
    },
    /// They said yes, and the requester is asked about them.
    HelperAgreed {
        /// Who.
        helper: PersonId,
        /// Their branch.
        branch: BranchId,
    },
    /// 互助中: both said yes.
    Helping {
        /// Who.
        helper: PersonId,
        /// Their branch.
        branch: BranchId,
    },
    /// 已办结
    Resolved,
    /// 已评价
    Rated,
    /// 已撤回
    Withdrawn,
    /// Ended without 办结.
    Closed {
        /// Why.
        reason: CloseReason,
    },
}

impl Stage {
    /// Whether something is still to be done about it.
    pub fn is_open(&self) -> bool {
        !matches!(self, Self::Resolved | Self::Rated | Self::Withdrawn | Self::Closed { .. })
    }

    /// The department that has it.
    pub fn department(&self) -> Option<&DepartmentId> {
        match self {
            Self::Whistled { department } | Self::Arrived { department } => Some(department),
            _ => None,
        }
    }

    /// The member who helps or is asked to, and their branch.
    pub fn helper(&self) -> Option<(PersonId, &BranchId)> {
        match self {
            Self::HelperAsked { helper, branch }
            | Self::HelperAgreed { helper, branch }
            | Self::Helping { helper, branch } => Some((*helper, branch)),
            _ => None,
        }
    }
}

/// One request of one member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Whose; nobody's once they erased themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<PersonId>,
    /// What about.
    pub kind: RequestKind,
    /// What a spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SpotCategory>,
    /// How urgent.
    pub urgency: Urgency,
    /// 所属乡镇、街道 of the requester.
    pub township: TownshipId,
    /// What was written.
    pub text: Personal<RequestText>,
    /// To whom it may go, and went.
    pub consents: Consents,
    /// When it came in.
    pub at: Timestamp,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: Timestamp,
    /// When the present step should be done, while its time runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// When it climbs next, or a member's time to answer ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
    /// How far it has climbed.
    pub level: Level,
    /// Whether it counts as closed.
    pub counted: bool,
    /// When it was resolved last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Timestamp>,
    /// Whether it was reopened; that happens once.
    pub reopened: bool,
    /// 评价, 1 to 5; given once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// Members who said no; they are not asked again.
    pub declined: BTreeSet<PersonId>,
    /// Each step with who, when and why, oldest first.
    pub steps: Vec<RequestStep>,
}

impl Request {
    /// Who has it now.
    pub fn holder(&self, branch: &BranchId) -> Holder {
        match &self.stage {
            Stage::Submitted if self.consents.pending().next().is_some() => Holder::Member,
            Stage::HelperAgreed { .. } | Stage::Resolved => Holder::Member,
            Stage::Whistled { department } | Stage::Arrived { department } => {
                Holder::Department(department.clone())
            }
            Stage::HelperAsked { .. } | Stage::Helping { .. } => Holder::Helper,
            _ => Holder::Branch(branch.clone()),
        }
    }

    /// Whether the branch recorded the present step for others (代记).
    pub fn is_recorded(&self) -> bool {
        let wanted = |step: &RequestStep| match (&self.stage, &step.kind) {
            (Stage::Arrived { .. }, RequestStepKind::Arrived { recorded, .. })
            | (Stage::Resolved | Stage::Rated, RequestStepKind::Resolved { recorded }) => {
                Some(*recorded)
            }
            _ => None,
        };
        self.steps.iter().rev().find_map(wanted).unwrap_or(false)
    }

    /// Whether the contact of that department may see it now.
    pub fn shown_to(&self, department: &DepartmentId) -> bool {
        self.stage.department() == Some(department)
            && self.consents.live(&Recipient::Department(department.clone())).is_some()
    }

    /// Everybody whose id stands in it.
    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        let helper = self.stage.helper().map(|(helper, _)| helper);
        let given = self.consents.given().iter().map(|consent| &consent.recipient);
        let asked = self.consents.questions().map(|question| &question.recipient);
        let stepped = self.steps.iter().filter_map(|step| step.kind.recipient());
        let named = given.chain(asked).chain(stepped).filter_map(|recipient| match recipient {
            Recipient::Person(person) => Some(*person),
            _ => None,
        });
        self.of.into_iter().chain(helper).chain(self.declined.iter().copied()).chain(named)
    }

    pub(super) fn forget(&mut self, person: PersonId) {
        if self.of == Some(person) {
            self.of = None;
            self.text.redact(person);
        }
        if self.stage.helper().is_some_and(|(helper, _)| helper == person) {
            self.stage = Stage::Submitted;
        }
        self.declined.remove(&person);
        self.consents.forget(person);
        for step in &mut self.steps {
            if let Some(note) = &mut step.note {
                note.redact(person);
            }
            step.kind.forget(person);
        }
    }
}

/// A step of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestStep {
    /// When.
    pub at: Timestamp,
    /// By whom; by nobody when time did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// What.
    #[serde(flatten)]
    pub kind: RequestStepKind,
    /// More about it, in words, for the requester.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Personal<String>>,
}

/// What a step did, in codes. A recipient is missing when it was a person who
/// has erased themselves, and in views when it is a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "step")]
#[allow(missing_docs)] // each is the event of that name
pub enum RequestStepKind {
    Submitted,
    ConsentAsked {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<Recipient>,
    },
    ConsentGiven {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<Recipient>,
    },
    ConsentRefused {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<Recipient>,
    },
    ConsentWithdrawn {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recipient: Option<Recipient>,
    },
    Whistled {
        department: DepartmentId,
    },
    Arrived {
        department: DepartmentId,
        recorded: bool,
        in_target: bool,
    },
    Returned {
        reason: ReturnReason,
    },
    Resolved {
        recorded: bool,
    },
    Rated {
        rating: u8,
    },
    Reopened,
    Withdrawn,
    Closed {
        reason: CloseReason,
    },
    HelperAsked,
    HelperAgreed,
    HelperDeclined {
        lapsed: bool,
    },
    Overdue {
        level: Level,
    },
}

impl RequestStepKind {
    /// Which recipient it is about, if one.
    pub fn recipient(&self) -> Option<&Recipient> {
        match self {
            Self::ConsentAsked { recipient }
            | Self::ConsentGiven { recipient }
            | Self::ConsentRefused { recipient }
            | Self::ConsentWithdrawn { recipient } => recipient.as_ref(),
            _ => None,
        }
    }

    fn forget(&mut self, person: PersonId) {
        if self.recipient() == Some(&Recipient::Person(person)) {
            *self = self.unnamed();
        }
    }

    /// The same without a person's id in it.
    #[must_use]
    pub fn unnamed(&self) -> Self {
        let mut kind = self.clone();
        if let Self::ConsentAsked { recipient }
        | Self::ConsentGiven { recipient }
        | Self::ConsentRefused { recipient }
        | Self::ConsentWithdrawn { recipient } = &mut kind
        {
            recipient.take_if(|recipient| matches!(recipient, Recipient::Person(_)));
        }
        kind
    }
}

/// With what a member has offered to help.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HelpOffer {
    /// Since when.
    pub since: Timestamp,
    /// With what.
    pub kinds: BTreeSet<RequestKind>,
}
