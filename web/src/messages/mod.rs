//! Every sentence of the widget, in 简体中文 and English. A table is a struct with
//! one value per language, so a missing translation does not compile.
//!
//! Labels of codes stand in [`labels`]; the officers' sentences in [`desk`].
//! A `{}` in a sentence is a gap for [`fill`].

// Before the modules that use it. A sentence without a translation does not
// compile.
macro_rules! sentences {
    ($(#[$doc:meta])* $type:ident { $($name:ident $zh:literal $en:literal)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        #[allow(missing_docs)] // the fields are named after the sentences they hold
        pub(crate) struct $type {
            $(pub $name: &'static str,)*
        }

        /// The sentences in a language.
        pub(crate) fn of(lang: guiyan_core::caller::Lang) -> &'static $type {
            match lang {
                guiyan_core::caller::Lang::Zh => &ZH,
                guiyan_core::caller::Lang::En => &EN,
            }
        }

        static ZH: $type = $type { $($name: $zh,)* };

        static EN: $type = $type { $($name: $en,)* };
    };
}

pub(crate) mod account;
pub(crate) mod changes;
pub(crate) mod changing;
pub(crate) mod circle;
pub(crate) mod desk;
pub(crate) mod district;
pub(crate) mod dues;
mod en;
pub(crate) mod figures;
pub(crate) mod guest;
pub(crate) mod home;
pub(crate) mod labels;
pub(crate) mod offices;
pub(crate) mod plans;
pub(crate) mod queue;
pub(crate) mod rooms;
pub(crate) mod swept;
#[cfg(test)]
mod tests;
mod zh;

use std::ops::Deref;

use guiyan_core::caller::Lang;

use desk::DeskMessages;

/// The sentences of the frame and of the first page.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct Messages {
    pub new_activity: &'static str,
    pub district: &'static str,

    // --- the shell
    pub activities: &'static str,
    pub me: &'static str,
    pub register: &'static str,
    pub leads: &'static str,
    pub help: &'static str,
    pub office: &'static str,
    pub pages: &'static str,
    pub elder: &'static str,
    pub standard: &'static str,
    pub back: &'static str,
    pub retry: &'static str,
    pub offline: &'static str,
    pub loading: &'static str,
    pub no_branch: &'static str,
    pub no_branch_next: &'static str,
    pub network: &'static str,
    pub network_next: &'static str,
    pub must_sign_in: &'static str,
    pub must_sign_in_next: &'static str,
    pub trouble: &'static str,
    pub trouble_next: &'static str,
    pub got_it: &'static str,

    // --- time
    pub weekdays: [&'static str; 7],
    pub just_now: &'static str,
    pub minutes_ago: &'static str,
    pub hours_ago: &'static str,
    pub days_ago: &'static str,
    pub yesterday: &'static str,

    // --- 活动
    pub no_activities: &'static str,
    pub past_activities: &'static str,
    pub places_left: &'static str,
    pub full: &'static str,
    pub unlimited: &'static str,
    pub signed_up: &'static str,
    pub offered: &'static str,
    pub waiting_at: &'static str,
    pub cancelled: &'static str,
    pub closed: &'static str,
    pub ongoing: &'static str,
    pub over: &'static str,
    pub attended: &'static str,
    pub online: &'static str,
    pub about_branch: &'static str,
    pub contact: &'static str,
    pub station: &'static str,
    pub report_in: &'static str,
    pub report_in_lead: &'static str,
    pub to_me: &'static str,

    // --- notices
    pub moved_up: &'static str,
    pub moved_up_text: &'static str,
    pub was_cancelled: &'static str,
    pub see_reason: &'static str,
    pub sent_back: &'static str,
    pub sent_back_text: &'static str,
    pub correct: &'static str,
    pub look: &'static str,
    pub hours_value: &'static str,
    pub submitted_hint: &'static str,
    pub elsewhere: &'static str,
    pub elsewhere_text: &'static str,
    pub move_here: &'static str,
}

/// The sentences of the pages that come [`later`](crate::later); reads on into
/// those of the first page.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct PageMessages {
    /// The sentences that the first page has already.
    pub first: &'static Messages,
    pub desk: DeskMessages,
    pub not_sent_next: &'static str,
    pub optional: &'static str,
    pub choose: &'static str,
    pub show_more: &'static str,
    pub sign_in: &'static str,
    pub log_in: &'static str,
    pub report_first: &'static str,
    pub comma: &'static str,
    pub cancelled_because: &'static str,
    pub keep_position: &'static str,
    pub space: &'static str,
    pub colon: &'static str,
    pub step_submitted: &'static str,
    pub step_acknowledged: &'static str,
    pub step_disputed: &'static str,
    pub step_dispute_answered: &'static str,
    pub lives_in: &'static str,
    pub keep: &'static str,
    pub read_aloud: &'static str,
    pub stop_reading: &'static str,
    pub no_voice: &'static str,

    // --- one activity
    pub when: &'static str,
    pub place: &'static str,
    pub link: &'static str,
    pub link_after: &'static str,
    pub places: &'static str,
    pub places_of: &'static str,
    pub places_full: &'static str,
    pub no_limit: &'static str,
    pub in_queue: &'static str,
    pub sign_up_until: &'static str,
    pub hours: &'static str,
    pub agenda: &'static str,
    pub sign_up: &'static str,
    pub join_queue: &'static str,
    pub join_queue_help: &'static str,
    pub signing_up: &'static str,
    pub leave: &'static str,
    pub leaving: &'static str,
    pub confirm_leave: &'static str,
    pub keep_place: &'static str,
    pub leave_question: &'static str,
    pub leave_queue_question: &'static str,
    pub accept: &'static str,
    pub decline: &'static str,
    pub offer_until: &'static str,
    pub have_place: &'static str,
    pub have_place_hint: &'static str,
    pub have_position: &'static str,
    pub position_hint: &'static str,
    pub left_now: &'static str,
    pub attended_at: &'static str,

    // --- 我的
    pub my_report_in: &'static str,
    pub received_hint: &'static str,
    pub ended_hint: &'static str,
    pub not_reported: &'static str,
    pub not_signed_in: &'static str,
    pub history: &'static str,
    pub my_hours: &'static str,
    pub hours_of: &'static str,
    pub hours_activities: &'static str,
    pub coming: &'static str,
    pub nothing_coming: &'static str,
    pub by_you: &'static str,
    pub by_branch: &'static str,
    pub by_home: &'static str,
    pub moved_from: &'static str,
    pub moved_to: &'static str,
    pub changes: &'static str,
    pub reported: &'static str,

    // --- 结束流动 and 转到另一支部
    pub end: &'static str,
    pub end_why: &'static str,
    pub end_note: &'static str,
    pub end_help: &'static str,
    pub ending: &'static str,
    pub confirm_end: &'static str,
    pub end_question: &'static str,
    pub move_to: &'static str,
    pub move_title: &'static str,
    pub move_lead: &'static str,
    pub move_area: &'static str,
    pub move_area_help: &'static str,
    pub move_submit: &'static str,
    pub moving: &'static str,

    // --- 报到
    pub form: FormMessages,
    pub notice: NoticeMessages,
}

