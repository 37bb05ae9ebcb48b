//! Generators: what people try about needs and leads.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{World, command_id, consent, department, lead_form, need_form, township};
use crate::{
    Command,
    branch::{
        Branch,
        lead::{
            HoldReason, JumpReason, LandingForm, LeadCloseReason, LeadCommand, LeadForm, MoveTo,
            TalentOutcome,
        },
    },
    ids::{LeadId, NeedId, StreamId},
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedCommand, NeedForm},
    recipient::Recipient,
};

/// Something tried about needs and leads. The first number is the lead's or the
/// need's, counted around; recipients are by number too.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is the command of that name
pub enum HomeDeed {
    PostNeed {
        kind: u8,
        industry: u8,
        here: bool,
        amount: Option<i64>,
        days: i64,
    },
    CloseNeed(u8),
    Submit {
        kind: u8,
        industry: u8,
        amount: Option<i64>,
        need: Option<u8>,
        invited: bool,
        to: Vec<u8>,
    },
    Move {
        lead: u8,
        to: MoveTo,
        reason: bool,
        amount: i64,
        jobs: i64,
    },
    /// To the stage that follows, as a view offers it.
    Step {
        lead: u8,
        amount: i64,
        jobs: i64,
    },
    Hold(u8),
    Close {
        lead: u8,
        own: bool,
    },
    Pass {
        lead: u8,
        to: u8,
    },
    Return(u8),
    Ask {
        lead: u8,
        to: u8,
    },
    Answer {
        lead: u8,
        to: u8,
        agreed: bool,
    },
    Withdraw {
        lead: u8,
        to: u8,
    },
}

const KINDS: [LeadKind; 4] =
    [LeadKind::Funds, LeadKind::Technology, LeadKind::Talent, LeadKind::Sales];
const INDUSTRIES: [HomeIndustry; 3] =
    [HomeIndustry::Pomelo, HomeIndustry::SmartManufacturing, HomeIndustry::CrossBorderTrade];

// A number that is no lead's and no need's.
const NOBODYS: u8 = u8::MAX;

fn around<T: Clone>(all: impl IntoIterator<Item = T>, index: u8) -> Option<T> {
    let all: Vec<T> = all.into_iter().filter(|_| index != NOBODYS).collect();
    all.get(usize::from(index) % all.len().max(1)).cloned()
}

fn recipient(index: u8) -> Recipient {
    let all = [
        township("qinfeng"),
        township("xishi"),
        department("investment"),
        department("education"),
        department("nowhere"),
    ];
    around(all, index).unwrap_or_else(|| township("qinfeng"))
}

impl HomeDeed {
    /// The command it comes to, sent to that branch or to the district.
    pub(super) fn resolve(&self, world: &World, here: &StreamId) -> (StreamId, Command) {
        let branch = match here {
            StreamId::Branch(id) => world.district.branch(id),
            StreamId::District => None,
        };
        let stranger = command_id(u128::from(u32::MAX));
        let lead = |index: u8| -> LeadId {
            let leads = branch.map(|branch| branch.leads.keys().copied());
            around(leads.into_iter().flatten(), index).unwrap_or(stranger.into())
        };
        let need = |index: u8| -> NeedId {
            around(world.district.needs.keys().copied(), index).unwrap_or(stranger.into())
        };
        let command: Command = match self.clone() {
            Self::PostNeed { kind, industry, here, amount, days } => {
                let details = NeedForm {
                    lead_kind: around(KINDS, kind),
                    industry: around(INDUSTRIES, industry),
                    township: if here { "qinfeng".into() } else { String::new() },
                    amount_from: amount,
                    amount_to: None,
                    until: world.now.day().plus(days).to_string(),
                    ..need_form()
                };
                NeedCommand::PostNeed { details }.into()
            }
            Self::CloseNeed(index) => {
                let reason = NeedCloseReason::Met;
                NeedCommand::CloseNeed { need: need(index), reason }.into()
            }
            Self::Submit { kind, industry, amount, need: answers, invited, to } => {
                let lead = LeadForm {
                    lead_kind: around(KINDS, kind),
                    industry: around(INDUSTRIES, industry),
                    amount,
                    need: answers.map(need),
                    contact_name: "示例乡友".into(),
                    contact_phone: "13900000000".into(),
                    ..lead_form()
                };
                let consent_to = to.into_iter().map(recipient).collect();
                let notice = Some(consent());
                LeadCommand::SubmitLead { lead, invited, notice, consent: consent_to }.into()
            }
            Self::Move { lead: index, to, reason, amount, jobs } => {
                let id = lead(index);
                let landing = landing(branch, id, to, amount, jobs);
                let reason = reason.then_some(JumpReason::Correction);
                let note = "已电话沟通".to_owned();
                LeadCommand::MoveLead { lead: id, to, reason, note, landing }.into()
            }
            Self::Step { lead: index, amount, jobs } => {
                let id = lead(index);
                let found = branch.and_then(|branch| branch.leads.get(&id));
                let next = found.and_then(|lead| lead.working_stage().next());
                let to = next.unwrap_or(MoveTo::InContact);
                let landing = landing(branch, id, to, amount, jobs);
                let (reason, note) = (None, String::new());
                LeadCommand::MoveLead { lead: id, to, reason, note, landing }.into()
            }
            Self::Hold(index) => LeadCommand::HoldLead {
                lead: lead(index),
                reason: HoldReason::NotYet,
                note: "等春节以后".into(),
            }
            .into(),
            Self::Close { lead: index, own } => {
                let reason =
                    if own { LeadCloseReason::Withdrawn } else { LeadCloseReason::NotViable };
                LeadCommand::CloseLead { lead: lead(index), reason, note: String::new() }.into()
            }
            Self::Pass { lead: index, to } => {
                LeadCommand::PassLead { lead: lead(index), to: recipient(to) }.into()
            }
            Self::Return(index) => LeadCommand::ReturnLead { lead: lead(index) }.into(),
            Self::Ask { lead: index, to } => {
                let (lead, recipient) = (lead(index), recipient(to));
                LeadCommand::AskLeadConsent { lead, recipient }.into()
            }
            Self::Answer { lead: index, to, agreed } => {
                let (lead, recipient) = (lead(index), recipient(to));
                LeadCommand::AnswerLeadConsent { lead, recipient, agreed }.into()
            }
            Self::Withdraw { lead: index, to } => {
                let (lead, recipient) = (lead(index), recipient(to));
                LeadCommand::WithdrawLeadConsent { lead, recipient }.into()
            }
        };
        let to =
            if matches!(command, Command::Need(_)) { StreamId::District } else { here.clone() };
        (to, command)
    }

