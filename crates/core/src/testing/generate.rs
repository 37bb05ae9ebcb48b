//! Generators: attempts of a handful of people in two branches.

use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    HelpDeed, HomeDeed, PlanDeed, World, beijing, command_id, consent, department_contact,
    district_officer,
    generate_activities::{change, changed, form, of_district, publish, reorder, reordering},
    generate_help::help_deed,
    generate_offices::{appointment, appointments},
    guest_form, home_deed, liaison, organiser, person, plan_deed, report_form_of, secretary,
    steward, yiwu,
};
use crate::{
    Command,
    branch::{
        activity::{ActivityCommand, ActivityForm, CancelReason, Standing},
        member::{EndReason, MemberCommand, SendBackReason},
    },
    caller::Caller,
    command::DistrictCommand,
    ids::{PersonId, StreamId},
    time::HOUR,
};

/// Something that somebody tries, with people and activities by number, so that
/// it can be made up before anything has happened. Most may fail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// How far the clock moves before it; it may go back.
    pub minutes: i64,
    /// In Yiwu rather than in Beijing.
    pub in_yiwu: bool,
    /// Who tries it.
    pub by: By,
    /// What is tried.
    pub what: What,
}

/// Who tries something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the names say it
pub enum By {
    Anonymous,
    Person(u8),
    Secretary,
    Organiser,
    Steward,
    SecretaryElsewhere,
    DistrictOfficer,
    Liaison,
    LiaisonElsewhere,
    /// Whoever it is for; only where help is concerned.
    Involved,
    Department,
    /// Who submitted the lead that it is about, or a person of that number.
    Submitter(u8),
}

/// What is tried. The first number is the activity's, counted around; the
/// other is the person's, and above 8 one of those who have a place.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // each is the command of that name
pub enum What {
    ReportIn,
    Receive(u8),
    SendBack(u8),
    End(Option<u8>),
    Move,
    Publish {
        capacity: Option<i64>,
        starts_in: i64,
        lasts: i64,
        closes_before: i64,
        audience: &'static str,
    },
    Cancel(u8),
    Change {
        activity: u8,
        capacity: Option<i64>,
        starts_in: Option<i64>,
        stale: bool,
    },
    CloseSignUp(u8),
    /// Of the waiting, counted around, to that position.
    Reorder(u8, u8, u32),
    ReopenSignUp(u8),
    SignUp(u8, bool),
    ShareName(u8),
    WithdrawName(u8),
    AssignGroup(u8, bool),
    Leave(u8),
    Accept(u8),
    Decline(u8),
    JoinAsGuest(u8),
    CheckIn(u8, u8),
    UndoCheckIn(u8, u8),
    /// To 签到员 of the branch, or to 组织委员.
    Appoint(u8, bool),
    EndAppointment(u8),
    /// 书记交接
    HandOver(u8),
    EraseMe,
    Settle,
    Help(HelpDeed),
    Home(HomeDeed),
    Plan(PlanDeed),
    /// The same with an activity of the district's own.
    OfDistrict(Box<What>),
}

impl Attempt {
    /// The command it comes to in that world.
    pub fn resolve(&self, world: &World) -> (StreamId, Caller, Command) {
        if let What::OfDistrict(what) = &self.what {
            let what = (**what).clone();
            let (_, caller, _) = Self { what: What::Settle, ..self.clone() }.resolve(world);
            return Self { what, ..self.clone() }.in_stream(world, StreamId::District, caller);
        }
        let (here, there) = if self.in_yiwu { (yiwu(), beijing()) } else { (beijing(), yiwu()) };
        let caller = match self.by {
            By::Anonymous => Caller::anonymous(),
            By::Person(number) => Caller::person(person(number.into())),
            By::Secretary => secretary(&here),
            By::Organiser => organiser(&here),
            By::Steward => steward(&here),
            By::SecretaryElsewhere => secretary(&there),
            By::DistrictOfficer => district_officer(),
            By::Liaison => liaison("qinfeng"),
            By::LiaisonElsewhere => liaison("xishi"),
            By::Involved => match &self.what {
                What::Help(deed) => deed.involved(world, &here),
                _ => Caller::person(person(1)),
            },
            By::Department => department_contact("investment"),
            By::Submitter(number) => {
                let deed = if let What::Home(deed) = &self.what { Some(deed) } else { None };
                let found = deed.and_then(|deed| deed.submitter(world, &here));
                Caller::person(found.unwrap_or(person(number.into())))
            }
        };
        match &self.what {
            What::Home(deed) => {
                let (to, command) = deed.resolve(world, &here);
                (to, caller, command)
            }
            // An offer lapses within the hour: half of the answers come from whom it is for.
            What::Accept(index) | What::Decline(index) => {
                let theirs = matches!(self.by, By::Person(number) if number % 2 == 0);
                let offered = world.offered(&here, *index).filter(|_| theirs);
                let caller = offered.map_or(caller, Caller::person);
                self.clone().in_stream(world, here, caller)
            }
            _ => self.clone().in_stream(world, here, caller),
        }
    }

