//! Signing in without a portal, and the caller's sessions, as they are sent and
//! read.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ids::PersonId, time::Timestamp};

macro_rules! sent {
    ($($(#[$doc:meta])* $name:ident $body:tt)*) => {$(
        #[derive(Clone, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$doc])*
        #[serde(rename_all = "camelCase")]
        pub struct $name $body

        // Some of it is secret, so that none of it gets into a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

macro_rules! read {
    ($($(#[$doc:meta])* $name:ident $body:tt)*) => {$(
        #[derive(Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$doc])*
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name $body

        // Some of it is secret, so that none of it gets into a log.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

read! {
    /// `POST sign-in/codes`: for which number.
    AskForCode {
        /// A mobile number of mainland China, written in any usual way.
        pub phone: String,
    }
    /// `POST sign-in/sessions`: a number and the code that was sent to it.
    StartSession {
        /// As it was asked for, or written in another way.
        pub phone: String,
        /// Six digits.
        pub code: String,
    }
    /// `POST sign-in/refresh`, `sign-in/out`: the refresh token of a session.
    RefreshToken {
        /// As it was given last.
        pub refresh_token: String,
    }
    /// Nothing has to be said.
    Nothing {}
    /// A code of the authenticator, or one on paper.
    FactorCode {
        /// Six digits, or as it is on paper.
        pub code: String,
    }
}

sent! {
    /// `GET sign-in`: how one can sign in here without a portal.
    SignInWays {
        /// By phone number and code.
        pub phone: bool,
    }
    /// A code may be on its way; whether it is, is not told.
    CodeAsked {
        /// For how many seconds it is good.
        pub expires_in: i64,
        /// After how many seconds another may be asked for.
        pub again_in: i64,
    }
    /// What a new or refreshed session is answered with.
    #[cfg_attr(feature = "schema", schemars(rename = "Session"))]
    SessionAnswer {
        /// For `Authorization: Bearer`.
        pub access_token: String,
        /// For `POST sign-in/refresh`, good once; it comes back with the next one.
        pub refresh_token: String,
        /// In how many seconds the access token runs out.
        pub expires_in: i64,
        /// The caller's random id.
        pub person: PersonId,
    }
    /// `GET me/sessions`: the caller's sessions, the last used first.
    Sessions {
        /// Each of them.
        pub sessions: Vec<SessionView>,
    }
    /// One of the caller's sessions.
    SessionView {
        /// For `POST me/sessions/{id}/end`.
        pub id: Uuid,
        /// When it was begun.
        pub started: Timestamp,
        /// When it was last continued, to a quarter of an hour.
        pub last_used: Timestamp,
        /// What it was begun on, in a few words, as in `iPhone · WeChat`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device: Option<String>,
        /// Whether it is the one that asks.
        pub this: bool,
    }
    /// Done.
    Done {}
    /// The caller's second factor.
    #[cfg_attr(feature = "schema", schemars(rename = "SecondFactor"))]
    FactorView {
        /// Whether offices need one here.
        pub policy: SecondFactor,
        /// Whether it is set up and confirmed.
        pub confirmed: bool,
        /// Whether this session has shown it.
        pub shown: bool,
        /// How many codes on paper are left.
        pub paper_left: u32,
    }
    /// What an authenticator is given, this once.
    #[cfg_attr(feature = "schema", schemars(rename = "SecondFactorSecret"))]
    Enrolled {
        /// `otpauth://totp/…`, for a QR code or a link.
        pub uri: String,
        /// The same secret in base32, to be typed.
        pub secret: String,
    }
    /// The codes on paper, shown this once. Each is good once.
    PaperCodes {
        /// Each of them.
        pub paper_codes: Vec<String>,
    }
    /// How many codes on paper are left.
    PaperLeft {
        /// So many.
        pub paper_left: u32,
    }
    /// The last text messages of a demo, the newest first.
    DemoMessages {
        /// Each of them.
        pub messages: Vec<DemoMessage>,
    }
    /// A text message that was not sent.
    DemoMessage {
        /// When it came.
        pub at: Timestamp,
        /// To which number it would go.
        pub phone: String,
        /// With which code.
        pub code: String,
    }
}

/// Whether officers show a second factor (a code of their telephone's
/// authenticator) besides the code that was sent to them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SecondFactorPolicy"))]
#[serde(rename_all = "camelCase")]
pub enum SecondFactor {
    /// There is none.
    #[default]
    Off,
    /// Who sets one up must show it.
    Offered,
    /// Without one a session carries no office.
    Required,
}

impl SecondFactor {
    /// Whether a session carries no office: of somebody who has a factor or has
    /// none, and has shown it there or has not.
    pub fn withholds(self, enrolled: bool, shown: bool) -> bool {
        match self {
            Self::Off => false,
            Self::Offered => enrolled && !shown,
            Self::Required => !(enrolled && shown),
        }
    }
}
