use guiyan_core::{
    ids::{ActivityId, BranchId, PersonId},
    view::BranchView,
};

use crate::config::Config;

/// A page of the widget. The host's history is not touched by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Route {
    /// 活动
    Activities,
    /// One activity
    Activity(ActivityId),
    /// 新建活动, for those who run the branch
    NewActivity,
    /// 我的
    Me,
    /// 报到
    ReportIn,
    /// 转到另一支部: to that branch
    Move(BranchId),
    /// 名册, for officers
    Desk,
    /// One person of the register
    Person(PersonId),
    /// The district's figures, for its officers
    District,
}

/// What is downloaded as one: see [`later`](crate::later).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// The member's pages.
    Member,
    /// The officers' pages.
    Desk,
}

/// What stands in the row of tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tab {
    /// 活动
    Activities,
    /// 我的
    Me,
    /// 名册
    Desk,
}

impl Route {
    /// Where the attributes say to begin.
    pub(crate) fn first(config: &Config) -> Self {
        match config.page.as_deref() {
            Some("me") => Self::Me,
            Some("desk") => Self::Desk,
            Some("district") => Self::District,
            None if config.branch.is_none() && config.district.is_some() => Self::District,
            _ => Self::Activities,
        }
    }

    /// The tab it belongs to.
    pub(crate) fn tab(&self) -> Tab {
        match self {
            Self::Activities | Self::Activity(_) | Self::NewActivity => Tab::Activities,
            Self::Me | Self::ReportIn | Self::Move(_) => Tab::Me,
            Self::Desk | Self::Person(_) | Self::District => Tab::Desk,
        }
    }

    /// The part of the widget that draws it; none for the list of activities.
    pub(crate) fn part(&self) -> Option<Part> {
        match self {
            Self::Activities => None,
            Self::Activity(_) | Self::Me | Self::ReportIn | Self::Move(_) => Some(Part::Member),
            Self::NewActivity | Self::Desk | Self::Person(_) | Self::District => Some(Part::Desk),
        }
    }

    /// Where 返回 leads, for a page below a tab.
    pub(crate) fn back(&self) -> Option<Self> {
        match self {
            Self::Activity(_) | Self::NewActivity => Some(Self::Activities),
            Self::ReportIn | Self::Move(_) => Some(Self::Me),
            Self::Person(_) => Some(Self::Desk),
            Self::Activities | Self::Me | Self::Desk | Self::District => None,
        }
    }

    /// Whether this caller still has the page. Offices change with the caller.
    pub(crate) fn is_open_to(&self, view: &BranchView) -> bool {
        let manages = view.desk.as_ref().is_some_and(|desk| desk.manages);
        match self {
            Self::Activity(id) => view.activities.iter().any(|activity| activity.id == *id),
            Self::NewActivity | Self::Person(_) => manages,
            Self::Desk => view.desk.is_some(),
            Self::Activities | Self::Me | Self::ReportIn | Self::Move(_) | Self::District => true,
        }
    }
}

impl Tab {
    /// The page that the tab opens.
    pub(crate) fn route_from(self, here: &Route) -> Route {
        match self {
            // The district's page has the tab of the desk, and leads nowhere else.
            Self::Desk if *here == Route::District => Route::District,
            Self::Activities => Route::Activities,
            Self::Me => Route::Me,
            Self::Desk => Route::Desk,
        }
    }
}
