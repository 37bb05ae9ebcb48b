//! What the widget knows, and how it changes: pure, apart from views.

mod draft;
mod route;

use std::rc::Rc;

use guiyan_core::{
    ids::ActivityId,
    time::{MINUTE, Timestamp},
    view::{ActivityView, BranchView},
};

#[cfg(test)]
pub(crate) use draft::Kept;
pub(crate) use draft::{Asking, Draft, DraftBox, Drafts, Offer, Plan, Wanted};
pub(crate) use route::{Mine, Own, Part, Route, Tab};

use crate::{
    config::Config,
    messages::{self, Messages},
    port::Problem,
};

/// Something that comes from the service.
#[derive(Clone, Debug)]
pub(crate) enum Load<T> {
    /// Asked for, not there yet.
    Waiting,
    /// There; kept while newer is fetched and while the service is away.
    Ready(Rc<T>),
    /// Not to be had.
    Failed(Problem),
}

impl<T> Load<T> {
    /// The thing, if it is there.
    pub(crate) fn ready(&self) -> Option<&Rc<T>> {
        match self {
            Self::Ready(thing) => Some(thing),
            _ => None,
        }
    }
}

/// All that the pages draw from.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The element's attributes.
    pub config: Config,
    /// Where the person is in the widget.
    pub route: Route,
    /// Where they came from, to give the focus back.
    pub came_from: Route,
    /// The branch, as this caller may see it.
    pub branch: Load<BranchView>,
    /// Whether the service cannot be reached at the moment.
    pub offline: bool,
    /// Whether there is room for list and detail side by side.
    pub wide: bool,
    /// Whether there is room for a table.
    pub roomy: bool,
    /// Whether there is as little as on the smallest phones, or at 400 %.
    pub narrow: bool,
    /// Whether the view shown was made for another caller.
    pub foreign: bool,
    /// The part of the widget that could not be had.
    pub stuck: Option<Part>,
    /// What the service's clock is ahead of the device's, in milliseconds.
    pub skew: i64,
}

/// What can happen to the model.
pub(crate) enum Action {
    /// The attributes changed.
    Configure(Config),
    /// Somebody else looks at it: what was shown is not for them.
    CallerChanged,
    /// To another page.
    Go(Route),
    /// A view has come. The time is the device's.
    BranchLoaded(Rc<BranchView>, Timestamp),
    /// The view could not be had.
    LoadFailed(Problem),
    /// What failed is asked for again.
    Retry,
    /// A part of the widget is there, or could not be had.
    PartLoaded(Part, bool),
    /// A part is asked for again.
    PartAsked,
    /// Something beside the model changed that is drawn.
    Redraw,
    /// The service answered, or did not.
    Offline(bool),
    /// The element's width, in CSS pixels.
    Resized(f64),
}

impl Model {
    pub(crate) fn new(config: Config) -> Self {
        let route = Route::first(&config);
        Self {
            config,
            came_from: route.clone(),
            route,
            branch: Load::Waiting,
            offline: false,
            wide: false,
            roomy: false,
            narrow: false,
            foreign: false,
            stuck: None,
            skew: 0,
        }
    }

    /// Applies one action.
    pub(crate) fn apply(&mut self, action: Action) {
        match action {
            Action::Configure(config) => {
                let elsewhere = config.branch != self.config.branch
                    || config.service != self.config.service
                    || config.district != self.config.district;
                if elsewhere {
                    self.branch = Load::Waiting;
                }
                if elsewhere || config.page != self.config.page {
                    self.route = Route::first(&config);
                    self.came_from = self.route.clone();
                }
                self.config = config;
            }
            Action::CallerChanged => {
                // The last view stays until the next is there, so that the page
                // does not jump; what only an officer sees goes at once.
                self.foreign = true;
                if self.branch.ready().is_none() {
                    self.branch = Load::Waiting;
                }
            }
            Action::Go(route) => {
                self.came_from = std::mem::replace(&mut self.route, route);
            }
            Action::BranchLoaded(view, at) => {
                self.skew = view.now.0 - at.0;
                self.offline = false;
                self.foreign = false;
                if !self.route.is_open_to(&view) {
                    self.came_from = std::mem::replace(&mut self.route, Route::Activities);
                }
                self.branch = Load::Ready(view);
            }
            Action::LoadFailed(problem) => {
                if std::mem::take(&mut self.foreign) {
                    self.branch = Load::Waiting;
                }
                failed(&mut self.branch, &mut self.offline, problem);
            }
            Action::Retry => {
                self.branch = Load::Waiting;
            }
            Action::PartLoaded(part, loaded) => {
                if !loaded {
                    self.stuck = Some(part);
                } else if self.stuck == Some(part) {
                    self.stuck = None;
                }
            }
            Action::PartAsked => self.stuck = None,
            Action::Redraw => {}
            Action::Offline(offline) => self.offline = offline,
            Action::Resized(width) => {
                self.wide = width >= 900.0;
                self.roomy = width >= 700.0;
                self.narrow = width < 330.0;
            }
        }
    }

    /// Where 返回 leads: an activity opened from 我的 leads back there, what was
    /// opened from 待办 does too, and signing in wherever it was asked for.
    pub(crate) fn back(&self) -> Option<Route> {
        match self.route {
            Route::Activity(_) if self.came_from == Route::Me => Some(Route::Me),
            Route::Request(_) | Route::Person(_) | Route::Lead(_)
                if self.came_from == Route::Office =>
            {
                Some(Route::Office)
            }
            Route::SignIn => Some(self.came_from.clone()),
            _ => self.route.back(),
        }
    }

    /// The sentences in the person's language.
    pub(crate) fn messages(&self) -> &'static Messages {
        messages::of(self.config.lang)
    }

    /// An activity of the view.
    pub(crate) fn activity(&self, id: &ActivityId) -> Option<&ActivityView> {
        self.branch.ready()?.activities.iter().find(|activity| activity.id == *id)
    }

    /// Whether something in the view changed by itself between `then` and
    /// `now`: a sign-up closed, an activity began or ended, a day passed.
    pub(crate) fn boundary_passed(&self, now: Timestamp) -> bool {
        let Some(view) = self.branch.ready() else { return false };
        let passed = |at: Timestamp| view.now < at && at <= now;
        passed(view.now.day().next().start())
            || view.activities.iter().any(|activity| {
                let opens = activity.desk.as_ref().map(|desk| desk.check_in_from);
                passed(activity.sign_up_until)
                    || passed(activity.start)
                    || passed(activity.end)
                    || opens.is_some_and(passed)
            })
            || now.0 - view.now.0 > 30 * MINUTE
    }
}

// A lost connection keeps what is on the page; everything else replaces it.
fn failed<T>(load: &mut Load<T>, offline: &mut bool, problem: Problem) {
    *offline = problem.is_passing();
    if !(*offline && matches!(load, Load::Ready(_))) {
        *load = Load::Failed(problem);
    }
}
