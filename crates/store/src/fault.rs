//! Faults on demand, so that the simulation can break a commit at every step.

/// A step of a commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Point {
    /// Nothing is written yet.
    BeforeBegin,
    /// The command of an append is remembered.
    Command,
    /// Its claims are changed.
    Claims,
    /// Its events are there.
    Events,
    /// Its person is erased.
    Erase,
    /// The tallies of the batch are counted.
    Tallies,
    /// All is written, nothing durable.
    BeforeCommit,
    /// All is durable, nothing answered.
    AfterCommit,
}

impl Point {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::BeforeBegin,
        Self::Command,
        Self::Claims,
        Self::Events,
        Self::Erase,
        Self::Tallies,
        Self::BeforeCommit,
        Self::AfterCommit,
    ];
}

/// Asked at every step: true makes the commit fail there.
pub type Hook = Box<dyn FnMut(Point) -> bool + Send>;
