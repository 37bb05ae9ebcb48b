//! Reading what the service sends. The types are core's; only the way in is
//! the widget's own, because each kilobyte counts here: serde's generated
//! readers over `serde_json` weighed 45 KB (brotli) of the first load, this
//! weighs a tenth; [`crate::write`] is the way back. The browser parses the JSON; fields are picked by name.
//!
//! INVARIANT: reads what serde would read from a view that core wrote; a test
//! compares the two for every view. A field that core adds does not compile
//! here until it is read.

// Before the modules that use them.
macro_rules! objects {
    ($($type:ident { $($field:ident = $key:literal),* $(,)? })*) => {$(
        impl Read for $type {
            fn read(node: &Node) -> Option<Self> {
                Some(Self { $($field: $crate::read::get(node, $key)?),* })
            }
        }
    )*};
}

macro_rules! codes {
    ($($type:path),* $(,)?) => {$(
        impl Read for $type {
            fn read(node: &Node) -> Option<Self> {
                $crate::read::code(&$crate::read::node::text(node)?)
            }
        }
    )*};
}

mod changes;
mod circle;
mod district;
mod dues;
mod forms;
mod help;
mod leads;
mod mine;
mod node;
mod office;
mod offices;
mod plans;
mod session;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_leads;
#[cfg(test)]
mod tests_mine;
#[cfg(test)]
mod tests_offices;
#[cfg(test)]
mod tests_plans;
#[cfg(test)]
mod tests_session;
mod views;

use guiyan_core::time::{Day, Month, Timestamp};

pub(crate) use leads::Roles;
pub(crate) use mine::{Erased, Held, Joined, Office, Reading, Receipt, ReportIn, ReportInAt};
pub(crate) use node::{Node, parse};
pub(crate) use session::Waits;

use crate::codes::Code;

/// Made from a part of a JSON document.
pub(crate) trait Read: Sized {
    /// The value, unless the part is something else.
    fn read(node: &Node) -> Option<Self>;

    /// The value where the part is missing; nothing where it must not be.
    fn missing() -> Option<Self> {
        None
    }
}

/// A field of an object.
pub(crate) fn get<T: Read>(node: &Node, key: &str) -> Option<T> {
    let field = node::field(node, key);
    if node::is_missing(&field) { T::missing() } else { T::read(&field) }
}

/// A field of an object, or its default where it is missing or something else.
pub(crate) fn get_or_default<T: Read + Default>(node: &Node, key: &str) -> T {
    get(node, key).unwrap_or_default()
}

/// One of the choices of a coded type, by its name on the wire.
pub(crate) fn code<T: Code>(text: &str) -> Option<T> {
    T::ALL.iter().copied().find(|code| code.wire() == text)
}

impl Read for String {
    fn read(node: &Node) -> Option<Self> {
        node::text(node)
    }
}

impl Read for bool {
    fn read(node: &Node) -> Option<Self> {
        node::truth(node)
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Read for $type {
            fn read(node: &Node) -> Option<Self> {
                node::number(node).map(|number| number as $type)
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 i32 i64);

impl<T: Read> Read for Option<T> {
    fn read(node: &Node) -> Option<Self> {
        T::read(node).map(Some)
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node) -> Option<Self> {
        let mut items = Self::new();
        for index in 0..node::length(node) {
            items.push(T::read(&node::item(node, index))?);
        }
        Some(items)
    }

    fn missing() -> Option<Self> {
        Some(Self::new())
    }
}

macro_rules! parsed {
    ($($type:ty)*) => {$(
        impl Read for $type {
            fn read(node: &Node) -> Option<Self> {
                node::text(node)?.parse().ok()
            }
        }
    )*};
}

parsed!(Timestamp Day Month guiyan_core::ids::BranchId guiyan_core::ids::TownshipId
    guiyan_core::ids::GroupId guiyan_core::ids::PersonId guiyan_core::ids::ActivityId
    guiyan_core::ids::DepartmentId guiyan_core::ids::DraftId guiyan_core::ids::SeriesId
    guiyan_core::ids::LeadId guiyan_core::ids::NeedId guiyan_core::ids::RequestId guiyan_core::ids::AppointmentId
    guiyan_core::caller::Role uuid::Uuid);
