//! Commands about offices.

use guiyan_core::appointment::AppointmentCommand;

use super::Object;

pub(super) fn appointment(object: Object, command: &AppointmentCommand) -> Object {
    match command {
        AppointmentCommand::Appoint { person, role, name, until } => object
            .text("type", "appoint")
            .text("person", &person.to_string())
            .text("role", &role.to_string())
            .text("name", name)
            .text("until", until),
        AppointmentCommand::HandOver { branch, person, name, until } => object
            .text("type", "handOver")
            .text("branch", branch.as_str())
            .text("person", &person.to_string())
            .text("name", name)
            .text("until", until),
        AppointmentCommand::EndAppointment { appointment } => {
            object.text("type", "endAppointment").text("appointment", &appointment.to_string())
        }
        // The operator's, which no page sends.
        AppointmentCommand::AppointFirst { .. } => object,
    }
}
