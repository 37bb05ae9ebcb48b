use std::rc::Rc;

use guiyan_core::{
    ids::{ActivityId, BranchId, LeadId, NeedId, PersonId, RequestId},
    view::BranchView,
};

use uuid::Uuid;

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
    /// 修改活动, for those who run the branch
    ChangeActivity(ActivityId),
    /// 草稿与系列, for those who run the branch; or one of them
    Plans(Option<Uuid>),
    /// 任职, for those who appoint: of the branch, or of the whole district
    Offices { district: bool },
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
    /// The rows of one of them: the id of what led there, which ends in `?` and
    /// what is asked for
    Rows(Rc<str>),
    /// An activity of the district's own, for its officers
    Own(Own),
    /// 归雁: what home needs, and what one has offered
    Leads,
    /// One lead
    Lead(LeadId),
    /// A new lead, which may answer a need
    NewLead(Option<NeedId>),
    /// A new need, for those who post them
    NewNeed,
    /// 求助
    Help,
    /// One request
    Request(RequestId),
    /// 求助: a new one
    AskHelp,
    /// 随手报
    Spot,
    /// 待办, for everybody with an office
    Office,
    /// 党费 on the device
    Dues,
    /// 我的数据, or what belongs to it
    Mine(Mine),
    /// 手机号登录, and the second factor after it
    SignIn,
    /// 登录与安全
    Security,
}

/// A page of 我的数据.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mine {
    /// 我的数据
    Data,
    /// 删除我的数据
    Erase,
    /// 核对回执
    Receipt,
}

/// What is done with an activity of the district's own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Own {
    /// 新建活动
    New,
    /// Looked at
    One(ActivityId),
    /// 修改活动
    Change(ActivityId),
}

/// What is downloaded as one: see [`later`](crate::later).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// The member's pages.
    Member,
    /// The officers' pages.
    Desk,
    /// 归雁, 求助, 待办, and 我的数据.
    Home,
    /// Signing in without a portal, and what belongs to it.
    Account,
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
    /// 归雁
    Leads,
    /// 求助
    Help,
    /// 待办
    Office,
}

impl Route {
    /// Where the attributes say to begin.
    pub(crate) fn first(config: &Config) -> Self {
        match config.page.as_deref() {
            Some("me") => Self::Me,
            Some("desk") => Self::Desk,
            Some("district") => Self::District,
            Some("leads") => Self::Leads,
            Some("invited") if config.branch.is_some() => Self::NewLead(None),
            Some("help") => Self::Help,
            Some("office") => Self::Office,
            None if config.branch.is_none() && config.district.is_some() => Self::District,
            _ => Self::Activities,
        }
    }

    /// The tab it belongs to.
    pub(crate) fn tab(&self) -> Tab {
        match self {
            Self::Activities | Self::Activity(_) | Self::NewActivity | Self::ChangeActivity(_) => {
                Tab::Activities
            }
            Self::Me
            | Self::ReportIn
            | Self::Move(_)
            | Self::Dues
            | Self::Mine(_)
            | Self::SignIn
            | Self::Security => Tab::Me,
            Self::Desk
            | Self::Person(_)
            | Self::Plans(_)
            | Self::District
            | Self::Rows(_)
            | Self::Own(_)
            | Self::Offices { .. } => Tab::Desk,
            Self::Leads | Self::Lead(_) | Self::NewLead(_) | Self::NewNeed => Tab::Leads,
            Self::Help | Self::Request(_) | Self::AskHelp | Self::Spot => Tab::Help,
            Self::Office => Tab::Office,
        }
    }

    /// The part of the widget that draws it; none for the list of activities.
    pub(crate) fn part(&self) -> Option<Part> {
        match self {
            Self::Activities => None,
            Self::Activity(_) | Self::Me | Self::ReportIn | Self::Move(_) | Self::Dues => {
                Some(Part::Member)
            }
            Self::NewActivity
            | Self::ChangeActivity(_)
            | Self::Plans(_)
            | Self::Desk
            | Self::Person(_)
            | Self::District
            | Self::Rows(_)
            | Self::Own(_)
            | Self::Offices { .. } => Some(Part::Desk),
            Self::SignIn | Self::Security => Some(Part::Account),
            _ => Some(Part::Home),
        }
    }

    /// Where 返回 leads, for a page below a tab.
    pub(crate) fn back(&self) -> Option<Self> {
        match self {
            Self::Activity(_) | Self::NewActivity => Some(Self::Activities),
            Self::ChangeActivity(id) => Some(Self::Activity(*id)),
            Self::Mine(Mine::Erase) => Some(Self::Mine(Mine::Data)),
            Self::ReportIn
            | Self::Move(_)
            | Self::Dues
            | Self::Mine(_)
            | Self::SignIn
            | Self::Security => Some(Self::Me),
            Self::Person(_) | Self::Plans(None) | Self::Offices { district: false } => {
                Some(Self::Desk)
            }
            Self::Plans(Some(_)) => Some(Self::Plans(None)),
            Self::Own(Own::Change(id)) => Some(Self::Own(Own::One(*id))),
            Self::Rows(_) | Self::Own(_) | Self::Offices { district: true } => Some(Self::District),
            Self::Lead(_) | Self::NewLead(_) | Self::NewNeed => Some(Self::Leads),
            Self::Request(_) | Self::AskHelp | Self::Spot => Some(Self::Help),
            Self::Activities
            | Self::Me
            | Self::Desk
            | Self::District
            | Self::Leads
            | Self::Help
            | Self::Office => None,
        }
    }

    /// Whether it is of the district, which needs no branch.
    pub(crate) fn is_district(&self) -> bool {
        matches!(
            self,
            Self::District | Self::Rows(_) | Self::Own(_) | Self::Offices { district: true }
        )
    }

    /// Whether this caller still has the page. Offices change with the caller.
    pub(crate) fn is_open_to(&self, view: &BranchView) -> bool {
        let shown = |id: &ActivityId| view.activities.iter().any(|activity| activity.id == *id);
        let manages = view.desk.as_ref().is_some_and(|desk| desk.manages);
        match self {
            Self::Activity(id) => shown(id),
            Self::ChangeActivity(id) => manages && shown(id),
            Self::NewActivity | Self::Plans(_) | Self::Person(_) => manages,
            Self::Desk => view.desk.is_some(),
            Self::Offices { district: false } => view.desk.as_ref().is_some_and(|it| it.appoints),
            Self::Office => view.office,
            _ => true,
        }
    }
}

impl Tab {
    /// The page that the tab opens.
    pub(crate) fn route_from(self, here: &Route) -> Route {
        match self {
            // The district's page has the tab of the desk, and leads nowhere else.
            Self::Desk if here.is_district() => Route::District,
            Self::Activities => Route::Activities,
            Self::Me => Route::Me,
            Self::Desk => Route::Desk,
            Self::Leads => Route::Leads,
            Self::Help => Route::Help,
            Self::Office => Route::Office,
        }
    }
}
