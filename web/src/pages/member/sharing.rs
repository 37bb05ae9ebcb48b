//! Whom an activity is for, and the one question that members of other branches
//! are asked: whether those who hold it may see their name and phone number.

use guiyan_core::{
    branch::activity::{ActivityCommand, Audience},
    view::{ActivityView, BranchView},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    components::{Button, Cx, problem, section, use_command},
    messages::{circle, fill},
};

/// Which activity.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct SharingProps {
    pub cx: Cx,
    pub activity: ActivityView,
}

/// Whether the holder sees the name of somebody who takes part, and the way to
/// change that.
#[function_component]
pub(super) fn Sharing(props: &SharingProps) -> Html {
    let SharingProps { cx, activity } = props;
    let send = use_command(cx, Callback::noop());
    let (Some(view), Some(shared)) = (cx.view(), activity.name_shared) else {
        return Html::default();
    };
    if activity.mine.is_none() {
        return Html::default();
    }
    let m = circle::of(cx.lang());
    let to = recipient(cx, view, activity);
    let press = {
        let (send, id, holder) = (send.clone(), activity.id, cx.holder(activity).to_owned());
        Callback::from(move |_| {
            let command = if shared {
                ActivityCommand::WithdrawName { activity: id }
            } else {
                ActivityCommand::ShareName { activity: id }
            };
            send.send_to(&holder, command.into());
        })
    };
    let (sentence, label, doing) = if shared {
        (fill(m.shared, &[&to]), m.withdraw, m.withdrawing)
    } else {
        (fill(m.not_shared, &[&to, &without_name(cx, view)]), m.do_share, m.sharing)
    };
    let button = Button::quiet(label).id("name-shared").busy(send.busy(), doing).on(press);
    section(
        m.name_title,
        html! {
            <>
                <p role="status">{sentence}</p>
                { for send.problem().map(|failure| problem(cx, &failure)) }
                <div class="actions">{button.html()}</div>
            </>
        },
    )
}

/// The question itself, above 报名; refusing keeps nobody from anything.
pub(super) fn question(cx: &Cx, activity: &ActivityView, share: &UseStateHandle<bool>) -> Html {
    let asked = activity.name_shared == Some(false) && activity.mine.is_none();
    let Some(view) = cx.view().filter(|_| asked) else { return Html::default() };
    let m = circle::of(cx.lang());
    let set = share.setter();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            set.set(input.checked());
        }
    });
    // Written out: a component shared with another part would weigh on the first.
    html! {
        <div class="field">
            <label class="tick" for="share-name">
                <input id="share-name" type="checkbox" checked={**share} {onchange} />
                <span>
                    {fill(m.share, &[&recipient(cx, view, activity)])}
                    <span class="second">{fill(m.share_help, &[&without_name(cx, view)])}</span>
                </span>
            </label>
        </div>
    }
}

/// Whose it is, where it is not the branch's of the page.
pub(super) fn holder(cx: &Cx, activity: &ActivityView) -> Option<Html> {
    let held = activity.held_by.as_ref()?;
    Some(html! { held.name.get(cx.lang()) })
}

/// For whom it is, where that is not said by whose it is.
pub(super) fn audience(cx: &Cx, activity: &ActivityView) -> Option<Html> {
    let (m, lang) = (circle::of(cx.lang()), cx.lang());
    let district = activity.held_by.as_ref().is_some_and(|held| held.branch.is_none());
    let text = match &activity.audience {
        Audience::Own if district => m.for_all.to_owned(),
        Audience::Own => return None,
        Audience::Sisters => m.for_all.to_owned(),
        Audience::Group(id) => {
            let groups = cx.view().map(|view| &*view.groups).unwrap_or_default();
            match groups.iter().find(|group| group.id == *id) {
                Some(group) => fill(m.group_of, &[group.name.get(lang)]),
                None => m.for_group.to_owned(),
            }
        }
    };
    Some(html! { text })
}

/// Named in full: who will see it is what is agreed to.
pub(super) fn recipient(cx: &Cx, view: &BranchView, activity: &ActivityView) -> String {
    let lang = cx.lang();
    match &activity.held_by {
        None => view.branch.names.short_name.get(lang).to_owned(),
        Some(held) if held.branch.is_some() => held.name.get(lang).to_owned(),
        Some(held) => fill(circle::of(lang).recipient, &[held.name.get(lang)]),
    }
}

// What stands there instead of the name.
fn without_name(cx: &Cx, view: &BranchView) -> String {
    let home = view.elsewhere.as_ref().unwrap_or(&view.branch.names);
    fill(circle::of(cx.lang()).member_of, &[home.short_name.get(cx.lang())])
}
