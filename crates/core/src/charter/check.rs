//! What values the data of a district may hold. A mistake is named by its key,
//! so that nothing starts with a rule that nobody meant.

use std::{collections::BTreeSet, fmt};

use super::{Bilingual, BranchCharter, Department, DistrictCharter, Group, LeadRules, Reference};
use crate::{branch::request::HelpTargets, chain::ChainDays, dues::DuesRates};

/// A value that breaks a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CharterIssue {
    /// Which key of the district's data, or of a branch's.
    pub key: String,
    /// What it must be, as in `must not be empty`.
    pub rule: String,
}

impl fmt::Display for CharterIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.rule)
    }
}

impl std::error::Error for CharterIssue {}

/// What the district's data must keep to.
pub(super) fn district(charter: &DistrictCharter) -> Result<(), CharterIssue> {
    both("name", &charter.name)?;
    if charter.townships.is_empty() {
        return Err(rule("townships", "must have at least one entry"));
    }
    let mut seen = BTreeSet::new();
    for township in &charter.townships {
        both(&format!("townships.{}.name", township.id), &township.name)?;
        if !seen.insert(&township.id) {
            let key = format!("townships.{}.id", township.id);
            return Err(rule(key, "is there twice; each id must be unique"));
        }
    }
    departments(&charter.departments)?;
    charter.references.iter().try_for_each(reference)?;
    both("notice.controller", &charter.notice.controller)?;
    filled("notice.version", &charter.notice.version)?;
    filled("notice.contact", &charter.notice.contact)?;
    within("notice.retentionMonths", charter.notice.retention_months, 1, 600)?;
    if let Some(months) = charter.retention.guest_months {
        // What a guest agrees to names the notice's number as the most.
        within("retention.guestMonths", months, 1, charter.notice.retention_months.into())?;
    }
    within("retention.readingMonths", charter.retention.reading_months, 0, 600)?;
    if let Some(name) = &charter.activities.short_name {
        both("activities.shortName", name)?;
    }
    let own = &charter.activities;
    within("activities.offerWindowMinutes", own.offer_window_minutes, 0, 31 * 24 * 60)?;
    within("activities.checkInOpensMinutes", own.check_in_opens_minutes, 0, 7 * 24 * 60)?;
    within("activities.attendanceClosesDays", own.attendance_closes_days, 0, 366)?;
    within("limits.openLeads", charter.limits.open_leads, 1, 1_000)?;
    within("limits.openRequests", charter.limits.open_requests, 1, 1_000)?;
    within("limits.drafts", charter.limits.drafts, 1, 1_000)?;
    within("limits.series", charter.limits.series, 1, 100)?;
    dues(&charter.dues)
}

fn reference(reference: &Reference) -> Result<(), CharterIssue> {
    both("references.office", &reference.office)?;
    both("references.period", &reference.period)?;
    for (key, share) in [
        ("closed", reference.closed),
        ("onTime", reference.on_time),
        ("satisfied", reference.satisfied),
    ] {
        within(&format!("references.{key}"), share.unwrap_or(0), 0, 1000)?;
    }
    Ok(())
}

/// What a branch's data must keep to.
pub(super) fn branch(branch: &BranchCharter) -> Result<(), CharterIssue> {
    both("name", &branch.name)?;
    both("shortName", &branch.short_name)?;
    both("kind", &branch.kind)?;
    both("hostCity", &branch.host_city)?;
    both("about", &branch.about)?;
    filled("contact.name", &branch.contact.name)?;
    filled("contact.phone", &branch.contact.phone)?;
    for station in &branch.stations {
        filled("stations.name", &station.name)?;
    }
    groups(&branch.groups)?;
    departments(&branch.departments)?;
    if let Some(found) = branch.departments.iter().find(|department| department.in_guiyan) {
        let key = format!("departments.{}.inGuiyan", found.id);
        return Err(rule(key, "must be false: the branch records for host-side offices"));
    }
    within("offerWindowMinutes", branch.offer_window_minutes, 0, 31 * 24 * 60)?;
    within("checkInOpensMinutes", branch.check_in_opens_minutes, 0, 7 * 24 * 60)?;
    within("attendanceClosesDays", branch.attendance_closes_days, 0, 366)?;
    // With 0, what begins at midnight could never be published.
    within("seriesHorizonDays", branch.series_horizon_days, 1, 366)?;
    // 3 to 5, at most 7; what is more is advised on, not refused. [R18]
    within("committee", branch.committee, 0, 50)?;
    help_targets(&branch.help_targets)?;
    chain_days(branch.chain_days)?;
    leads(branch.leads)?;
    within("yearlyHours", branch.yearly_hours, 0, 1000)
}

