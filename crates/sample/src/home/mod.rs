//! A year of what the sample branches do for home, and home for their members:
//! needs, leads, requests, and what townships say to report-ins. (示例)

mod leads;
mod leads_beijing;
mod leads_yiwu;
mod liaisons;
mod needs;
mod requests;
mod requests_beijing;
mod requests_yiwu;

use guiyan_core::{
    branch::request::RequestKind,
    caller::{Caller, Role},
    charter::{BranchCharter, DistrictCharter},
    ids::{BranchId, DepartmentId, PersonId, TownshipId},
    recipient::Recipient,
    time::{DAY, HOUR, Timestamp},
};

use crate::{Identities, Script, persona::contact_of};

/// A sample branch with its people.
pub(super) struct Place<'a> {
    pub(super) charter: &'a BranchCharter,
    pub(super) secretary: Caller,
    /// Those received, the persona `…-member` first.
    pub(super) received: Vec<PersonId>,
}

impl Place<'_> {
    fn id(&self) -> &BranchId {
        &self.charter.id
    }

    /// The received member of that number; small demos count around.
    fn member(&self, number: usize) -> Option<PersonId> {
        self.received.get(number.checked_rem(self.received.len())?).copied()
    }
}

/// What all samples are made from.
pub(super) struct Home<'a> {
    identities: &'a Identities<'a>,
    charter: &'a DistrictCharter,
    places: &'a [Place<'a>],
    now: Timestamp,
}

/// To whom a sample is passed on, whatever the charter calls them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// The township of that number.
    Township(usize),
    /// The home-side department for such requests, of those the nth.
    Home(RequestKind, usize),
    /// The office or hotline of the host city for such requests.
    Host(RequestKind),
    /// A member who helps.
    Helpers,
}

/// Adds all of it to the script.
pub(super) fn enact(
    script: &mut Script,
    identities: &Identities<'_>,
    charter: &DistrictCharter,
    places: &[Place<'_>],
    now: Timestamp,
) {
    let home = Home { identities, charter, places, now };
    liaisons::enact(script, &home);
    let needs = needs::enact(script, &home);
    for (number, place) in places.iter().enumerate() {
        let plans = if number % 2 == 0 { leads_beijing::plans() } else { leads_yiwu::plans() };
        leads::enact(script, &home, place, &needs, &plans);
        leads::fellow(script, &home, place);
        let plans =
            if number % 2 == 0 { requests_beijing::plans() } else { requests_yiwu::plans() };
        requests::enact(script, &home, place, &plans);
    }
}

impl Home<'_> {
    /// That many days ago, at that hour; always in the past.
    fn ago(&self, days: i64, hour: i64) -> Timestamp {
        self.now.day().plus(-days).start().plus(hour * HOUR).min(self.now.plus(-DAY / 48))
    }

    fn township(&self, number: usize) -> Option<&TownshipId> {
        let townships = &self.charter.townships;
        townships.get(number.checked_rem(townships.len())?).map(|township| &township.id)
    }

    fn recipient(&self, branch: &BranchId, to: To) -> Option<Recipient> {
        let of = |id: &DepartmentId| Recipient::Department(id.clone());
        match to {
            To::Township(number) => self.township(number).cloned().map(Recipient::Township),
            To::Helpers => Some(Recipient::Helpers),
            To::Home(kind, nth) => {
                let home = self.charter.departments.iter();
                let mut fit = home.filter(|one| one.in_guiyan && one.kinds.contains(&kind));
                fit.nth(nth).map(|found| of(&found.id))
            }
            To::Host(kind) => {
                let host = self.charter.branches.get(branch)?.departments.iter();
                let mut fit = host.filter(|one| one.kinds.contains(&kind));
                fit.next().map(|found| of(&found.id))
            }
        }
    }

    /// Who works for a recipient: a 专人 or a contact.
    fn officer(&self, recipient: &Recipient) -> Option<Caller> {
        let (persona, role) = match recipient {
            Recipient::Township(township) => {
                (format!("{township}-liaison"), Role::Liaison { township: township.clone() })
            }
            Recipient::Department(department) => {
                let persona = if contact_of(self.charter).as_ref() == Some(department) {
                    "department-contact".to_owned()
                } else {
                    format!("sample-contact-{department}")
                };
                (persona, Role::Department { department: department.clone() })
            }
            Recipient::Person(_) | Recipient::Helpers => return None,
        };
        Some(Caller::officer(self.person(&persona), [role]))
    }

    fn person(&self, persona: &str) -> PersonId {
        (self.identities)(persona)
    }

    fn is_in_guiyan(&self, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Township(_) => true,
            Recipient::Department(id) => {
                let mut home = self.charter.departments.iter();
                home.any(|one| one.id == *id && one.in_guiyan)
            }
            Recipient::Person(_) | Recipient::Helpers => false,
        }
    }
}
