//! Sealed envelopes for personal data.
