//! The hash chain of each stream: whoever changes, drops or reorders a stored
//! event breaks it.
