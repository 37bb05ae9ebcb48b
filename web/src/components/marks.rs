//! The goose mark and the few icons, drawn in place.

use yew::{Html, html};

/// 人: a wedge of wild geese, five short strokes.
pub(crate) fn geese(class: &'static str) -> Html {
    html! {
        <svg class={class} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path d="M24 8v6M18 17l-3 5M30 17l3 5M11 28l-4 6M37 28l4 6" />
        </svg>
    }
}

/// The shapes that go with words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Icon {
    /// Done, received, confirmed.
    Check,
    /// Waiting, due.
    Clock,
    /// Cancelled, ended.
    Cross,
    /// Look here.
    Mark,
    /// A note.
    Info,
    /// Back.
    Left,
    /// Onward.
    Right,
}

/// An icon. It says nothing by itself: a word stands beside it.
pub(crate) fn icon(icon: Icon) -> Html {
    let d = match icon {
        Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
        Icon::Clock => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 2",
        Icon::Cross => "M7 7l10 10M17 7L7 17",
        Icon::Mark => "M12 5v9M12 18.5v.5",
        Icon::Info => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.2",
        Icon::Left => "M14.5 6l-6 6 6 6",
        Icon::Right => "M9.5 6l6 6-6 6",
    };
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path {d} />
        </svg>
    }
}
