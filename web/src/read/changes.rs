//! What was changed in an activity.

use guiyan_core::{
    refusal::Field,
    view::{ChangeView, ChangedBy, FieldChange},
};

use super::{Node, Read, node};

codes!(guiyan_core::caller::Office);

objects! {
    ChangeView { at = "at", by = "by", news = "news", fields = "fields" }
    ChangedBy { office = "office", own = "own" }
    FieldChange { field = "field", from = "from", to = "to" }
}

// Those of an activity, which are the only ones that a view names.
impl Read for Field {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*node::text(node)? {
            "title" => Self::Title,
            "kind" => Self::Kind,
            "start" => Self::Start,
            "end" => Self::End,
            "place" => Self::Place,
            "online" => Self::Online,
            "capacity" => Self::Capacity,
            "signUpUntil" => Self::SignUpUntil,
            "hours" => Self::Hours,
            "agenda" => Self::Agenda,
            "guests" => Self::Guests,
            "audience" => Self::Audience,
            "contactName" => Self::ContactName,
            _ => return None,
        })
    }
}
