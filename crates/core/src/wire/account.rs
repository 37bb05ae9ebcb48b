use serde::{Deserialize, Serialize};

use super::Failure;
use crate::{
    Refusal, appointment::may_appoint_somebody, caller::Caller, district::District, ids::PersonId,
    time::Timestamp,
};

/// The longest account, in characters.
const LONGEST: usize = 200;

/// `POST accounts`: whose account it is, before they are appointed. Every
/// account has a person, also one that was never used: the answer says nothing
/// about whether it is known.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindAccount {
    /// The phone number that they sign in with, or their name at the portal.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = LONGEST)))]
    account: String,
}

/// Whose account it is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountPerson {
    /// Their random id.
    pub person: PersonId,
}

impl FindAccount {
    /// Reads the body: the account, without the spaces around it.
    ///
    /// # Errors
    /// What is malformed about it.
    pub fn read(body: &[u8]) -> Result<String, Failure> {
        let Self { account } =
            serde_json::from_slice(body).map_err(|error| Failure::Malformed(error.to_string()))?;
        let account = account.trim();
        if (1..=LONGEST).contains(&account.chars().count()) {
            Ok(account.to_owned())
        } else {
            Err(Failure::Malformed(format!("`account` must have 1 to {LONGEST} characters")))
        }
    }

    /// Whether the caller may ask: who appoints to some office.
    ///
    /// # Errors
    /// The refusal.
    pub fn allows(district: &District, caller: &Caller, clock: Timestamp) -> Result<(), Refusal> {
        if caller.person.is_none() {
            return Err(Refusal::SignInNeeded);
        }
        let caller = district.in_office(caller, clock.max(district.last_at()));
        if may_appoint_somebody(&caller) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}
