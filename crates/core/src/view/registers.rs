//! The three tables that secretaries hand in, with the columns the domain
//! gives them. What stands in them is decided here; how a file is written
//! stands in [`wire`](crate::wire). [domain §6]

use super::{find, handing::Handing, named::Named};
use crate::{
    branch::{
        Branch,
        member::{Gender, Member, Report, Schooling, StepKind},
    },
    caller::Caller,
    district::District,
    ids::BranchId,
    refusal::Refusal,
    time::{Month, Timestamp},
};

/// Which table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegisterKind {
    /// 流动党员花名册
    Members,
    /// 流动党员党组织登记表
    Organisations,
    /// 流动党员情况统计表
    Statistics,
}

impl RegisterKind {
    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Organisations => "organisations",
            Self::Statistics => "statistics",
        }
    }
}

/// From a month to a month, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The first.
    pub from: Month,
    /// The last.
    pub to: Month,
}

/// A table as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Register {
    /// What it is called, as in 流动党员花名册.
    pub title: &'static str,
    /// The heads of its columns.
    pub columns: Vec<&'static str>,
    /// Its rows, each as long as `columns`.
    pub rows: Vec<Vec<String>>,
    /// Whom it names.
    pub named: Vec<Named>,
}

/// 流动党员花名册 of one branch: all who were received there at some time of the
/// period. For those who run the branch.
///
/// # Errors
/// [`Refusal::UnknownBranch`], [`Refusal::SignInNeeded`], [`Refusal::NotAllowed`],
/// [`Refusal::PurposeNeeded`], [`Refusal::RecipientNotNamed`].
pub fn branch_register(
    district: &District,
    id: &BranchId,
    caller: &Caller,
    period: Period,
    handing: Option<&Handing>,
) -> Result<Register, Refusal> {
    let branch = find(district, id)?;
    caller.person.ok_or(Refusal::SignInNeeded)?;
    if !caller.manages(id) {
        return Err(Refusal::NotAllowed);
    }
    let handing = Handing::said(district, handing)?;
    Ok(members(std::iter::once(branch), period, handing))
}

/// A table over all branches, for officers of the district, whom the privacy
/// notice names as a recipient.
///
/// # Errors
/// For everybody else, and where what names people does not say what for and to
/// whom.
pub fn district_register(
    district: &District,
    caller: &Caller,
    kind: RegisterKind,
    period: Period,
    handing: Option<&Handing>,
) -> Result<Register, Refusal> {
    caller.person.ok_or(Refusal::SignInNeeded)?;
    if !caller.is_district_officer() {
        return Err(Refusal::NotAllowed);
    }
    Ok(match kind {
        RegisterKind::Members => {
            members(district.branches(), period, Handing::said(district, handing)?)
        }
        RegisterKind::Organisations => organisations(district, period),
        RegisterKind::Statistics => statistics(district, period),
    })
}

impl Period {
    fn start(self) -> Timestamp {
        self.from.start()
    }

    // The first instant after it.
    fn end(self) -> Timestamp {
        self.to.plus(1).start()
    }

    fn holds(self, at: Timestamp) -> bool {
        self.start() <= at && at < self.end()
    }
}

/// One stay of a member: from 接收 until they submit again, are sent back or
/// end it.
#[derive(Clone, Copy)]
struct Stay {
    from: Timestamp,
    until: Option<Timestamp>,
}

impl Stay {
    fn touches(self, period: Period) -> bool {
        self.from < period.end() && self.until.is_none_or(|until| until >= period.start())
    }

    fn lasts_over(self, instant: Timestamp) -> bool {
        self.from < instant && self.until.is_none_or(|until| until >= instant)
    }
}

fn stays(member: &Member) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    for step in &member.steps {
        match step.kind {
            StepKind::Received => stays.push(Stay { from: step.at, until: None }),
            _ if step.kind.is_home() => {}
            _ => {
                if let Some(open) = stays.last_mut().filter(|stay| stay.until.is_none()) {
                    open.until = Some(step.at);
                }
            }
        }
    }
    stays
}

