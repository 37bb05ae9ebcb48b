//! Sample identities (示例身份): who they are and which offices they hold.

use guiyan_core::{
    branch::request::RequestKind,
    caller::{Office, Role},
    charter::DistrictCharter,
    ids::{BranchId, DepartmentId},
};

/// The longest name that may follow `new:`, in characters.
const LONGEST_NAME: usize = 60;

/// The offices of a persona; `None` when there is no such persona.
///
/// There are `visitor`, `new:` and any name, for each branch `beijing-member`,
/// `beijing-secretary` and `beijing-steward`, for each township
/// `qinfeng-liaison`, and `department-contact` and `district-officer`.
pub fn roles_of(charter: &DistrictCharter, persona: &str) -> Option<Vec<Role>> {
    let named = persona.strip_prefix("new:");
    if named.is_some_and(|text| (1..=LONGEST_NAME).contains(&text.chars().count())) {
        return Some(Vec::new());
    }
    match persona {
        "visitor" => return Some(Vec::new()),
        "district-officer" => return Some(vec![Role::DistrictOfficer]),
        "department-contact" => {
            let department = contact_of(charter)?;
            return Some(vec![Role::Department { department }]);
        }
        _ => {}
    }
    if let Some(name) = persona.strip_suffix("-liaison") {
        let township = charter.townships.iter().find(|township| township.id.as_str() == name)?;
        return Some(vec![Role::Liaison { township: township.id.clone() }]);
    }
    let (city, office) = persona.split_once('-')?;
    let branch = charter.branches.keys().find(|branch| city_of(branch) == city)?.clone();
    match office {
        "member" => Some(Vec::new()),
        "secretary" => Some(vec![Role::Branch { office: Office::Secretary, branch }]),
        "steward" => Some(vec![Role::Branch { office: Office::Steward, branch }]),
        _ => None,
    }
}

/// The department whose contact the persona `department-contact` is: of those
/// who work in Guiyan the one for schools, to which most of the samples go.
pub fn contact_of(charter: &DistrictCharter) -> Option<DepartmentId> {
    let here = || charter.departments.iter().filter(|department| department.in_guiyan);
    let schools = here().find(|department| department.kinds.contains(&RequestKind::Schooling));
    schools.or_else(|| here().next()).map(|department| department.id.clone())
}

/// The part of a branch's id that names its personas: `beijing` of
/// `xinzhou-beijing`, as in `beijing-member`.
pub fn city_of(branch: &BranchId) -> &str {
    branch.as_str().rsplit('-').next().unwrap_or_default()
}
