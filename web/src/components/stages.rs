use yew::{Html, html};

use super::{Icon, icon};

/// A stage on the way of a lead or a request.
pub(crate) struct Stage {
    /// Its name.
    pub label: &'static str,
    /// Whether it is reached.
    pub done: bool,
    /// Whether it is where the thing stands.
    pub now: bool,
    /// What the mark says, for those who cannot see it.
    pub word: &'static str,
}

/// The stages as a line with a mark for each, quiet.
pub(crate) fn stages(label: &'static str, stages: &[Stage]) -> Html {
    let stage = |stage: &Stage| {
        html! {
            <li
                key={stage.label}
                class={if stage.done { "done" } else { "" }}
                aria-current={stage.now.then_some("step")}
            >
                <i>{ for stage.done.then(|| icon(Icon::Check)) }</i>
                <span>{stage.label}</span>
                if !stage.word.is_empty() {
                    <span class="unseen">{stage.word}</span>
                }
            </li>
        }
    };
    html! { <ol class="stages" aria-label={label}>{ for stages.iter().map(stage) }</ol> }
}
