use serde::{Deserialize, Serialize};

use super::branch::BranchRef;
use crate::{
    branch::{
        Branch,
        request::{
            Request, RequestKind, RequestStepKind, SpotCategory, Stage, Urgency, may_reopen,
        },
    },
    caller::Caller,
    chain::{Holder, Level},
    charter::Bilingual,
    district::District,
    ids::{DepartmentId, PersonId, RequestId},
    personal::Personal,
    recipient::Recipient,
    time::Timestamp,
};

/// A request as its requester and the officers of its branch see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    /// Its id.
    pub id: RequestId,
    /// What about.
    pub kind: RequestKind,
    /// What a spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SpotCategory>,
    /// How urgent.
    pub urgency: Urgency,
    /// What was written; missing once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where the spot is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When it came in.
    pub at: Timestamp,
    /// Where it stands.
    pub stage: StageCode,
    /// Whether the branch recorded that step for others (代记).
    pub recorded: bool,
    /// Since when.
    pub since: Timestamp,
    /// Who has it.
    pub holder: Holder,
    /// When the present step should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Since when it is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    /// How far it has climbed.
    pub level: Level,
    /// 评价
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// To whom it may go, and when it went: the list (清单). [PIPL §23]
    pub consents: Vec<RequestConsentView>,
    /// What waits for the requester's answer.
    pub questions: Vec<RequestQuestionView>,
    /// The member who helps, or who is asked to; for the requester once both
    /// have said yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<HelperCard>,
    /// Each step, oldest first.
    pub steps: Vec<RequestStepView>,
    /// What the caller can do with it now.
    pub actions: Vec<RequestAction>,
}

/// Where a request stands, as a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // each is the stage of that name
pub enum StageCode {
    Submitted,
    Whistled,
    Arrived,
    HelperAsked,
    HelperAgreed,
    Helping,
    Resolved,
    Rated,
    Withdrawn,
    Closed,
}

impl From<&Stage> for StageCode {
    fn from(stage: &Stage) -> Self {
        match stage {
            Stage::Submitted => Self::Submitted,
            Stage::Whistled { .. } => Self::Whistled,
            Stage::Arrived { .. } => Self::Arrived,
            Stage::HelperAsked { .. } => Self::HelperAsked,
            Stage::HelperAgreed { .. } => Self::HelperAgreed,
            Stage::Helping { .. } => Self::Helping,
            Stage::Resolved => Self::Resolved,
            Stage::Rated => Self::Rated,
            Stage::Withdrawn => Self::Withdrawn,
            Stage::Closed { .. } => Self::Closed,
        }
    }
}

/// One consent of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestConsentView {
    /// Whom it names.
    pub recipient: Recipient,
    /// The name of a township or department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Bilingual>,
    /// When it was given.
    pub given_at: Timestamp,
    /// When it was first passed on to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_at: Option<Timestamp>,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Timestamp>,
}

/// A question to the requester.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestQuestionView {
    /// About whom.
    pub recipient: Recipient,
    /// The name of a township or department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Bilingual>,
    /// The name of a member who would help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helper: Option<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
}

/// A member who helps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HelperCard {
    /// Their branch.
    pub branch: BranchRef,
    /// 姓名; missing once erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// 联系电话
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// One step of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RequestStepView {
    /// When.
    pub at: Timestamp,
    /// Whether the requester did it themselves.
    pub own: bool,
    /// What, in codes.
    #[serde(flatten)]
    pub step: RequestStepKind,
    /// More about it, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What somebody can do with a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RequestAction {
    /// 撤回求助
    Withdraw,
    /// 评价
    Rate,
    /// 重新打开
    Reopen,
    /// 吹哨, to a department that the requester has agreed to
    Whistle,
    /// 请党员帮忙
    AskHelper,
    /// 征求同意
    AskConsent,
    /// 到场
    ReportArrival,
    /// 办结
    Resolve,
    /// 退回支部
    Return,
    /// 结束办理
    Close,
}

