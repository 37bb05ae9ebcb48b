//! A part of a JSON document: in the browser a JavaScript value, in native
//! tests one of `serde_json`.

#[cfg(target_arch = "wasm32")]
mod part {
    use js_sys::{Array, JSON, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    pub(crate) type Node = JsValue;

    pub(crate) fn parse(text: &str) -> Option<Node> {
        JSON::parse(text).ok()
    }

    pub(in crate::read) fn field(node: &Node, key: &str) -> Node {
        Reflect::get(node, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED)
    }

    pub(in crate::read) fn is_missing(node: &Node) -> bool {
        node.is_undefined() || node.is_null()
    }

    pub(in crate::read) fn text(node: &Node) -> Option<String> {
        node.as_string()
    }

    pub(in crate::read) fn truth(node: &Node) -> Option<bool> {
        node.as_bool()
    }

    pub(in crate::read) fn number(node: &Node) -> Option<f64> {
        node.as_f64()
    }

    pub(in crate::read) fn length(node: &Node) -> u32 {
        node.dyn_ref::<Array>().map_or(0, Array::length)
    }

    pub(in crate::read) fn item(node: &Node, index: u32) -> Node {
        node.dyn_ref::<Array>().map_or(JsValue::UNDEFINED, |array| array.get(index))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod part {
    use serde_json::Value;

    pub(crate) type Node = Value;

    pub(crate) fn parse(text: &str) -> Option<Node> {
        serde_json::from_str(text).ok()
    }

    pub(in crate::read) fn field(node: &Node, key: &str) -> Node {
        node.get(key).cloned().unwrap_or_default()
    }

    pub(in crate::read) fn is_missing(node: &Node) -> bool {
        node.is_null()
    }

    pub(in crate::read) fn text(node: &Node) -> Option<String> {
        node.as_str().map(ToOwned::to_owned)
    }

    pub(in crate::read) fn truth(node: &Node) -> Option<bool> {
        node.as_bool()
    }

    pub(in crate::read) fn number(node: &Node) -> Option<f64> {
        node.as_f64()
    }

    pub(in crate::read) fn length(node: &Node) -> u32 {
        node.as_array().map_or(0, |items| items.len() as u32)
    }

    pub(in crate::read) fn item(node: &Node, index: u32) -> Node {
        node.get(index as usize).cloned().unwrap_or_default()
    }
}

pub(crate) use part::{Node, parse};
pub(super) use part::{field, is_missing, item, length, number, text, truth};
