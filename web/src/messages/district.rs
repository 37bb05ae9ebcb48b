//! The sentences of the district's page.

use guiyan_core::caller::Lang;

/// The sentences of the district's page.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct DistrictMessages {
    pub title: &'static str,
    pub no_names: &'static str,
    pub period: &'static str,
    pub periods: [&'static str; 3],
    pub earlier: &'static str,
    pub later: &'static str,
    pub until_now: &'static str,
    pub both: &'static str,

    pub members: &'static str,
    pub by_state: &'static str,
    pub by_township: &'static str,
    pub by_industry: &'static str,

    pub activities: &'static str,
    pub held: &'static str,
    pub visits: &'static str,
    pub hours: &'static str,

    pub leads: &'static str,
    pub by_stage: &'static str,
    pub landed_sum: &'static str,
    pub jobs: &'static str,
    pub talent: [&'static str; 3],
    pub submitted: &'static str,

    pub help: &'static str,
    pub received: &'static str,
    pub closed: &'static str,
    pub on_time: &'static str,
    pub satisfied: &'static str,
    pub closed_of: &'static str,
    pub on_time_of: &'static str,
    pub satisfied_of: &'static str,
    pub few: &'static str,
    pub none: &'static str,
    pub compare: &'static str,
    pub compare_help: &'static str,
    pub reported_received: &'static str,
    pub open_matters: &'static str,

    pub table: &'static str,
    pub save_svg: &'static str,
    pub save_png: &'static str,
    pub move_along: &'static str,

    pub registers: &'static str,
    pub registers_help: &'static str,
    pub purpose: &'static str,
    pub purposes: [&'static str; 4],
    pub recipient: &'static str,
    pub recipient_help: &'static str,
    pub handing: &'static str,
    pub handing_needed: &'static str,
    pub of_branch: &'static str,
    pub register_names: [&'static str; 3],
    pub download: &'static str,
    pub downloading: &'static str,
}

/// The sentences in a language.
pub(crate) fn of(lang: Lang) -> &'static DistrictMessages {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: DistrictMessages = DistrictMessages {
    title: "{}各支部概况",
    no_names: "这里只有数字，不显示姓名。名单由各支部书记管理。",
    period: "统计时段",
    periods: ["按月", "按季", "按年"],
    earlier: "前一期",
    later: "后一期",
    until_now: "{}（到今天）",
    both: "合计",

    members: "党员",
    by_state: "按状态",
    by_township: "按家乡",
    by_industry: "按行业",

    activities: "活动",
    held: "发布活动",
    visits: "参加人次",
    hours: "学时",

    leads: "归雁",
    by_stage: "线索现在到哪一步",
    landed_sum: "落地金额",
    jobs: "带动岗位",
    talent: ["返乡就业", "返乡创业", "进入村（社区）“两委”"],
    submitted: "新提交线索",

    help: "求助",
    received: "收到求助",
    closed: "办结率",
    on_time: "到场率",
    satisfied: "满意度",
    closed_of: "办结 {}，收到 {}",
    on_time_of: "按时到场 {}，吹哨 {}",
    satisfied_of: "评 4 分以上 {}，评价 {}",
    few: "不足 10 件，只列件数",
    none: "这一期没有",
    compare: "家乡街道的数字，供对照",
    compare_help: "出自各单位公开的报道，口径和时段是它们自己的，不是支部的成绩。",
    reported_received: "受理 {} 件",
    open_matters: "查看未办结事项",

    table: "看表格",
    save_svg: "存为矢量图",
    save_png: "存为图片",
    move_along: "按左右方向键换一期",

    registers: "报表",
    registers_help: "按上面选的时段生成，可以用电子表格软件打开。每次下载都有记录。",
    purpose: "用途",
    purposes: ["按规定上报", "检查、核对", "存档", "工作交接"],
    recipient: "交给谁",
    recipient_help: "交给支部的只含本支部党员，交给乡镇街道的只含当地党员。",
    handing: "花名册有姓名和电话。用途和接收单位会记下来，名册上的人都能看到。",
    handing_needed: "请先选好再下载花名册。",
    of_branch: "{}书记",
    register_names: ["流动党员花名册", "流动党员党组织登记表", "流动党员情况统计表"],
    download: "下载",
    downloading: "正在生成…",
};

static EN: DistrictMessages = DistrictMessages {
    title: "The branches of {}",
    no_names: "Numbers only; names are not shown here. Each branch secretary keeps the list.",
    period: "Period",
    periods: ["Months", "Quarters", "Years"],
    earlier: "Earlier",
    later: "Later",
    until_now: "{} (so far)",
    both: "Together",

    members: "Members",
    by_state: "By state",
    by_township: "By home township",
    by_industry: "By trade",

    activities: "Activities",
    held: "Activities published",
    visits: "Attendances",
    hours: "Study hours",

    leads: "Leads for home",
    by_stage: "Where leads stand now",
    landed_sum: "Invested",
    jobs: "Jobs",
    talent: ["Returned to work", "Returned to found", "Joined a village or community committee"],
    submitted: "New leads",

    help: "Requests for help",
    received: "Requests received",
    closed: "Resolved",
    on_time: "On the spot in time",
    satisfied: "Satisfied",
    closed_of: "{} resolved, {} received",
    on_time_of: "{} in time, {} whistled",
    satisfied_of: "{} rated 4 or 5, {} ratings",
    few: "Fewer than 10: counts only",
    none: "None in this period",
    compare: "Figures of home streets, to compare",
    compare_help: "From those offices' own published reports, for their own periods; not the branches' figures.",
    reported_received: "{} handled",
    open_matters: "Open matters",

    table: "As a table",
    save_svg: "Save as SVG",
    save_png: "Save as picture",
    move_along: "Left and right arrow keys change the period",

    registers: "Registers",
    registers_help: "Made as .csv for the period above, for any spreadsheet. Each download is recorded.",
    purpose: "What it is for",
    purposes: ["Reporting as required", "Checking", "Filing", "Handing work over"],
    recipient: "To whom it goes",
    recipient_help: "A branch gets its own members only, a township its own people.",
    handing: "The register has names and phone numbers. What for and to whom is kept, and everybody on it can see it.",
    handing_needed: "Choose this before downloading the register.",
    of_branch: "Secretary of {}",
    register_names: [
        "Register of mobile members",
        "Register of organisations",
        "Statistics of mobile members",
    ],
    download: "Download",
    downloading: "Preparing…",
};
