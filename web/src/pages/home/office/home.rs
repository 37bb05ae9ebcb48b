//! 知悉 and 信息有误, by the 专人 of the home township.

use guiyan_core::{
    Outcome,
    branch::member::{DisputeReason, MemberCommand},
    ids::PersonId,
};
use yew::prelude::*;

use super::help::{Note, Open};
use crate::{
    codes::Code,
    components::{Button, Cx, Sender, choices},
    messages::{
        fill,
        home::{office, request},
    },
};

/// What the 专人 says to a report-in.
pub(super) struct Home<'a> {
    pub cx: &'a Cx,
    pub person: PersonId,
    /// Where it is.
    pub branch: &'a str,
}

impl Home<'_> {
    /// 知悉 and 信息有误.
    pub(super) fn actions(
        &self,
        name: Option<&str>,
        send: &Sender,
        open: &Open,
        done: &Callback<Outcome>,
    ) -> Html {
        let (cx, m, person) = (self.cx, office::of(self.cx.lang()), self.person);
        let dispute = ["dispute-", &*person.to_string()].concat();
        if open.is(&dispute) {
            return html! {
                <Note
                    cx={cx.clone()}
                    id={dispute.clone()}
                    title={fill(m.dispute_title, &[name.unwrap_or(m.this_person)])}
                    help={m.dispute_help}
                    label={request::of(cx.lang()).note}
                    reasons={choices::<DisputeReason>(cx.lang())}
                    yes={m.dispute}
                    doing={m.disputing}
                    branch={self.branch.to_owned()}
                    command={Callback::from(move |(at, note): (usize, String)| {
                        let reason = DisputeReason::ALL.get(at).copied();
                        let reason = reason.unwrap_or(DisputeReason::Other);
                        MemberCommand::DisputeReportIn { person, reason, note }.into()
                    })}
                    done={done.clone()}
                    close={open.close()}
                />
            };
        }
        let acknowledge = {
            let (send, branch) = (send.clone(), self.branch.to_owned());
            Callback::from(move |_| {
                let command = MemberCommand::AcknowledgeReportIn { person };
                send.send_to(&branch, command.into());
            })
        };
        html! {
            <div class="actions">
                {Button::primary(m.acknowledge)
                    .busy(send.busy(), m.acknowledging)
                    .on(acknowledge)
                    .html()}
                {Button::quiet(m.dispute)
                    .id(dispute.clone())
                    .disabled(send.busy())
                    .on(open.ask(&dispute))
                    .html()}
            </div>
        }
    }
}
