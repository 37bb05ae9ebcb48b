//! The district in the page: its data files as JSON.

use std::sync::Arc;

use guiyan_core::charter::{BranchCharter, DistrictCharter};
use serde::Deserialize;

/// 信州区 as in this repository.
const XINZHOU: &str = include_str!(concat!(env!("OUT_DIR"), "/home.json"));

/// `district.toml` and the files of `branches/`, with the same keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Home {
    district: DistrictCharter,
    branches: Vec<BranchCharter>,
}

/// Reads a district from JSON; without one it is 信州区.
///
/// # Errors
/// Which key, and what it must be.
pub fn read(json: Option<&str>) -> Result<Arc<DistrictCharter>, String> {
    let home: Home =
        serde_json::from_str(json.unwrap_or(XINZHOU)).map_err(|error| error.to_string())?;
    if home.branches.is_empty() {
        return Err("`branches` must have at least one entry".to_owned());
    }
    let mut charter = home.district;
    charter.check().map_err(|issue| format!("`district`: {issue}"))?;
    for branch in home.branches {
        let id = branch.id.clone();
        branch.check().map_err(|issue| format!("`{id}`: {issue}"))?;
        if charter.branches.insert(id.clone(), Arc::new(branch)).is_some() {
            return Err(format!("`branches` has `{id}` twice; each id must be unique"));
        }
    }
    Ok(Arc::new(charter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_that_nobody_meant_is_refused_by_its_key() {
        let refused = |from: &str, to: &str| {
            assert!(XINZHOU.contains(from), "the sample must contain `{from}`");
            read(Some(&XINZHOU.replacen(from, to, 1))).unwrap_err()
        };
        let said = refused("\"offerWindowMinutes\":0", "\"offerWindowMinutes\":99999999");
        assert!(said.starts_with("`xinzhou-"), "{said}");
        assert!(said.contains("`offerWindowMinutes` must be from 0"), "{said}");
        let said = refused("\"openLeads\":20", "\"openLeads\":0");
        assert!(said.contains("`district`: `limits.openLeads` must be from 1"), "{said}");
    }
}
