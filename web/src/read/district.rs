//! The district's overview, field by field.

use guiyan_core::{
    charter::Reference,
    tally::Measure,
    view::{
        BranchOverview, CategoryFigure, CountedActivity, CountedLead, CountedRequest, CountedRow,
        Figure, IndustryFigure, MonthFigures, OverviewView, RowsOf, RowsView, StageFigure,
        StateFigure, TownshipFigure,
    },
};

use super::{Node, Read, node};

objects! {
    OverviewView {
        version = "version",
        now = "now",
        name = "name",
        townships = "townships",
        since = "since",
        branches = "branches",
        own = "own",
        references = "references",
    }
    BranchOverview {
        branch = "branch",
        states = "states",
        townships = "townships",
        industries = "industries",
        categories = "categories",
        stages = "stages",
        requests_open = "requestsOpen",
        requests_overdue = "requestsOverdue",
        months = "months",
    }
    StateFigure { state = "state", count = "count" }
    TownshipFigure { township = "township", count = "count" }
    IndustryFigure { industry = "industry", count = "count" }
    CategoryFigure { category = "category", count = "count" }
    StageFigure { stage = "stage", count = "count" }
    MonthFigures { month = "month", figures = "figures" }
    Figure { measure = "measure", value = "value" }
    RowsView {
        version = "version",
        now = "now",
        of = "of",
        branch = "branch",
        from = "from",
        to = "to",
        value = "value",
        total = "total",
        rows = "rows",
        cursor = "cursor",
    }
    CountedRow {
        at = "at",
        value = "value",
        branch = "branch",
        lead = "lead",
        request = "request",
        activity = "activity",
    }
    CountedLead {
        kind = "kind",
        industry = "industry",
        township = "township",
        stage = "stage",
        holder = "holder",
    }
    CountedRequest {
        kind = "kind",
        category = "category",
        urgency = "urgency",
        township = "township",
        stage = "stage",
        holder = "holder",
        holder_name = "holderName",
        since = "since",
        overdue_since = "overdueSince",
        level = "level",
    }
    CountedActivity {
        title = "title",
        kind = "kind",
        start = "start",
        cancelled = "cancelled",
        taken = "taken",
        attended = "attended",
    }
    Reference {
        office = "office",
        period = "period",
        received = "received",
        closed = "closed",
        on_time = "onTime",
        satisfied = "satisfied",
    }
}

impl Read for Measure {
    fn read(node: &Node) -> Option<Self> {
        node::text(node)?.parse().ok()
    }
}

impl Read for RowsOf {
    fn read(node: &Node) -> Option<Self> {
        node::text(node)?.parse().ok()
    }
}
