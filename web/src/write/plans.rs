//! Commands about drafts and series.

use guiyan_core::branch::activity::plan::{DraftRef, PlanCommand, RepeatForm};

use super::{Object, details};

pub(super) fn plan(object: Object, command: &PlanCommand) -> Object {
    match command {
        PlanCommand::SaveDraft { draft, details: form, repeat } => {
            let object = object.text("type", "saveDraft").raw("details", &details(form));
            let object = of(object, draft.as_ref());
            match repeat {
                Some(form) => object.raw("repeat", &repeats(form)),
                None => object,
            }
        }
        PlanCommand::DiscardDraft { draft } => of(object.text("type", "discardDraft"), Some(draft)),
        PlanCommand::PublishSeries { details: form, repeat, draft } => {
            let object = object.text("type", "publishSeries").raw("details", &details(form));
            of(object.raw("repeat", &repeats(repeat)), draft.as_ref())
        }
        PlanCommand::ChangeSeries { series, revision, details: form, repeat } => object
            .text("type", "changeSeries")
            .text("series", &series.to_string())
            .number("revision", i64::from(*revision))
            .raw("details", &details(form))
            .raw("repeat", &repeats(repeat)),
        PlanCommand::SkipOccurrence { series, date } => object
            .text("type", "skipOccurrence")
            .text("series", &series.to_string())
            .text("date", &date.to_string()),
        PlanCommand::UnskipOccurrence { series, date } => object
            .text("type", "unskipOccurrence")
            .text("series", &series.to_string())
            .text("date", &date.to_string()),
        PlanCommand::EndSeries { series, from } => object
            .text("type", "endSeries")
            .text("series", &series.to_string())
            .text("from", &from.to_string()),
    }
}

/// The draft that something is made of, if it is.
pub(super) fn of(object: Object, draft: Option<&DraftRef>) -> Object {
    match draft {
        Some(draft) => {
            let id = Object::new().text("id", &draft.id.to_string());
            object.raw("draft", &id.number("revision", i64::from(draft.revision)).end())
        }
        None => object,
    }
}

fn repeats(form: &RepeatForm) -> String {
    let object = Object::new().code("every", form.every);
    let number = |object: Object, name, value: Option<i64>| match value {
        Some(value) => object.number(name, value),
        None => object,
    };
    let object = number(object, "day", form.day);
    number(object.text("until", &form.until), "count", form.count).end()
}
