//! The sentences about whom an activity is for, and who sees whose name.

sentences! {
    /// The sentences about whom an activity is for, and who sees whose name.
    CircleMessages {
        held_by "主办" "Held by"
        for_whom "参加对象" "For whom"
        for_own "本支部党员" "Members of this branch"
        for_all "各支部党员" "Members of all branches"
        for_group "一个党小组" "One party group"
        group_of "{}的党员" "Members of {}"

        // --- 姓名和电话
        name_title "姓名和电话" "Name and phone"
        recipient "{}和各支部的签到人员" "{} and those who check people in"
        share "让{}看到我的姓名和电话" "Let {} see my name and phone number"
        share_help "不勾选一样报名，对方只看到“{}”和名额号。报名后随时可以改。" "Signing up is the same without it: they see “{}” and the number of the place. You can change it at any time."
        shared "{}能看到你的姓名和电话。" "Your name and phone number can be seen by {}."
        not_shared "{}看不到你的姓名和电话，只看到“{}”和名额号。" "Not seen by {}: they have “{}” and the number of the place."
        do_share "让对方看到" "Let them see it"
        sharing "正在保存…" "Saving…"
        withdraw "撤回，不再让对方看到" "Take it back"
        withdrawing "正在撤回…" "Taking back…"
        member_of "{}党员" "member, {}"

        // --- 党小组
        group "党小组" "Party group"
        no_group "未编入党小组" "In no party group"
        my_group "党小组：{}" "Party group: {}"
        grouped "党小组已保存。" "The party group is saved."

        // --- 区里的活动
        own "区里的活动" "The district's own activities"
        own_help "面向各支部党员，显示在每个支部的活动里。" "For the members of all branches; they stand in the list of each."
        own_figures "区里的活动：发布 {} 场，报名 {} 人次，签到 {} 人次（不计入各支部）" "The district's own: {} published, {} places taken, {} check-ins (in no branch's figures)"
        own_none "还没有区里的活动。" "The district holds no activity yet."
        publish_help "发布后，各支部党员即可报名。" "Once published, members of all branches can sign up."
        group_help "发布后，这个党小组的党员即可报名。" "Once published, the members of that group can sign up."
        audience_help "发布后可以改；已经报名的人保留名额" "It can be changed later; those signed up keep their places"
    }
}