fn members<'a>(
    branches: impl Iterator<Item = &'a Branch>,
    period: Period,
    handing: &Handing,
) -> Register {
    let mut register = Register {
        title: "流动党员花名册",
        columns: vec![
            "姓名",
            "性别",
            "出生年月",
            "文化程度",
            "外出时间",
            "外出地点",
            "联系电话",
            "正式组织关系所在支部",
            "支部联系电话",
        ],
        rows: Vec::new(),
        named: Vec::new(),
    };
    for branch in branches {
        let here = branch
            .members
            .iter()
            .filter(|(_, member)| handing.reaches(branch, member))
            .filter(|(_, member)| stays(member).into_iter().any(|stay| stay.touches(period)));
        // By when they came, as a register on paper is.
        let mut here: Vec<_> = here.collect();
        here.sort_by_key(|(person, member)| {
            (stays(member).first().map(|stay| stay.from), **person)
        });
        for (person, member) in here {
            if let Some(report) = member.report.known() {
                register.rows.push(row(report));
                register.named.push((branch.charter.id.clone(), *person));
            }
        }
    }
    register
}

fn row(report: &Report) -> Vec<String> {
    let gender = match report.gender {
        Some(Gender::Female) => "女",
        Some(Gender::Male) => "男",
        None => "",
    };
    let schooling = match report.schooling {
        Some(Schooling::Primary) => "小学及以下",
        Some(Schooling::Middle) => "初中",
        Some(Schooling::High) => "高中、中专",
        Some(Schooling::College) => "大专",
        Some(Schooling::Bachelor) => "本科",
        Some(Schooling::Graduate) => "研究生",
        None => "",
    };
    // Written out, or a spreadsheet takes it for a number or another date.
    let born = report.born.map(|born| format!("{}年{:02}月", born.year, born.month));
    vec![
        report.name.clone(),
        gender.to_owned(),
        born.unwrap_or_default(),
        schooling.to_owned(),
        report.left_on.to_string(),
        format!("{}{}", report.city, report.area),
        report.phone.clone(),
        report.home_branch.clone(),
        report.home_branch_phone.clone().unwrap_or_default(),
    ]
}

fn organisations(district: &District, period: Period) -> Register {
    let rows = district.branches().map(|branch| {
        let charter = &branch.charter;
        let station = charter.stations.first();
        let address = station.map_or_else(
            || charter.host_city.zh.clone(),
            |station| format!("{}{}{}", charter.host_city.zh, station.area, station.address),
        );
        let superior = charter.superior.as_ref().unwrap_or(&district.charter.notice.controller);
        vec![
            charter.name.zh.clone(),
            managed(branch, period).to_string(),
            charter.contact.name.clone(),
            charter.contact.phone.clone(),
            address,
            superior.zh.clone(),
        ]
    });
    Register {
        title: "流动党员党组织登记表",
        columns: vec!["党组织名称", "管理党员数", "负责人", "负责人电话", "地址", "隶属的基层党委"],
        rows: rows.collect(),
        named: Vec::new(),
    }
}

// How many it manages at the end of the period.
fn managed(branch: &Branch, period: Period) -> u64 {
    count(branch, |stay| stay.lasts_over(period.end()))
}

fn count(branch: &Branch, wanted: impl Fn(Stay) -> bool) -> u64 {
    let stays = branch.members.values().flat_map(|member| stays(member));
    stays.filter(|stay| wanted(*stay)).count() as u64
}

fn statistics(district: &District, period: Period) -> Register {
    let sum = |outside: Option<bool>, of: &dyn Fn(&Branch) -> u64| -> String {
        let branches = district.branches().filter(|branch| {
            outside.is_none_or(|outside| branch.charter.outside_province == outside)
        });
        branches.map(of).sum::<u64>().to_string()
    };
    let line = |name: &str, of: &dyn Fn(&Branch) -> u64| {
        vec![name.to_owned(), sum(None, of), sum(Some(true), of), sum(Some(false), of)]
    };
    let came = |branch: &Branch| count(branch, |stay| period.holds(stay.from));
    let went =
        |branch: &Branch| count(branch, |stay| stay.until.is_some_and(|at| period.holds(at)));
    let unknown = |name: &str| {
        let mut row = vec![name.to_owned()];
        row.resize(4, String::new());
        row
    };
    Register {
        title: "流动党员情况统计表",
        columns: vec!["项目", "合计", "省外", "省内"],
        rows: vec![
            line("流出党员（期末）", &|branch| managed(branch, period)),
            line("其中：本期新接收", &came),
            line("其中：本期结束流动", &went),
            // Nobody who came to the district reports in here: to be filled in.
            unknown("流入党员（期末，由本级填写）"),
            line("在外成立的流动党员党组织数", &|_| 1),
            line("流动党员党组织管理的党员数（期末）", &|branch| {
                managed(branch, period)
            }),
        ],
        named: Vec::new(),
    }
}
