//! Codes of the wire, with the names that people read.

use guiyan_core::{
    advice::AdviceCode,
    appointment::AppointmentEnd,
    branch::{
        activity::{ActivityKind, CancelReason, ReorderReason},
        lead::{
            Escalation, HoldReason, JumpReason, LeadCloseReason, LeadStage, MoveTo, TalentOutcome,
        },
        member::{
            Category, DisputeAnswer, DisputeReason, EndReason, Gender, Industry, LeaveReason,
            MemberState, Schooling, SendBackReason,
        },
        request::{CloseReason, RequestKind, SpotCategory, Urgency},
    },
    caller::{Lang, Office},
    matching::MatchReason,
    need::{HomeIndustry, LeadKind, NeedCloseReason, NeedStatus},
    retention::Kept,
    view::{ActivityStatus, SignUpAction},
};

/// A code: on the wire, in 简体中文, in English.
pub(crate) type Names = (&'static str, &'static str, &'static str);

/// A code of the wire.
pub(crate) trait Code: Copy + PartialEq + 'static {
    /// All of them, in the order of a list of choices.
    const ALL: &'static [Self];

    /// Its names.
    fn names(self) -> &'static Names;

    /// As on the wire.
    fn wire(self) -> &'static str {
        self.names().0
    }

    /// As people read it.
    fn label(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.names().1,
            Lang::En => self.names().2,
        }
    }
}

// A code without a name does not compile.
macro_rules! codes {
    ($($type:ident { $($variant:ident $wire:literal $zh:literal $en:literal)* })*) => { $(
        impl Code for $type {
            const ALL: &'static [Self] = &[$(Self::$variant),*];

            fn names(self) -> &'static Names {
                match self {
                    $(Self::$variant => &($wire, $zh, $en),)*
                }
            }
        }
    )* };
}

// After the macro, so that it can use it.
mod help;
mod mine;
mod plans;

