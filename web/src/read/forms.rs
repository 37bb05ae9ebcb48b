//! Drafts of forms as they were kept. What is missing starts empty.

use guiyan_core::branch::member::ReportForm;

use super::{Node, Read, get, get_or_default};
use crate::state::Draft;

macro_rules! forms {
    ($($type:ident { $($field:ident = $key:literal),* $(,)? } optional { $($opt:ident = $optkey:literal),* $(,)? })*) => {$(
        impl Read for $type {
            fn read(node: &Node) -> Option<Self> {
                Some(Self {
                    $($field: get_or_default(node, $key),)*
                    $($opt: get(node, $optkey).flatten(),)*
                })
            }
        }
    )*};
}

forms! {
    ReportForm {
        name = "name",
        phone = "phone",
        home_branch = "homeBranch",
        township = "township",
        home_branch_phone = "homeBranchPhone",
        left_on = "leftOn",
        city = "city",
        area = "area",
        skills = "skills",
        born = "born",
        certificate_number = "certificateNumber",
    } optional {
        category = "category",
        reason = "reason",
        industry = "industry",
        gender = "gender",
        schooling = "schooling",
        certificate = "certificate",
    }
}

impl Read for Draft {
    fn read(node: &Node) -> Option<Self> {
        Some(Self { form: get(node, "form")?, agreed: get_or_default(node, "agreed") })
    }
}
