//! Writing what the service reads, the counterpart of [`crate::read`].
//!
//! INVARIANT: what is written here, core reads as the command it was; a test
//! compares the two for every command. A field that core adds to a command does
//! not compile here; one that it adds to a form fails the test.

mod help;
mod leads;
mod offices;
mod plans;
#[cfg(test)]
mod tests;

use guiyan_core::{
    Command, Submission,
    branch::{
        activity::{ActivityCommand, ActivityForm},
        member::{Consent, MemberCommand, ReportForm},
    },
};

use crate::{codes::Code, state::Draft};

/// An object that is being written.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn raw(mut self, name: &str, value: &str) -> Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(value);
        self
    }

    fn text(self, name: &str, value: &str) -> Self {
        let mut quoted = String::new();
        quote(&mut quoted, value);
        self.raw(name, &quoted)
    }

    fn code<T: Code>(self, name: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.text(name, value.wire()),
            None => self,
        }
    }

    fn number(self, name: &str, value: i64) -> Self {
        self.raw(name, &value.to_string())
    }

    fn flag(self, name: &str, value: bool) -> Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\x1f' => {
                out.push_str("\\u00");
                for digit in [c as u32 >> 4, c as u32 & 15] {
                    out.extend(char::from_digit(digit, 16));
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// A command with its id, as the service reads it.
pub(crate) fn submission(submission: &Submission) -> String {
    let object = Object::new().text("id", &submission.id.to_string());
    match &submission.command {
        Command::Member(command) => member(object, command).end(),
        Command::Activity(command) => activity(object, command).end(),
        Command::Plan(command) => plans::plan(object, command).end(),
        Command::Lead(command) => leads::lead(object, command).end(),
        Command::Request(command) => help::request(object, command).end(),
        Command::Need(command) => leads::need(object, command).end(),
        Command::Appointment(command) => offices::appointment(object, command).end(),
        Command::District(_) => object.text("type", "eraseMe").end(),
    }
}

/// The question whose account it is.
pub(crate) fn account(account: &str) -> String {
    texts(&[("account", account)])
}

/// An object of nothing but texts.
pub(crate) fn texts(fields: &[(&str, &str)]) -> String {
    fields.iter().fold(Object::new(), |object, (name, text)| object.text(name, text)).end()
}

fn member(object: Object, command: &MemberCommand) -> Object {
    match command {
        MemberCommand::ReportIn { report, consent: given } => object
            .text("type", "reportIn")
            .raw("report", &form(report))
            .raw("consent", &consent(given)),
        MemberCommand::ReceiveMember { person } => {
            object.text("type", "receiveMember").text("person", &person.to_string())
        }
        MemberCommand::SendBackReportIn { person, reason, note } => object
            .text("type", "sendBackReportIn")
            .text("person", &person.to_string())
            .code("reason", Some(*reason))
            .text("note", note),
        MemberCommand::EndReportIn { person, reason, note } => {
            let object = object.text("type", "endReportIn");
            let object = match person {
                Some(person) => object.text("person", &person.to_string()),
                None => object,
            };
            object.code("reason", Some(*reason)).text("note", note)
        }
        MemberCommand::AcknowledgeReportIn { person } => {
            object.text("type", "acknowledgeReportIn").text("person", &person.to_string())
        }
        MemberCommand::DisputeReportIn { person, reason, note } => object
            .text("type", "disputeReportIn")
            .text("person", &person.to_string())
            .code("reason", Some(*reason))
            .text("note", note),
        MemberCommand::AssignGroup { person, group } => {
            let object = object.text("type", "assignGroup").text("person", &person.to_string());
            match group {
                Some(group) => object.text("group", group.as_str()),
                None => object,
            }
        }
        MemberCommand::AnswerDispute { person, answer, note } => object
            .text("type", "answerDispute")
            .text("person", &person.to_string())
            .code("answer", Some(*answer))
            .text("note", note),
        MemberCommand::MoveReportIn { to, area, consent: given } => object
            .text("type", "moveReportIn")
            .text("to", to.as_str())
            .text("area", area)
            .raw("consent", &consent(given)),
    }
}

fn activity(object: Object, command: &ActivityCommand) -> Object {
    let (name, id, person) = match command {
        ActivityCommand::PublishActivity { details: form, draft } => {
            let object = object.text("type", "publishActivity").raw("details", &details(form));
            return plans::of(object, draft.as_ref());
        }
        ActivityCommand::CancelActivity { activity, reason, note } => {
            return object
                .text("type", "cancelActivity")
                .text("activity", &activity.to_string())
                .code("reason", Some(*reason))
                .text("note", note);
        }
        ActivityCommand::JoinAsGuest { activity, guest, consent: given } => {
            let guest = Object::new().text("name", &guest.name).text("phone", &guest.phone);
            return object
                .text("type", "joinAsGuest")
                .text("activity", &activity.to_string())
                .raw("guest", &guest.end())
                .raw("consent", &consent(given));
        }
        ActivityCommand::ChangeActivity { activity, revision, details: form } => {
            return object
                .text("type", "changeActivity")
                .text("activity", &activity.to_string())
                .number("revision", i64::from(*revision))
                .raw("details", &details(form));
        }
        ActivityCommand::ReopenSignUp { activity, until } => {
            return object
                .text("type", "reopenSignUp")
                .text("activity", &activity.to_string())
                .text("until", until);
        }
        ActivityCommand::ReorderQueue { activity, person, from, to, reason, note } => {
            return object
                .text("type", "reorderQueue")
                .text("activity", &activity.to_string())
                .text("person", &person.to_string())
                .number("from", i64::from(*from))
                .number("to", i64::from(*to))
                .code("reason", Some(*reason))
                .text("note", note);
        }
        ActivityCommand::CloseSignUp { activity } => ("closeSignUp", activity, None),
        ActivityCommand::SignUp { activity, share_name } => {
            let object = object.text("type", "signUp").text("activity", &activity.to_string());
            return if *share_name { object.flag("shareName", true) } else { object };
        }
        ActivityCommand::ShareName { activity } => ("shareName", activity, None),
        ActivityCommand::WithdrawName { activity } => ("withdrawName", activity, None),
        ActivityCommand::LeaveActivity { activity } => ("leaveActivity", activity, None),
        ActivityCommand::AcceptPlace { activity } => ("acceptPlace", activity, None),
        ActivityCommand::DeclinePlace { activity } => ("declinePlace", activity, None),
        ActivityCommand::CheckIn { activity, person } => ("checkIn", activity, Some(person)),
        ActivityCommand::UndoCheckIn { activity, person } => {
            ("undoCheckIn", activity, Some(person))
        }
    };
    let object = object.text("type", name).text("activity", &id.to_string());
    match person {
        Some(person) => object.text("person", &person.to_string()),
        None => object,
    }
}

fn consent(consent: &Consent) -> String {
    Object::new().flag("agreed", consent.agreed).text("notice", &consent.notice).end()
}

fn form(form: &ReportForm) -> String {
    let object = Object::new()
        .text("name", &form.name)
        .text("phone", &form.phone)
        .code("category", form.category)
        .text("homeBranch", &form.home_branch)
        .text("township", &form.township)
        .text("homeBranchPhone", &form.home_branch_phone)
        .text("leftOn", &form.left_on)
        .text("city", &form.city)
        .text("area", &form.area)
        .code("reason", form.reason)
        .code("industry", form.industry)
        .text("skills", &form.skills)
        .code("gender", form.gender)
        .text("born", &form.born)
        .code("schooling", form.schooling);
    let object = match form.certificate {
        Some(held) => object.flag("certificate", held),
        None => object,
    };
    object.text("certificateNumber", &form.certificate_number).end()
}

fn details(form: &ActivityForm) -> String {
    let object = Object::new()
        .text("title", &form.title)
        .code("kind", form.kind)
        .text("start", &form.start)
        .text("end", &form.end)
        .text("place", &form.place)
        .text("online", &form.online);
    let object = match form.capacity {
        Some(capacity) => object.number("capacity", capacity),
        None => object,
    };
    object
        .text("signUpUntil", &form.sign_up_until)
        .number("hoursTenths", form.hours_tenths)
        .text("agenda", &form.agenda)
        .flag("guests", form.guests)
        .text("audience", &form.audience)
        .text("contactName", &form.contact_name)
        .text("contactPhone", &form.contact_phone)
        .end()
}

/// A draft, as it is kept in the browser.
pub(crate) fn draft(draft: &Draft) -> String {
    Object::new().raw("form", &form(&draft.form)).text("agreed", &draft.agreed).end()
}
