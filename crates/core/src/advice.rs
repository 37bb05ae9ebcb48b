//! Advice: rules that only advise. Each is shown with its source, and a human
//! decides; nothing is enforced and nobody is labelled.

use serde::{Deserialize, Serialize};

use crate::branch::{Branch, member::Category};

/// The figures that the advice on a branch's form needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Size {
    /// 正式党员. 预备党员 never count as such.
    pub full: u32,
    /// Members of the 支委会; none where there is only a secretary.
    pub committee: u32,
}

/// One suggestion, explained.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Advice {
    /// What is suggested.
    pub code: AdviceCode,
    /// The figure that was found.
    pub found: u32,
    /// The figure of the rule: at least, or at most.
    pub rule: u32,
    /// Where the rule stands, as in `R18`.
    pub source: String,
}

/// What is suggested.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum AdviceCode {
    /// A branch needs three 正式党员: join with a neighbour (联合党支部).
    TooFewMembers,
    /// Generally at most fifty: divide, or form 党小组.
    TooManyMembers,
    /// Seven and more: elect a 支委会 of three to five.
    FormCommittee,
    /// A 支委会 has at least three members.
    CommitteeTooSmall,
    /// A 支委会 has three to five members, at most seven.
    CommitteeLarge,
    /// Fewer than seven: a secretary does, no 支委会 is needed.
    NoCommitteeNeeded,
}

impl Size {
    /// The figures of a branch as it stands; its committee is data.
    pub fn of(branch: &Branch) -> Self {
        let full = branch.census.of_category(Category::Full);
        Self { full, committee: branch.charter.committee }
    }
}

/// What [R18] suggests for a branch of that size.
pub fn form_of_branch(size: Size) -> Vec<Advice> {
    let advise = |code, found, rule| Advice { code, found, rule, source: "R18".into() };
    let mut advice = Vec::new();
    match size.full {
        full @ ..3 => advice.push(advise(AdviceCode::TooFewMembers, full, 3)),
        full @ 51.. => advice.push(advise(AdviceCode::TooManyMembers, full, 50)),
        _ => {}
    }
    match (size.full, size.committee) {
        (full @ 7.., 0) => advice.push(advise(AdviceCode::FormCommittee, full, 7)),
        (full @ ..7, 1..) => advice.push(advise(AdviceCode::NoCommitteeNeeded, full, 7)),
        (7.., committee @ 1..3) => {
            advice.push(advise(AdviceCode::CommitteeTooSmall, committee, 3));
        }
        (7.., committee @ 6..=7) => advice.push(advise(AdviceCode::CommitteeLarge, committee, 5)),
        (7.., committee @ 8..) => advice.push(advise(AdviceCode::CommitteeLarge, committee, 7)),
        _ => {}
    }
    advice
}
