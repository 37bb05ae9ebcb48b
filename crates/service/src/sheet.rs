//! Registers as .csv files that Excel and WPS open as they are: UTF-8 with a
//! byte order mark, CRLF, every cell quoted, and none of them a formula.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use guiyan_core::view::Register;

/// Without it a spreadsheet takes the text for the system's old encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The table as a file.
///
/// # Errors
/// When a row is not as long as the head, which would be a fault of its making.
pub(crate) fn csv(register: &Register) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(&register.columns)?;
    for row in &register.rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
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
pub(crate) fn encoded(name: &str) -> String {
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
        let text = String::from_utf8(csv(&register).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"姓名\",\"备注\"\r\n\"徐\"\"小\"\"燕\",\"'=1+1\"\r\n\
             \"'+86\",\"'-1,\n2\"\r\n\"'@x\",\"\"\r\n"
        );
    }

    #[test]
    fn names_of_files_travel_in_a_header() {
        assert_eq!(encoded("表-2026.csv"), "%E8%A1%A8-2026.csv");
    }
}
