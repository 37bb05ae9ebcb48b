//! Drafts and series, field by field.

use guiyan_core::{
    Outcome,
    branch::activity::{ActivityForm, plan::RepeatForm},
    view::{DraftView, NextView, OccurrenceView, PlansView, SeriesView},
};

use super::{Node, Read, get, get_or_default};

codes!(
    guiyan_core::branch::activity::plan::Every,
    guiyan_core::view::OccurrenceState,
    guiyan_core::view::SeriesState,
);

objects! {
    PlansView {
        version = "version",
        horizon_days = "horizonDays",
        drafts = "drafts",
        series = "series",
    }
    DraftView {
        id = "id",
        revision = "revision",
        saved_at = "savedAt",
        saved_by = "savedBy",
        details = "details",
        repeat = "repeat",
    }
    SeriesView {
        id = "id",
        revision = "revision",
        title = "title",
        every = "every",
        first = "first",
        day = "day",
        last = "last",
        set_at = "setAt",
        set_by = "setBy",
        state = "state",
        ended_from = "endedFrom",
        occurrences = "occurrences",
        next = "next",
    }
    NextView { details = "details", repeat = "repeat" }
    OccurrenceView { date = "date", start = "start", state = "state", activity = "activity" }
}

// What is missing in a form is empty.
impl Read for ActivityForm {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            title: get_or_default(node, "title"),
            kind: get(node, "kind")?,
            start: get_or_default(node, "start"),
            end: get_or_default(node, "end"),
            place: get_or_default(node, "place"),
            online: get_or_default(node, "online"),
            capacity: get(node, "capacity")?,
            sign_up_until: get_or_default(node, "signUpUntil"),
            hours_tenths: get_or_default(node, "hoursTenths"),
            agenda: get_or_default(node, "agenda"),
            guests: get_or_default(node, "guests"),
            audience: get_or_default(node, "audience"),
            contact_name: get_or_default(node, "contactName"),
            contact_phone: get_or_default(node, "contactPhone"),
        })
    }
}

impl Read for RepeatForm {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            every: get(node, "every")?,
            day: get(node, "day")?,
            until: get_or_default(node, "until"),
            count: get(node, "count")?,
        })
    }
}

/// What a command about them came to.
pub(super) fn outcome(kind: &str, node: &Node) -> Option<Outcome> {
    Some(match kind {
        "draftSaved" => Outcome::DraftSaved { draft: get(node, "draft")? },
        "draftDiscarded" => Outcome::DraftDiscarded,
        "seriesPublished" => Outcome::SeriesPublished {
            series: get(node, "series")?,
            published: get(node, "published")?,
        },
        "seriesChanged" => Outcome::SeriesChanged {
            changed: get(node, "changed")?,
            left: get(node, "left")?,
            published: get(node, "published")?,
        },
        "occurrenceSkipped" => Outcome::OccurrenceSkipped,
        "occurrenceRestored" => Outcome::OccurrenceRestored,
        "seriesEnded" => Outcome::SeriesEnded,
        _ => return None,
    })
}
