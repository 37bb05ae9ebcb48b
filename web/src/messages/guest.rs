//! The sentences for 乡友 who join an activity.

sentences! {
    /// The sentences for 乡友 who join an activity.
    GuestMessages {
        townspeople "乡友" "Townspeople"
        may_come "可以参加，不用报到" "welcome too, without reporting in"
        entry "以乡友身份报名" "Join as a guest"
        entry_help "不是党员也可以来，留下姓名和电话就行。" "You need not be a party member: leave your name and phone number."
        queue_help "名额已满，报名后进入候补。" "It is full: you join the queue."
        lead "不用报到，也不记学时。" "There is no report-in, and no hours are credited."
        phone_help "只用来联系你参加这次活动" "Used to reach you about this activity only"
        notice "个人信息怎么用" "How your data is used"
        who "谁在处理" "Who"
        purpose "为了什么" "What for"
        purpose_text "安排这次活动：留名额、联系你、签到。" "To run this activity: your place, reaching you, checking you in."
        recipients "谁会看到" "Who sees it"
        recipients_text "{}组织这次活动的人。不提供给其他人。" "Those who run the activity in {}. Nobody else."
        keep "保存多久" "How long"
        keep_text "取消报名时立即删除；参加过的，活动结束后最多 {} 个月。" "Deleted at once when you cancel; after an activity you came to, {} months at most."
        rights "你的权利" "Your rights"
        rights_text "可以随时查看、更正、删除，也可以撤回同意。" "See, correct or delete it at any time, or withdraw your consent."
        agree "我同意为参加这次活动使用我的姓名和电话。" "I agree that my name and phone number are used for this activity."
        submit "报名" "Sign up"
        not_now "先不报名" "Not now"
        opens "乡友可参加" "Open to townspeople"
        opens_help "不用报到，留姓名和电话；与党员分开统计" "Without reporting in, with name and phone; counted apart from members"
        attended "其中乡友" "of them guests"
        here "乡友" "guest"
    }
}
