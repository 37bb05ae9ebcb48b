//! What can keep somebody from signing in, or from what belongs to it.

use crate::caller::Lang;

/// Why a step of signing in was not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInFailure {
    /// The portal's keys cannot be had, so that no token of it can be checked.
    IssuerUnreachable,
    /// Too many tries; good again after so many seconds.
    TooManyTries(u32),
    /// The operator's SMS gateway did not take the message.
    SmsUnavailable,
    /// The one-time code is wrong, used, or too old.
    WrongCode,
    /// This service has no sign-in by phone.
    PhoneSignInOff,
    /// No such session of the caller.
    UnknownSession,
    /// This service has no second factor.
    SecondFactorOff,
    /// The caller has a second factor already.
    SecondFactorSet,
    /// The caller has no second factor, or has not confirmed it.
    SecondFactorMissing,
    /// The caller came through a portal, which looks after its own sign-in.
    PortalSignIn,
}

impl SignInFailure {
    /// Every one of them.
    pub const ALL: [Self; 10] = [
        Self::IssuerUnreachable,
        Self::TooManyTries(60),
        Self::SmsUnavailable,
        Self::WrongCode,
        Self::PhoneSignInOff,
        Self::UnknownSession,
        Self::SecondFactorOff,
        Self::SecondFactorSet,
        Self::SecondFactorMissing,
        Self::PortalSignIn,
    ];

    /// The status it is answered with.
    pub fn status(self) -> u16 {
        match self {
            Self::PhoneSignInOff | Self::UnknownSession | Self::SecondFactorOff => 404,
            Self::SecondFactorSet | Self::SecondFactorMissing | Self::PortalSignIn => 409,
            Self::WrongCode => 422,
            Self::TooManyTries(_) => 429,
            Self::IssuerUnreachable | Self::SmsUnavailable => 503,
        }
    }

    /// A stable code, as in `wrongCode`.
    pub fn code(self) -> &'static str {
        match self {
            Self::IssuerUnreachable => "issuerUnreachable",
            Self::TooManyTries(_) => "tooManyTries",
            Self::SmsUnavailable => "smsUnavailable",
            Self::WrongCode => "wrongCode",
            Self::PhoneSignInOff => "phoneSignInOff",
            Self::UnknownSession => "unknownSession",
            Self::SecondFactorOff => "secondFactorOff",
            Self::SecondFactorSet => "secondFactorSet",
            Self::SecondFactorMissing => "secondFactorMissing",
            Self::PortalSignIn => "portalSignIn",
        }
    }

    /// In how many seconds the same may be tried again, where that is known.
    pub fn retry_after(self) -> Option<u32> {
        match self {
            Self::TooManyTries(seconds) => Some(seconds),
            Self::IssuerUnreachable | Self::SmsUnavailable => Some(60),
            _ => None,
        }
    }

    /// (what is the matter, what to do next)
    pub(super) fn told(self, lang: Lang) -> (&'static str, &'static str) {
        match lang {
            Lang::Zh => self.in_chinese(),
            Lang::En => self.in_english(),
        }
    }

    fn in_chinese(self) -> (&'static str, &'static str) {
        match self {
            Self::IssuerUnreachable => {
                ("暂时无法向门户核对登录。", "请过几分钟再试，填好的内容会保留。")
            }
            Self::TooManyTries(_) => ("试的次数太多了。", "请过一会儿再试。"),
            Self::SmsUnavailable => {
                ("短信暂时发不出去。", "请过几分钟再要一次验证码；如果一直这样，请联系支部。")
            }
            Self::WrongCode => {
                ("验证码不对，或者已经失效。", "请核对最近一次收到的验证码，或重新获取。")
            }
            Self::PhoneSignInOff => ("这里没有开通手机号登录。", "请从门户登录。"),
            Self::UnknownSession => ("没有这个登录。", "它可能已经结束，请刷新后再看。"),
            Self::SecondFactorOff => ("这里没有开通动态口令。", "不需要做什么，照常使用即可。"),
            Self::SecondFactorSet => {
                ("你已经设置过动态口令。", "要换手机，请先用动态口令或恢复码关闭它，再重新设置。")
            }
            Self::SecondFactorMissing => ("你还没有设置动态口令。", "请先设置，再输入口令。"),
            Self::PortalSignIn => ("你是从门户登录的。", "登录的安全设置请到门户里修改。"),
        }
    }

    fn in_english(self) -> (&'static str, &'static str) {
        match self {
            Self::IssuerUnreachable => (
                "The sign-in cannot be checked with the portal at the moment.",
                "Try again in a few minutes; what you filled in is kept.",
            ),
            Self::TooManyTries(_) => ("That was tried too often.", "Try again in a while."),
            Self::SmsUnavailable => (
                "Text messages cannot be sent at the moment.",
                "Ask for a code again in a few minutes; tell the branch if it stays.",
            ),
            Self::WrongCode => (
                "The code is wrong, or no longer good.",
                "Look at the last code you got, or ask for a new one.",
            ),
            Self::PhoneSignInOff => {
                ("There is no sign-in by phone here.", "Sign in through the portal.")
            }
            Self::UnknownSession => {
                ("There is no such sign-in.", "It may have ended; reload to see.")
            }
            Self::SecondFactorOff => {
                ("There is no second factor here.", "There is nothing to do; go on as usual.")
            }
            Self::SecondFactorSet => (
                "You have set up a second factor already.",
                "To change telephones, end it with a code or a recovery code, then set it up anew.",
            ),
            Self::SecondFactorMissing => {
                ("You have not set up a second factor.", "Set it up first, then enter a code.")
            }
            Self::PortalSignIn => {
                ("You signed in through the portal.", "Change how you sign in there.")
            }
        }
    }
}
