use std::rc::Rc;

use guiyan_core::{
    caller::Lang,
    time::Timestamp,
    view::{ActivityView, BranchView},
};
use yew::{Callback, MouseEvent, Properties};

use crate::{
    app::leave_from,
    effects::Shell,
    messages::{self, Messages, PageMessages},
    state::{Model, Route},
};

/// What a page draws from and acts through.
#[derive(Clone)]
pub(crate) struct Cx {
    /// To act.
    pub shell: Rc<Shell>,
    /// To draw: what is known at this moment.
    pub model: Rc<Model>,
}

impl PartialEq for Cx {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.model, &other.model)
    }
}

/// The properties of every page.
#[derive(Properties, Clone, PartialEq)]
pub(crate) struct PageProps {
    /// What the page draws from and acts through.
    pub cx: Cx,
}

impl Cx {
    /// The sentences.
    pub(crate) fn m(&self) -> &'static Messages {
        self.model.messages()
    }

    /// The sentences of the pages that come later.
    pub(crate) fn pm(&self) -> &'static PageMessages {
        messages::of_pages(self.lang())
    }

    /// The language.
    pub(crate) fn lang(&self) -> Lang {
        self.model.config.lang
    }

    /// The branch as this caller may see it. Pages are drawn once it is there.
    pub(crate) fn view(&self) -> Option<&BranchView> {
        self.model.branch.ready().map(|view| &**view)
    }

    /// The branch's id on the wire.
    pub(crate) fn branch(&self) -> &str {
        self.model.config.branch.as_deref().unwrap_or_default()
    }

    /// Where an activity's commands go: the branch that holds it, or, without
    /// one, the district.
    pub(crate) fn holder<'a>(&'a self, activity: &'a ActivityView) -> &'a str {
        match &activity.held_by {
            None => self.branch(),
            Some(held) => held.branch.as_ref().map(|id| id.as_str()).unwrap_or_default(),
        }
    }

    /// Whether the caller runs the branch.
    pub(crate) fn manages(&self) -> bool {
        self.view().and_then(|view| view.desk.as_ref()).is_some_and(|desk| desk.manages)
    }

    /// The service's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.shell.now()
    }

    /// To another page.
    pub(crate) fn go(&self, route: Route) {
        self.shell.go(route);
    }

    /// A click on a row that leads to the row's own page; coming back, the row
    /// takes the focus where it stood.
    pub(crate) fn open(&self, route: Route, row: String) -> Callback<MouseEvent> {
        let shell = self.shell.clone();
        Callback::from(move |_| {
            leave_from(&shell.root, &row);
            shell.go(route.clone());
        })
    }

    /// Calls the host's sign-in.
    pub(crate) fn sign_in(&self) -> Callback<MouseEvent> {
        let shell = self.shell.clone();
        Callback::from(move |_| shell.host.sign_in_needed())
    }

    /// A click that leads to a page.
    pub(crate) fn link(&self, route: Route) -> Callback<MouseEvent> {
        let shell = self.shell.clone();
        Callback::from(move |_| shell.go(route.clone()))
    }
}
