//! The sentences of refusals about help and about the home township's part.

use super::Refusal;
use crate::caller::Lang;

/// (what is the matter, what to do next)
pub(super) fn refusal(refusal: &Refusal, lang: Lang) -> (&'static str, &'static str) {
    use Refusal as R;
    let (zh, en) = match refusal {
        R::AlreadyAcknowledged => (
            ("这份报到已经知悉。", "不需要再做什么。"),
            ("This report-in is acknowledged already.", "Nothing more to do."),
        ),
        R::AlreadyDisputed => (
            ("这份报到已经提出信息有误。", "请等待支部书记答复。"),
            (
                "This report-in is disputed already.",
                "Please wait for the branch secretary's answer.",
            ),
        ),
        R::NoDispute => (
            ("这份报到没有待答复的问题。", "请刷新，看看它的最新状态。"),
            ("Nothing about this report-in waits for an answer.", "Reload to see its state."),
        ),
        R::ReceivedMembersOnly => (
            ("这一步由本支部已接收的党员办理。", "请先报到，支部接收后再来。"),
            (
                "This step is for members whom this branch has received.",
                "Report in first, and come back once received.",
            ),
        ),
        R::UnknownRequest => (
            ("没有找到这件求助。", "请刷新后在列表里查看。"),
            ("There is no such request.", "Reload and look for it in the list."),
        ),
        R::RequestOver => (
            ("这件求助已经结束。", "如仍有需要，可以重新提交一件。"),
            ("This request is over.", "Submit a new one if there is still a need."),
        ),
        R::RequestElsewhere => (
            ("这件求助现在不在这一步。", "请刷新看看现在由谁办理，需要时先退回支部。"),
            (
                "This request stands at another step.",
                "Reload to see who has it; return it to the branch first if need be.",
            ),
        ),
        R::ConsentNeeded => (
            ("本人还没有同意转给对方。", "请先征求本人同意，同意后再办。"),
            (
                "The member has not agreed to pass this on to them.",
                "Ask the member for consent first, then try again.",
            ),
        ),
        R::ConsentRefused => (
            ("本人不同意转给对方，不再询问。", "请换一个部门或办法，本人也可以自己改为同意。"),
            (
                "The member does not want this passed on to them and is not asked again.",
                "Choose another way; the member can still agree by themselves.",
            ),
        ),
        R::ConsentWithdrawn => (
            ("本人已经撤回同意，这件求助已退回支部。", "请停止办理，不需要再做什么。"),
            (
                "The member has withdrawn the consent, and the request is back at the branch.",
                "Please stop here; nothing more to do.",
            ),
        ),
        R::ConsentGivenAlready => (
            ("本人已经同意转给对方。", "可以直接进行下一步。"),
            ("The member has agreed to this recipient already.", "Go on with the next step."),
        ),
        R::ConsentAskedAlready => (
            ("已经征求过，正在等本人回答。", "请等待本人回答，不要重复询问。"),
            (
                "The member has been asked already.",
                "Please wait for the answer rather than asking again.",
            ),
        ),
        R::ConsentNotAsked => (
            ("没有等你回答的这个问题。", "请刷新后再看。"),
            ("No such question waits for your answer.", "Reload to see what is asked."),
        ),
        R::ConsentNotGiven => (
            ("没有可以撤回的同意。", "请刷新，看看已经同意转给谁。"),
            ("There is no such consent to withdraw.", "Reload to see to whom you have agreed."),
        ),
        R::UnknownDepartment => (
            ("名单里没有这个部门。", "请在列表里选择另一个部门。"),
            ("This department is not on the list.", "Choose another department from the list."),
        ),
        R::ReportsArrivalItself => (
            ("这个部门自己在系统里报到，支部不能代记。", "请联系部门联络人，请其点“到场”。"),
            (
                "This department reports its arrival itself; the branch cannot record it.",
                "Call the department's contact and ask them to report in.",
            ),
        ),
        R::NotResolved => (
            ("这件求助还没有办结。", "办结后再评价或重新打开。"),
            ("This request is not resolved yet.", "Rate or reopen it once it is resolved."),
        ),
        R::AlreadyRated => (
            ("你已经评价过了。", "不需要再做什么，谢谢。"),
            ("You have rated this request already.", "Nothing more to do, thank you."),
        ),
        R::ReopenedAlready => (
            ("每件求助只能重新打开一次。", "如仍有需要，请重新提交一件。"),
            ("A request can be reopened once.", "Submit a new one if there is still a need."),
        ),
        R::ReopenClosed => (
            ("重新打开的期限已过。", "如仍有需要，请重新提交一件。"),
            (
                "The time to reopen this request is over.",
                "Submit a new one if there is still a need.",
            ),
        ),
        R::OfferedAlready => (
            ("你已经登记了这些帮忙事项。", "要改的话，请重新勾选后提交。"),
            (
                "You have offered exactly this already.",
                "Tick other kinds if you want to change it.",
            ),
        ),
        R::NothingOffered => (
            ("你没有登记过能帮忙的事项。", "不需要再做什么。"),
            ("You have not offered any help here.", "Nothing more to do."),
        ),
        R::NotAHelper => (
            ("这位党员没有登记这类帮忙。", "请在名单里选择登记过这类帮忙的党员。"),
            (
                "This member has not offered this kind of help.",
                "Choose one from the list of those who have.",
            ),
        ),
        R::HelperDeclinedAlready => (
            ("这位党员不参与这件求助，不再询问。", "请在名单里选择另一位。"),
            (
                "This member takes no part in this request and is not asked again.",
                "Choose another one from the list.",
            ),
        ),
        R::NotAsked => (
            ("现在没有请你帮忙的这件求助。", "请刷新后再看。"),
            (
                "You are not asked to help with this request now.",
                "Reload to see what waits for you.",
            ),
        ),
        // The others have theirs in `sentences`; the tests find what has none.
        _ => (("", ""), ("", "")),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
