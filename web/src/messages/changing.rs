//! The sentences of changing what is published.

sentences! {
    /// The sentences of changing what is published.
    ChangingMessages {
        change "修改" "Change"
        title "修改活动" "Change the activity"
        save "保存修改" "Save the change"
        saving "正在保存…" "Saving…"
        save_help "保存后立即生效，报了名的人会看到新的时间和地点。" "It holds as soon as it is saved; those signed up see the new time and place."
        taken_help "已有 {} 个名额确认或为人保留；加名额时，先递补候补的人" "{} are taken or kept for someone; more places go to the queue first"
        unchanged "没有要保存的改动。" "There is no change to save."

        // --- somebody else changed it
        meanwhile "有人刚改过这项活动" "Somebody has just changed this activity"
        meanwhile_help "你填的还在，没有保存。下面是现在的内容和你填的不同的地方。" "What you typed is kept and not saved. Below is where it differs from what stands there now."
        now_and_yours "{}：现在是 {}，你填的是 {}" "{}: now {}, you typed {}"
        now_only "{}：现在是 {}" "{}: now {}"
        go_on "知道了，接着改" "Go on from there"
        go_on_help "你没动过的各项换成现在的内容，你改过的保留。" "What you have not touched becomes what stands there now; what you changed stays."
        empty "空" "empty"

        // --- the sign-up
        close "提前截止报名" "Close sign-up early"
        close_title "现在就截止报名？" "Close the sign-up now?"
        close_help "截止后不能再报名，已报名的不受影响，已经发出的名额保留到原定时间。" "Nobody can sign up any more. Those signed up stay, and places already offered are kept as long as was said."
        close_queue "候补的 {} 人留在原来的位置，有人退出也不再递补；重新开放后接着排。" "The {} in the queue keep their positions; nobody moves up until the sign-up is open again."
        confirm_close "截止报名" "Close sign-up"
        closing "正在截止…" "Closing…"
        keep_open "先不截止" "Keep it open"
        reopen "重新开放报名" "Reopen sign-up"
        reopen_title "重新开放报名到活动开始？" "Reopen the sign-up until it begins?"
        reopen_help "要另定截止时间，请用“修改”。" "For another deadline, use Change."
        reopen_queue "有空名额的话，先按顺序递补候补的 {} 人。" "Free places go first to the {} in the queue, in their order."
        confirm_reopen "开放报名" "Open sign-up"
        reopening "正在开放…" "Opening…"
        keep_closed "先不开放" "Keep it closed"
        closed_now "报名已截止。" "The sign-up is closed."
        reopened_now "报名已重新开放。" "The sign-up is open again."
    }
}
