//! The sentences of refusals and field issues, in both languages: what is the
//! matter, then what to do next; nobody is blamed.

mod en;
mod zh;

use super::{Field, Refusal};
use crate::{caller::Lang, text::Issue};

/// (what is the matter, what to do next)
pub(super) fn refusal(refusal: &Refusal, lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Zh => zh::refusal(refusal),
        Lang::En => en::refusal(refusal),
    }
}

/// (name on the wire, label, label)
pub(super) fn field(field: Field) -> (&'static str, &'static str, &'static str) {
    match field {
        Field::Name => ("name", "姓名", "Name"),
        Field::Phone => ("phone", "联系电话", "Phone"),
        Field::Category => ("category", "党员类别", "Membership"),
        Field::HomeBranch => ("homeBranch", "组织关系所在党支部", "Home branch"),
        Field::Township => ("township", "所属乡镇、街道", "Home township"),
        Field::HomeBranchPhone => ("homeBranchPhone", "支部联系电话", "Home branch's phone"),
        Field::LeftOn => ("leftOn", "外出时间", "Left home on"),
        Field::City => ("city", "所在城市", "City"),
        Field::Area => ("area", "所在城区", "District of the city"),
        Field::Reason => ("reason", "外出原因", "Reason"),
        Field::Industry => ("industry", "行业", "Trade"),
        Field::Skills => ("skills", "特长", "Skills"),
        Field::Born => ("born", "出生年月", "Born"),
        Field::CertificateNumber => ("certificateNumber", "活动证编号", "Certificate number"),
        Field::Consent => ("consent", "同意", "Consent"),
        Field::Note => ("note", "说明", "Note"),
        Field::Title => ("title", "活动名称", "Title"),
        Field::Kind => ("kind", "活动类别", "Kind"),
        Field::Start => ("start", "开始时间", "Start"),
        Field::End => ("end", "结束时间", "End"),
        Field::Place => ("place", "地点", "Place"),
        Field::Online => ("online", "线上链接", "Link"),
        Field::Capacity => ("capacity", "名额", "Places"),
        Field::SignUpUntil => ("signUpUntil", "报名截止", "Sign-up until"),
        Field::Hours => ("hours", "学时", "Hours"),
        Field::Guests => ("guests", "乡友可参加", "Open to townspeople"),
        Field::Agenda => ("agenda", "议程", "Agenda"),
        Field::ContactName => ("contactName", "联系人", "Contact"),
        Field::ContactPhone => ("contactPhone", "联系人电话", "Contact's phone"),
        Field::SpotCategory => ("spotCategory", "事项类别", "Kind of spot"),
        Field::HelpKind => ("helpKind", "求助类别", "Kind of help"),
        Field::Kinds => ("kinds", "帮忙事项", "Kinds of help"),
        Field::Rating => ("rating", "评价", "Rating"),
        Field::LeadKind => ("leadKind", "类别", "Kind"),
        Field::Subject => ("subject", "名称", "Subject"),
        Field::Text => ("text", "内容", "Text"),
        Field::AmountFrom => ("amountFrom", "金额下限（元）", "Amount from (yuan)"),
        Field::AmountTo => ("amountTo", "金额上限（元）", "Amount to (yuan)"),
        Field::Until => ("until", "截止日期", "Last day"),
        Field::Amount => ("amount", "金额（元）", "Amount (yuan)"),
        Field::Jobs => ("jobs", "带动就业人数", "Jobs"),
        Field::Talent => ("talent", "人才落地方式", "How the talent came home"),
        Field::Audience => ("audience", "参加对象", "For whom"),
        Field::Landing => ("landing", "落地情况", "What has landed"),
        Field::Repeat => ("repeat", "重复", "Repeats"),
        Field::RepeatUntil => ("repeatUntil", "重复到哪一天", "Repeats until"),
        Field::RepeatCount => ("repeatCount", "共几次", "How many times"),
    }
}

