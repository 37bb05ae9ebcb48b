//! The sentences of 归雁.

use guiyan_core::caller::Lang;

/// The sentences of 归雁.
#[derive(Debug)]
#[allow(missing_docs)] // the fields are named after the sentences they hold
pub(crate) struct LeadsMessages {}

/// The sentences in a language.
pub(crate) fn of(lang: Lang) -> &'static LeadsMessages {
    match lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    }
}

static ZH: LeadsMessages = LeadsMessages {};

static EN: LeadsMessages = LeadsMessages {};
