//! 编入党小组: one select, saved as it is changed.

use guiyan_core::{
    Outcome,
    branch::member::{MemberCommand, MemberState},
    charter::Group,
    view::RosterRow,
};
use yew::prelude::*;

use crate::{
    components::{Choice, Cx, Field, problem, use_command},
    messages::rooms,
};

/// Whose.
#[derive(Properties, Clone, PartialEq)]
pub(super) struct GroupingProps {
    pub cx: Cx,
    pub row: RosterRow,
}

/// The 党小组 of one person, where the branch has any.
#[function_component]
pub(super) fn Grouping(props: &GroupingProps) -> Html {
    let GroupingProps { cx, row } = props;
    let m = rooms::of(cx.lang());
    let chosen = use_state(|| row.group.as_ref().map(ToString::to_string).unwrap_or_default());
    let said = use_state(|| "");
    let done = {
        let said = said.clone();
        Callback::from(move |outcome| {
            said.set(if outcome == Outcome::GroupAssigned { m.grouped } else { "" });
        })
    };
    let send = use_command(cx, done);
    let groups: &[Group] = cx.view().map(|view| &*view.groups).unwrap_or_default();
    if groups.is_empty() || !row.state.is_some_and(MemberState::is_active) {
        return Html::default();
    }
    let choice = |group: &Group| -> Choice {
        (group.id.to_string().into(), group.name.get(cx.lang()).to_owned().into())
    };
    let on = {
        let (send, chosen, person, said) = (send.clone(), chosen.clone(), row.person, said.clone());
        Callback::from(move |value: String| {
            let group = value.parse().ok();
            chosen.set(value);
            said.set("");
            send.send(MemberCommand::AssignGroup { person, group });
        })
    };
    let field = Field { id: "group", label: m.group, value: &chosen, on, ..Field::default() };
    let options: Vec<Choice> = groups.iter().map(choice).collect();
    html! {
        <>
            {field.select(&options, m.no_group)}
            <p class="second" role="status">{*said}</p>
            { for send.problem().map(|failure| problem(cx, &failure)) }
        </>
    }
}
