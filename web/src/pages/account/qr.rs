//! A QR code, drawn in place.

use qrcode::{Color, EcLevel, QrCode};
use yew::{Html, html};

/// The quiet zone around it, in modules.
const QUIET: usize = 4;

/// The text as a QR code; nothing where it is too long for one. Black on white
/// in dark mode too, as scanners want it.
pub(super) fn qr(text: &str, name: &'static str) -> Option<Html> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let all = (width + 2 * QUIET).to_string();
    Some(html! {
        <svg
            class="qr"
            role="img"
            aria-label={name}
            viewBox={["0 0 ", &*all, " ", &*all].concat()}
            width="224"
            height="224"
            shape-rendering="crispEdges"
        >
            <rect width={all.clone()} height={all} fill="#fff" />
            <path d={path(&code.into_colors(), width)} fill="#000" />
        </svg>
    })
}

/// A rectangle for every run of dark modules.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let n = run.len();
                let (x, y) = (x + QUIET, y + QUIET);
                let [x, y, n] = [x, y, n].map(|number| number.to_string());
                path.push_str(&["M", &*x, " ", &*y, "h", &*n, "v1h-", &*n, "z"].concat());
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = QrCode::with_error_correction_level("otpauth://totp/a", EcLevel::M).unwrap();
        let width = code.width();
        let modules = code.into_colors();
        let drawn = path(&modules, width);
        let dark: usize = drawn
            .split('M')
            .filter_map(|run| run.split_once('h')?.1.split_once('v')?.0.parse::<usize>().ok())
            .sum();
        assert_eq!(dark, modules.iter().filter(|it| **it == Color::Dark).count());
        // The corner of a finder pattern stands behind the quiet zone.
        assert!(drawn.starts_with("M4 4h7v1h-7z"), "{drawn}");
    }
}
