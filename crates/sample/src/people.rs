//! Who the sample people are, and how they reported in.

use guiyan_core::{
    branch::member::{
        Category, Consent, Gender, Industry, LeaveReason, MemberCommand, ReportForm, Schooling,
        SendBackReason,
    },
    caller::Caller,
    charter::{BranchCharter, DistrictCharter},
    ids::PersonId,
    time::{DAY, HOUR, Timestamp},
};

use crate::{Identities, Script, persona::city_of};

const SURNAMES: [&str; 40] = [
    "徐", "周", "郑", "叶", "余", "汪", "吴", "张", "王", "李", "刘", "陈", "杨", "黄", "胡", "程",
    "毛", "祝", "夏", "方", "江", "潘", "俞", "林", "何", "邵", "童", "占", "苏", "洪", "傅", "舒",
    "姜", "谢", "罗", "龚", "吕", "万", "熊", "缪",
];
const GIVEN: [&str; 47] = [
    "小燕", "建平", "志强", "丽华", "文斌", "秀英", "海涛", "春梅", "国庆", "雪琴", "俊杰", "玉兰",
    "晓东", "美玲", "卫民", "婷婷", "永康", "桂芳", "立新", "雅静", "少华", "月红", "家明", "素珍",
    "振宇", "慧敏", "长根", "莉萍", "思远", "冬生", "巧云", "德胜", "佳怡", "明亮", "爱珍", "子涵",
    "水根", "红霞", "浩然", "金莲", "启航", "淑芬", "宏伟", "海燕", "向阳", "艳芳", "耀辉",
];
const HOME_BRANCHES: [&str; 6] =
    ["老坞村", "中心社区", "水南社区", "东门社区", "下源村", "新建社区"];
const INDUSTRIES: [Industry; 8] = [
    Industry::ECommerce,
    Industry::Trade,
    Industry::Technology,
    Industry::Construction,
    Industry::Hospitality,
    Industry::Transport,
    Industry::Manufacturing,
    Industry::Education,
];
const REASONS: [LeaveReason; 4] =
    [LeaveReason::Work, LeaveReason::Business, LeaveReason::Work, LeaveReason::Family];
const SCHOOLING: [Schooling; 4] =
    [Schooling::High, Schooling::College, Schooling::Bachelor, Schooling::Middle];
const SKILLS: [&str; 6] = ["", "电商运营", "", "电工证", "会计", ""];
/// The last digits differ per person, over all branches.
const PHONES_PER_BRANCH: usize = 3000;

/// The sample people of one branch.
pub(super) struct Cast<'a> {
    number: usize,
    branch: &'a BranchCharter,
    district: &'a DistrictCharter,
    members: usize,
}

impl<'a> Cast<'a> {
    /// `members` people for the branch of that number.
    pub(super) fn new(
        number: usize,
        branch: &'a BranchCharter,
        district: &'a DistrictCharter,
        members: u32,
    ) -> Self {
        Self { number, branch, district, members: members as usize }
    }

    /// How many wait to be received; one more was sent back.
    fn waiting(&self) -> usize {
        (self.members / 8).max(2)
    }

    fn subject(&self, index: usize) -> String {
        let city = city_of(&self.branch.id);
        if index == 0 { format!("{city}-member") } else { format!("sample-{city}-{index}") }
    }