pub(super) fn issue(field: Field, issue: Issue, lang: Lang) -> String {
    let label = field.label(lang);
    match lang {
        Lang::Zh => match issue {
            Issue::Required => match field {
                Field::Category
                | Field::Township
                | Field::Reason
                | Field::Industry
                | Field::SpotCategory
                | Field::HelpKind
                | Field::Kinds
                | Field::Kind
                | Field::LeadKind
                | Field::Talent
                | Field::Repeat => {
                    format!("请选择{label}。")
                }
                _ => format!("请填写{label}。"),
            },
            Issue::TooShort { min } => format!("{label}至少 {min} 个字。"),
            Issue::TooLong { max } => format!("{label}最多 {max} 个字，请缩短一些。"),
            Issue::ControlCharacters => format!("{label}里有看不见的字符，请删掉后重新输入。"),
            Issue::NotAName => format!("{label}只写文字，不要数字和符号。"),
            Issue::NotAPhone => "请填写 11 位手机号，或带区号的座机号。".into(),
            Issue::NotADate => format!("{label}不是有效的日期，请重新选择。"),
            Issue::NotATime => format!("{label}不是有效的时间，请重新选择。"),
            Issue::NotALink => "请填写以 https:// 开头的网址。".into(),
            Issue::InFuture => format!("{label}不能晚于今天。"),
            Issue::InPast => format!("{label}已经过去，请选择以后的时间。"),
            Issue::Before1921 => format!("{label}不能早于 1921 年。"),
            Issue::TooFarAhead => format!("{label}最多在两年以内。"),
            Issue::EndsBeforeStart => "结束时间要晚于开始时间。".into(),
            Issue::AfterStart => format!("{label}不能晚于活动开始。"),
            Issue::LastsTooLong => "一项活动最长 31 天，请分开发布。".into(),
            Issue::OutOfRange { min, max } => format!("{label}请填 {min} 到 {max}。"),
            Issue::PlacesTaken { taken } => {
                format!("已有 {taken} 个名额确认或为人保留，{label}不能少于 {taken}。")
            }
            Issue::RepeatsTooLong => "一个系列最长 24 个月，请选更早的日期。".into(),
            Issue::RepeatsOnce => "到这一天只有一次，请选更晚的日期，或选不重复。".into(),
            Issue::NotInRule => "第一次的日期不合这个规则，请另选规则或日期。".into(),
            Issue::NotAChoice => format!("请在列表里选择{label}。"),
            Issue::OfBranchesOnly => format!("{label}只用于支部的活动，请去掉。"),
            Issue::NotAgreed => "请先阅读告知书并勾选同意。".into(),
            Issue::NoticeChanged => "告知书有更新，请重新阅读并同意。".into(),
        },
        Lang::En => match issue {
            Issue::Required => match field {
                Field::Category
                | Field::Township
                | Field::Reason
                | Field::Industry
                | Field::SpotCategory
                | Field::HelpKind
                | Field::Kinds
                | Field::Kind
                | Field::LeadKind
                | Field::Talent
                | Field::Repeat => {
                    format!("{label}: please choose one.")
                }
                _ => format!("{label}: please fill this in."),
            },
            Issue::TooShort { min } => format!("{label}: at least {min} characters."),
            Issue::TooLong { max } => {
                format!("{label}: at most {max} characters, please shorten it.")
            }
            Issue::ControlCharacters => {
                format!("{label}: contains invisible characters; delete them and type it again.")
            }
            Issue::NotAName => format!("{label}: letters only, no digits or symbols."),
            Issue::NotAPhone => {
                "Enter an 11-digit mobile number, or a landline with its area code.".into()
            }
            Issue::NotADate => format!("{label}: not a valid date, please choose again."),
            Issue::NotATime => format!("{label}: not a valid time, please choose again."),
            Issue::NotALink => "Enter a web address that begins with https://.".into(),
            Issue::InFuture => format!("{label}: cannot be later than today."),
            Issue::InPast => format!("{label}: has passed, please choose a later time."),
            Issue::Before1921 => format!("{label}: cannot be before 1921."),
            Issue::TooFarAhead => format!("{label}: at most two years ahead."),
            Issue::EndsBeforeStart => "The end must be later than the start.".into(),
            Issue::AfterStart => format!("{label}: cannot be after the activity's start."),
            Issue::LastsTooLong => "An activity lasts at most 31 days; publish several.".into(),
            Issue::OutOfRange { min, max } => format!("{label}: from {min} to {max}."),
            Issue::PlacesTaken { taken } => {
                format!(
                    "{label}: {taken} are taken or kept for someone, so not fewer than {taken}."
                )
            }
            Issue::RepeatsTooLong => {
                "A series spans at most 24 months; choose an earlier date.".into()
            }
            Issue::RepeatsOnce => {
                "Until that day there is only one; choose a later date, or no repeat.".into()
            }
            Issue::NotInRule => {
                "The first date is not one of this rule; choose another rule or date.".into()
            }
            Issue::NotAChoice => format!("{label}: please choose from the list."),
            Issue::OfBranchesOnly => {
                format!("{label}: only for activities of a branch; please take it off.")
            }
            Issue::NotAgreed => "Please read the notice and agree to it first.".into(),
            Issue::NoticeChanged => {
                "The notice has changed; please read it again and agree.".into()
            }
        },
    }
}
