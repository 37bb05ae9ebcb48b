//! 待办: open matters, and the people of a township.

use guiyan_core::view::{MatterView, MattersPage, TownshipPage, TownshipRow};

use super::{Node, Read};

codes!(guiyan_core::chain::MatterKind);

objects! {
    MattersPage {
        version = "version",
        now = "now",
        total = "total",
        waiting = "waiting",
        matters = "matters",
        cursor = "cursor",
    }
    MatterView {
        id = "id",
        kind = "kind",
        branch = "branch",
        township = "township",
        holder = "holder",
        since = "since",
        due = "due",
        overdue_since = "overdueSince",
        level = "level",
        waits_for_me = "waitsForMe",
        about = "about",
        category = "category",
        urgency = "urgency",
        stage = "stage",
        recorded = "recorded",
        lead_stage = "leadStage",
        lead_kind = "leadKind",
        industry = "industry",
        state = "state",
        home = "home",
        note = "note",
        name = "name",
        phone = "phone",
        text = "text",
        place = "place",
        actions = "actions",
    }
    TownshipPage { version = "version", total = "total", rows = "rows", cursor = "cursor" }
    TownshipRow {
        person = "person",
        branch = "branch",
        name = "name",
        phone = "phone",
        home_branch = "homeBranch",
        left_on = "leftOn",
        city = "city",
        reason = "reason",
        category = "category",
        state = "state",
        since = "since",
        home = "home",
        steps = "steps",
    }
}
