//! Naming the first officer of the district, who appoints all others.

use std::sync::{Arc, mpsc};

use guiyan_core::{caller::Lang, refusal::Refusal};
use guiyan_store::{Desk, DeskOptions, SubmitError};

use super::{RunError, open, read_charter};
use crate::{app::now, cli::Grant, identity::PHONE_ISSUER, sign_in};

/// Appoints them, and says so.
pub(super) fn grant(options: &Grant) -> Result<String, RunError> {
    let charter = Arc::new(read_charter(options.record.charter.as_deref())?);
    let log = open::existing(&options.record.data, options.record.master_key.as_deref())?;
    let desk = Desk::open(charter, Box::new(log), DeskOptions::default()).map_err(open::store)?;
    let granted = appoint(&desk, options);
    desk.close();
    granted.map(|()| format!("{} is an officer of the district from now on", options.name))
}

fn appoint(desk: &Desk, options: &Grant) -> Result<(), RunError> {
    let subject = match &*options.issuer {
        PHONE_ISSUER => sign_in::number(&options.subject).map_err(|_| RunError::NotAPhone)?,
        _ => options.subject.clone(),
    };
    let person = desk.person(&options.issuer, &subject).map_err(open::store)?;
    let (answer, answered) = mpsc::channel();
    desk.appoint_first(person, options.name.clone(), now(), move |result| {
        let _ = answer.send(result);
    });
    match answered.recv() {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(SubmitError::Refused(refusal))) => Err(RunError::Grant(sentence(&refusal))),
        Ok(Err(SubmitError::Unavailable)) | Err(_) => Err(RunError::Store(
            "the record could not be written; see that its disk has room and try again".to_owned(),
        )),
    }
}

fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::InvalidFields { fields } => {
            let sentences = fields.iter().map(|issue| issue.sentence(Lang::En));
            sentences.collect::<Vec<_>>().join(" ")
        }
        refusal => format!("{} {}", refusal.sentence(Lang::En), refusal.next(Lang::En)),
    }
}
