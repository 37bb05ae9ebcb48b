//! 名册: every report-in by its state, a search by name, and one person.

use guiyan_core::{
    branch::member::MemberState,
    ids::PersonId,
    refusal::Field,
    view::{DeskSummary, RosterRow},
};
use yew::prelude::*;

use super::{
    advice,
    person::Person,
    search::{listed, search},
};
use crate::{
    browser,
    components::{
        Button, Cx, Icon, PageProps, Roster, icon, page_head, row, skeleton, state_chip, use_roster,
    },
    format,
    messages::{fill, labels::Label, offices, plans, rooms},
    port::RosterAsk,
    state::Route,
};

/// Which part of the register is looked at.
#[derive(Clone, PartialEq)]
struct Asked {
    /// One state, or all of them.
    state: Option<MemberState>,
    q: String,
}

/// What was done last, and for whom: they are no longer where they stood, also
/// before the list has come anew.
#[derive(Clone, PartialEq)]
struct Done {
    row: RosterRow,
    sentence: String,
}

/// What the list is drawn from.
struct List<'a> {
    cx: &'a Cx,
    desk: &'a DeskSummary,
    asked: &'a UseStateHandle<Asked>,
    done: &'a UseStateHandle<Option<Done>>,
    roster: &'a Roster,
    open: Option<PersonId>,
}

/// 名册
#[function_component]
pub(super) fn Register(props: &PageProps) -> Html {
    let cx = &props.cx;
    let desk = cx.view().and_then(|view| view.desk.as_ref());
    let asked = use_state(|| Asked { state: desk.map(first), q: String::new() });
    let done = use_state(|| None::<Done>);
    // The person that is open stays, also when they leave the list meanwhile.
    let held = use_mut_ref(|| None::<RosterRow>);
    let ask = RosterAsk {
        of: cx.branch().to_owned(),
        activity: None,
        state: asked.state,
        q: asked.q.clone(),
    };
    let roster = use_roster(cx, ask, true);
    let Some(desk) = desk else { return Html::default() };
    let open = match cx.model.route {
        Route::Person(id) => Some(id),
        _ => None,
    };
    let list = List { cx, desk, asked: &asked, done: &done, roster: &roster, open };
    if let Some(row) = list.here(open) {
        *held.borrow_mut() = Some(row.clone());
    }
    let person = open.map(|id| {
        let row = held.borrow().as_ref().filter(|row| row.person == id).cloned();
        list.person(row)
    });
    let wide = cx.model.wide;
    let list = (wide || open.is_none()).then(|| html! { <div key="list">{list.html()}</div> });
    let layout = match person {
        Some(_) if wide => "split",
        Some(_) => "page",
        None => "",
    };
    // With keys, so that nothing typed is lost when the element grows or shrinks.
    html! {
        <div>
            <div role="status">
                { for done.as_ref().map(said) }
            </div>
            <div class={layout}>
                { for list }
                { for person.map(|it| html! { <div key="aside" class="aside">{it}</div> }) }
            </div>
        </div>
    }
}

fn said(done: &Done) -> Html {
    let sentence = done.sentence.clone();
    html! {
        <p class="said rise" key={sentence.clone()}>{icon(Icon::Check)}<span>{sentence}</span></p>
    }
}

// Who waits comes first.
fn first(desk: &DeskSummary) -> MemberState {
    if desk.submitted > 0 { MemberState::Submitted } else { MemberState::Received }
}

