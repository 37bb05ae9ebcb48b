//! Who asks, and in what office.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    ids::{BranchId, DepartmentId, InvalidId, PersonId, TownshipId},
    recipient::Recipient,
};

/// The one on whose behalf a command is decided or a view is made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Caller {
    /// The signed-in person, if any.
    pub person: Option<PersonId>,
    /// The offices they hold today.
    pub roles: Vec<Role>,
    /// Whether these wait for a second factor: then none of them opens anything.
    pub withheld: bool,
}

impl Caller {
    /// Someone who has not signed in.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// A signed-in person without an office.
    pub fn person(person: PersonId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    /// A signed-in person with offices.
    pub fn officer(person: PersonId, roles: impl Into<Vec<Role>>) -> Self {
        Self { person: Some(person), roles: roles.into(), withheld: false }
    }

    /// Whether they run the branch: its secretary or organiser.
    pub fn manages(&self, branch: &BranchId) -> bool {
        self.holds(branch, |office| office != Office::Steward)
    }

    /// Whether they may check people in there: any officer of the branch.
    pub fn stewards(&self, branch: &BranchId) -> bool {
        self.holds(branch, |_| true)
    }

    /// Whether they may check people in somewhere: any officer of any branch.
    pub fn stewards_any(&self) -> bool {
        self.signed_in_roles().any(|role| matches!(role, Role::Branch { .. }))
    }

    /// Whether open matters can be theirs to move: those who run a branch, the
    /// 专人 of a township, the contact of a department, officers of the district.
    pub fn has_matters(&self) -> bool {
        let steward = |role: &Role| matches!(role, Role::Branch { office: Office::Steward, .. });
        self.signed_in_roles().any(|role| !steward(role))
    }

    /// Whether they are an officer of the district.
    pub fn is_district_officer(&self) -> bool {
        self.signed_in_roles().any(|role| *role == Role::DistrictOfficer)
    }

    /// Whether they are the 专人 of that township or street. [R19 §33]
    pub fn liaises(&self, township: &TownshipId) -> bool {
        self.townships().any(|of| of == township)
    }

    /// Whether they are the contact of that home-side department.
    pub fn serves(&self, department: &DepartmentId) -> bool {
        self.departments().any(|of| of == department)
    }

    /// Whether something passed on to that recipient reaches them.
    pub fn receives_for(&self, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Township(township) => self.liaises(township),
            Recipient::Department(department) => self.serves(department),
            Recipient::Person(person) => self.person == Some(*person),
            // Not anybody: who is asked is told what a helper is told.
            Recipient::Helpers => false,
        }
    }

    /// The townships and streets they are the 专人 of.
    pub fn townships(&self) -> impl Iterator<Item = &TownshipId> {
        self.signed_in_roles().filter_map(|role| match role {
            Role::Liaison { township } => Some(township),
            _ => None,
        })
    }

    /// The home-side departments they are the contact of.
    pub fn departments(&self) -> impl Iterator<Item = &DepartmentId> {
        self.signed_in_roles().filter_map(|role| match role {
            Role::Department { department } => Some(department),
            _ => None,
        })
    }

    /// The office by which they run that branch, the secretary's first.
    pub fn manages_as(&self, branch: &BranchId) -> Option<Office> {
        let offices = [Office::Secretary, Office::Organiser];
        offices.into_iter().find(|wanted| self.holds(branch, |office| office == *wanted))
    }

    fn holds(&self, branch: &BranchId, wanted: impl Fn(Office) -> bool) -> bool {
        self.signed_in_roles().any(|role| match role {
            Role::Branch { office, branch: of } => of == branch && wanted(*office),
            Role::Liaison { .. } | Role::Department { .. } | Role::DistrictOfficer => false,
        })
    }

    /// The offices that open something: one without a person is nobody's, and
    /// one that waits for a second factor is not there yet.
    pub fn signed_in_roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(|_| self.person.is_some() && !self.withheld)
    }
}

/// An office a person holds. Written `secretary:xinzhou-beijing`,
/// `liaison:qinfeng`, `department:education` or `district-officer` in a token.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    /// An office in one branch.
    Branch {
        /// Which office.
        office: Office,
        /// Of which branch.
        branch: BranchId,
    },
    /// 乡镇、街道联络员: the 专人 of one township or street. [R19 §33]
    Liaison {
        /// Of which township or street.
        township: TownshipId,
    },
    /// 部门联络人: the contact of one home-side department.
    Department {
        /// Of which department.
        department: DepartmentId,
    },
    /// 区委组织部.
    DistrictOfficer,
}

/// Offices of a branch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Office {
    /// 书记
    Secretary,
    /// 组织委员
    Organiser,
    /// 签到员
    Steward,
    /// 区委组织部: stands in histories only; as a role it is
    /// [`Role::DistrictOfficer`].
    District,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DistrictOfficer => f.write_str("district-officer"),
            Self::Liaison { township } => write!(f, "liaison:{township}"),
            Self::Department { department } => write!(f, "department:{department}"),
            Self::Branch { office, branch } => {
                let office = match office {
                    Office::Secretary => "secretary",
                    Office::Organiser => "organiser",
                    Office::Steward => "steward",
                    Office::District => "district",
                };
                write!(f, "{office}:{branch}")
            }
        }
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|_| de::Error::custom("not an office, as in `steward:xinzhou-beijing`"))
    }
}

impl FromStr for Role {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text == "district-officer" {
            return Ok(Self::DistrictOfficer);
        }
        let (office, of) = text.split_once(':').ok_or(InvalidId)?;
        let office = match office {
            "secretary" => Office::Secretary,
            "organiser" => Office::Organiser,
            "steward" => Office::Steward,
            "liaison" => return Ok(Self::Liaison { township: of.parse()? }),
            "department" => return Ok(Self::Department { department: of.parse()? }),
            _ => return Err(InvalidId),
        };
        Ok(Self::Branch { office, branch: of.parse()? })
    }
}

/// A language that every sentence exists in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Lang {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    /// English
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// The language tag, as in `zh-CN`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The best of the two for a tag or an `Accept-Language` value.
    pub fn from_tag(text: &str) -> Self {
        let first = text.split([',', ';']).next().unwrap_or_default().trim();
        if first.len() >= 2 && first.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en")) {
            Self::En
        } else {
            Self::Zh
        }
    }
}