codes! {
    AdviceCode {
        TooFewMembers "tooFewMembers" "正式党员不足 3 人，可以考虑与相近的组织建立联合党支部。" "Fewer than 3 full members: consider a joint branch with a neighbour."
        TooManyMembers "tooManyMembers" "正式党员超过 50 人，一般宜分设支部或划分党小组。" "More than 50 full members: generally divide, or form groups."
        FormCommittee "formCommittee" "正式党员满 7 人，应当选举产生 3 至 5 人的支部委员会。" "7 full members or more: elect a committee of 3 to 5."
        CommitteeTooSmall "committeeTooSmall" "支部委员会一般由 3 至 5 人组成，现在人数偏少。" "A committee has 3 to 5 members; this one is small."
        CommitteeLarge "committeeLarge" "支部委员会一般由 3 至 5 人组成，最多不超过 7 人，现在人数偏多。" "A committee has 3 to 5 members, at most 7; this one is large."
        NoCommitteeNeeded "noCommitteeNeeded" "正式党员不足 7 人，设书记一名即可，不必设支部委员会。" "Fewer than 7 full members: a secretary does, without a committee."
    }
    RequestKind {
        Employment "employment" "就业" "Work"
        Startup "startup" "创业" "Starting a business"
        Housing "housing" "住房" "Housing"
        Schooling "schooling" "子女入学" "Schooling"
        SocialInsurance "socialInsurance" "社保医保" "Social and medical insurance"
        Documents "documents" "证照代办" "Papers and certificates"
        Legal "legal" "法律调解" "Law and mediation"
        Other "other" "其他" "Other"
        Spot "spot" "随手报" "A spot that needs doing"
    }
    SpotCategory {
        Facility "facility" "设施损坏" "Something broken"
        Environment "environment" "环境卫生" "Dirt and waste"
        FireSafety "fireSafety" "消防安全" "Fire safety"
        Utilities "utilities" "水电燃气" "Water, power, gas"
        Traffic "traffic" "道路交通" "Roads and traffic"
        Other "other" "其他" "Other"
    }
    Urgency {
        Normal "normal" "一般" "Normal"
        Urgent "urgent" "较急" "Urgent"
        Critical "critical" "紧急" "Critical"
    }
    CloseReason {
        Duplicate "duplicate" "重复提交" "Submitted twice"
        OutOfScope "outOfScope" "不属于受理范围" "Out of scope"
        Unreachable "unreachable" "联系不上" "Cannot be reached"
        Unsolvable "unsolvable" "暂时无法解决" "Cannot be solved for now"
        Other "other" "其他" "Other"
        Erased "erased" "本人已删除资料" "The member erased their data"
    }
    DisputeReason {
        NotOurs "notOurs" "不是本乡镇、街道的党员" "Not a member of this township"
        Category "category" "党员类别不符" "The kind of membership is wrong"
        HomeBranch "homeBranch" "所在党支部不符" "The home branch is wrong"
        Absence "absence" "外出情况不符" "The absence is not as reported"
        Other "other" "其他" "Other"
    }
    DisputeAnswer {
        Confirmed "confirmed" "已核实无误" "Checked and right"
        CorrectionAsked "correctionAsked" "请本人更正" "The member is asked to correct it"
        Other "other" "其他" "Other"
    }
    LeadKind {
        Funds "funds" "资金" "Funds"
        Technology "technology" "技术" "Technology"
        Talent "talent" "人才" "Talent"
        Sales "sales" "销路" "Sales channels"
    }
    HomeIndustry {
        CrossBorderTrade "crossBorderTrade" "跨境电商" "Cross-border e-commerce"
        DigitalCooperation "digitalCooperation" "国际数字合作" "International digital cooperation"
        DigitalStaffing "digitalStaffing" "数字化人力服务" "Digital staffing services"
        SmartManufacturing "smartManufacturing" "智造产业园" "Smart manufacturing park"
        Pomelo "pomelo" "马家柚" "Majia pomelo"
        FarmProduce "farmProduce" "其他农产品" "Other farm produce"
        CultureTourism "cultureTourism" "文旅康养" "Culture, travel and wellness"
        LocalServices "localServices" "生活服务" "Local services"
        Other "other" "其他" "Other"
    }
    NeedCloseReason {
        Met "met" "已落实" "Met"
        Changed "changed" "情况有变" "Things changed"
        Duplicate "duplicate" "重复发布" "Posted twice"
        NoLongerNeeded "noLongerNeeded" "不再需要" "No longer needed"
    }
    NeedStatus {
        Open "open" "征集中" "Open"
        Expired "expired" "已过期" "Expired"
        Closed "closed" "已结束" "Closed"
    }
    LeadStage {
        Submitted "submitted" "提交" "Submitted"
        InContact "inContact" "对接" "In contact"
        Negotiating "negotiating" "洽谈" "In negotiation"
        Signed "signed" "签约" "Signed"
        Landed "landed" "落地" "Landed"
        OnHold "onHold" "搁置" "On hold"
        Closed "closed" "终止" "Closed"
    }
    Escalation {
        Branch "branch" "支部" "the branch"
        Township "township" "乡镇、街道" "the township"
        District "district" "区委组织部" "the district"
    }
    MatchReason {
        SameKind "sameKind" "类别相同" "Same kind"
        SameIndustry "sameIndustry" "产业方向相同" "Same industry"
        SamePlace "samePlace" "乡镇、街道相同" "Same place"
        AmountWithinRange "amountWithinRange" "金额在需求范围内" "Amount within range"
    }
    MoveTo {
        InContact "inContact" "对接" "In contact"
        Negotiating "negotiating" "洽谈" "In negotiation"
        Signed "signed" "签约" "Signed"
        Landed "landed" "落地" "Landed"
    }
    JumpReason {
        AlreadyUnderWay "alreadyUnderWay" "此前已在推进" "It was under way already"
        AgreedDirectly "agreedDirectly" "双方已直接谈定" "Both sides agreed directly"
        FellBack "fellBack" "情况有变，退回上一步" "It fell back"
        Correction "correction" "更正登记" "Correcting the record"
        Other "other" "其他" "Other"
    }
    HoldReason {
        SubmitterAsked "submitterAsked" "本人要求暂缓" "The submitter asked to wait"
        NotYet "notYet" "条件暂不成熟" "Not ripe yet"
        AwaitingApproval "awaitingApproval" "等待政策或审批" "Awaiting policy or approval"
        NoAnswer "noAnswer" "暂时联系不上" "No answer for now"
        Other "other" "其他" "Other"
    }
    LeadCloseReason {
        Withdrawn "withdrawn" "本人撤回" "Withdrawn by the submitter"
        NoFit "noFit" "与需求不符" "Does not fit the need"
        NotViable "notViable" "条件不具备" "Not viable"
        LostContact "lostContact" "联系不上" "Contact lost"
        LandedElsewhere "landedElsewhere" "已在别处落地" "Landed elsewhere"
        Other "other" "其他" "Other"
    }
    TalentOutcome {
        Employed "employed" "返乡就业" "Came home to work"
        Founded "founded" "返乡创业" "Came home to found a business"
        VillageCommittee "villageCommittee" "进入村（社区）“两委”" "Joined a village or community committee"
    }
    AppointmentEnd {
        Removed "removed" "已免去" "Removed"
        Resigned "resigned" "已辞去" "Resigned"
        HandedOver "handedOver" "已交接" "Handed over"
        Erased "erased" "本人已删除资料" "Erased themselves"
    }
    Kept {
        ReportIns "reportIns" "报到过的人" "People who had reported in"
        Guests "guests" "没有报到的乡友" "People who never reported in"
        Readings "readings" "谁看过姓名的记录" "Entries of who read names"
    }
    Office {
        Secretary "secretary" "书记" "Secretary"
        Organiser "organiser" "组织委员" "Organiser"
        Steward "steward" "签到员" "Steward"
        District "district" "区委组织部" "District office"
    }
    Category {
        Full "full" "正式党员" "Full member"
        Probationary "probationary" "预备党员" "Probationary member"
    }
    LeaveReason {
        Work "work" "务工" "Employment"
        Business "business" "经商创业" "Business"
        Study "study" "求学" "Study"
        Family "family" "随家属居住" "With family"
        Other "other" "其他" "Other"
    }
    Industry {
        Manufacturing "manufacturing" "制造业" "Manufacturing"
        Construction "construction" "建筑装修" "Construction"
        Trade "trade" "批发零售" "Wholesale and retail"
        ECommerce "eCommerce" "电商与跨境电商" "Online and cross-border trade"
        Hospitality "hospitality" "餐饮住宿" "Food and lodging"
        Transport "transport" "交通物流" "Transport and logistics"
        Technology "technology" "信息技术" "Information technology"
        Education "education" "教育培训" "Education and training"
        Health "health" "医疗健康" "Health"
        Services "services" "居民服务" "Household services"
        Culture "culture" "文化传媒" "Culture and media"
        Agriculture "agriculture" "农业" "Agriculture"
        Other "other" "其他" "Other"
    }
    Gender {
        Female "female" "女" "Female"
        Male "male" "男" "Male"
    }
    Schooling {
        Primary "primary" "小学及以下" "Primary"
        Middle "middle" "初中" "Middle school"
        High "high" "高中、中专" "High school"
        College "college" "大专" "College"
        Bachelor "bachelor" "本科" "Bachelor"
        Graduate "graduate" "研究生" "Graduate"
    }
    EndReason {
        ReturnedHome "returnedHome" "返乡" "Returned home"
        RelationTransferred "relationTransferred" "组织关系已转出" "Membership transferred"
        MovedOn "movedOn" "流动到其他地方" "Moved on"
        Withdrew "withdrew" "本人退出" "Withdrew"
    }
    SendBackReason {
        HomeBranchUnclear "homeBranchUnclear" "家乡党支部不清楚" "Home branch unclear"
        PhoneUnclear "phoneUnclear" "电话联系不上" "Phone does not reach you"
        DetailsUnclear "detailsUnclear" "有内容需要补充" "Details missing"
        OtherBranch "otherBranch" "另一支部更近" "Another branch is nearer"
        Other "other" "其他" "Other"
    }
    MemberState {
        Submitted "submitted" "待接收" "Waiting"
        SentBack "sentBack" "退回补正" "Sent back"
        Received "received" "已接收" "Received"
        Ended "ended" "结束流动" "Ended"
    }
    CancelReason {
        Weather "weather" "天气" "Weather"
        Venue "venue" "场地有变" "Venue"
        TooFew "tooFew" "人数不足" "Too few people"
        Postponed "postponed" "改期" "Postponed"
        Other "other" "其他" "Other"
    }
    ReorderReason {
        Mistake "mistake" "登记有误" "Entered wrongly"
        Needed "needed" "活动需要" "Needed for the activity"
        Hardship "hardship" "特殊困难照顾" "Hardship"
        MissedOut "missedOut" "上次未能参加" "Missed out last time"
        Other "other" "其他" "Other"
    }
    ActivityKind {
        HometownTalk "hometownTalk" "乡友恳谈会" "Hometown-friends talk"
        JobHelp "jobHelp" "就业创业帮扶" "Job and start-up help"
        RedEducation "redEducation" "红色教育" "Red education"
        ThemeDay "themeDay" "主题党日" "Theme day"
        PartyLecture "partyLecture" "党课" "Party lecture"
        MemberAssembly "memberAssembly" "党员大会" "Members’ assembly"
        CommitteeMeeting "committeeMeeting" "支委会" "Committee meeting"
        GroupMeeting "groupMeeting" "党小组会" "Group meeting"
        OrganisationalLife "organisationalLife" "组织生活会" "Organisational-life meeting"
        DemocraticReview "democraticReview" "民主评议" "Democratic review"
        Training "training" "培训" "Training"
        Volunteering "volunteering" "志愿服务" "Volunteering"
        Other "other" "其他" "Other"
    }
    ActivityStatus {
        Open "open" "报名中" "Open"
        Full "full" "已满可候补" "Full, queue open"
        Closed "closed" "报名已截止" "Sign-up closed"
        Ongoing "ongoing" "进行中" "Going on"
        Over "over" "已结束" "Over"
        Cancelled "cancelled" "已取消" "Cancelled"
    }
    SignUpAction {
        SignUp "signUp" "报名" "Sign up"
        JoinQueue "joinQueue" "候补报名" "Join the queue"
        JoinAsGuest "joinAsGuest" "以乡友身份报名" "Join as a guest"
        Leave "leave" "取消报名" "Cancel my sign-up"
        AnswerOffer "answerOffer" "接受名额" "Take the place"
    }
}
