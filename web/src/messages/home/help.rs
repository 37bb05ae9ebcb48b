//! The sentences of 求助.

use guiyan_core::caller::Lang;

/// The sentences of 求助.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct HelpMessages {}

/// The sentences in a language.
pub(crate) fn of(lang: Lang) -> &'static HelpMessages {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: HelpMessages = HelpMessages {};

static EN: HelpMessages = HelpMessages {};
