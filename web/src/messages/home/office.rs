//! The sentences of 待办.

sentences! {
    /// The sentences of 待办.
    OfficeMessages {
        waiting "等我处理" "Waits for me"
        none_waiting "现在没有等你处理的事。" "Nothing waits for you now."
        others "其他未了结的" "Open elsewhere"
        none_others "没有别的未了结的事。" "Nothing else is open."
        codes_only "这里只有类别、时间和在谁手里，不显示姓名和内容。" "Kinds, ages and holders only; no names, no texts."
        more "后面的" "Next"
        earlier "前面的" "Before"
        shown "第 {}–{} 件，共 {} 件" "{}–{} of {}"
        about "{} · {}" "{} · {}"
        has_it "{}办理" "With {}"
        since "{}起" "since {}"
        open "打开" "Open"

        // --- what a liaison and a department do
        acknowledge "知悉" "Acknowledge"
        acknowledging "正在送出…" "Sending…"
        dispute "信息有误" "Something is wrong"
        dispute_title "{}的信息有误" "Something is wrong about {}"
        dispute_help "支部书记会看到原因，并给你答复；本人也看得到。" "The secretary sees why and answers; the member sees it too."
        disputing "正在送出…" "Sending…"
        answer "答复" "Answer"
        answer_title "答复家乡的“信息有误”" "Answer the township"
        answer_help "家乡和本人都会看到。" "The township and the member see it."
        answering "正在送出…" "Sending…"
        how "怎么答复" "The answer"
        home_says "家乡说：{}" "The township: {}"
        branch_says "支部答复：{}" "The branch answers: {}"
        this_person "这位党员" "this member"

        done_acknowledged "已知悉。" "Acknowledged."
        done_disputed "已告诉支部，等待答复。" "The branch is told and will answer."
        done_answered "已答复。" "Answered."
        done_arrived "已记到场。" "Arrival recorded."
        done_resolved "已办结，本人会收到并评价。" "Done; the member is told and rates it."
        done_returned "已退回支部。" "Back with the branch."

        // --- the people of a township
        people "{}的流动党员" "Mobile members of {}"
        none_people "还没有人报到。" "Nobody has reported in yet."
        people_total "共 {} 人，等你知悉的排在前面。" "{} people; who waits for you comes first."
        home_waiting "待知悉" "To acknowledge"
        home_acknowledged "已知悉" "Acknowledged"
        home_disputed "信息有误，等支部答复" "Disputed; the branch is to answer"
        home_answered "支部已答复，待知悉" "Answered; to acknowledge"
        home_branch "家乡支部" "Home branch"
        left_on "外出时间" "Left on"
        lives "外出地点" "Lives in"
        in_branch "报到支部" "Reported in at"
    }
}
