//! The district's figures, for its officers (`Route::District`).

use guiyan_core::{
    branch::member::MemberState,
    view::{BranchFigures, DistrictView},
};
use yew::prelude::*;

use crate::{
    components::{Cx, failed_page, skeleton},
    messages::{fill, labels::Label},
    state::Load,
};

/// Every branch with its figures; `cx.model.district` is loaded by the shell.
pub(crate) fn district(cx: &Cx) -> Html {
    match &cx.model.district {
        Load::Waiting => skeleton(cx),
        Load::Failed(problem) => failed_page(cx, problem),
        Load::Ready(view) => figures(cx, view),
    }
}

/// A measure's name, and its count in a branch.
type Measure = (&'static str, fn(&BranchFigures) -> u32);

// The branches side by side, as counts.
fn figures(cx: &Cx, view: &DistrictView) -> Html {
    let m = &cx.pm().desk;
    let lang = cx.lang();
    let measures: [Measure; 5] = [
        (MemberState::Submitted.label(lang), |it| it.submitted),
        (MemberState::Received.label(lang), |it| it.received),
        (MemberState::SentBack.label(lang), |it| it.sent_back),
        (MemberState::Ended.label(lang), |it| it.ended),
        (m.activities, |it| it.activities),
    ];
    let head = view.branches.iter().map(|it| {
        html! { <th scope="col">{it.branch.short_name.get(lang)}</th> }
    });
    let line = |(name, of): &Measure| {
        let cells = view.branches.iter().map(|it| html! { <td>{of(it)}</td> });
        let sum: u32 = view.branches.iter().map(of).sum();
        html! {
            <tr><th scope="row">{*name}</th>{ for cells }<td class="sum">{sum}</td></tr>
        }
    };
    html! {
        <div class="page">
            <h3 id="figures" tabindex="-1">{fill(m.figures_of, &[view.name.get(lang)])}</h3>
            <div class="card wide-table">
                <table class="counts num" aria-labelledby="figures">
                    <thead>
                        <tr>
                            <td />
                            { for head }
                            <th scope="col">{m.all_branches}</th>
                        </tr>
                    </thead>
                    <tbody>{ for measures.iter().map(line) }</tbody>
                </table>
            </div>
            <p class="second">{m.no_names}</p>
        </div>
    }
}
