//! Registers as .csv files that Excel and WPS open as they are: UTF-8 with a
//! byte order mark, CRLF, every cell quoted, and none of them a formula.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use serde::Serialize;

use crate::view::{Period, Register};

/// A register on its way out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sheet {
    /// A name for its file, as in `members-2026-01-2026-11.csv`.
    pub name: String,
    /// The same for people, as in `流动党员花名册-2026-01-2026-11.csv`.
    pub title: String,
    /// What stands in it.
    pub text: String,
}

impl Sheet {
    /// The media type of its text.
    pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

    pub(super) fn of(register: &Register, name: &str, Period { from, to }: Period) -> Self {
        Self {
            name: format!("{name}-{from}-{to}.csv"),
            title: format!("{}-{from}-{to}.csv", register.title),
            // Memory does not fail, and each row is as long as the head.
            text: csv(register).unwrap_or_default(),
        }
    }

    /// The header that offers it as a file. [RFC 6266]
    pub fn disposition(&self) -> String {
        let (name, title) = (&self.name, encoded(&self.title));
        format!("attachment; filename=\"{name}\"; filename*=UTF-8''{title}")
    }
}

/// Without it a spreadsheet takes the text for the system's old encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn csv(register: &Register) -> Option<String> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(&register.columns).ok()?;
    for row in &register.rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// A cell that a spreadsheet shows and does not carry out.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// A file name as a header carries it. [RFC 8187]
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_quoted_marked_and_harmless() {
        let register = Register {
            title: "表",
            columns: vec!["姓名", "备注"],
            rows: vec![
                vec!["徐\"小\"燕".into(), "=1+1".into()],
                vec!["+86".into(), "-1,\n2".into()],
                vec!["@x".into(), String::new()],
            ],
            named: Vec::new(),
        };
        assert_eq!(
            csv(&register).unwrap(),
            "\u{feff}\"姓名\",\"备注\"\r\n\"徐\"\"小\"\"燕\",\"'=1+1\"\r\n\
             \"'+86\",\"'-1,\n2\"\r\n\"'@x\",\"\"\r\n"
        );
    }

    #[test]
    fn names_of_files_travel_in_a_header() {
        assert_eq!(encoded("表-2026.csv"), "%E8%A1%A8-2026.csv");
    }
}
