//! Generators of who is appointed to what.

use proptest::{prelude::*, sample::select};

use super::{By, What, World, command_id, guest_form, person};
use crate::{
    Command,
    appointment::AppointmentCommand,
    caller::{Office, Role},
    command::DistrictCommand,
    ids::StreamId,
};

pub(super) fn appointments() -> impl Strategy<Value = (By, What)> {
    let who = || 1..=8_u8;
    let anybody = prop_oneof![4 => offices(), 1 => who().prop_map(By::Person)];
    prop_oneof![
        3 => (offices(), who(), any::<bool>()).prop_map(|(by, who, to)| (by, What::Appoint(who, to))),
        2 => (anybody, 0..3_u8).prop_map(|(by, index)| (by, What::EndAppointment(index))),
        1 => (offices(), who()).prop_map(|(by, who)| (by, What::HandOver(who))),
    ]
}

fn offices() -> impl Strategy<Value = By> {
    let usual = select(vec![By::DistrictOfficer, By::Secretary]);
    prop_oneof![6 => usual, 1 => Just(By::SecretaryElsewhere), 1 => Just(By::Steward)]
}

/// A command about who holds which office of a branch.
pub(super) fn appointment(world: &World, here: &StreamId, what: &What) -> Command {
    let StreamId::Branch(branch) = here.clone() else { return DistrictCommand::Settle.into() };
    let name = |who: u8| guest_form(who.into()).name;
    match *what {
        What::Appoint(who, organiser) => {
            let office = if organiser { Office::Organiser } else { Office::Steward };
            let until = world.now.day().plus(i64::from(who)).to_string();
            let role = Role::Branch { office, branch };
            let person = person(who.into());
            AppointmentCommand::Appoint { person, role, name: name(who), until }.into()
        }
        What::HandOver(who) => {
            let (person, until) = (person(who.into()), String::new());
            AppointmentCommand::HandOver { branch, person, name: name(who), until }.into()
        }
        What::EndAppointment(index) => {
            let all = &world.district.appointments;
            let found = all.iter().nth(usize::from(index) % all.iter().count().max(1));
            let appointment = found.map_or(command_id(88_888).into(), |(id, _)| *id);
            AppointmentCommand::EndAppointment { appointment }.into()
        }
        _ => DistrictCommand::Settle.into(),
    }
}
