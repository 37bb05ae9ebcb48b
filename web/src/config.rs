//! What the element's attributes say.

use guiyan_core::caller::Lang;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

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
        Self {
            branch: get("branch"),
            district: get("district"),
            service: get("service").unwrap_or_default().trim_end_matches('/').to_owned(),
            lang: Lang::from_tag(&get("lang").unwrap_or_default()),
            elder: get("mode").as_deref() == Some("elder"),
            page: get("page"),
        }
    }
}
