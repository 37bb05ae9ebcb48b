//! The sentences of refusals in 简体中文.

use crate::refusal::Refusal;

/// (what is the matter, what to do next)
pub(super) fn refusal(refusal: &Refusal) -> (&'static str, &'static str) {
    use Refusal as R;
    match refusal {
        R::InvalidFields { .. } => ("有几项还需要改一下。", "请按各项下面的提示修改，然后再提交。"),
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
        R::MembersOnly => ("这项活动由本支部已接收的党员报名。", "请先报到，支部接收后即可报名。"),
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
        R::AlreadyAcknowledged => ("这份报到已经知悉。", "不需要再做什么。"),
        R::AlreadyDisputed => ("这份报到已经提出信息有误。", "请等待支部书记答复。"),
        R::NoDispute => ("这份报到没有待答复的问题。", "请刷新，看看它的最新状态。"),
        R::ReceivedMembersOnly => {
            ("这一步由本支部已接收的党员办理。", "请先报到，支部接收后再来。")
        }
        R::UnknownRequest => ("没有找到这件求助。", "请刷新后在列表里查看。"),
        R::RequestOver => ("这件求助已经结束。", "如仍有需要，可以重新提交一件。"),
        R::RequestElsewhere => {
            ("这件求助现在不在这一步。", "请刷新看看现在由谁办理，需要时先退回支部。")
        }
        R::ConsentWithdrawn => {
            ("本人已经撤回同意，这件事已回到支部。", "请停止办理，不需要再做什么。")
        }
        R::UnknownDepartment => ("名单里没有这个部门。", "请在列表里选择另一个部门。"),
        R::ReportsArrivalItself => {
            ("这个部门自己在系统里报到，支部不能代记。", "请联系部门联络人，请其点“到场”。")
        }
        R::NotResolved => ("这件求助还没有办结。", "办结后再评价或重新打开。"),
        R::AlreadyRated => ("你已经评价过了。", "不需要再做什么，谢谢。"),
        R::ReopenedAlready => ("每件求助只能重新打开一次。", "如仍有需要，请重新提交一件。"),
        R::ReopenClosed => ("重新打开的期限已过。", "如仍有需要，请重新提交一件。"),
        R::OfferedAlready => ("你已经登记了这些帮忙事项。", "要改的话，请重新勾选后提交。"),
        R::NothingOffered => ("你没有登记过能帮忙的事项。", "不需要再做什么。"),
        R::NotAHelper => ("这位党员没有登记这类帮忙。", "请在名单里选择登记过这类帮忙的党员。"),
        R::HelperDeclinedAlready => {
            ("这位党员不参与这件求助，不再询问。", "请在名单里选择另一位。")
        }
        R::NotAsked => ("现在没有请你帮忙的这件求助。", "请刷新后再看。"),
        R::UnknownNeed => ("没有找到这项家乡需求。", "请刷新后在需求列表里查看。"),
        R::NeedClosed => ("这项需求已经关闭或过期。", "可以看看其他需求，或直接提交线索。"),
        R::UnknownLead => ("没有找到这条线索。", "请刷新后在线索列表里查看。"),
        R::LeadMembersOnly => {
            ("线索由本支部已接收的党员提交。", "请先报到；乡友请从收到的邀请链接进入。")
        }
        R::LeadClosed => ("这条线索已经终止。", "如有新的进展，请另外提交一条。"),
        R::LeadAtStage => ("线索已经在这个阶段。", "请刷新，看看它的最新进展。"),
        R::ReasonNeeded => ("这样会跳过或退回阶段，需要说明原因。", "请选择一个原因，再提交一次。"),
        R::UnknownRecipient => ("没有找到这个接收方。", "请在列表里选择乡镇、街道或部门。"),
        R::ConsentNeeded => ("本人还没有同意转给这个接收方。", "请先征求本人同意，同意后再转办。"),
        R::ConsentAsked => ("已经征求过本人意见，正在等答复。", "本人答复后，这里会看到结果。"),
        R::ConsentRefused => (
            "本人没有同意转给这个接收方，或已经撤回同意。",
            "请不要重复征求，可选择其他接收方，或由支部继续办理。",
        ),
        R::ConsentGiven => ("本人已经同意转给这个接收方。", "可以直接转办，不需要再次征求。"),
        R::NoConsentQuestion => ("现在没有等你答复的这项征求。", "请刷新后再看。"),
        R::NoConsent => ("你没有同意过转给这个接收方，或已经撤回。", "不需要再做什么。"),
        R::LeadHeldThere => ("线索已经在这个接收方手里。", "请刷新，看看它的最新进展。"),
        R::LeadHeldHere => ("线索就在支部手里。", "不需要退回。"),
        R::CommandIdReused => ("这次提交的编号已经用过，内容却不同。", "请刷新页面后重新提交。"),
        R::NothingStored => ("这里没有保存你的资料。", "不需要再做什么。"),
    }
}
