//! The sentences of offices: who holds which, who gives them.

sentences! {
    /// The sentences of offices.
    OfficesMessages {
        title "任职" "Offices"
        lead_district "区级管理人员任命各职务；支部书记任命本支部的组织委员和签到员。" "Officers of the district appoint to every office; the secretary of a branch to organiser and steward of it."
        lead_branch "书记任命本支部的组织委员和签到员，也可以把书记职务交给接任的人。" "The secretary appoints organisers and stewards of the branch, and can hand the branch over."
        held "在任" "In office"
        none_held "还没有在这里任命的人。门户账号自带的职务不在此列。" "Nobody has been appointed here yet. Offices that come with a portal's account are not listed."
        over "已结束" "Ended"
        of_branch "{} · {}" "{} · {}"
        liaison "{}联络人" "Liaison of {}"
        department "{}联络人" "Contact of {}"
        district "{}管理人员" "Officer of {}"
        nameless "本人已删除资料" "Erased themselves"
        since "{}起" "since {}"
        until "任期到 {}" "until {}"
        expired "任期已满" "The term is over"
        by "{}任命" "appointed by {}"
        mine "你" "you"

        // --- ending
        end "免去" "End"
        end_named "免去 {}" "End the office of {}"
        resign "辞去" "Resign"
        end_title "免去这个职务？" "End this office?"
        end_help "对方马上不能再办这个职务的事；已办的记录保留。" "They can no longer act in this office at once; what they did stays on record."
        resign_title "辞去这个职务？" "Resign from this office?"
        resign_help "你马上不能再办这个职务的事；已办的记录保留。" "You can no longer act in this office at once; what you did stays on record."
        confirm_end "确认免去" "End it"
        confirm_resign "确认辞去" "Resign"
        keep "先不" "Not now"
        ending "正在处理…" "Working…"
        ended "任职已结束。" "The office has ended."

        // --- appointing
        appoint "任命" "Appoint"
        appoint_here "任命职务" "Appoint to an office"
        role "职务" "Office"
        account "登录账号" "Account"
        account_help "对方登录用的手机号，或在门户里的账号。从没登录过也可以先任命。" "The phone number they sign in with, or their name at the portal. They need not have signed in before."
        account_needed "请填写登录账号。" "Please enter the account."
        name "姓名" "Name"
        name_help "只给任命的人看" "Seen by those who appoint"
        last_day "任期最后一天" "Last day of the term"
        last_day_help "不填则没有期限" "Without one it has no end"
        submit "任命" "Appoint"
        appointing "正在任命…" "Appointing…"
        appointed "已任命{}。" "{} is appointed."
        never_mind "先不任命" "Not now"

        // --- handing over
        hand_over "书记交接" "Handing over"
        hand_over_help "现任书记的职务同时结束，由这位接任。" "Whoever is secretary ceases to be, and this person begins at once."
        open_matters "本支部还有 {} 件待办，交接后由接任的书记办理。" "{} matters of the branch are open; the new secretary takes them over."
        no_open_matters "本支部没有未办的事。" "The branch has no open matters."
        see_matters "查看待办" "See what is open"
        submit_hand_over "交接书记" "Hand over"
        handing_over "正在交接…" "Handing over…"
        handed_over "已交接给{}。" "The branch is handed over to {}."
    }
}
