//! The names of codes, in both languages.

use guiyan_core::{
    branch::{
        activity::{ActivityKind, CancelReason},
        member::{
            Category, EndReason, Gender, Industry, LeaveReason, MemberState, Schooling,
            SendBackReason,
        },
    },
    caller::Lang,
};

/// A code that people read.
pub(crate) trait Label: Copy + 'static {
    /// All of them, in the order of a list of choices.
    const ALL: &'static [Self];

    /// Its names: 简体中文, English.
    fn names(self) -> (&'static str, &'static str);

    /// Its name.
    fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = self.names();
        match lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

macro_rules! labels {
    ($type:ident { $($variant:ident => $zh:literal, $en:literal;)* }) => {
        impl Label for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn names(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$variant => ($zh, $en),)*
                }
            }
        }
    };
}

labels!(Category {
    Full => "正式党员", "Full member";
    Probationary => "预备党员", "Probationary member";
});

labels!(LeaveReason {
    Work => "务工", "Employment";
    Business => "经商创业", "Business";
    Study => "求学", "Study";
    Family => "随家属居住", "With family";
    Other => "其他", "Other";
});

labels!(Industry {
    Manufacturing => "制造业", "Manufacturing";
    Construction => "建筑装修", "Construction";
    Trade => "批发零售", "Wholesale and retail";
    ECommerce => "电商与跨境电商", "Online and cross-border trade";
    Hospitality => "餐饮住宿", "Food and lodging";
    Transport => "交通物流", "Transport and logistics";
    Technology => "信息技术", "Information technology";
    Education => "教育培训", "Education and training";
    Health => "医疗健康", "Health";
    Services => "居民服务", "Household services";
    Culture => "文化传媒", "Culture and media";
    Agriculture => "农业", "Agriculture";
    Other => "其他", "Other";
});

labels!(Gender {
    Female => "女", "Female";
    Male => "男", "Male";
});

labels!(Schooling {
    Primary => "小学及以下", "Primary";
    Middle => "初中", "Middle school";
    High => "高中、中专", "High school";
    College => "大专", "College";
    Bachelor => "本科", "Bachelor";
    Graduate => "研究生", "Graduate";
});

labels!(EndReason {
    ReturnedHome => "返乡", "Returned home";
    RelationTransferred => "组织关系已转出", "Membership transferred";
    MovedOn => "流动到其他地方", "Moved on";
    Withdrew => "本人退出", "Withdrew";
});

labels!(SendBackReason {
    HomeBranchUnclear => "家乡党支部不清楚", "Home branch unclear";
    PhoneUnclear => "电话联系不上", "Phone does not reach you";
    DetailsUnclear => "有内容需要补充", "Details missing";
    OtherBranch => "另一支部更近", "Another branch is nearer";
    Other => "其他", "Other";
});

labels!(MemberState {
    Submitted => "待接收", "Waiting";
    SentBack => "退回补正", "Sent back";
    Received => "已接收", "Received";
    Ended => "结束流动", "Ended";
});

labels!(CancelReason {
    Weather => "天气", "Weather";
    Venue => "场地有变", "Venue";
    TooFew => "人数不足", "Too few people";
    Postponed => "改期", "Postponed";
    Other => "其他", "Other";
});

labels!(ActivityKind {
    HometownTalk => "乡友恳谈会", "Hometown-friends talk";
    JobHelp => "就业创业帮扶", "Job and start-up help";
    RedEducation => "红色教育", "Red education";
    ThemeDay => "主题党日", "Theme day";
    PartyLecture => "党课", "Party lecture";
    MemberAssembly => "党员大会", "Members’ assembly";
    CommitteeMeeting => "支委会", "Committee meeting";
    GroupMeeting => "党小组会", "Group meeting";
    OrganisationalLife => "组织生活会", "Organisational-life meeting";
    DemocraticReview => "民主评议", "Democratic review";
    Training => "培训", "Training";
    Volunteering => "志愿服务", "Volunteering";
    Other => "其他", "Other";
});
