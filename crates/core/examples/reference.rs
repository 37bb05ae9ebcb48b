//! Prints what the reference pages are made from: the OpenAPI document, and
//! every code with its sentences.

use guiyan_core::openapi;
use serde_json::json;

fn main() {
    println!("{:#}", json!({ "openapi": openapi::document(), "codes": openapi::codes() }));
}