    fn areas(&self) -> &'static [&'static str] {
        match city_of(&self.branch.id) {
            "beijing" => &["朝阳区", "海淀区", "丰台区", "大兴区", "通州区", "昌平区"],
            "yiwu" => &["福田街道", "北苑街道", "稠城街道", "江东街道", "后宅街道"],
            _ => &["城东", "城西", "城南", "城北"],
        }
    }

    fn form(&self, index: usize, at: Timestamp) -> ReportForm {
        let (i, n) = (index, self.number);
        let township = pick(&self.district.townships, i);
        let town = township.map(|township| township.name.zh.as_str()).unwrap_or_default();
        let home = word(&HOME_BRANCHES, i / 2 + n);
        // Both lists are walked in steps that meet again after 1880 people; the
        // second branch starts half way.
        let turn = i + n * 940;
        let (surname, given) = (word(&SURNAMES, turn * 7), word(&GIVEN, turn * 11));
        let gender = if i % 2 == 0 { Gender::Female } else { Gender::Male };
        let born = format!("{}-{:02}", 1968 + i * 7 % 34, 1 + i % 12);
        let left = at.day().plus(-(120 + (i as i64 * 97) % 2600));
        ReportForm {
            name: format!("{surname}{given}·示例"),
            phone: format!("1380000{:04}", (n * PHONES_PER_BRANCH + i) % 9900),
            // A few are probationary, as in any branch.
            category: Some(if i % 9 == 8 { Category::Probationary } else { Category::Full }),
            home_branch: format!("{town}{home}党支部"),
            township: township.map(|township| township.id.to_string()).unwrap_or_default(),
            left_on: left.to_string(),
            city: self.branch.host_city.zh.clone(),
            area: word(self.areas(), i).to_owned(),
            reason: pick(&REASONS, i).copied(),
            industry: pick(&INDUSTRIES, i + n * 3).copied(),
            skills: word(&SKILLS, i).to_owned(),
            // What is optional is given by some.
            gender: (i % 4 > 0).then_some(gender),
            born: if i % 3 > 0 { born } else { String::new() },
            schooling: pick(&SCHOOLING, i).copied().filter(|_| i % 5 > 0),
            home_branch_phone: if i % 3 == 1 { format!("0793{i:07}") } else { String::new() },
            ..ReportForm::default()
        }
    }
}

/// A report-in waits that long to be received.
pub(super) const RECEIVED_AFTER: i64 = 20 * HOUR;

/// When the sample person of that number reported in, of so many who are
/// received: spread from eleven months ago to three, when activities begin.
pub(super) fn reported_at(now: Timestamp, index: usize, settled: usize) -> Timestamp {
    now.plus(-330 * DAY).plus(240 * DAY * index as i64 / settled.max(1) as i64)
}

/// Everybody reports in; most are received, some wait, one is sent back. Gives
/// those received, the persona `…-member` first.
pub(super) fn enact(
    script: &mut Script,
    cast: &Cast<'_>,
    identities: &Identities<'_>,
    secretary: &Caller,
    now: Timestamp,
) -> Vec<PersonId> {
    let settled = cast.members - cast.waiting() - 1;
    let mut received = Vec::with_capacity(settled);
    for index in 0..cast.members {
        let person = identities(&cast.subject(index));
        let late = (index >= settled).then(|| (index - settled) as i64);
        let at = match late {
            None => reported_at(now, index, settled),
            // The one sent back came a little earlier than those who wait.
            Some(0) => now.plus(-52 * HOUR),
            Some(late) => now.plus(-40 * HOUR + 36 * HOUR * late / cast.waiting() as i64),
        };
        let consent = Consent { agreed: true, notice: cast.district.notice.version.clone() };
        let report = cast.form(index, at);
        script.add_to(
            &cast.branch.id,
            at,
            &Caller::person(person),
            MemberCommand::ReportIn { report, consent },
        );
        match late {
            None => {
                script.add_to(
                    &cast.branch.id,
                    at.plus(RECEIVED_AFTER),
                    secretary,
                    MemberCommand::ReceiveMember { person },
                );
                received.push(person);
            }
            Some(0) => {
                let reason = SendBackReason::HomeBranchUnclear;
                let note = "请写明组织关系所在党支部的全称，例如“秦峰镇老坞村党支部”。".to_owned();
                let command = MemberCommand::SendBackReportIn { person, reason, note };
                script.add_to(&cast.branch.id, at.plus(5 * HOUR), secretary, command);
            }
            Some(_) => {}
        }
    }
    received
}

fn pick<T>(list: &[T], index: usize) -> Option<&T> {
    list.get(index.checked_rem(list.len())?)
}

fn word(list: &[&'static str], index: usize) -> &'static str {
    pick(list, index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use guiyan_core::testing::{at, sample_district};

    use super::*;

    #[test]
    fn sample_people_are_marked_and_distinct() {
        let charter = sample_district().charter;
        let now = at("2026-11-20T09:00");
        let mut names = BTreeSet::new();
        let mut phones = BTreeSet::new();
        for (number, branch) in charter.branches.values().enumerate() {
            let cast = Cast::new(number, branch, &charter, 600);
            for index in 0..600 {
                let form = cast.form(index, now);
                let report = form.check(&charter, now.day()).unwrap();
                assert!(report.name.ends_with("·示例"));
                names.insert(report.name);
                phones.insert(report.phone);
            }
        }
        assert_eq!(phones.len(), 1200);
        assert!(names.len() > 1000, "{} names", names.len());
    }
}
