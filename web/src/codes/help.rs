//! The codes of help and of the chain of responsibility.

use guiyan_core::{
    branch::request::ReturnReason,
    chain::{Level, MatterKind},
    view::{RequestAction, StageCode},
};

use super::{Code, Names};

codes! {
    StageCode {
        Submitted "submitted" "待处理" "With the branch"
        Whistled "whistled" "已吹哨" "Called"
        Arrived "arrived" "已到场" "Arrived"
        HelperAsked "helperAsked" "正在问党员" "A member is asked"
        HelperAgreed "helperAgreed" "等本人同意" "Waits for the member’s yes"
        Helping "helping" "党员帮忙中" "A member helps"
        Resolved "resolved" "已办结" "Done"
        Rated "rated" "已评价" "Rated"
        Withdrawn "withdrawn" "已撤回" "Withdrawn"
        Closed "closed" "已结束" "Closed"
    }
    RequestAction {
        Withdraw "withdraw" "撤回求助" "Withdraw the request"
        Rate "rate" "评价" "Rate it"
        Reopen "reopen" "重新打开" "Reopen"
        Whistle "whistle" "吹哨" "Call"
        AskHelper "askHelper" "请党员帮忙" "Ask a member"
        AskConsent "askConsent" "征求同意" "Ask for consent"
        ReportArrival "reportArrival" "已到场" "We have arrived"
        Resolve "resolve" "办结" "Done"
        Return "return" "退回支部" "Back to the branch"
        Close "close" "结束办理" "Close"
    }
    ReturnReason {
        TakenBack "takenBack" "支部收回" "Taken back by the branch"
        HandedBack "handedBack" "对方退回" "Handed back"
        ConsentWithdrawn "consentWithdrawn" "本人撤回了同意" "The consent was withdrawn"
        DepartmentGone "departmentGone" "部门已不在名单里" "The department is no longer listed"
    }
    Level {
        Branch "branch" "支部" "Branch"
        Township "township" "乡镇、街道" "Township"
        District "district" "区委组织部" "District"
    }
    MatterKind {
        Reception "reception" "报到待接收" "Report-in to receive"
        Acknowledgment "acknowledgment" "报到待知悉" "Report-in to acknowledge"
        Dispute "dispute" "信息有误待答复" "Dispute to answer"
        Lead "lead" "线索" "Lead"
        Request "request" "求助" "Request"
    }
}
