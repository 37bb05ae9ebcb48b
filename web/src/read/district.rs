//! The district's overview, field by field.

use guiyan_core::{
    charter::Reference,
    tally::Measure,
    view::{
        BranchOverview, CategoryFigure, Figure, IndustryFigure, MonthFigures, OverviewView,
        StageFigure, StateFigure, TownshipFigure,
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
        references = "references",
    }
    BranchOverview {
        branch = "branch",
        states = "states",
        townships = "townships",
        industries = "industries",
        categories = "categories",
        stages = "stages",
        months = "months",
    }
    StateFigure { state = "state", count = "count" }
    TownshipFigure { township = "township", count = "count" }
    IndustryFigure { industry = "industry", count = "count" }
    CategoryFigure { category = "category", count = "count" }
    StageFigure { stage = "stage", count = "count" }
    MonthFigures { month = "month", figures = "figures" }
    Figure { measure = "measure", value = "value" }
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
