//! The district's data files: `district.toml` and `branches/*.toml`. Those of
//! 信州区 are inside the binary; `--charter DIR` reads others. A third branch is
//! one more file.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
    sync::Arc,
};

use guiyan_core::{
    branch::request::HelpTargets,
    charter::{Bilingual, BranchCharter, Department, DistrictCharter, Reference},
};
use rust_embed::Embed;
use serde::de::DeserializeOwned;

/// A mistake in a data file.
#[derive(Debug, thiserror::Error)]
pub enum CharterError {
    /// A file or folder cannot be read.
    #[error("cannot read `{file}`: {cause}")]
    Unreadable {
        /// Which, as it was asked for.
        file: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The file is not what it must be; the parser names line and key.
    #[error("`{file}` is not a valid data file: {detail}")]
    Malformed {
        /// Which.
        file: String,
        /// What the parser says.
        detail: String,
    },
    /// A value breaks a rule.
    #[error("in `{file}`, `{key}` {rule}")]
    Rule {
        /// Which file.
        file: String,
        /// Which key.
        key: String,
        /// What it must be.
        rule: &'static str,
    },
}

#[derive(Embed)]
#[folder = "data/xinzhou"]
struct Xinzhou;

/// The charter inside the binary.
///
/// # Errors
/// When the files of this repository have a mistake.
pub fn embedded() -> Result<DistrictCharter, CharterError> {
    let mut files = BTreeMap::new();
    for name in Xinzhou::iter() {
        if let Some(file) = Xinzhou::get(&name) {
            files.insert(name.to_string(), text(&name, file.data.into_owned())?);
        }
    }
    build(&files)
}

/// The charter in a folder.
///
/// # Errors
/// The first mistake, with file and key.
pub fn from_folder(folder: &Path) -> Result<DistrictCharter, CharterError> {
    let mut files = BTreeMap::new();
    let mut take = |name: String| {
        let path = folder.join(&name);
        let bytes = fs::read(&path).map_err(|cause| unreadable(&path, cause))?;
        let content = text(&name, bytes)?;
        files.insert(name, content);
        Ok(())
    };
    take(DISTRICT.to_owned())?;
    let branches = folder.join("branches");
    for entry in fs::read_dir(&branches).map_err(|cause| unreadable(&branches, cause))? {
        let name = entry.map_err(|cause| unreadable(&branches, cause))?.file_name();
        if let Some(name) = name.to_str().filter(|name| name.ends_with(".toml")) {
            take(format!("branches/{name}"))?;
        }
    }
    build(&files)
}

const DISTRICT: &str = "district.toml";

fn build(files: &BTreeMap<String, String>) -> Result<DistrictCharter, CharterError> {
    let district = files.get(DISTRICT).ok_or_else(|| CharterError::Unreadable {
        file: DISTRICT.to_owned(),
        cause: io::ErrorKind::NotFound.into(),
    })?;
    let mut charter: DistrictCharter = parse(DISTRICT, district)?;
    check_district(&charter)?;
    for (name, content) in files {
        let Some(stem) = name.strip_prefix("branches/").and_then(|name| name.strip_suffix(".toml"))
        else {
            continue;
        };
        let branch: BranchCharter = parse(name, content)?;
        check_branch(name, stem, &branch)?;
        charter.branches.insert(branch.id.clone(), Arc::new(branch));
    }
    if charter.branches.is_empty() {
        return Err(rule("branches", "id", "must exist: put at least one file into the folder"));
    }
    Ok(charter)
}

fn check_district(charter: &DistrictCharter) -> Result<(), CharterError> {
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
    within(DISTRICT, "notice.retentionMonths", charter.notice.retention_months, 1, 600)
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

fn check_branch(file: &str, stem: &str, branch: &BranchCharter) -> Result<(), CharterError> {
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
    departments(file, &branch.departments)?;
    if let Some(found) = branch.departments.iter().find(|department| department.in_guiyan) {
        let key = format!("departments.{}.inGuiyan", found.id);
        return Err(rule(file, key, "must be false: the branch records for host-side offices"));
    }
    within(file, "offerWindowMinutes", branch.offer_window_minutes, 0, 31 * 24 * 60)?;
    within(file, "checkInOpensMinutes", branch.check_in_opens_minutes, 0, 7 * 24 * 60)?;
    within(file, "attendanceClosesDays", branch.attendance_closes_days, 0, 366)?;
    help_targets(file, &branch.help_targets)?;
    within(file, "yearlyHours", branch.yearly_hours, 0, 1000)
}

fn help_targets(file: &str, targets: &HelpTargets) -> Result<(), CharterError> {
    for (key, figures, max) in [
        ("answerMinutes", targets.answer_minutes, 31 * 24 * 60),
        ("arrivalMinutes", targets.arrival_minutes, 31 * 24 * 60),
        ("resolveDays", targets.resolve_days, 366),
    ] {
        for figure in [figures.normal, figures.urgent, figures.critical] {
            within(file, &format!("helpTargets.{key}"), figure, 1, max)?;
        }
    }
    within(file, "helpTargets.helperHours", targets.helper_hours, 1, 31 * 24)?;
    within(file, "helpTargets.climbHours", targets.climb_hours, 1, 31 * 24)?;
    within(file, "helpTargets.reopenDays", targets.reopen_days, 0, 366)
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

fn within(file: &str, key: &str, value: u32, min: u32, max: u32) -> Result<(), CharterError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(rule(file, key, "is out of range; the documented default is a good start"))
    }
}

fn rule(file: &str, key: impl Into<String>, rule: &'static str) -> CharterError {
    CharterError::Rule { file: file.to_owned(), key: key.into(), rule }
}

fn parse<T: DeserializeOwned>(file: &str, content: &str) -> Result<T, CharterError> {
    toml::from_str(content).map_err(|error| CharterError::Malformed {
        file: file.to_owned(),
        detail: error.to_string().trim_end().to_owned(),
    })
}

fn text(file: &str, bytes: Vec<u8>) -> Result<String, CharterError> {
    String::from_utf8(bytes).map_err(|_| CharterError::Malformed {
        file: file.to_owned(),
        detail: "it is not UTF-8".to_owned(),
    })
}

fn unreadable(path: &Path, cause: io::Error) -> CharterError {
    CharterError::Unreadable { file: path.display().to_string(), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEIJING: &str = "branches/xinzhou-beijing.toml";

    #[test]
    fn the_files_of_the_repository_are_right() {
        let charter = embedded().unwrap();
        let ids: Vec<&str> = charter.branches.keys().map(|id| id.as_str()).collect();
        assert_eq!(ids, ["xinzhou-beijing", "xinzhou-yiwu"]);
        assert_eq!(charter.townships.len(), 4);
    }

    #[test]
    fn each_mistake_names_file_and_key() {
        check(BEIJING, "xinzhou-beijing", "xinzhou-tianjin", "`id` must be the name of the file");
        check(
            BEIJING,
            "offerWindowMinutes = 0",
            "offerWindowMinutes = 99999999",
            "offerWindowMinutes",
        );
        check(
            BEIJING,
            "offerWindowMinutes = 0",
            "offerMinutes = 0",
            "unknown field `offerMinutes`",
        );
        check(
            BEIJING,
            "offerWindowMinutes = 0",
            "offerWindowMinutes = -1",
            "offerWindowMinutes = -1",
        );
        check(
            BEIJING,
            "phone = \"010-00000000\"",
            "phone = \" \"",
            "`contact.phone` must not be empty",
        );
        check(BEIJING, "zh = \"北京\"", "zh = \"\"", "`hostCity.zh` must not be empty");
        check(BEIJING, "id = \"xinzhou-beijing\"", "", "missing field `id`");
        check(
            DISTRICT,
            "id = \"xishi\"",
            "id = \"qinfeng\"",
            "`townships.qinfeng.id` is there twice",
        );
        check(DISTRICT, "id = \"xishi\"", "id = \"西市\"", "line 11");
        check(
            DISTRICT,
            "version = \"2026-11\"",
            "version = \"\"",
            "`notice.version` must not be empty",
        );
        check(DISTRICT, "closed = 999", "closed = 1001", "references.closed");
        check(DISTRICT, "retentionMonths = 24", "retentionMonths = 0", "notice.retentionMonths");
        check(DISTRICT, "[notice]", "[notices]", "notices");
    }

    #[test]
    fn a_third_branch_is_one_more_file() {
        let mut files = repository();
        let content = files[BEIJING].replace("xinzhou-beijing", "xinzhou-hangzhou");
        files.insert("branches/xinzhou-hangzhou.toml".into(), content);
        assert_eq!(build(&files).unwrap().branches.len(), 3);
    }

    #[test]
    fn a_folder_reads_as_the_embedded_files_do() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/xinzhou");
        assert_eq!(from_folder(&folder).unwrap(), embedded().unwrap());
        let missing = from_folder(Path::new("no-such-folder")).unwrap_err().to_string();
        assert!(missing.contains("no-such-folder"), "{missing}");
    }

    #[track_caller]
    fn check(file: &str, from: &str, to: &str, said: &str) {
        let mut files = repository();
        let content = files[file].clone();
        assert!(content.contains(from), "the sample must contain `{from}`");
        files.insert(file.into(), content.replace(from, to));
        let error = build(&files).unwrap_err().to_string();
        assert!(error.contains(file), "no file in: {error}");
        assert!(error.contains(said), "`{said}` not in: {error}");
    }

    fn repository() -> BTreeMap<String, String> {
        Xinzhou::iter()
            .map(|name| {
                let data = Xinzhou::get(&name).unwrap().data.into_owned();
                (name.to_string(), String::from_utf8(data).unwrap())
            })
            .collect()
    }
}
