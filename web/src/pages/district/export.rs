//! A plot saved as a picture. What the styles give it is written into the copy,
//! so that it looks the same elsewhere.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Element, HtmlAnchorElement, HtmlCanvasElement,
    HtmlElement, HtmlImageElement, Url,
};

use crate::browser;

/// The properties that make up a plot's looks.
const LOOKS: [&str; 7] =
    ["fill", "stroke", "stroke-width", "font-family", "font-size", "font-weight", "opacity"];

/// How much finer than the screen a picture in points is.
const FINER: f64 = 3.0;

/// Saves the plots within the element of that id, one under the other, as SVG.
pub(super) fn save_svg(root: &HtmlElement, id: &str, name: &str) {
    if let Some((text, ..)) = drawn(root, id) {
        download(&text.into(), "image/svg+xml", &[name, ".svg"].concat());
    }
}

/// The same in points. Where the page's policy does not let pictures be made,
/// the SVG is saved instead.
pub(super) fn save_png(root: &HtmlElement, id: &str, name: &str) {
    let Some((text, width, height)) = drawn(root, id) else { return };
    let Ok(image) = HtmlImageElement::new() else { return };
    let address = String::from(js_sys::encode_uri_component(&text));
    let as_svg = {
        let (text, name) = (text.clone(), name.to_owned());
        Closure::once_into_js(move || {
            download(&text.into(), "image/svg+xml", &[&*name, ".svg"].concat());
        })
    };
    let loaded = {
        let (image, name) = (image.clone(), name.to_owned());
        Closure::once_into_js(move || {
            let _ = painted(&image, width, height, &name);
        })
    };
    image.set_onload(Some(loaded.unchecked_ref()));
    image.set_onerror(Some(as_svg.unchecked_ref()));
    image.set_src(&["data:image/svg+xml,", &*address].concat());
}

fn painted(image: &HtmlImageElement, width: f64, height: f64, name: &str) -> Option<()> {
    let canvas: HtmlCanvasElement =
        browser::document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width((width * FINER) as u32);
    canvas.set_height((height * FINER) as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let (wide, high) = (width * FINER, height * FINER);
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, wide, high).ok()?;
    let name = [name, ".png"].concat();
    let saved = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            offer(&blob, &name);
        }
    });
    canvas.to_blob(saved.unchecked_ref()).ok()
}

// All plots of a figure in one picture, with its size.
fn drawn(root: &HtmlElement, id: &str) -> Option<(String, f64, f64)> {
    let figure = root.query_selector(&["[id='", id, "']"].concat()).ok()??;
    let plots = figure.query_selector_all("svg.plot").ok()?;
    let (mut parts, mut height, mut width) = (String::new(), 0.0, 0.0_f64);
    for index in 0..plots.length() {
        let plot: Element = plots.get(index)?.dyn_into().ok()?;
        let view = plot.get_attribute("viewBox")?;
        let mut sides = view.split(' ').skip(2).filter_map(|side| side.parse::<f64>().ok());
        let (wide, high) = (sides.next()?, sides.next()?);
        let title = plot.get_attribute("aria-label").unwrap_or_default();
        let copy: Element = plot.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        dress(&plot, &copy)?;
        let top = (height + 24.0).to_string();
        parts.push_str(
            &[
                "<text x=\"12\" y=\"",
                &(height + 18.0).to_string(),
                "\" font-size=\"14\" fill=\"",
                &colour(root, "--guiyan-ink-2", "#5E564D"),
                "\" font-family=\"sans-serif\">",
            ]
            .concat(),
        );
        escape(&mut parts, &title);
        parts.push_str(&["</text><g transform=\"translate(12 ", &top, ")\">"].concat());
        parts.push_str(&copy.inner_html());
        parts.push_str("</g>");
        height += high + 36.0;
        width = width.max(wide + 24.0);
    }
    let (wide, high) = (width.to_string(), height.to_string());
    let size =
        [" width=\"", &*wide, "\" height=\"", &*high, "\" viewBox=\"0 0 ", &*wide, " ", &*high];
    let whole = [
        "<svg xmlns=\"http://www.w3.org/2000/svg\"",
        &size.concat(),
        "\"><rect width=\"100%\" height=\"100%\" fill=\"",
        &colour(root, "--guiyan-card", "#FFFFFF"),
        "\"/>",
        &parts,
        "</svg>",
    ];
    Some((whole.concat(), width, height))
}

// One of the theme's colours, as the page shows it now.
fn colour(root: &HtmlElement, token: &str, usual: &str) -> String {
    let style = browser::window().and_then(|window| window.get_computed_style(root).ok()?);
    let colour = style.and_then(|style| style.get_property_value(token).ok());
    let colour = colour.map(|colour| colour.trim().to_owned());
    colour.filter(|colour| !colour.is_empty()).unwrap_or_else(|| usual.to_owned())
}

// Writes the looks of each element into its copy.
fn dress(from: &Element, to: &Element) -> Option<()> {
    let window = browser::window()?;
    let (ours, copies) = (from.children(), to.children());
    for index in 0..ours.length() {
        let (own, copy) = (ours.item(index)?, copies.item(index)?);
        let style = window.get_computed_style(&own).ok()??;
        for look in LOOKS {
            let value = style.get_property_value(look).unwrap_or_default();
            // Setting a plain attribute does not fail.
            let _ = copy.set_attribute(look, &value);
        }
        let _ = copy.remove_attribute("class");
        dress(&own, &copy)?;
    }
    Some(())
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            c => out.push(c),
        }
    }
}

/// Offers text as a file.
pub(super) fn download(text: &JsValue, kind: &str, name: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&Array::of1(text), &options) {
        offer(&blob, name);
    }
}

fn offer(blob: &Blob, name: &str) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    let link = browser::document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The download has begun by then; the address would else live with the page.
    let forget = Closure::once_into_js(move || Url::revoke_object_url(&address));
    if let Some(window) = browser::window() {
        let _ = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(forget.unchecked_ref(), 60_000);
    }
}
