use std::cell::RefCell;

use guiyan_core::branch::member::ReportForm;

use crate::{
    browser,
    read::{Read, parse},
    write,
};

/// A report-in that is being filled in. It is kept in memory and, where the
/// browser allows, in session storage, until it is sent.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Draft {
    /// What was typed.
    pub form: ReportForm,
    /// The version of the notice that was agreed to, or nothing.
    pub agreed: String,
}

/// An activity that is being planned, kept likewise until it is published: its
/// fields as typed, in the order of the form.
pub(crate) type Plan = [String; 14];

/// A lead that is being written: its fields as typed, in the order of the form,
/// then the need it answers, the recipients ticked, the notice agreed to.
pub(crate) type Offer = [String; 10];

/// A need that is being written, likewise.
pub(crate) type Wanted = [String; 8];

/// A request for help or a spot that is being written, kept likewise: what, how
/// urgent, where, the text, and who may see it.
pub(crate) type Asking = [String; 5];

/// What somebody writes who joins an activity as 乡友: name, phone, and the
/// notice agreed to.
pub(crate) type Joining = [String; 3];

/// Something that is kept as text.
pub(crate) trait Kept: Clone {
    /// As it is stored.
    fn to_text(&self) -> String;

    /// Read again; nothing when it was stored otherwise.
    fn from_text(text: &str) -> Option<Self>;
}

impl Kept for Draft {
    fn to_text(&self) -> String {
        write::draft(self)
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::read(&parse(text)?)
    }
}

// No field can hold this character: core's checks refuse it.
const BETWEEN: &str = "\u{1f}";

impl<const N: usize> Kept for [String; N] {
    fn to_text(&self) -> String {
        self.join(BETWEEN)
    }

    fn from_text(text: &str) -> Option<Self> {
        let fields: Vec<String> = text.split(BETWEEN).map(str::to_owned).collect();
        fields.try_into().ok()
    }
}

macro_rules! drafts {
    ($($(#[$doc:meta])* $name:ident: $kept:ty = $kind:literal,)*) => {
        /// Everything that is being written in one mount.
        pub(crate) struct Drafts {
            $($(#[$doc])* pub $name: DraftBox<$kept>,)*
        }

        impl Drafts {
            pub(crate) fn new(branch: &str) -> Self {
                Self { $($name: DraftBox::new($kind, branch),)* }
            }

            /// Another branch has other drafts.
            pub(crate) fn turn_to(&self, branch: &str) {
                $(self.$name.turn_to(branch);)*
            }

            /// What one person typed is not for the next.
            pub(crate) fn clear(&self) {
                $(self.$name.clear();)*
            }
        }
    };
}

drafts! {
    /// The report-in that is being filled in.
    report: Draft = "guiyan-draft:",
    /// The activity that is being planned.
    plan: Plan = "guiyan-plan:",
    /// The lead that is being written.
    offer: Offer = "guiyan-offer:",
    /// The need that is being written.
    need: Wanted = "guiyan-need:",
    /// The request for help that is being written.
    request: Asking = "guiyan-ask:",
    /// The spot that is being written down.
    spot: Asking = "guiyan-spot:",
    /// What a 乡友 leaves to join an activity.
    guest: Joining = "guiyan-guest:",
}

/// Where the draft of one mount is kept.
pub(crate) struct DraftBox<T> {
    kind: &'static str,
    key: RefCell<String>,
    memory: RefCell<Option<T>>,
}

impl<T: Kept> DraftBox<T> {
    fn new(kind: &'static str, branch: &str) -> Self {
        let drafts = Self { kind, key: RefCell::default(), memory: RefCell::default() };
        drafts.turn_to(branch);
        drafts
    }

    /// Another branch has another draft.
    fn turn_to(&self, branch: &str) {
        *self.key.borrow_mut() = [self.kind, branch].concat();
        *self.memory.borrow_mut() = None;
    }

    /// What was typed before, if anything.
    pub(crate) fn get(&self) -> Option<T> {
        if let Some(draft) = self.memory.borrow().clone() {
            return Some(draft);
        }
        let text = browser::storage()?.get_item(&self.key.borrow()).ok()??;
        T::from_text(&text)
    }

    /// Keeps what is typed.
    pub(crate) fn keep(&self, draft: &T) {
        *self.memory.borrow_mut() = Some(draft.clone());
        if let Some(storage) = browser::storage() {
            // A full or closed storage leaves the draft in memory.
            let _ = storage.set_item(&self.key.borrow(), &draft.to_text());
        }
    }

    /// It was sent, or it is another person's.
    pub(crate) fn clear(&self) {
        *self.memory.borrow_mut() = None;
        if let Some(storage) = browser::storage() {
            // What cannot be removed could not be stored either.
            let _ = storage.remove_item(&self.key.borrow());
        }
    }
}
