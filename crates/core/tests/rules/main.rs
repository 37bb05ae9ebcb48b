//! The rules, put to the proof: what may happen, what is refused and why, what
//! always holds, and what each caller may see.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test speaks by failing"
)]

mod activities_change;
mod activities_desk;
mod activities_places;
mod addresses;
mod advice_and_dues;
mod appointments;
mod appointments_views;
mod attendance;
mod bad_commands;
mod bad_forms;
mod bad_text;
mod branch_facts;
mod circle;
mod circle_groups;
mod circle_names;
mod district;
mod drafts;
mod erasure;
mod figures;
mod guests;
mod home_township;
mod leads;
mod leads_consents;
mod leads_overdue;
mod limits;
mod matching;
mod members;
mod members_moving;
mod mine;
mod needs;
mod needs_matches;
mod offers;
mod overview;
mod places_model;
mod properties;
mod properties_erased;
mod properties_help;
mod properties_leads;
mod properties_series;
mod properties_views;
mod registers;
mod reorder;
mod requests;
mod requests_end;
mod requests_helpers;
mod retention;
mod roles;
mod roster;
mod sentences;
mod series;
mod series_change;
mod series_rule;
mod time_and_ids;
mod views;
mod views_leads;
mod views_leak;
mod views_leak_circle;
mod views_leak_help;
mod wire;
