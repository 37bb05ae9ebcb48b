//! The officers' sentences about whom an activity is for, and about those that the
//! district holds. A table of their own, so that each part carries only its own.

sentences! {
    /// The officers' sentences about whom an activity is for, and about those
    /// that the district holds.
    RoomsMessages {
        for_whom "参加对象" "For whom"
        for_own "本支部党员" "Members of this branch"
        for_all "各支部党员" "Members of all branches"
        group_of "{}的党员" "Members of {}"
        member_of "{}党员" "member, {}"
        group "党小组" "Party group"
        no_group "未编入党小组" "In no party group"
        grouped "党小组已保存。" "The party group is saved."
        own "区里的活动" "The district's own activities"
        own_help "面向各支部党员，显示在每个支部的活动里。" "For the members of all branches; they stand in the list of each."
        own_figures "区里的活动：发布 {} 场，报名 {} 人次，签到 {} 人次（不计入各支部）" "The district's own: {} published, {} places taken, {} check-ins (in no branch's figures)"
        own_none "还没有区里的活动。" "The district holds no activity yet."
        publish_help "发布后，各支部党员即可报名。" "Once published, members of all branches can sign up."
        group_help "发布后，这个党小组的党员即可报名。" "Once published, the members of that group can sign up."
        audience_help "发布后可以改；已经报名的人保留名额" "It can be changed later; those signed up keep their places"
    }
}
