//! The member's sentences about whom an activity is for, and who sees whose name.

sentences! {
    /// The member's sentences about whom an activity is for, and who sees whose
    /// name.
    CircleMessages {
        held_by "主办" "Held by"
        for_whom "参加对象" "For whom"
        for_all "各支部党员" "Members of all branches"
        for_group "一个党小组" "One party group"
        group_of "{}的党员" "Members of {}"
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
        my_group "党小组：{}" "Party group: {}"
    }
}
