//! The officers' sentences: the register, publishing, checking in, figures.

/// The sentences of the officers' pages.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct DeskMessages {
    pub register: &'static str,
    pub new_activity: &'static str,
    pub district: &'static str,
}

pub(super) const ZH: DeskMessages =
    DeskMessages { register: "名册", new_activity: "新建活动", district: "全区概况" };

pub(super) const EN: DeskMessages =
    DeskMessages { register: "Register", new_activity: "New activity", district: "District" };
