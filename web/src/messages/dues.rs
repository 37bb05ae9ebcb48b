//! The sentences of the 党费 calculator and of what joined 我的 with it.

sentences! {
    /// The sentences of the 党费 calculator and of disputes in 我的.
    DuesMessages {
        // --- 我的: what the home township disputes
        disputed "家乡说报到信息有误" "Your home township disputes the report-in"
        disputed_text "原因在下面的经过里。你可以改好再提交；信息没错的，等支部答复家乡。"
            "Why stands in the history below. You can correct it and submit again; if it is right, the branch answers them."

        // --- 我的: the way to what is held
        my_data "我的数据" "My data"
        check_receipt "核对回执" "Check a receipt"

        // --- the calculator
        title "党费计算" "Membership dues"
        link "算一算党费" "Work out my dues"
        lead "在你的设备上算，不保存，也不上传；这里不能交党费。" "Worked out on your device: nothing is stored or sent, and nothing is paid here."
        payer "你属于哪一种" "Which are you?"
        salaried "有工资或经营收入" "With an income"
        farmer "农民党员" "A farmer"
        student "学生，或没有工作" "A student, or without work"
        base "每月收入（税后，元）" "Monthly income after tax, in yuan"
        base_help "按月领的、相对固定的那部分：工资、津贴、奖金里固定的。个体经营按上季度月平均纯收入。"
            "What comes each month and is fairly fixed. The self-employed take the monthly average of the last quarter’s net income."
        not_an_amount "请填金额，例如 6200 或 6200.50。" "Enter an amount, such as 6200 or 6200.50."
        too_much "这个金额太大，请再看一遍。" "That is too much; please look again."
        result "每月应交" "Due each month"
        yuan "{} 元" "{} yuan"
        range "{}–{} 元，自己选" "{}–{} yuan, as you choose"
        rule "怎么算的" "How it is worked out"
        rule_rate "{} 元 × {}%，四舍五入到分。" "{} yuan × {} %, rounded to the fen."
        rule_steps "整个基数按一个比例：{}。" "One rate for the whole amount: {}."
        rule_up_to "{} 元及以下 {}%" "up to {} yuan {} %"
        rule_between "{} 元以上到 {} 元 {}%" "above {} up to {} yuan {} %"
        rule_above "{} 元以上 {}%" "above {} yuan {} %"
        rule_one "{}%" "{} %"
        rule_farmer "农民党员每月交 {} 元到 {} 元。" "Farmers pay {} to {} yuan a month."
        rule_student "学生党员、没有工作的党员，每月交 {} 元。" "Students and members without work pay {} yuan a month."
        source "依据：中央组织部《关于中国共产党党费收缴、使用和管理的规定》（2008 年）。实际数额由组织关系所在的党支部核定，向那里交纳。"
            "Source: the Organisation Department’s rules on dues (2008). Your home branch fixes the amount, and dues are paid there."
    }
}