    fn in_stream(
        self,
        world: &World,
        here: StreamId,
        caller: Caller,
    ) -> (StreamId, Caller, Command) {
        let there = if here == beijing() { yiwu() } else { beijing() };
        let activity = |index: u8| {
            let found = world.activity(&here, index);
            found.unwrap_or(command_id(u128::from(u32::MAX)).into())
        };
        let on_list = |index: u8, who: u8| {
            let room = world.district.room(&here);
            let places = room
                .and_then(|room| room.activities.get(&activity(index)))
                .map(|activity| activity.places.all())
                .into_iter()
                .flatten();
            let confirmed: Vec<PersonId> = places
                .filter(|(_, standing)| matches!(standing, Standing::Confirmed { .. }))
                .map(|(person, _)| *person)
                .collect();
            let chosen = who.checked_sub(9).map(|who| usize::from(who) % confirmed.len().max(1));
            let chosen = chosen.and_then(|chosen| confirmed.get(chosen));
            chosen.copied().unwrap_or(person(who.into()))
        };
        let number = match self.by {
            By::Person(number) => number,
            _ => match caller.person {
                Some(id) => (1..=8).find(|number| person((*number).into()) == id).unwrap_or(9),
                None => 9,
            },
        };
        let command: Command = match self.what.clone() {
            What::ReportIn => {
                let report = report_form_of(number.into());
                MemberCommand::ReportIn { report, consent: consent() }.into()
            }
            What::Receive(who) => {
                MemberCommand::ReceiveMember { person: person(who.into()) }.into()
            }
            What::SendBack(who) => MemberCommand::SendBackReportIn {
                person: person(who.into()),
                reason: SendBackReason::PhoneUnclear,
                note: format!("请核对 136{who:08}"),
            }
            .into(),
            What::End(who) => MemberCommand::EndReportIn {
                person: who.map(|who| person(who.into())),
                reason: EndReason::ReturnedHome,
                note: String::new(),
            }
            .into(),
            What::Move => match &there {
                StreamId::Branch(to) => MemberCommand::MoveReportIn {
                    to: to.clone(),
                    area: "新城区".into(),
                    consent: consent(),
                }
                .into(),
                StreamId::District => DistrictCommand::EraseMe {}.into(),
            },
            What::Publish { capacity, starts_in, lasts, closes_before, audience } => {
                let start = world.now.plus(starts_in * HOUR);
                let details = form(capacity, start, lasts, start.plus(-closes_before * HOUR));
                // Half of a branch's are open to 乡友 too.
                let guests = starts_in % 2 == 0 && here != StreamId::District;
                let details = ActivityForm { audience: audience.into(), guests, ..details };
                ActivityCommand::PublishActivity { details, draft: None }.into()
            }
            What::Cancel(index) => ActivityCommand::CancelActivity {
                activity: activity(index),
                reason: CancelReason::Weather,
                note: "大雪".into(),
            }
            .into(),
            What::Change { activity: index, capacity, starts_in, stale } => {
                let activity = activity(index);
                let (revision, details) = changed(world, &here, activity, capacity, starts_in);
                let revision = revision + u32::from(stale);
                ActivityCommand::ChangeActivity { activity, revision, details }.into()
            }
            What::Reorder(index, who, to) => {
                reordering(world, &here, activity(index), who, to).into()
            }
            What::CloseSignUp(index) => {
                ActivityCommand::CloseSignUp { activity: activity(index) }.into()
            }
            What::ReopenSignUp(index) => {
                let (activity, until) = (activity(index), String::new());
                ActivityCommand::ReopenSignUp { activity, until }.into()
            }
            What::SignUp(index, share_name) => {
                ActivityCommand::SignUp { activity: activity(index), share_name }.into()
            }
            What::ShareName(index) => {
                ActivityCommand::ShareName { activity: activity(index) }.into()
            }
            What::WithdrawName(index) => {
                ActivityCommand::WithdrawName { activity: activity(index) }.into()
            }
            What::AssignGroup(who, into) => {
                let group = into.then(|| "east".parse().unwrap_or_else(|_| unreachable!()));
                MemberCommand::AssignGroup { person: person(who.into()), group }.into()
            }
            What::Leave(index) => {
                ActivityCommand::LeaveActivity { activity: activity(index) }.into()
            }
            What::Accept(index) => {
                ActivityCommand::AcceptPlace { activity: activity(index) }.into()
            }
            What::Decline(index) => {
                ActivityCommand::DeclinePlace { activity: activity(index) }.into()
            }
            What::JoinAsGuest(index) => ActivityCommand::JoinAsGuest {
                activity: activity(index),
                guest: guest_form(number.into()),
                consent: consent(),
            }
            .into(),
            What::CheckIn(index, who) => {
                let person = on_list(index, who);
                ActivityCommand::CheckIn { activity: activity(index), person }.into()
            }
            What::UndoCheckIn(index, who) => {
                let person = on_list(index, who);
                ActivityCommand::UndoCheckIn { activity: activity(index), person }.into()
            }
            What::Help(deed) => deed.resolve(world, &here, number),
            What::Appoint(_, _) | What::EndAppointment(_) | What::HandOver(_) => {
                return (StreamId::District, caller, appointment(world, &here, &self.what));
            }
            What::EraseMe => DistrictCommand::EraseMe {}.into(),
            What::Settle => DistrictCommand::Settle.into(),
            What::Plan(deed) => deed.resolve(world, &here),
            What::Home(_) | What::OfDistrict(_) => DistrictCommand::Settle.into(),
        };
        let to = if matches!(command, Command::District(_)) { StreamId::District } else { here };
        (to, caller, command)
    }
}

