//! What the townships' 专人 say to the sample report-ins: 知悉 to nearly all,
//! one waits too long, one is disputed and one was.

use guiyan_core::{
    branch::member::{DisputeAnswer, DisputeReason, MemberCommand},
    recipient::Recipient,
    time::{DAY, HOUR},
};

use super::{Home, Place};
use crate::{
    Script,
    people::{RECEIVED_AFTER, reported_at},
};

/// Of each branch: whose report-in waits, and whose is disputed.
const WAITS: usize = 6;
const DISPUTED: usize = 7;

pub(super) fn enact(script: &mut Script, home: &Home<'_>) {
    for (branch, place) in home.places.iter().enumerate() {
        for (number, person) in place.received.iter().enumerate() {
            if branch == 0 && number == WAITS {
                continue;
            }
            // People are spread over the townships in their order.
            let Some(township) = home.township(number) else { continue };
            let Some(liaison) = home.officer(&Recipient::Township(township.clone())) else {
                continue;
            };
            let received = reported_at(home.now, number, place.received.len()).plus(RECEIVED_AFTER);
            let person = *person;
            if number == DISPUTED {
                let at = home.ago(if branch == 0 { 2 } else { 12 }, 10);
                let reason = DisputeReason::HomeBranch;
                let note = "台账里登记在村一支部，请与本人核对。".to_owned();
                let command = MemberCommand::DisputeReportIn { person, reason, note };
                script.add_to(place.id(), at, &liaison, command);
                if branch > 0 {
                    settled(script, home, place, person);
                    script.add_to(
                        place.id(),
                        home.ago(9, 9),
                        &liaison,
                        MemberCommand::AcknowledgeReportIn { person },
                    );
                }
                continue;
            }
            let at = received.plus(DAY + (number as i64 % 5) * 7 * HOUR);
            let command = MemberCommand::AcknowledgeReportIn { person };
            script.add_to(place.id(), at, &liaison, command);
        }
    }
}

fn settled(
    script: &mut Script,
    home: &Home<'_>,
    place: &Place<'_>,
    person: guiyan_core::ids::PersonId,
) {
    let answer = DisputeAnswer::Confirmed;
    let note = "已与本人核实：关系仍在原支部，村里分设支部后台账未更新。".to_owned();
    let command = MemberCommand::AnswerDispute { person, answer, note };
    script.add_to(place.id(), home.ago(10, 16), &place.secretary, command);
}
