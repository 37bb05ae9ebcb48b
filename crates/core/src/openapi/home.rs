//! The addresses of leads, help, plans, open matters and townships.

use serde_json::{Value, json};

use super::{
    Schemas,
    paths::{branch, query, uuid},
};

/// Makes a view's operation: summary, parameters, schema, statuses.
type View<'a> = dyn Fn(&str, Value, Value, &[&str]) -> Value + 'a;

pub(super) fn add(add: &mut dyn FnMut(&str, &str, Value), view: &View<'_>, schemas: &mut Schemas) {
    let page = || query("cursor", "As given by the page before", uuid());
    let stages = json!({ "type": "string", "enum": ["submitted", "inContact", "negotiating",
        "signed", "landed", "onHold", "closed"] });
    let stage = query("stage", "Of the branch's list: only those at that stage", stages);
    let needs = || query("needsCursor", "Of the needs: as given by the page before", uuid());
    let need = query("need", "Of the needs: only this one, if it is open", uuid());
    add(
        "/v1/branches/{branch}/leads",
        "get",
        view(
            "What home needs, what the caller has offered, and for those who run the branch its \
             leads; names read are kept where the people can see it",
            json!([branch(), stage, page(), needs(), need]),
            schemas.leads(),
            &["400", "404", "503"],
        ),
    );
    add(
        "/v1/branches/{branch}/help",
        "get",
        view(
            "What the caller asked for and is asked, and for those who run the branch what waits; \
             names read are kept where the people can see it",
            json!([branch()]),
            schemas.help(),
            &["404", "503"],
        ),
    );
    add(
        "/v1/branches/{branch}/plans",
        "get",
        view(
            "For those who run the branch: drafts of activities, and series with what is to come",
            json!([branch()]),
            schemas.plans(),
            &["403", "404"],
        ),
    );
    add(
        "/v1/leads",
        "get",
        view(
            "For a township's liaison, a department's contact and officers of the district: the \
             leads they hold, the needs they answer for, and what climbed to them",
            json!([page(), needs()]),
            schemas.held(),
            &["400", "403", "503"],
        ),
    );
    let rows = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    add(
        "/v1/matters",
        "get",
        view(
            "What is open and who has it, as far as the caller's office needs it",
            json!([query("cursor", "As given by the page before", rows)]),
            schemas.matters(),
            &["400", "403", "503"],
        ),
    );
    let township = json!({ "name": "township", "in": "path", "required": true,
        "example": "qinfeng", "schema": { "type": "string" } });
    add(
        "/v1/townships/{township}",
        "get",
        view(
            "Who of a township has reported in, for its liaison; each read is kept where the \
             people can see it",
            json!([township, page()]),
            schemas.township(),
            &["400", "403", "503"],
        ),
    );
}