fn groups(groups: &[Group]) -> Result<(), CharterIssue> {
    let mut seen = BTreeSet::new();
    for group in groups {
        both(&format!("groups.{}.name", group.id), &group.name)?;
        if !seen.insert(&group.id) {
            let key = format!("groups.{}.id", group.id);
            return Err(rule(key, "is there twice; each id must be unique"));
        }
    }
    // More than anybody has; a slip of copying is seen.
    within("groups", groups.len() as u32, 0, 50)
}

fn help_targets(targets: &HelpTargets) -> Result<(), CharterIssue> {
    for (key, figures, max) in [
        ("answerMinutes", targets.answer_minutes, 31 * 24 * 60),
        ("arrivalMinutes", targets.arrival_minutes, 31 * 24 * 60),
        ("resolveDays", targets.resolve_days, 366),
    ] {
        for (urgency, figure) in
            [("normal", figures.normal), ("urgent", figures.urgent), ("critical", figures.critical)]
        {
            within(&format!("helpTargets.{key}.{urgency}"), figure, 1, max)?;
        }
    }
    within("helpTargets.helperHours", targets.helper_hours, 1, 31 * 24)?;
    within("helpTargets.climbHours", targets.climb_hours, 1, 31 * 24)?;
    within("helpTargets.reopenDays", targets.reopen_days, 0, 366)
}

fn chain_days(days: ChainDays) -> Result<(), CharterIssue> {
    // With none of them a report-in would be overdue when it comes in.
    within("chainDays.receive", days.receive, 1, 366)?;
    within("chainDays.acknowledge", days.acknowledge, 1, 366)?;
    within("chainDays.answer", days.answer, 1, 366)?;
    within("chainDays.climb", days.climb, 1, 366)
}

fn leads(rules: LeadRules) -> Result<(), CharterIssue> {
    // 0 means never; a negotiation may take years.
    within("leads.submittedDays", rules.submitted_days, 0, 3_660)?;
    within("leads.inContactDays", rules.in_contact_days, 0, 3_660)?;
    within("leads.negotiatingDays", rules.negotiating_days, 0, 3_660)?;
    within("leads.signedDays", rules.signed_days, 0, 3_660)?;
    within("leads.escalationDays", rules.escalation_days, 1, 366)
}

/// The dearest rate, in hundredths of a per cent: a slip of one digit is seen.
const MOST_POINTS: u64 = 1_000;
/// The greatest fixed amount of a month, in fen: a hundred yuan.
const MOST_FIXED: u64 = 10_000;

fn dues(rates: &DuesRates) -> Result<(), CharterIssue> {
    let mut below = 0;
    for (index, step) in rates.steps.iter().enumerate() {
        let key = |name: &str| format!("dues.steps.{index}.{name}");
        // 10^11 fen are a milliard yuan, the most that the calculator takes.
        within(&key("upToFen"), step.up_to_fen, 1, 100_000_000_000)?;
        within(&key("basisPoints"), step.basis_points, 0, MOST_POINTS)?;
        if step.up_to_fen <= below {
            return Err(rule(key("upToFen"), "must be more than that of the step before"));
        }
        below = step.up_to_fen;
    }
    within("dues.aboveBasisPoints", rates.above_basis_points, 0, MOST_POINTS)?;
    within("dues.farmerMostFen", rates.farmer_most_fen, 0, MOST_FIXED)?;
    within("dues.farmerLeastFen", rates.farmer_least_fen, 0, rates.farmer_most_fen)?;
    within("dues.studentFen", rates.student_fen, 0, MOST_FIXED)
}

fn departments(departments: &[Department]) -> Result<(), CharterIssue> {
    let mut seen = BTreeSet::new();
    for department in departments {
        both(&format!("departments.{}.name", department.id), &department.name)?;
        if !seen.insert(&department.id) {
            let key = format!("departments.{}.id", department.id);
            return Err(rule(key, "is there twice; each id must be unique"));
        }
    }
    Ok(())
}

fn both(key: &str, value: &Bilingual) -> Result<(), CharterIssue> {
    filled(&format!("{key}.zh"), &value.zh)?;
    filled(&format!("{key}.en"), &value.en)
}

fn filled(key: &str, value: &str) -> Result<(), CharterIssue> {
    if value.trim().is_empty() { Err(rule(key, "must not be empty")) } else { Ok(()) }
}

fn within<T: Into<u64>>(key: &str, value: T, min: u64, max: u64) -> Result<(), CharterIssue> {
    let value = value.into();
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let hint = "the documented default is a good start";
    Err(rule(key, format!("must be from {min} to {max}, not {value}; {hint}")))
}

fn rule(key: impl Into<String>, rule: impl Into<String>) -> CharterIssue {
    CharterIssue { key: key.into(), rule: rule.into() }
}
