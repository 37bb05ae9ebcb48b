//! The service as its clients meet it. One binary, so that it links once.
//!
//! Reading order: [`road`], the main road in plain JSON; [`story`], the road home; [`queue`],
//! [`attendance`], [`moving`], what else people do; [`bad_report`],
//! [`bad_activity`], [`bad_home`], [`bad_request`], [`tokens`], bad input; [`sign_in`], by portal and by phone; [`attacks`], ill will; [`repeats`], once
//! and only once; [`hang_up`], nobody to answer; [`views`], [`sights`], [`roster`],
//! [`readings`], [`tables`], [`changes`], what each may see and
//! when; [`limits`], [`telemetry`], [`contract`], [`charter`], [`site`], [`nginx`], [`lifecycle`], [`keeping`],
//! the service as such.

// Tests speak by failing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod attacks;
mod attendance;
mod bad_activity;
mod bad_home;
mod bad_report;
mod bad_request;
mod changes;
mod changing;
mod charter;
mod circle;
mod contract;
mod figures;
mod hang_up;
mod keeping;
mod kept;
mod lifecycle;
mod limits;
mod mine;
mod moving;
mod nginx;
mod offices;
mod planning;
mod queue;
mod readings;
mod repeats;
mod road;
mod roster;
mod sights;
mod sign_in;
mod site;
mod story;
mod tables;
mod telemetry;
mod tokens;
mod views;
