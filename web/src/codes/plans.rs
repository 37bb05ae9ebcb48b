//! The codes of drafts and series.

use guiyan_core::{
    branch::activity::plan::Every,
    view::{OccurrenceState, SeriesState},
};

use super::{Code, Names};

codes! {
    Every {
        Weekly "weekly" "每周" "Every week"
        MonthlyDay "monthlyDay" "每月同一天" "Every month on the same day"
        MonthlyWeekday "monthlyWeekday" "每月第几个周几" "Every month on the same weekday"
        MonthlyLastWeekday "monthlyLastWeekday" "每月最后一个周几" "Every month on the last such weekday"
    }
    SeriesState {
        Running "running" "进行中" "Running"
        Paused "paused" "已暂停" "Paused"
        Over "over" "已结束" "Ended"
    }
    OccurrenceState {
        Planned "planned" "待发布" "Not yet published"
        Skipped "skipped" "已跳过" "Skipped"
        Published "published" "已发布" "Published"
        Changed "changed" "已单独修改" "Changed by itself"
        OutOfRule "outOfRule" "不在现在的规则里" "Not in the rule any more"
        Cancelled "cancelled" "已取消" "Cancelled"
    }
}
