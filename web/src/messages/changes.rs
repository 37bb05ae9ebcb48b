//! The sentences about what was changed in an activity.

sentences! {
    /// The sentences about what was changed in an activity.
    ChangesMessages {
        news "报名以后，这项活动有变动" "This activity has changed since you signed up"
        time_now "时间改为 {}。" "It is now {}."
        place_now "地点改为：{}。" "The place is now: {}."
        place_gone "不再有现场地点，改在线上进行。" "It is no longer held in a room but online."
        link_now "线上链接有变，以上面的为准。" "The link is another one; use the one above."
        cannot_come "来不了的话，可以在开始前取消报名。" "If you cannot come, cancel your sign-up before it begins."
        history "改动记录" "What was changed"
        history_of "改动记录（{} 次）" "What was changed ({})"
        from_to "{}：{} → {}" "{}: {} → {}"
        changed "{}已修改" "{}: changed"
        nothing "无" "none"
        unlimited "不限" "no limit"
        by "{} · {}" "{} · {}"
        by_you "你" "you"
    }
}
