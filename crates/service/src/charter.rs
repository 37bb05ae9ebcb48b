//! The district's data files: `district.toml` and `branches/*.toml`. Those of
//! 信州区 are inside the binary; `--charter DIR` reads others. A third branch is
//! one more file.

use std::{collections::BTreeMap, fs, io, path::Path, sync::Arc};

use guiyan_core::charter::{BranchCharter, CharterIssue, DistrictCharter};
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
        rule: String,
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
    charter.check().map_err(|issue| broken(DISTRICT, issue))?;
    for (name, content) in files {
        let Some(stem) = name.strip_prefix("branches/").and_then(|name| name.strip_suffix(".toml"))
        else {
            continue;
        };
        let branch: BranchCharter = parse(name, content)?;
        if branch.id.as_str() != stem {
            return Err(rule(name, "id", "must be the name of the file without `.toml`"));
        }
        branch.check().map_err(|issue| broken(name, issue))?;
        charter.branches.insert(branch.id.clone(), Arc::new(branch));
    }
    if charter.branches.is_empty() {
        return Err(rule("branches", "id", "must exist: put at least one file into the folder"));
    }
    Ok(charter)
}

fn broken(file: &str, CharterIssue { key, rule }: CharterIssue) -> CharterError {
    CharterError::Rule { file: file.to_owned(), key, rule }
}

fn rule(file: &str, key: &str, rule: &str) -> CharterError {
    broken(file, CharterIssue { key: key.to_owned(), rule: rule.to_owned() })
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
    fn each_figure_out_of_range_is_named_with_its_range() {
        let zero = |key: &str, from: &str, range: &str| {
            let said = format!("`chainDays.{key}` must be from {range}");
            check(BEIJING, &format!("{key} = {from}"), &format!("{key} = 0"), &said);
        };
        zero("receive", "7", "1 to 366, not 0");
        zero("acknowledge", "15", "1 to 366, not 0");
        zero("answer", "7", "1 to 366, not 0");
        zero("climb", "7", "1 to 366, not 0");
        let chain = "acknowledge = 15";
        check(BEIJING, chain, "acknowledge = 36500", "`chainDays.acknowledge` must be from 1");
        check(BEIJING, chain, "acknowledge = -15", "acknowledge = -15");
        let horizon = "`seriesHorizonDays` must be from 1 to 366";
        check(BEIJING, "HorizonDays = 62", "HorizonDays = 0", horizon);
        check(BEIJING, "committee = 0", "committee = 900", "`committee` must be from 0 to 50");
        check(BEIJING, "urgent = 10,", "urgent = 0,", "`helpTargets.arrivalMinutes.urgent`");
        check(BEIJING, "climbHours = 24", "climbHours = 0", "`helpTargets.climbHours`");
        check(BEIJING, "reopenDays = 30", "reopenDays = 3000", "`helpTargets.reopenDays`");
        // A table behind the others of the file.
        let leads = |key: &str, value: u32| {
            let table = format!("climb = 7\n\n[leads]\n{key} = {value}\n");
            check(BEIJING, "climb = 7\n", &table, &format!("`leads.{key}` must be from"));
        };
        for key in ["submittedDays", "inContactDays", "negotiatingDays", "signedDays"] {
            leads(key, 36_500);
        }
        leads("escalationDays", 0);
        leads("escalationDays", 36_500);

        let dues = |from: &str, to: &str, said: &str| check(DISTRICT, from, to, said);
        dues("upToFen = 300000", "upToFen = 0", "`dues.steps.0.upToFen` must be from 1");
        dues("upToFen = 500000", "upToFen = 300000", "`dues.steps.1.upToFen` must be more than");
        dues("basisPoints = 150", "basisPoints = 15000", "`dues.steps.2.basisPoints` must be");
        dues("aboveBasisPoints = 200", "aboveBasisPoints = 20000", "`dues.aboveBasisPoints`");
        dues("farmerLeastFen = 20", "farmerLeastFen = 200", "`dues.farmerLeastFen` must be");
        dues("farmerMostFen = 100", "farmerMostFen = 1000000", "`dues.farmerMostFen` must be");
        dues("studentFen = 20", "studentFen = 1000000", "`dues.studentFen` must be from 0");
        dues("openLeads = 20", "openLeads = 0", "`limits.openLeads` must be from 1 to 1000");
        dues("openRequests = 10", "openRequests = 0", "`limits.openRequests` must be from 1");
        dues("drafts = 30", "drafts = 0", "`limits.drafts` must be from 1 to 1000");
        dues("series = 20", "series = 900", "`limits.series` must be from 1 to 100");
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
