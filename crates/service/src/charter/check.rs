//! What values the data files may hold. A mistake is named by file and key, so
//! that the service does not start with a rule that nobody meant.

use std::collections::BTreeSet;

use guiyan_core::{
    branch::request::HelpTargets,
    chain::ChainDays,
    charter::{Bilingual, BranchCharter, Department, DistrictCharter, Group, LeadRules, Reference},
    dues::DuesRates,
};

use super::{CharterError, DISTRICT};

/// What the district's file must keep to.
pub(super) fn district(charter: &DistrictCharter) -> Result<(), CharterError> {
    both(DISTRICT, "name", &charter.name)?;
    if charter.townships.is_empty() {
        return Err(rule(DISTRICT, "townships", "must have at least one entry"));
    }
    let mut seen = BTreeSet::new();
    for township in &charter.townships {
        both(DISTRICT, &format!("townships.{}.name", township.id), &township.name)?;
        if !seen.insert(&township.id) {
            let key = format!("townships.{}.id", township.id);
            return Err(rule(DISTRICT, key, "is there twice; each id must be unique"));
        }
    }
    departments(DISTRICT, &charter.departments)?;
    charter.references.iter().try_for_each(reference)?;
    both(DISTRICT, "notice.controller", &charter.notice.controller)?;
    filled(DISTRICT, "notice.version", &charter.notice.version)?;
    filled(DISTRICT, "notice.contact", &charter.notice.contact)?;
    within(DISTRICT, "notice.retentionMonths", charter.notice.retention_months, 1, 600)?;
    if let Some(name) = &charter.activities.short_name {
        both(DISTRICT, "activities.shortName", name)?;
    }
    let own = &charter.activities;
    within(DISTRICT, "activities.offerWindowMinutes", own.offer_window_minutes, 0, 31 * 24 * 60)?;
    within(DISTRICT, "activities.checkInOpensMinutes", own.check_in_opens_minutes, 0, 7 * 24 * 60)?;
    within(DISTRICT, "activities.attendanceClosesDays", own.attendance_closes_days, 0, 366)?;
    within(DISTRICT, "limits.openLeads", charter.limits.open_leads, 1, 1_000)?;
    within(DISTRICT, "limits.openRequests", charter.limits.open_requests, 1, 1_000)?;
    dues(&charter.dues)
}

fn reference(reference: &Reference) -> Result<(), CharterError> {
    both(DISTRICT, "references.office", &reference.office)?;
    both(DISTRICT, "references.period", &reference.period)?;
    for (key, share) in [
        ("closed", reference.closed),
        ("onTime", reference.on_time),
        ("satisfied", reference.satisfied),
    ] {
        within(DISTRICT, &format!("references.{key}"), share.unwrap_or(0), 0, 1000)?;
    }
    Ok(())
}

/// What a branch's file must keep to.
pub(super) fn branch(file: &str, stem: &str, branch: &BranchCharter) -> Result<(), CharterError> {
    if branch.id.as_str() != stem {
        return Err(rule(file, "id", "must be the name of the file without `.toml`"));
    }
    both(file, "name", &branch.name)?;
    both(file, "shortName", &branch.short_name)?;
    both(file, "kind", &branch.kind)?;
    both(file, "hostCity", &branch.host_city)?;
    both(file, "about", &branch.about)?;
    filled(file, "contact.name", &branch.contact.name)?;
    filled(file, "contact.phone", &branch.contact.phone)?;
    for station in &branch.stations {
        filled(file, "stations.name", &station.name)?;
    }
    groups(file, &branch.groups)?;
    departments(file, &branch.departments)?;
    if let Some(found) = branch.departments.iter().find(|department| department.in_guiyan) {
        let key = format!("departments.{}.inGuiyan", found.id);
        return Err(rule(file, key, "must be false: the branch records for host-side offices"));
    }
    within(file, "offerWindowMinutes", branch.offer_window_minutes, 0, 31 * 24 * 60)?;
    within(file, "checkInOpensMinutes", branch.check_in_opens_minutes, 0, 7 * 24 * 60)?;
    within(file, "attendanceClosesDays", branch.attendance_closes_days, 0, 366)?;
    // 3 to 5, at most 7; what is more is advised on, not refused. [R18]
    within(file, "committee", branch.committee, 0, 50)?;
    help_targets(file, &branch.help_targets)?;
    chain_days(file, branch.chain_days)?;
    leads(file, branch.leads)?;
    within(file, "yearlyHours", branch.yearly_hours, 0, 1000)
}

fn groups(file: &str, groups: &[Group]) -> Result<(), CharterError> {
    let mut seen = BTreeSet::new();
    for group in groups {
        both(file, &format!("groups.{}.name", group.id), &group.name)?;
        if !seen.insert(&group.id) {
            let key = format!("groups.{}.id", group.id);
            return Err(rule(file, key, "is there twice; each id must be unique"));
        }
    }
    // More than anybody has; a slip of copying is seen.
    within(file, "groups", groups.len() as u32, 0, 50)
}