impl List<'_> {
    fn here(&self, id: Option<PersonId>) -> Option<&RosterRow> {
        self.roster.rows().iter().find(|row| Some(row.person) == id)
    }

    // Whoever is submitted again stands there again, with a later time.
    fn rows(&self) -> impl Iterator<Item = &RosterRow> {
        let settled = self.done.as_ref().map(|done| (done.row.person, done.row.since));
        self.roster.rows().iter().filter(move |row| settled != Some((row.person, row.since)))
    }

    fn html(&self) -> Html {
        let none = match self.asked.state {
            Some(MemberState::Submitted) => self.cx.pm().desk.none_submitted,
            Some(MemberState::SentBack) => self.cx.pm().desk.none_sent_back,
            Some(MemberState::Ended) => self.cx.pm().desk.none_ended,
            Some(MemberState::Received) | None => self.cx.pm().desk.none_received,
        };
        let table = self.cx.model.roomy && self.open.is_none();
        let rows = || if table { self.table() } else { self.cards() };
        html! {
            <div class="page broad">
                {self.plans()}
                {self.filters()}
                {search(self.cx, "seek-person", &self.asked.q, self.on_search())}
                {listed(self.cx, self.roster, &self.asked.q, none, rows)}
                {self.wider()}
                {advice::advice(self.cx, self.desk)}
            </div>
        }
    }

    fn plans(&self) -> Html {
        let label = plans::of(self.cx.lang()).title;
        let button = Button::quiet(label).on(self.cx.link(Route::Plans(None)));
        let offices = self.desk.appoints.then(|| {
            let label = offices::of(self.cx.lang()).title;
            Button::quiet(label).on(self.cx.link(Route::Offices { district: false })).html()
        });
        html! { <div class="actions">{button.html()}{ for offices }</div> }
    }

    fn filters(&self) -> Html {
        let desk = self.desk;
        let filter = |(state, count): (MemberState, u32)| {
            let current = self.asked.state == Some(state);
            let (asked, done) = (self.asked.clone(), self.done.clone());
            let onclick = Callback::from(move |_| {
                done.set(None);
                asked.set(Asked { state: Some(state), q: asked.q.clone() });
            });
            let label = state.label(self.cx.lang());
            html! {
                <button
                    key={label}
                    type="button"
                    class="filter"
                    aria-pressed={if current { "true" } else { "false" }}
                    {onclick}
                >
                    {label}{" "}<b class="num">{count}</b>
                </button>
            }
        };
        let states = [
            (MemberState::Submitted, desk.submitted),
            (MemberState::Received, desk.received),
            (MemberState::SentBack, desk.sent_back),
            (MemberState::Ended, desk.ended),
        ];
        html! {
            <div class="filters" role="group" aria-label={self.cx.pm().desk.filter}>
                { for states.into_iter().map(filter) }
            </div>
        }
    }

    fn on_search(&self) -> Callback<String> {
        let (asked, first) = (self.asked.clone(), first(self.desk));
        Callback::from(move |q: String| {
            // Whoever clears the field is back where the register begins.
            let state = if q.is_empty() { asked.state.or(Some(first)) } else { asked.state };
            asked.set(Asked { state, q });
        })
    }

    // Not found here: perhaps elsewhere.
    fn wider(&self) -> Html {
        let missed = self.roster.loaded() && self.roster.rows().is_empty();
        if !missed || self.asked.state.is_none() || self.asked.q.trim().is_empty() {
            return Html::default();
        }
        let asked = self.asked.clone();
        let all = Callback::from(move |_| asked.set(Asked { state: None, q: asked.q.clone() }));
        let button = Button::quiet(self.cx.pm().desk.search_all).on(all);
        html! { <div class="actions centred">{button.html()}</div> }
    }

    fn open(&self, row: &RosterRow) -> Callback<MouseEvent> {
        let open = self.cx.open(Route::Person(row.person), row_id(row));
        let done = self.done.clone();
        Callback::from(move |event| {
            done.set(None);
            open.emit(event);
        })
    }

    fn table(&self) -> Html {
        let (m, lang) = (self.cx.pm(), self.cx.lang());
        let all = self.asked.state.is_none();
        let line = |row: &RosterRow| {
            let [home, area] = places(row);
            html! {
                <tr key={row.person.to_string()} onclick={self.open(row)}>
                    <th scope="row">
                        <button type="button" class="name" id={row_id(row)}>
                            {name(self.cx, row)}
                        </button>
                    </th>
                    <td>{row.category.map(|it| it.label(lang)).unwrap_or_default()}</td>
                    <td>{home}</td>
                    <td>{area}</td>
                    if all {
                        <td>{ for row.state.map(|state| state_chip(self.cx, state)) }</td>
                    }
                    <td class="num">{self.since(row)}</td>
                </tr>
            }
        };
        html! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{Field::Name.label(lang)}</th>
                        <th scope="col">{Field::Category.label(lang)}</th>
                        <th scope="col">{Field::HomeBranch.label(lang)}</th>
                        <th scope="col">{Field::Area.label(lang)}</th>
                        if all {
                            <th scope="col">{m.desk.state}</th>
                        }
                        <th scope="col">{m.desk.since}</th>
                    </tr>
                </thead>
                <tbody>{ for self.rows().map(line) }</tbody>
            </table>
        }
    }

    fn cards(&self) -> Html {
        let all = self.asked.state.is_none();
        let card = |person: &RosterRow| {
            let [home, area] = places(person);
            let state = person.state.filter(|_| all);
            let body = html! {
                <>
                    <span class="grow">
                        <span class="line">
                            <span class="strong">{name(self.cx, person)}</span>
                            { for state.map(|state| state_chip(self.cx, state)) }
                        </span>
                        <span class="second">{home}</span>
                        <span class="second num">{area}{" · "}{self.since(person)}</span>
                    </span>
                    {icon(Icon::Right)}
                </>
            };
            let current = self.open == Some(person.person);
            row(row_id(person), current, self.open(person), body)
        };
        html! { <ul class="rows">{ for self.rows().map(card) }</ul> }
    }

    fn since(&self, row: &RosterRow) -> String {
        let ago = |at| format::ago(at, self.cx.now(), self.cx.lang());
        row.since.map(ago).unwrap_or_default()
    }

    fn person(&self, row: Option<RosterRow>) -> Html {
        let Some(row) = row else {
            if self.roster.loading() {
                return skeleton(self.cx);
            }
            let m = &self.cx.pm().desk;
            return html! { <>{page_head(self.cx, m.changed)}<p>{m.changed_text}</p></> };
        };
        // On the whole list of their state, and not there any more.
        let left = self.asked.state == row.state
            && self.asked.q.is_empty()
            && !self.roster.loading()
            && !self.roster.has_more()
            && self.here(Some(row.person)).is_none();
        let done = self.done.clone();
        let of = row.clone();
        let said = move |sentence| done.set(Some(Done { row: of.clone(), sentence }));
        html! {
            <Person
                key={row.person.to_string()}
                cx={self.cx.clone()}
                next={self.next(row.person)}
                row={row.clone()}
                said={Callback::from(said)}
                {left}
            />
        }
    }

    // The one to look at after this: the next that waits, else the first.
    fn next(&self, id: PersonId) -> Option<PersonId> {
        let rows = self.roster.rows();
        let at = rows.iter().position(|row| row.person == id).map_or(0, |at| at + 1);
        let (before, after) = rows.split_at_checked(at).unwrap_or((rows, &[]));
        let waits =
            |row: &&RosterRow| row.person != id && row.state == Some(MemberState::Submitted);
        after.iter().chain(before).find(waits).map(|row| row.person)
    }
}

fn row_id(row: &RosterRow) -> String {
    browser::dom_id("row-", &row.person.0)
}

/// A person's name, or word that it is erased.
pub(super) fn name(cx: &Cx, row: &RosterRow) -> String {
    match (&row.name, &row.guest_of) {
        (Some(name), _) => name.clone(),
        // A member of another branch who has not agreed to be named.
        (None, Some(branch)) => fill(rooms::of(cx.lang()).member_of, &[branch.get(cx.lang())]),
        (None, None) => cx.pm().desk.erased.to_owned(),
    }
}

// Where they are from, where they are.
fn places(row: &RosterRow) -> [&str; 2] {
    row.report.as_ref().map_or(["", ""], |report| [&report.home_branch, &report.area])
}
