//! The addresses of the district's figures and of the tables that are handed in.

use serde_json::{Value, json};

use super::{
    Schemas,
    paths::{branch, json_of, query, with_body},
};

/// Makes an operation: summary, parameters, schema or content, statuses.
type Make<'a> = dyn Fn(&str, Value, Value, &[&str]) -> Value + 'a;

pub(super) fn add(
    add: &mut dyn FnMut(&str, &str, Value),
    view: &Make<'_>,
    operation: &Make<'_>,
    schemas: &mut Schemas,
) {
    add(
        "/v1/district/overview",
        "get",
        view(
            "The branches side by side over time, for officers of the district; no names",
            json!([]),
            schemas.overview(),
            &["403", "503"],
        ),
    );
    add(
        "/v1/offices",
        "get",
        view(
            "Who holds which office: all for officers of the district, those of the branch for \
             its secretary",
            json!([]),
            schemas.offices(),
            &["403"],
        ),
    );
    let find = operation(
        "The person of an account, for those who appoint people to offices; every account has \
         one, so that the answer does not say whether it is known",
        json!([]),
        json_of(&schemas.account()),
        &["400", "403", "408", "413", "415", "503"],
    );
    add("/v1/accounts", "post", with_body(find, &schemas.find_account()));
    let month = || json!({ "type": "string", "pattern": "^\\d{4}-(0[1-9]|1[0-2])$" });
    let period = || {
        [
            query("from", "The first month; January when missing", month()),
            query("to", "The last month; the present one when missing", month()),
        ]
    };
    let rows = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    let [from, to] = [
        query("from", "The first month; from the beginning when missing", month()),
        query("to", "The last month; up to now when missing", month()),
    ];
    let of = json!({ "name": "of", "in": "query", "required": true, "schema": schemas.rows_of(),
        "description": "Which figure; those of people, attendance and ratings have no rows" });
    let id = json!({ "type": "string" });
    add(
        "/v1/district/roster",
        "get",
        operation(
            "At most 100 rows of those signed up for an activity of the district, for the \
             officers of every branch; each read of a name is kept where they can see it",
            json!([
                query("list", "Which list", json!({ "type": "string", "enum": ["activity"] })),
                query("activity", "Which", json!({ "type": "string", "format": "uuid" })),
                query(
                    "q",
                    "Part of a name, in characters or pinyin, or of a phone number",
                    json!({ "type": "string", "maxLength": 40 })
                ),
                query(
                    "cursor",
                    "As given by the page before",
                    json!({ "type": "string", "format": "uuid" })
                ),
            ]),
            json_of(&schemas.roster()),
            &["400", "403", "404", "409", "503"],
        ),
    );
    add(
        "/v1/district/rows",
        "get",
        view(
            "The rows that a figure of the overview counts, in codes and without names, for \
             officers of the district; their values add up to the figure",
            json!([
                of,
                query("branch", "Of one branch; of all of them when missing", id),
                from,
                to,
                query("cursor", "As given by the page before", rows),
            ]),
            schemas.rows(),
            &["400", "403", "404", "503"],
        ),
    );
    let purpose = json!({ "name": "purpose", "in": "query", "required": true,
        "schema": schemas.handing_purpose(),
        "description": "What it is handed out for; kept where the people on it can see it" });
    let recipient = json!({ "name": "recipient", "in": "query", "required": true,
        "schema": { "type": "string", "pattern": "^(district-officer|(secretary|liaison):.+)$" },
        "description": "To which office: `district-officer`, `secretary:…` of a branch, which \
            gets its own members, or `liaison:…` of a township, which gets its own people" });
    let file = || json!({ "text/csv": { "schema": { "type": "string" } } });
    for (name, summary) in [
        (
            "members",
            "流动党员花名册 of all branches; each read is kept where the people can see it",
        ),
        ("organisations", "流动党员党组织登记表"),
        ("statistics", "流动党员情况统计表"),
    ] {
        let [from, to] = period();
        let register = if name == "members" {
            let parameters = json!([from, to, purpose, recipient]);
            operation(summary, parameters, file(), &["400", "403", "422", "503"])
        } else {
            operation(summary, json!([from, to]), file(), &["400", "403", "503"])
        };
        add(&format!("/v1/district/registers/{name}.csv"), "get", register);
    }
    let [from, to] = period();
    add(
        "/v1/branches/{branch}/registers/members.csv",
        "get",
        operation(
            "流动党员花名册 of a branch; each read is kept where the people can see it",
            json!([branch(), from, to, purpose, recipient]),
            file(),
            &["400", "403", "404", "422", "503"],
        ),
    );
}
