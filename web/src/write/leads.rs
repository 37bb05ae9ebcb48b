//! Commands about leads and needs.

use guiyan_core::{
    branch::lead::{LandingForm, LeadCommand, LeadForm},
    ids::LeadId,
    need::{NeedCommand, NeedForm},
    recipient::Recipient,
};

use super::{Object, consent};

pub(super) fn lead(object: Object, command: &LeadCommand) -> Object {
    match command {
        LeadCommand::SubmitLead { lead, invited, notice, consent: to } => {
            let object = object
                .text("type", "submitLead")
                .raw("lead", &lead_form(lead))
                .flag("invited", *invited);
            let object = match notice {
                Some(notice) => object.raw("notice", &consent(notice)),
                None => object,
            };
            let to: Vec<String> = to.iter().map(recipient).collect();
            object.raw("consent", &format!("[{}]", to.join(",")))
        }
        LeadCommand::MoveLead { lead, to, reason, note, landing: landed } => {
            let object =
                about(object, "moveLead", lead).code("to", Some(*to)).code("reason", *reason);
            let object = object.text("note", note);
            match landed {
                Some(landed) => object.raw("landing", &landing(landed)),
                None => object,
            }
        }
        LeadCommand::HoldLead { lead, reason, note } => {
            about(object, "holdLead", lead).code("reason", Some(*reason)).text("note", note)
        }
        LeadCommand::CloseLead { lead, reason, note } => {
            about(object, "closeLead", lead).code("reason", Some(*reason)).text("note", note)
        }
        LeadCommand::PassLead { lead, to } => {
            about(object, "passLead", lead).raw("to", &recipient(to))
        }
        LeadCommand::ReturnLead { lead } => about(object, "returnLead", lead),
        LeadCommand::AskLeadConsent { lead, recipient: of } => {
            about(object, "askLeadConsent", lead).raw("recipient", &recipient(of))
        }
        LeadCommand::AnswerLeadConsent { lead, recipient: of, agreed } => {
            let object = about(object, "answerLeadConsent", lead).raw("recipient", &recipient(of));
            object.flag("agreed", *agreed)
        }
        LeadCommand::WithdrawLeadConsent { lead, recipient: of } => {
            about(object, "withdrawLeadConsent", lead).raw("recipient", &recipient(of))
        }
    }
}

pub(super) fn need(object: Object, command: &NeedCommand) -> Object {
    match command {
        NeedCommand::PostNeed { details } => {
            object.text("type", "postNeed").raw("details", &need_form(details))
        }
        NeedCommand::CloseNeed { need, reason } => object
            .text("type", "closeNeed")
            .text("need", &need.to_string())
            .code("reason", Some(*reason)),
    }
}

fn about(object: Object, name: &str, lead: &LeadId) -> Object {
    object.text("type", name).text("lead", &lead.to_string())
}

pub(super) fn recipient(recipient: &Recipient) -> String {
    let (kind, id) = match recipient {
        Recipient::Township(id) => ("township", id.to_string()),
        Recipient::Department(id) => ("department", id.to_string()),
        Recipient::Person(id) => ("person", id.to_string()),
        Recipient::Helpers => return Object::new().text("kind", "helpers").end(),
    };
    Object::new().text("kind", kind).text("id", &id).end()
}

fn lead_form(form: &LeadForm) -> String {
    let object = Object::new().code("leadKind", form.lead_kind).code("industry", form.industry);
    let object = optional(object, "amount", form.amount).text("township", &form.township);
    let object = match form.need {
        Some(need) => object.text("need", &need.to_string()),
        None => object,
    };
    object
        .text("note", &form.note)
        .text("contactName", &form.contact_name)
        .text("contactPhone", &form.contact_phone)
        .end()
}

fn need_form(form: &NeedForm) -> String {
    let object = Object::new()
        .code("leadKind", form.lead_kind)
        .code("industry", form.industry)
        .text("subject", &form.subject)
        .text("text", &form.text)
        .text("township", &form.township);
    let object = optional(object, "amountFrom", form.amount_from);
    optional(object, "amountTo", form.amount_to).text("until", &form.until).end()
}

fn landing(form: &LandingForm) -> String {
    let object = optional(Object::new(), "amount", form.amount);
    optional(object, "jobs", form.jobs).code("talent", form.talent).end()
}

fn optional(object: Object, name: &str, value: Option<i64>) -> Object {
    match value {
        Some(value) => object.number(name, value),
        None => object,
    }
}
