//! Who holds which office.

use guiyan_core::{
    Outcome,
    view::{HowEnded, OfficeChoice, OfficeRow, OfficesView},
    wire::AccountPerson,
};

use super::{Node, Read, get};

codes!(guiyan_core::appointment::AppointmentEnd);

objects! {
    OfficesView {
        version = "version",
        now = "now",
        held = "held",
        over = "over",
        may_appoint = "mayAppoint",
        may_hand_over = "mayHandOver",
    }
    OfficeChoice { role = "role", of = "of" }
    OfficeRow {
        id = "id",
        role = "role",
        of = "of",
        person = "person",
        name = "name",
        since = "since",
        until = "until",
        by = "by",
        ended = "ended",
        mine = "mine",
        may_end = "mayEnd",
    }
    HowEnded { at = "at", how = "how" }
    AccountPerson { person = "person" }
}

/// What a command about them came to.
pub(super) fn outcome(kind: &str, node: &Node) -> Option<Outcome> {
    Some(match kind {
        "appointed" => Outcome::Appointed { appointment: get(node, "appointment")? },
        "appointmentEnded" => Outcome::AppointmentEnded,
        _ => return None,
    })
}
