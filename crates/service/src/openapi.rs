//! The OpenAPI document of the core, as it is sent, and held against the router.

use std::sync::OnceLock;

use axum::body::Bytes;

/// The document as JSON, made once.
pub fn document() -> Bytes {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let make = || serde_json::to_vec(&guiyan_core::openapi::document()).unwrap_or_default().into();
    DOCUMENT.get_or_init(make).clone()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use guiyan_core::openapi;

    use crate::routes::Routes;

    #[test]
    fn every_route_is_documented_and_nothing_else() {
        let routes = Routes::api(true);
        let routed: BTreeSet<(String, String)> = routes
            .known()
            .iter()
            .map(|(method, path)| (method.as_str().to_lowercase(), (*path).to_owned()))
            .collect();
        let document = openapi::document();
        let documented: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().unwrap().keys();
                methods.map(move |method| (method.clone(), path.clone()))
            })
            .collect();
        assert_eq!(routed, documented);
    }
}
