//! Whose names a view tells to somebody in an office. Each such reading is kept
//! where the people read about can see it; what people see of themselves, and
//! what passes between two who have both agreed, is not a reading. [PIPL §44]

use std::collections::BTreeMap;

use super::{
    held::HeldLeadsView,
    help::{DeskRequest, HelpView},
    lead::LeadView,
    leads::LeadsView,
    matters::{MatterView, MattersPage},
    roster::RosterPage,
    township::TownshipPage,
};
use crate::{
    chain::MatterKind,
    district::District,
    ids::{BranchId, LeadId, PersonId, RequestId},
};

/// A person, and the branch in whose record they stand.
pub type Named = (BranchId, PersonId);

/// The readings of a person: who else they saw, by branch, each once.
pub fn readings(by: PersonId, named: Vec<Named>) -> BTreeMap<BranchId, Vec<PersonId>> {
    let mut found: BTreeMap<BranchId, Vec<PersonId>> = BTreeMap::new();
    // What people read of themselves is no reading.
    for (branch, person) in named.into_iter().filter(|(_, person)| *person != by) {
        let persons = found.entry(branch).or_default();
        if !persons.contains(&person) {
            persons.push(person);
        }
    }
    found
}

impl LeadsView {
    /// Who submitted the leads at the desk.
    pub fn named(&self, district: &District) -> Vec<Named> {
        let rows = self.desk.iter().flat_map(|desk| &desk.rows);
        rows.filter_map(|lead| of_lead(district, lead)).collect()
    }
}

impl HeldLeadsView {
    /// Who submitted the leads that were passed on.
    pub fn named(&self, district: &District) -> Vec<Named> {
        self.leads.iter().filter_map(|lead| of_lead(district, lead)).collect()
    }
}

impl HelpView {
    /// Who asked for help, and who offers it, at the desk.
    pub fn named(&self, district: &District, branch: &BranchId) -> Vec<Named> {
        let requests = self.desk.iter().flat_map(|desk| &desk.requests);
        requests
            .flat_map(|row| {
                let offers = row.candidates.iter();
                let offers = offers.map(|offer| (offer.branch.clone(), offer.person));
                offers.chain(asker(district, branch, row))
            })
            .collect()
    }
}

impl MattersPage {
    /// Whom the matters are about, where they are named.
    pub fn named(&self, district: &District) -> Vec<Named> {
        self.matters.iter().filter_map(|matter| of_matter(district, matter)).collect()
    }
}

impl RosterPage {
    /// Those on the list; of guests only those who let their name be seen.
    pub fn named(&self, district: &District, branch: Option<&BranchId>) -> Vec<Named> {
        let rows = self.rows.iter().filter(|row| row.guest_of.is_none() || row.name.is_some());
        rows.filter_map(|row| {
            let own = branch.filter(|_| row.guest_of.is_none());
            let home = own
                .or_else(|| district.active_branch(&row.person))
                // Whose report-in ended meanwhile: who knew them last.
                .or_else(|| district.known_by(&row.person))?;
            Some((home.clone(), row.person))
        })
        .collect()
    }
}

impl TownshipPage {
    /// The people of the township.
    pub fn named(&self) -> Vec<Named> {
        let named = self.rows.iter().filter(|row| row.name.is_some());
        named.map(|row| (row.branch.clone(), row.person)).collect()
    }
}

fn of_lead(district: &District, lead: &LeadView) -> Option<Named> {
    lead.submitter.as_ref()?;
    submitter(district, &lead.branch.id, &lead.id)
}

fn submitter(district: &District, branch: &BranchId, lead: &LeadId) -> Option<Named> {
    Some((branch.clone(), district.branch(branch)?.leads.get(lead)?.person?))
}

fn asker(district: &District, branch: &BranchId, row: &DeskRequest) -> Option<Named> {
    row.name.as_ref()?;
    requester(district, branch, &row.request.id)
}

fn requester(district: &District, branch: &BranchId, request: &RequestId) -> Option<Named> {
    Some((branch.clone(), district.branch(branch)?.requests.get(request)?.of?))
}

fn of_matter(district: &District, matter: &MatterView) -> Option<Named> {
    let (id, _) = (matter.id?, matter.name.as_ref()?);
    match matter.kind {
        MatterKind::Reception | MatterKind::Acknowledgment | MatterKind::Dispute => {
            Some((matter.branch.clone(), PersonId(id)))
        }
        MatterKind::Lead => submitter(district, &matter.branch, &LeadId(id)),
        MatterKind::Request => requester(district, &matter.branch, &RequestId(id)),
    }
}