/// A run of attempts by people 1 to 8 and the officers of two branches. It is
/// meant for [`World::populated`], where most of them come to something.
pub fn attempts(len: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Attempt>> {
    vec(attempt(), len)
}

/// One attempt.
pub fn attempt() -> impl Strategy<Value = Attempt> {
    let parts = (minutes(), prop::bool::weighted(0.2), deed());
    parts.prop_map(|(minutes, in_yiwu, (by, what))| Attempt { minutes, in_yiwu, by, what })
}

fn minutes() -> impl Strategy<Value = i64> {
    prop_oneof![
        40 => Just(0),
        40 => 1..90_i64,
        10 => 90..3_000_i64,
        6 => -120..0_i64,
        1 => select(vec![20_000_i64, 50_000, 100_000]),
    ]
}

fn deed() -> impl Strategy<Value = (By, What)> {
    let who = || 1..=8_u8;
    let by_person = || who().prop_map(By::Person);
    let at_desk = || {
        let office = select(vec![By::Secretary, By::Organiser, By::Steward]);
        let other = select(vec![By::Anonymous, By::SecretaryElsewhere, By::DistrictOfficer]);
        prop_oneof![12 => office, 2 => other, 1 => by_person()]
    };
    let index = || 0..3_u8;
    prop_oneof![
        4 => (by_person(), Just(What::ReportIn)),
        4 => (at_desk(), who().prop_map(What::Receive)),
        3 => (at_desk(), who().prop_map(What::SendBack)),
        1 => (prop_oneof![by_person(), at_desk()], option::of(who()).prop_map(What::End)),
        1 => (by_person(), Just(What::Move)),
        4 => (at_desk(), publish()),
        1 => (at_desk(), index().prop_map(What::Cancel)),
        6 => (at_desk(), change()),
        2 => (at_desk(), index().prop_map(What::CloseSignUp)),
        3 => (at_desk(), reorder()),
        2 => (at_desk(), index().prop_map(What::ReopenSignUp)),
        24 => (by_person(), (index(), any::<bool>()).prop_map(|(at, share)| What::SignUp(at, share))),
        4 => (by_person(), index().prop_map(What::ShareName)),
        3 => (by_person(), index().prop_map(What::WithdrawName)),
        3 => (at_desk(), (who(), any::<bool>()).prop_map(|(who, into)| What::AssignGroup(who, into))),
        16 => of_district(),
        8 => (by_person(), index().prop_map(What::Leave)),
        6 => (by_person(), index().prop_map(What::Accept)),
        10 => (by_person(), index().prop_map(What::Decline)),
        8 => (by_person(), index().prop_map(What::JoinAsGuest)),
        8 => (at_desk(), (index(), 1..=20_u8).prop_map(|(index, who)| What::CheckIn(index, who))),
        6 => (at_desk(), (index(), 1..=20_u8).prop_map(|(index, who)| What::UndoCheckIn(index, who))),
        40 => help_deed().prop_map(|(by, deed)| (by, What::Help(deed))),
        10 => (at_desk(), plan_deed().prop_map(What::Plan)),
        2 => appointments(),
        1 => (by_person(), Just(What::EraseMe)),
        3 => (Just(By::DistrictOfficer), Just(What::Settle)),
        32 => home_deed().prop_flat_map(|deed| (by_for(&deed), Just(What::Home(deed)))),
    ]
}

// Mostly by those whose it is to do, or most would fail.
fn by_for(deed: &HomeDeed) -> impl Strategy<Value = By> + use<> {
    let usual = match deed {
        HomeDeed::PostNeed { .. } | HomeDeed::CloseNeed(_) => {
            vec![By::Liaison, By::DistrictOfficer]
        }
        HomeDeed::Submit { .. } | HomeDeed::Answer { .. } | HomeDeed::Withdraw { .. } => {
            (1..=8).map(By::Submitter).collect()
        }
        HomeDeed::Close { own: true, .. } => (1..=8).map(By::Submitter).collect(),
        HomeDeed::Ask { .. } => vec![By::Secretary, By::Organiser],
        _ => vec![
            By::Secretary,
            By::Secretary,
            By::Organiser,
            By::Organiser,
            By::Liaison,
            By::Department,
        ],
    };
    let others = vec![
        By::Anonymous,
        By::Person(1),
        By::Steward,
        By::SecretaryElsewhere,
        By::DistrictOfficer,
        By::Liaison,
        By::Department,
    ];
    prop_oneof![8 => select(usual), 1 => select(others)]
}