/// The form of the report-in.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct FormMessages {
    pub title: &'static str,
    pub lead: &'static str,
    pub person: &'static str,
    pub home: &'static str,
    pub here: &'static str,
    pub more: &'static str,
    pub more_help: &'static str,
    pub name_help: &'static str,
    pub phone_help: &'static str,
    pub home_branch_help: &'static str,
    pub left_on_help: &'static str,
    pub area_help: &'static str,
    pub skills_help: &'static str,
    pub gender: &'static str,
    pub schooling: &'static str,
    pub born_help: &'static str,
    pub certificate: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub submit: &'static str,
    pub submit_help: &'static str,
    pub submitting: &'static str,
    pub wrong: &'static str,
    pub kept: &'static str,
    pub agree: &'static str,
    pub receivers: &'static str,
}

/// The privacy notice. [PIPL §17]
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct NoticeMessages {
    pub title: &'static str,
    pub who: &'static str,
    pub who_text: &'static str,
    pub purpose: &'static str,
    pub purpose_text: &'static str,
    pub kinds: &'static str,
    pub kinds_text: &'static str,
    pub never: &'static str,
    pub recipients: &'static str,
    pub recipients_text: &'static str,
    pub township_any: &'static str,
    pub keep: &'static str,
    pub keep_text: &'static str,
    pub rights: &'static str,
    pub rights_text: &'static str,
    pub version: &'static str,
}

/// The sentences in a language.
pub(crate) fn of(lang: Lang) -> &'static Messages {
    match lang {
        Lang::Zh => &zh::MESSAGES,
        Lang::En => &en::MESSAGES,
    }
}

/// The sentences of the pages in a language.
pub(crate) fn of_pages(lang: Lang) -> &'static PageMessages {
    match lang {
        Lang::Zh => &zh::PAGES,
        Lang::En => &en::PAGES,
    }
}

impl Deref for PageMessages {
    type Target = Messages;

    fn deref(&self) -> &Messages {
        self.first
    }
}

/// Puts values into the gaps of a sentence, in order.
pub(crate) fn fill(sentence: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(sentence.len() + 16);
    let mut values = values.iter();
    for (index, part) in sentence.split("{}").enumerate() {
        if index > 0 {
            filled.push_str(values.next().unwrap_or(&""));
        }
        filled.push_str(part);
    }
    filled
}
