use super::Failure;
use crate::{Refusal, caller::Lang};

/// (what is the matter, what to do next)
pub(super) fn failure(failure: &Failure, lang: Lang) -> (&'static str, &'static str) {
    use Failure as F;
    match lang {
        Lang::Zh => match failure {
            F::Refused(refusal) => (Refusal::sentence(refusal, lang), Refusal::next(refusal, lang)),
            F::SignIn(failure) => failure.told(lang),
            F::Malformed(_) => {
                ("这次提交的格式不对。", "请刷新页面后重新提交；开发者请看 detail。")
            }
            F::InvalidToken => ("登录信息无效。", "请重新登录后再试，填好的内容会保留。"),
            F::ExpiredToken => ("登录已过期。", "请重新登录后再试，填好的内容会保留。"),
            F::UnknownRoute => ("没有这个地址。", "请检查网址，或回到门户首页。"),
            F::MethodNotAllowed => ("这个地址不支持这种操作。", "开发者请看 /v1/openapi.json。"),
            F::BodyTimeout => ("网络太慢，内容没有传完。", "请在网络好一些时再提交一次。"),
            F::TooLarge => ("提交的内容太大。", "请缩短一些再提交。"),
            F::UnsupportedMediaType => {
                ("提交的内容不是 JSON。", "请以 Content-Type: application/json 发送。")
            }
            F::Unavailable => {
                ("服务暂时保存不了记录。", "请稍后用同一份内容再提交一次，不会重复。")
            }
            F::TooManyRequests(_) => ("操作太频繁了。", "请过一会儿再试，填好的内容会保留。"),
            F::Overloaded(_) => {
                ("现在使用的人太多，这次没有办理。", "请过几秒再提交一次，不会重复。")
            }
            F::SiteMissing => ("页面文件还没有生成。", "请先运行 cargo xtask site，再启动服务。"),
            F::Internal => ("服务出了一点问题。", "请稍后再试；如果一直这样，请联系支部。"),
        },
        Lang::En => match failure {
            F::Refused(refusal) => (Refusal::sentence(refusal, lang), Refusal::next(refusal, lang)),
            F::SignIn(failure) => failure.told(lang),
            F::Malformed(_) => (
                "This request is not in the form it must have.",
                "Reload the page and submit again; developers find the cause in `detail`.",
            ),
            F::InvalidToken => {
                ("The sign-in is not valid.", "Sign in again; what you filled in is kept.")
            }
            F::ExpiredToken => {
                ("The sign-in has expired.", "Sign in again; what you filled in is kept.")
            }
            F::UnknownRoute => (
                "There is no such address.",
                "Check the address, or go to the portal's front page.",
            ),
            F::MethodNotAllowed => (
                "This address does not support that method.",
                "Developers find what it supports in /v1/openapi.json.",
            ),
            F::BodyTimeout => (
                "The network was too slow; the content did not arrive in full.",
                "Submit again when the network is better.",
            ),
            F::TooLarge => ("The content is too large.", "Shorten it and submit again."),
            F::UnsupportedMediaType => {
                ("The content is not JSON.", "Send it with Content-Type: application/json.")
            }
            F::Unavailable => (
                "The service cannot keep records at the moment.",
                "Submit the same again in a little while; it will not count twice.",
            ),
            F::TooManyRequests(_) => (
                "That is more than is taken at a time.",
                "Try again in a little while; what you filled in is kept.",
            ),
            F::Overloaded(_) => (
                "Too many people are here at once, and this was not done.",
                "Submit the same again in a few seconds; it will not count twice.",
            ),
            F::SiteMissing => (
                "The pages have not been built.",
                "Run `cargo xtask site`, then start the service again.",
            ),
            F::Internal => (
                "Something went wrong in the service.",
                "Try again in a little while; tell the branch if it stays.",
            ),
        },
    }
}
