use yew::{AttrValue, Callback, Html, MouseEvent, html};

/// A button with a verb on it.
pub(crate) struct Button {
    class: &'static str,
    id: Option<AttrValue>,
    label: AttrValue,
    busy: Option<&'static str>,
    name: Option<AttrValue>,
    disabled: bool,
    on: Callback<MouseEvent>,
}

impl Button {
    fn new(class: &'static str, label: impl Into<AttrValue>) -> Self {
        Self {
            class,
            id: None,
            label: label.into(),
            busy: None,
            name: None,
            disabled: false,
            on: Callback::noop(),
        }
    }

    /// The next step: one on a page.
    pub(crate) fn primary(label: impl Into<AttrValue>) -> Self {
        Self::new("button primary", label)
    }

    /// What can be done besides.
    pub(crate) fn quiet(label: impl Into<AttrValue>) -> Self {
        Self::new("button quiet", label)
    }

    /// As text: back, close, show more.
    pub(crate) fn plain(label: impl Into<AttrValue>) -> Self {
        Self::new("button plain", label)
    }

    /// What takes something away; behind a [`use_confirm`](super::use_confirm).
    pub(crate) fn danger(label: impl Into<AttrValue>) -> Self {
        Self::new("button danger", label)
    }

    /// While `busy`, presses are ignored and the button says what is being done.
    pub(crate) fn busy(mut self, busy: bool, doing: &'static str) -> Self {
        self.busy = busy.then_some(doing);
        self
    }

    /// Presses are ignored.
    pub(crate) fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Its id within the widget.
    pub(crate) fn id(mut self, id: impl Into<AttrValue>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The accessible name, where it is not the label.
    pub(crate) fn name(mut self, name: impl Into<AttrValue>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What a press does.
    pub(crate) fn on(mut self, on: Callback<MouseEvent>) -> Self {
        self.on = on;
        self
    }

    /// Draws it. It keeps the focus while busy, so it is not `disabled` then.
    pub(crate) fn html(self) -> Html {
        let idle = self.busy.is_none() && !self.disabled;
        let onclick = if idle { self.on } else { Callback::noop() };
        let label = self.busy.map_or(self.label, AttrValue::from);
        let name = self.name.filter(|_| self.busy.is_none());
        html! {
            <button
                type="button"
                class={self.class}
                part={self.class}
                id={self.id}
                aria-disabled={(!idle).then_some("true")}
                aria-busy={self.busy.map(|_| "true")}
                aria-label={name}
                {onclick}
            >
                {label}
            </button>
        }
    }
}