fn help_targets(file: &str, targets: &HelpTargets) -> Result<(), CharterError> {
    for (key, figures, max) in [
        ("answerMinutes", targets.answer_minutes, 31 * 24 * 60),
        ("arrivalMinutes", targets.arrival_minutes, 31 * 24 * 60),
        ("resolveDays", targets.resolve_days, 366),
    ] {
        for (urgency, figure) in
            [("normal", figures.normal), ("urgent", figures.urgent), ("critical", figures.critical)]
        {
            within(file, &format!("helpTargets.{key}.{urgency}"), figure, 1, max)?;
        }
    }
    within(file, "helpTargets.helperHours", targets.helper_hours, 1, 31 * 24)?;
    within(file, "helpTargets.climbHours", targets.climb_hours, 1, 31 * 24)?;
    within(file, "helpTargets.reopenDays", targets.reopen_days, 0, 366)
}

fn chain_days(file: &str, days: ChainDays) -> Result<(), CharterError> {
    // With none of them a report-in would be overdue when it comes in.
    within(file, "chainDays.receive", days.receive, 1, 366)?;
    within(file, "chainDays.acknowledge", days.acknowledge, 1, 366)?;
    within(file, "chainDays.answer", days.answer, 1, 366)?;
    within(file, "chainDays.climb", days.climb, 1, 366)
}

fn leads(file: &str, rules: LeadRules) -> Result<(), CharterError> {
    // 0 means never; a negotiation may take years.
    within(file, "leads.submittedDays", rules.submitted_days, 0, 3_660)?;
    within(file, "leads.inContactDays", rules.in_contact_days, 0, 3_660)?;
    within(file, "leads.negotiatingDays", rules.negotiating_days, 0, 3_660)?;
    within(file, "leads.signedDays", rules.signed_days, 0, 3_660)?;
    within(file, "leads.escalationDays", rules.escalation_days, 1, 366)
}

/// The dearest rate, in hundredths of a per cent: a slip of one digit is seen.
const MOST_POINTS: u64 = 1_000;
/// The greatest fixed amount of a month, in fen: a hundred yuan.
const MOST_FIXED: u64 = 10_000;

fn dues(rates: &DuesRates) -> Result<(), CharterError> {
    let mut below = 0;
    for (index, step) in rates.steps.iter().enumerate() {
        let key = |name: &str| format!("dues.steps.{index}.{name}");
        // 10^11 fen are a milliard yuan, the most that the calculator takes.
        within(DISTRICT, &key("upToFen"), step.up_to_fen, 1, 100_000_000_000)?;
        within(DISTRICT, &key("basisPoints"), step.basis_points, 0, MOST_POINTS)?;
        if step.up_to_fen <= below {
            return Err(rule(
                DISTRICT,
                key("upToFen"),
                "must be more than that of the step before",
            ));
        }
        below = step.up_to_fen;
    }
    within(DISTRICT, "dues.aboveBasisPoints", rates.above_basis_points, 0, MOST_POINTS)?;
    within(DISTRICT, "dues.farmerMostFen", rates.farmer_most_fen, 0, MOST_FIXED)?;
    within(DISTRICT, "dues.farmerLeastFen", rates.farmer_least_fen, 0, rates.farmer_most_fen)?;
    within(DISTRICT, "dues.studentFen", rates.student_fen, 0, MOST_FIXED)
}

fn departments(file: &str, departments: &[Department]) -> Result<(), CharterError> {
    let mut seen = BTreeSet::new();
    for department in departments {
        both(file, &format!("departments.{}.name", department.id), &department.name)?;
        if !seen.insert(&department.id) {
            let key = format!("departments.{}.id", department.id);
            return Err(rule(file, key, "is there twice; each id must be unique"));
        }
    }
    Ok(())
}

fn both(file: &str, key: &str, value: &Bilingual) -> Result<(), CharterError> {
    filled(file, &format!("{key}.zh"), &value.zh)?;
    filled(file, &format!("{key}.en"), &value.en)
}

fn filled(file: &str, key: &str, value: &str) -> Result<(), CharterError> {
    if value.trim().is_empty() { Err(rule(file, key, "must not be empty")) } else { Ok(()) }
}

fn within<T: Into<u64>>(
    file: &str,
    key: &str,
    value: T,
    min: u64,
    max: u64,
) -> Result<(), CharterError> {
    let value = value.into();
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let hint = "the documented default is a good start";
    Err(rule(file, key, format!("must be from {min} to {max}, not {value}; {hint}")))
}

/// A rule that a value breaks.
pub(super) fn rule(file: &str, key: impl Into<String>, rule: impl Into<String>) -> CharterError {
    CharterError::Rule { file: file.to_owned(), key: key.into(), rule: rule.into() }
}
