//! The sentences of refusals and field issues, in both languages: what is the
//! matter, then what to do next; nobody is blamed.

use super::{Field, Refusal, help};
use crate::{caller::Lang, text::Issue};

/// (what is the matter, what to do next)
pub(super) fn refusal(refusal: &Refusal, lang: Lang) -> (&'static str, &'static str) {
    use Refusal as R;
    match lang {
        Lang::Zh => match refusal {
            R::InvalidFields { .. } => {
                ("有几项还需要改一下。", "请按各项下面的提示修改，然后再提交。")
            }
            R::SignInNeeded => ("这一步需要先登录。", "请登录后再试，填好的内容会保留。"),
            R::NotAllowed => ("你的身份不能做这一步。", "如有需要，请联系支部书记。"),
            R::UnknownBranch => ("没有找到这个支部。", "请检查网址，或回到门户首页选择支部。"),
            R::UnknownActivity => ("没有找到这项活动。", "请刷新后在活动列表里查看。"),
            R::UnknownPerson => ("本支部没有这个人的报到。", "请刷新名册后再试。"),
            R::AlreadyReportedIn => (
                "你已经在支部报到，同一时间只能有一个报到。",
                "如果换了城市，请在“我的”里转到另一个支部。",
            ),
            R::NoReportIn => ("你在本支部没有进行中的报到。", "需要时可以重新报到。"),
            R::NotWaiting => ("这份报到现在不在待接收状态。", "请刷新名册，看看它的最新状态。"),
            R::AlreadyReceived => ("支部已经接收了你的报到。", "信息有变化时，请联系支部书记。"),
            R::SameBranch => ("你已经在这个支部。", "请选择另一个支部。"),
            R::MembersOnly => {
                ("这项活动由本支部已接收的党员报名。", "请先报到，支部接收后即可报名。")
            }
            R::ActivityCancelled => ("这项活动已经取消。", "可以看看其他活动。"),
            R::ActivityBegun => ("活动已经开始。", "如有情况，请联系活动联系人。"),
            R::ActivityOver => ("活动已经结束。", "可以看看接下来的活动。"),
            R::SignUpClosed => ("报名已经截止。", "仍想参加，请联系活动联系人。"),
            R::AlreadySignedUp => ("你已经报过名了。", "在“我的”里可以看到报名情况。"),
            R::NotSignedUp => ("你没有报名这项活动。", "请刷新后再看。"),
            R::NoOffer => ("现在没有等你确认的名额。", "请刷新，看看排到第几位。"),
            R::CheckInClosed => ("现在不在签到时间内。", "请在活动前后的签到时间里再试。"),
            R::AlreadyCheckedIn => ("已经签到。", "如果签错了，请签到员撤销。"),
            R::NotCheckedIn => ("这位党员还没有签到。", "请刷新名单后再看。"),
            R::NotOnTheList => ("这位党员没有确认的名额。", "请先为其报名，或联系支部书记。"),
            R::CommandIdReused => {
                ("这次提交的编号已经用过，内容却不同。", "请刷新页面后重新提交。")
            }
            R::NothingStored => ("这里没有保存你的资料。", "不需要再做什么。"),
            _ => help::refusal(refusal, lang),
        },
        Lang::En => match refusal {
            R::InvalidFields { .. } => (
                "Some fields need another look.",
                "Follow the note under each field, then submit again.",
            ),
            R::SignInNeeded => (
                "This step needs you to sign in.",
                "Sign in and try again; what you filled in is kept.",
            ),
            R::NotAllowed => (
                "Your role does not allow this step.",
                "Ask the branch secretary if you need it done.",
            ),
            R::UnknownBranch => (
                "There is no such branch.",
                "Check the address, or choose the branch on the portal's front page.",
            ),
            R::UnknownActivity => {
                ("There is no such activity.", "Reload and look for it in the list of activities.")
            }
            R::UnknownPerson => (
                "This branch has no report-in of that person.",
                "Reload the register and try again.",
            ),
            R::AlreadyReportedIn => (
                "You have reported in already; one report-in at a time.",
                "If you moved to another city, move to its branch under “Me”.",
            ),
            R::NoReportIn => (
                "You have no active report-in in this branch.",
                "You can report in again at any time.",
            ),
            R::NotWaiting => (
                "This report-in is not waiting to be received.",
                "Reload the register to see its state.",
            ),
            R::AlreadyReceived => (
                "The branch has received your report-in.",
                "Tell the branch secretary when something changes.",
            ),
            R::SameBranch => ("You are in this branch already.", "Choose the other branch."),
            R::MembersOnly => (
                "Sign-up is for members whom this branch has received.",
                "Report in first; once received you can sign up.",
            ),
            R::ActivityCancelled => ("This activity is cancelled.", "Have a look at the others."),
            R::ActivityBegun => ("The activity has begun.", "Call its contact if there is a need."),
            R::ActivityOver => ("The activity is over.", "Have a look at the coming ones."),
            R::SignUpClosed => {
                ("Sign-up is closed.", "Call the activity's contact if you still want to come.")
            }
            R::AlreadySignedUp => ("You are signed up already.", "See your place under “Me”."),
            R::NotSignedUp => {
                ("You are not signed up for this activity.", "Reload to see where it stands.")
            }
            R::NoOffer => {
                ("No place waits for your answer now.", "Reload to see your position in the queue.")
            }
            R::CheckInClosed => (
                "It is not the time to check in.",
                "Try again in the check-in time around the activity.",
            ),
            R::AlreadyCheckedIn => {
                ("Checked in already.", "A steward can take it back if it was a mistake.")
            }
            R::NotCheckedIn => ("This member is not checked in.", "Reload the list."),
            R::NotOnTheList => {
                ("This member has no confirmed place.", "Sign them up first, or ask the secretary.")
            }
            R::CommandIdReused => (
                "This submission's id was used before with another content.",
                "Reload the page and submit again.",
            ),
            R::NothingStored => ("Nothing is stored about you here.", "Nothing more to do."),
            _ => help::refusal(refusal, lang),
        },
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
        Field::Agenda => ("agenda", "议程", "Agenda"),
        Field::ContactName => ("contactName", "联系人", "Contact"),
        Field::ContactPhone => ("contactPhone", "联系人电话", "Contact's phone"),
        Field::Text => ("text", "具体情况", "What it is about"),
        Field::SpotCategory => ("spotCategory", "事项类别", "Kind of spot"),
        Field::Kinds => ("kinds", "帮忙事项", "Kinds of help"),
        Field::Rating => ("rating", "评价", "Rating"),
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
                | Field::Kinds
                | Field::Kind => {
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
            Issue::NotAChoice => format!("请在列表里选择{label}。"),
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
                | Field::Kinds
                | Field::Kind => {
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
            Issue::NotAChoice => format!("{label}: please choose from the list."),
            Issue::NotAgreed => "Please read the notice and agree to it first.".into(),
            Issue::NoticeChanged => {
                "The notice has changed; please read it again and agree.".into()
            }
        },
    }
}
