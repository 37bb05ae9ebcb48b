//! Whom activities are for, and whose they are.

use guiyan_core::{
    branch::activity::Audience,
    charter::Group,
    view::{BranchFigures, DistrictView, HeldBy, SweptView},
};

use super::{Node, Read, node};

codes!(guiyan_core::retention::Kept);

objects! {
    HeldBy { branch = "branch", name = "name" }
    Group { id = "id", name = "name" }
    DistrictView {
        name = "name",
        version = "version",
        now = "now",
        branches = "branches",
        activities = "activities",
        swept = "swept",
    }
    SweptView { day = "day", kind = "kind", months = "months", count = "count" }
    BranchFigures {
        branch = "branch",
        submitted = "submitted",
        sent_back = "sentBack",
        received = "received",
        ended = "ended",
        activities = "activities",
    }
}

impl Read for Audience {
    fn read(node: &Node) -> Option<Self> {
        node::text(node)?.parse().ok()
    }

    fn missing() -> Option<Self> {
        Some(Self::Own)
    }
}
