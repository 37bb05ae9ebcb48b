//! Naming the first officer of the district, who appoints all others.

use std::sync::{Arc, mpsc};

use guiyan_core::{
    Submission,
    appointment::AppointmentCommand,
    caller::{Caller, Lang},
    ids::{CommandId, StreamId},
    refusal::Refusal,
    text,
};
use guiyan_store::{Desk, DeskOptions, SubmitError};
use uuid::Builder;

use super::{RunError, open, read_charter};
use crate::{app::now, cli::Grant};

/// Who signs in by phone has this issuer.
const PHONE: &str = "phone";

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
        PHONE => text::phone(&options.subject).map_err(|_| RunError::NotAPhone)?,
        _ => options.subject.clone(),
    };
    let person = desk.person(&options.issuer, &subject).map_err(open::store)?;
    let command = AppointmentCommand::AppointFirst { person, name: options.name.clone() };
    let submission = Submission { id: command_id()?, command: command.into() };
    let (answer, answered) = mpsc::channel();
    desk.submit(StreamId::District, Caller::anonymous(), now(), submission, move |result| {
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

fn command_id() -> Result<CommandId, RunError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random)
        .map_err(|_| RunError::Store("the system gives no random bytes".to_owned()))?;
    let millis = u64::try_from(now().0).unwrap_or_default();
    Ok(CommandId(Builder::from_unix_timestamp_millis(millis, &random).into_uuid()))
}
