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
/// What the parser says: which key, and what it must be.
pub fn read(json: Option<&str>) -> Result<Arc<DistrictCharter>, String> {
    let home: Home =
        serde_json::from_str(json.unwrap_or(XINZHOU)).map_err(|error| error.to_string())?;
    if home.branches.is_empty() {
        return Err("`branches` must have at least one entry".to_owned());
    }
    let mut charter = home.district;
    for branch in home.branches {
        let id = branch.id.clone();
        if charter.branches.insert(id.clone(), Arc::new(branch)).is_some() {
            return Err(format!("`branches` has `{id}` twice; each id must be unique"));
        }
    }
    Ok(Arc::new(charter))
}
