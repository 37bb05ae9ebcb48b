//! Commands about help.

use guiyan_core::{branch::request::RequestCommand, ids::RequestId, recipient::Recipient};

use super::{Object, leads::recipient};
use crate::codes::Code;

pub(super) fn request(object: Object, command: &RequestCommand) -> Object {
    use RequestCommand as C;
    match command {
        C::AskForHelp { kind, urgency, text, consent } => object
            .text("type", "askForHelp")
            .code("kind", *kind)
            .code("urgency", Some(*urgency))
            .text("text", text)
            .raw("consent", &recipients(consent)),
        C::ReportSpot { spot_category, urgency, place, text, consent } => object
            .text("type", "reportSpot")
            .code("spotCategory", *spot_category)
            .code("urgency", Some(*urgency))
            .text("place", place)
            .text("text", text)
            .raw("consent", &recipients(consent)),
        C::AskRequestConsent { request, recipient: of } => {
            about(object, "askRequestConsent", request).raw("recipient", &recipient(of))
        }
        C::AnswerRequestConsent { request, recipient: of, agreed } => {
            let object = about(object, "answerRequestConsent", request);
            object.raw("recipient", &recipient(of)).flag("agreed", *agreed)
        }
        C::WithdrawRequestConsent { request, recipient: of } => {
            about(object, "withdrawRequestConsent", request).raw("recipient", &recipient(of))
        }
        C::Whistle { request, department } => {
            about(object, "whistle", request).text("department", department.as_str())
        }
        C::ReportArrival { request } => about(object, "reportArrival", request),
        C::ResolveRequest { request, note } => {
            about(object, "resolveRequest", request).text("note", note)
        }
        C::RateRequest { request, rating } => {
            about(object, "rateRequest", request).number("rating", *rating)
        }
        C::ReopenRequest { request, note } => {
            about(object, "reopenRequest", request).text("note", note)
        }
        C::WithdrawRequest { request } => about(object, "withdrawRequest", request),
        C::CloseRequest { request, reason, note } => {
            about(object, "closeRequest", request).code("reason", Some(*reason)).text("note", note)
        }
        C::ReturnRequest { request } => about(object, "returnRequest", request),
        C::OfferHelp { kinds } => {
            let kinds: Vec<String> =
                kinds.iter().map(|kind| format!("\"{}\"", kind.wire())).collect();
            object.text("type", "offerHelp").raw("kinds", &format!("[{}]", kinds.join(",")))
        }
        C::WithdrawHelpOffer {} => object.text("type", "withdrawHelpOffer"),
        C::AskHelper { request, person } => {
            about(object, "askHelper", request).text("person", &person.to_string())
        }
        C::AnswerHelp { request, agreed } => {
            about(object, "answerHelp", request).flag("agreed", *agreed)
        }
    }
}

fn about(object: Object, name: &str, request: &RequestId) -> Object {
    object.text("type", name).text("request", &request.to_string())
}

fn recipients(consent: &[Recipient]) -> String {
    let consent: Vec<String> = consent.iter().map(recipient).collect();
    format!("[{}]", consent.join(","))
}