    /// Who submitted the lead it is about, where that is theirs to do.
    pub(super) fn submitter(&self, world: &World, here: &StreamId) -> Option<crate::ids::PersonId> {
        let index = match self {
            Self::Answer { lead, .. } | Self::Withdraw { lead, .. } => *lead,
            Self::Close { lead, own: true } => *lead,
            _ => return None,
        };
        let StreamId::Branch(id) = here else { return None };
        let branch = world.district.branch(id)?;
        around(branch.leads.values().map(|lead| lead.person), index).flatten()
    }
}

fn landing(
    branch: Option<&Branch>,
    id: LeadId,
    to: MoveTo,
    amount: i64,
    jobs: i64,
) -> Option<LandingForm> {
    let lead = branch.and_then(|branch| branch.leads.get(&id));
    let is_talent = lead.is_some_and(|lead| lead.codes.kind == LeadKind::Talent);
    (to == MoveTo::Landed).then(|| LandingForm {
        amount: Some(amount),
        jobs: Some(jobs),
        talent: is_talent.then_some(match jobs % 3 {
            0 => TalentOutcome::Employed,
            1 => TalentOutcome::Founded,
            _ => TalentOutcome::VillageCommittee,
        }),
    })
}

/// One deed about needs or leads; the streams they go to are the attempt's.
pub fn home_deed() -> impl Strategy<Value = HomeDeed> {
    let index = || prop_oneof![40 => 0..4_u8, 1 => Just(NOBODYS)];
    // Few recipients, so that what is asked, agreed and passed on meets.
    let to = || prop_oneof![6 => Just(0_u8), 5 => Just(2), 2 => 0..5_u8];
    let yuan = || prop_oneof![1..10_000_000_i64, Just(1), Just(1_000_000_000_000)];
    let moves =
        select(vec![MoveTo::InContact, MoveTo::Negotiating, MoveTo::Signed, MoveTo::Landed]);
    prop_oneof![
        3 => (0..4_u8, 0..3_u8, any::<bool>(), option::of(yuan()), 0..40_i64).prop_map(
            |(kind, industry, here, amount, days)| HomeDeed::PostNeed { kind, industry, here, amount, days },
        ),
        1 => index().prop_map(HomeDeed::CloseNeed),
        8 => (0..4_u8, 0..3_u8, option::of(yuan()), option::weighted(0.3, index()), prop::bool::weighted(0.3), vec(to(), 0..3)).prop_map(
            |(kind, industry, amount, need, invited, to)| HomeDeed::Submit { kind, industry, amount, need, invited, to },
        ),
        5 => (index(), moves, prop::bool::weighted(0.7), yuan(), 0..300_i64).prop_map(
            |(lead, to, reason, amount, jobs)| HomeDeed::Move { lead, to, reason, amount, jobs },
        ),
        9 => (index(), yuan(), 0..300_i64).prop_map(|(lead, amount, jobs)| HomeDeed::Step { lead, amount, jobs }),
        1 => index().prop_map(HomeDeed::Hold),
        1 => (index(), any::<bool>()).prop_map(|(lead, own)| HomeDeed::Close { lead, own }),
        6 => (index(), to()).prop_map(|(lead, to)| HomeDeed::Pass { lead, to }),
        2 => index().prop_map(HomeDeed::Return),
        3 => (index(), to()).prop_map(|(lead, to)| HomeDeed::Ask { lead, to }),
        8 => (index(), to(), prop::bool::weighted(0.7)).prop_map(|(lead, to, agreed)| HomeDeed::Answer { lead, to, agreed }),
        3 => (index(), to()).prop_map(|(lead, to)| HomeDeed::Withdraw { lead, to }),
    ]
}
