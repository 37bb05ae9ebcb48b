//! The codes of 我的数据.

use guiyan_core::view::ConsentPurpose;

use super::{Code, Names};

codes! {
    ConsentPurpose {
        ReportIn "reportIn" "报到" "Reporting in"
        Guest "guest" "以乡友身份参加活动" "Joining an activity as a guest"
        ShareName "shareName" "让活动组织者看到姓名和电话" "Name and phone number shown to who runs an activity"
        Lead "lead" "转办归雁线索" "Passing a lead on"
        Request "request" "转办求助" "Passing a request on"
        LeadContact "leadContact" "留下姓名和电话，供联系归雁线索" "Name and phone left with a lead"
    }
}
