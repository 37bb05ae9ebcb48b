//! The sentences of 待办.

use guiyan_core::caller::Lang;

/// The sentences of 待办.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct OfficeMessages {}

/// The sentences in a language.
pub(crate) fn of(lang: Lang) -> &'static OfficeMessages {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: OfficeMessages = OfficeMessages {};

static EN: OfficeMessages = OfficeMessages {};
