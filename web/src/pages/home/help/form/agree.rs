//! Whom the requester agrees to, each named by itself and unticked. [PIPL §23]

use guiyan_core::recipient::Recipient;
use yew::prelude::*;

use super::{CONSENT, Form, WHAT, words};
use crate::{
    components::{Pick, tick},
    messages::home::help,
};

impl Form<'_> {
    // Whom one can agree to, each by its name.
    pub(super) fn offered(&self) -> Vec<(Recipient, Pick)> {
        let (m, lang) = (help::of(self.cx.lang()), self.cx.lang());
        let Some(kind) = self.kind() else { return Vec::new() };
        let choice = self.help.choices.iter().find(|choice| choice.kind == kind);
        let mut offered = Vec::new();
        let mut add = |recipient: Recipient, label: &str, help: &'static str| {
            let pick = Pick {
                value: key(&recipient).into(),
                label: label.to_owned().into(),
                help: help.into(),
            };
            offered.push((recipient, pick));
        };
        for department in choice.into_iter().flat_map(|choice| &choice.departments) {
            let help = if department.in_guiyan { m.agree_department } else { m.agree_recorded };
            let recipient = Recipient::Department(department.id.clone());
            add(recipient, department.name.get(lang), help);
        }
        // Nobody offers to help with a spot.
        if !self.spot {
            add(Recipient::Helpers, m.helpers, m.agree_helpers);
        }
        if let Some(id) = &self.help.township {
            let name = words::township(self.cx, id);
            add(Recipient::Township(id.clone()), &name, m.agree_township);
        }
        offered
    }

    pub(super) fn ticked(&self) -> Vec<&str> {
        self.value(CONSENT).split(',').filter(|key| !key.is_empty()).collect()
    }

    pub(super) fn consents(&self) -> Html {
        let m = help::of(self.cx.lang());
        let (offered, ticked) = (self.offered(), self.ticked());
        let item = |(at, (_, pick)): (usize, &(Recipient, Pick))| {
            let mut without = ticked.clone();
            without.retain(|key| *key != &*pick.value);
            let on = self.on(CONSENT);
            let without = without.join(",");
            let key = pick.value.to_string();
            let on = Callback::from(move |agreed: bool| {
                let with = [&*without, ",", &*key].concat();
                on.emit(if agreed { with } else { without.clone() });
            });
            let id = ["f-agree-", &*at.to_string()].concat();
            tick(&id, pick, ticked.contains(&&*pick.value), on)
        };
        html! {
            <fieldset class="group">
                <legend>{m.agree}</legend>
                <p class="help">{m.agree_help}</p>
                if offered.is_empty() {
                    <p class="second">{m.choose_kind_first}</p>
                } else {
                    <div class="field" key={self.value(WHAT).to_owned()}>
                        { for offered.iter().enumerate().map(item) }
                    </div>
                }
            </fieldset>
        }
    }
}

// A recipient as it is kept in the draft.
fn key(recipient: &Recipient) -> String {
    match recipient {
        Recipient::Township(id) => ["t:", id.as_str()].concat(),
        Recipient::Department(id) => ["d:", id.as_str()].concat(),
        Recipient::Person(_) | Recipient::Helpers => "h".to_owned(),
    }
}
