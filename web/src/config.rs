//! What the element's attributes say.

use guiyan_core::caller::Lang;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::browser;

/// The end of an address by which a member invites a fellow townsman (乡友). It
/// says nothing about either of them. [domain §4]
pub(crate) const INVITED: &str = "#guiyan-invite";

/// The attributes, read.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Config {
    /// The branch to show.
    pub branch: Option<String>,
    /// The district to show, for its officers.
    pub district: Option<String>,
    /// Address of the service, without a closing slash.
    pub service: String,
    /// The language of every sentence.
    pub lang: Lang,
    /// 长辈版
    pub elder: bool,
    /// The page to open first.
    pub page: Option<String>,
}

impl Config {
    /// Reads it leniently: what is missing or not text is not set.
    pub(crate) fn read(value: &JsValue) -> Self {
        let get = |name: &str| {
            let value = Reflect::get(value, &JsValue::from_str(name)).ok()?.as_string()?;
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let invited = browser::address().is_some_and(|address| address.ends_with(INVITED));
        Self {
            branch: get("branch"),
            district: get("district"),
            service: get("service").unwrap_or_default().trim_end_matches('/').to_owned(),
            lang: Lang::from_tag(&get("lang").unwrap_or_default()),
            elder: get("mode").as_deref() == Some("elder"),
            page: if invited { Some("invited".to_owned()) } else { get("page") },
        }
    }

    /// Whether the page was opened by an invitation.
    pub(crate) fn invited(&self) -> bool {
        self.page.as_deref() == Some("invited")
    }
}
