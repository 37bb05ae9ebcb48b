//! Signing in without a portal, and what is known of the caller's sessions.

use guiyan_core::wire::{
    CodeAsked, Done, Enrolled, FactorView, PaperCodes, PaperLeft, SecondFactor, SessionAnswer,
    SessionView, Sessions, SignInWays,
};

use super::{Node, Read, get};

objects! {
    SignInWays { phone = "phone" }
    CodeAsked { expires_in = "expiresIn", again_in = "againIn" }
    SessionAnswer {
        access_token = "accessToken",
        refresh_token = "refreshToken",
        expires_in = "expiresIn",
        person = "person",
    }
    Sessions { sessions = "sessions" }
    SessionView {
        id = "id",
        started = "started",
        last_used = "lastUsed",
        device = "device",
        this = "this",
    }
    FactorView {
        policy = "policy",
        confirmed = "confirmed",
        shown = "shown",
        paper_left = "paperLeft",
    }
    Enrolled { uri = "uri", secret = "secret" }
    PaperCodes { paper_codes = "paperCodes" }
    PaperLeft { paper_left = "paperLeft" }
}

impl Read for Done {
    fn read(_: &Node) -> Option<Self> {
        Some(Self {})
    }
}

impl Read for SecondFactor {
    fn read(node: &Node) -> Option<Self> {
        Some(match &*super::node::text(node)? {
            "off" => Self::Off,
            "offered" => Self::Offered,
            "required" => Self::Required,
            _ => return None,
        })
    }
}

/// Of `GET me` the one thing that the widget asks for: whether offices of the
/// caller wait for the second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Waits(pub(crate) bool);

impl Read for Waits {
    fn read(node: &Node) -> Option<Self> {
        let waits: Option<String> = get(node, "officesWait")?;
        Some(Self(waits.is_some_and(|waits| waits == "secondFactor")))
    }
}
