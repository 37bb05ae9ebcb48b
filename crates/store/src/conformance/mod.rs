//! What every log must do, as one suite for all of them:
//!
//! ```
//! # use guiyan_store::{Log, MemoryLog, conformance::Place};
//! struct InMemory(MemoryLog);
//!
//! impl Place for InMemory {
//!     fn open(&mut self) -> Box<dyn Log> {
//!         Box::new(self.0.reopened())
//!     }
//! }
//!
//! guiyan_store::conformance!(InMemory(MemoryLog::new().unwrap()));
//! ```

// A suite speaks by failing the test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod people;
mod story;
mod streams;

pub use people::*;
pub use story::{Place, Story};
pub use streams::*;

/// One test for each property, over logs opened in a fresh place.
#[macro_export]
macro_rules! conformance {
    ($place:expr) => {
        $crate::conformance!(@tests $place;
            appends_are_read_back
            an_append_conflicts_as_a_whole
            nothing_is_built_on_a_rejected_append
            a_claim_is_held_once
            a_claim_given_back_is_free
            a_repeat_gets_the_first_answer
            tallies_are_what_is_counted
            everything_is_there_after_reopening
            a_snapshot_is_the_state_it_was_taken_of
            personal_data_is_sealed
            an_erased_person_is_gone_for_good
            an_erased_person_leaves_the_snapshots
            an_erased_person_gets_no_new_key
            a_person_is_found_again_until_erased
            accesses_are_seen_by_those_read_about
            accesses_are_kept_for_a_time
        );
    };
    (@tests $place:expr; $($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                $crate::conformance::$name(&mut $place);
            }
        )*
    };
}
