//! The sentences about the order of a queue.

sentences! {
    /// The sentences about the order of a queue.
    QueueMessages {
        ahead "前 {} 位于 {} 至 {} 报名" "The {} before you signed up from {} to {}"
        ahead_one "前 1 位于 {} 报名" "The one before you signed up at {}"
        moved "组织者把你从第 {} 位调整到第 {} 位：{}" "The organisers moved you from no. {} to no. {}: {}"
        was_moved "从第 {} 位调整到第 {} 位：{}" "From no. {} to no. {}: {}"
        order "候补顺序的调整" "Changes of the order of the queue"
        act "调整顺序" "Move"
        title "把{}调整到第几位？" "Which position is {} to have?"
        help "现在是候补第 {} 位。名次有变的人都会看到原因和说明，请不要写个人隐私。" "They are no. {} in the queue now. Everybody whose position changes sees the reason and the note: write nothing private."
        position "新的位置" "New position"
        nth "第 {} 位" "No. {}"
        choose_position "请选择新的位置。" "Choose a position."
        confirm "确认调整" "Move them"
        moving "正在调整…" "Moving…"
        note_help "名次有变的人能看到" "Those whose position changes see it"
    }
}
