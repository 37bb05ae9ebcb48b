//! The kit that pages are made of. Plain functions that give `Html`: they hold
//! no state, so they weigh little and need no properties.
//!
//! A page is a Yew component with [`PageProps`]; `let cx = &props.cx;` is all it
//! needs:
//!
//! - **Messages**: `cx.m().sign_up`, the officers' own `cx.m().desk.…`; gaps with
//!   [`fill`](crate::messages::fill); codes by `label(cx.lang())`
//!   ([`Label`](crate::messages::labels::Label)); times with [`crate::format`]
//!   and `cx.now()`.
//! - **The view**: `cx.view()`, `cx.manages()`, `cx.model.activity(&id)`;
//!   `cx.model.roomy` (≥700 px: tables) and `cx.model.wide` (≥900 px).
//! - **Navigation**: `cx.go(Route::Person(id))`, `cx.link(route)` as a click
//!   handler, `cx.open(route, row_id)` for a row (`row-<uuid>`), [`page_head`] for a page below a tab (back button and heading;
//!   focus and scroll are looked after by the app).
//! - **Buttons**: [`Button::primary`], [`Button::quiet`], [`Button::plain`],
//!   [`Button::danger`], then `.busy(…)`, `.on(…)`, `.html()`.
//! - **Fields**: [`Field`] with `.input(…)`, `.area(…)`, `.select(…)`, each with
//!   label, help and error; [`choices`] makes the options of a coded field.
//!   [`radios`] for a few that should all be seen, [`tick`] for a box,
//!   [`toggle`] for words to press on and off.
//! - **Saying something**: [`chip`] (state: word, shape and colour), [`notice`],
//!   [`problem`] (what failed and what next), [`empty`], [`skeleton`].
//! - **Structure**: [`section`], [`secondary`] (folded in 长辈版), [`row`] (one row is one target), [`facts`],
//!   [`use_confirm`] (asks once, inline; never a dialog
//!   over the host's page).
//! - **Doing**: [`use_command`]: `let send = use_command(cx, on_done);
//!   send.send(command)`; `send.busy()` guards against a second press,
//!   `send.problem()` says what failed, `send.field(Field::Note)` what is wrong
//!   with a field. The view is fresh when `on_done` is called.
//! - **Lists of people**: [`use_roster`]: rows, whether more are on the way,
//!   `.more()` for the next page; it reloads by itself when the branch changes.
//! - **Another view**: [`use_fetched`]: `let view = use_fetched::<LeadsView>(cx,
//!   path); view.html(|view| …)`; it draws the skeleton and the failure, and
//!   fetches anew when the branch or the caller changes; `.reload()` is for after
//!   a command to the district or to another branch.
//! - **Stages** of a lead or a request: [`stages`].
//! - **A report-in**: [`state_chip`], [`reported`] and [`steps`].

mod button;
mod choose;
mod command;
mod confirm;
mod cx;
mod fetched;
mod field;
mod marks;
mod pieces;
mod report;
mod roster;
mod stages;

pub(crate) use button::Button;
pub(crate) use choose::{Pick, radios, tick, toggle};
pub(crate) use command::{Sender, use_command};
pub(crate) use confirm::{Confirm, use_confirm};
pub(crate) use cx::{Cx, PageProps};
pub(crate) use fetched::{Fetched, use_fetched};
pub(crate) use field::{Choice, Field, choices};
pub(crate) use marks::{Icon, geese, icon};
pub(crate) use pieces::{
    Tone, chip, empty, facts, failed_page, folded, notice, page_head, phone, problem, row,
    secondary, section, skeleton,
};
pub(crate) use report::{reported, state_chip, steps};
pub(crate) use roster::{Roster, use_roster};
pub(crate) use stages::{Stage, stages};