pub(super) fn request_view(
    district: &District,
    branch: &Branch,
    (id, request): (RequestId, &Request),
    caller: &Caller,
    now: Timestamp,
) -> RequestView {
    let manages = caller.manages(&branch.charter.id);
    let text = request.text.known();
    let named = |recipient: &Recipient| {
        district.charter.recipient_name(&branch.charter.id, recipient).cloned()
    };
    let consents = request.consents.given().iter().map(|consent| RequestConsentView {
        recipient: consent.recipient.clone(),
        name: named(&consent.recipient),
        given_at: consent.given_at,
        passed_at: consent.passed_at,
        withdrawn_at: consent.withdrawn_at,
    });
    let questions = request.consents.pending().map(|question| RequestQuestionView {
        recipient: question.recipient.clone(),
        name: named(&question.recipient),
        helper: match (&question.recipient, request.stage.helper()) {
            (Recipient::Person(_), Some(helper)) => {
                card(district, helper).and_then(|card| card.name)
            }
            _ => None,
        },
        asked_at: question.asked_at,
    });
    let helping = matches!(request.stage, Stage::Helping { .. });
    let helper = request.stage.helper().filter(|_| manages || helping);
    RequestView {
        id,
        kind: request.kind,
        category: request.category,
        urgency: request.urgency,
        text: text.map(|text| text.text.clone()),
        place: text.and_then(|text| text.place.clone()),
        at: request.at,
        stage: StageCode::from(&request.stage),
        recorded: request.is_recorded(),
        since: request.since,
        holder: request.holder(&branch.charter.id),
        due: request.due,
        overdue_since: request.due.filter(|due| *due <= now),
        level: request.level,
        rating: request.rating,
        consents: consents.collect(),
        questions: questions.collect(),
        helper: helper.and_then(|helper| card(district, helper)),
        steps: steps(request),
        actions: actions(district, branch, request, caller, now),
    }
}

/// What the caller can do with the request now.
pub(super) fn actions(
    district: &District,
    branch: &Branch,
    request: &Request,
    caller: &Caller,
    now: Timestamp,
) -> Vec<RequestAction> {
    use RequestAction as A;
    let manages = caller.manages(&branch.charter.id);
    let own = caller.person.is_some() && caller.person == request.of;
    let contact = |id: &DepartmentId| in_guiyan(district, id) && caller.serves(id);
    let (open, department) = (request.stage.is_open(), request.stage.department());
    let helps = request.stage.helper().is_some_and(|(helper, _)| caller.person == Some(helper));
    let at_branch = request.stage == Stage::Submitted;
    let agreed = |recipient: &Recipient| request.consents.live(recipient).is_some();
    let whistles = at_branch
        && manages
        && (district.charter.departments_for(&branch.charter.id))
            .any(|department| agreed(&Recipient::Department(department.id.clone())));
    let arrives = matches!(request.stage, Stage::Whistled { .. })
        && department.is_some_and(|id| contact(id) || (manages && !in_guiyan(district, id)));
    let has_it = department.is_some_and(contact);
    let resolves = match request.stage {
        Stage::Submitted => manages,
        Stage::Arrived { .. } => manages || has_it,
        Stage::Helping { .. } => manages || helps,
        _ => false,
    };
    let asked = matches!(request.stage, Stage::HelperAsked { .. });
    let returns = (open && !at_branch) && (manages || has_it || (helps && !asked));
    let rates = own && request.stage == Stage::Resolved && request.rating.is_none();
    [
        (own && open, A::Withdraw),
        (rates, A::Rate),
        (own && may_reopen(branch, request, now).is_ok(), A::Reopen),
        (whistles, A::Whistle),
        (at_branch && manages && agreed(&Recipient::Helpers), A::AskHelper),
        (open && manages, A::AskConsent),
        (arrives, A::ReportArrival),
        (resolves, A::Resolve),
        (returns, A::Return),
        (open && manages, A::Close),
    ]
    .into_iter()
    .filter_map(|(may, action)| may.then_some(action))
    .collect()
}

pub(super) fn in_guiyan(district: &District, id: &DepartmentId) -> bool {
    district.charter.departments.iter().any(|found| found.id == *id && found.in_guiyan)
}

fn steps(request: &Request) -> Vec<RequestStepView> {
    let view = |step: &crate::branch::request::RequestStep| RequestStepView {
        at: step.at,
        own: step.by.is_some() && step.by == request.of,
        step: step.kind.unnamed(),
        note: step.note.as_ref().and_then(Personal::known).cloned(),
    };
    request.steps.iter().map(view).collect()
}

/// How to reach a member who helps.
fn card(
    district: &District,
    (person, branch): (PersonId, &crate::ids::BranchId),
) -> Option<HelperCard> {
    let branch = district.branch(branch)?;
    let report = branch.members.get(&person).and_then(|member| member.report.known());
    Some(HelperCard {
        branch: BranchRef::from(&*branch.charter),
        name: report.map(|report| report.name.clone()),
        phone: report.map(|report| report.phone.clone()),
    })
}
