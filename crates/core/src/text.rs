//! Checking what people type. Each check trims, gives back the clean value, or
//! names the issue; nothing is cut off silently.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with one field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "code")]
pub enum Issue {
    /// Empty, and must not be.
    Required,
    /// Fewer characters than `min`.
    TooShort {
        /// The least number of characters.
        min: u32,
    },
    /// More characters than `max`.
    TooLong {
        /// The greatest number of characters.
        max: u32,
    },
    /// Control characters, or ones that turn the direction of writing.
    ControlCharacters,
    /// Not a name: letters, `·`, `-`, `'`, `.` and single spaces make one.
    NotAName,
    /// Not a telephone number of mainland China.
    NotAPhone,
    /// Not a day of the calendar.
    NotADate,
    /// Not a point in time.
    NotATime,
    /// Not a web address with http or https.
    NotALink,
    /// A day in the future.
    InFuture,
    /// A time that has passed.
    InPast,
    /// A day before 1921.
    Before1921,
    /// Further ahead than two years.
    TooFarAhead,
    /// The end is not after the start.
    EndsBeforeStart,
    /// Later than the start.
    AfterStart,
    /// Longer than 31 days.
    LastsTooLong,
    /// A number outside of `min` to `max`.
    OutOfRange {
        /// The least number.
        min: i64,
        /// The greatest number.
        max: i64,
    },
    /// Fewer places than are taken, or kept for someone.
    PlacesTaken {
        /// How many are.
        taken: u32,
    },
    /// A series of more than 24 months.
    RepeatsTooLong,
    /// A series of one.
    RepeatsOnce,
    /// The first date is not one of the rule.
    NotInRule,
    /// Not one of the choices.
    NotAChoice,
    /// Only what a branch holds can have it.
    OfBranchesOnly,
    /// Must be agreed to.
    NotAgreed,
    /// The notice has changed since it was read.
    NoticeChanged,
}

impl Issue {
    /// A stable code, as in `tooLong`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooShort { .. } => "tooShort",
            Self::TooLong { .. } => "tooLong",
            Self::ControlCharacters => "controlCharacters",
            Self::NotAName => "notAName",
            Self::NotAPhone => "notAPhone",
            Self::NotADate => "notADate",
            Self::NotATime => "notATime",
            Self::NotALink => "notALink",
            Self::InFuture => "inFuture",
            Self::InPast => "inPast",
            Self::Before1921 => "before1921",
            Self::TooFarAhead => "tooFarAhead",
            Self::EndsBeforeStart => "endsBeforeStart",
            Self::AfterStart => "afterStart",
            Self::LastsTooLong => "lastsTooLong",
            Self::OutOfRange { .. } => "outOfRange",
            Self::PlacesTaken { .. } => "placesTaken",
            Self::RepeatsTooLong => "repeatsTooLong",
            Self::RepeatsOnce => "repeatsOnce",
            Self::NotInRule => "notInRule",
            Self::NotAChoice => "notAChoice",
            Self::OfBranchesOnly => "ofBranchesOnly",
            Self::NotAgreed => "notAgreed",
            Self::NoticeChanged => "noticeChanged",
        }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One line of text, `min` to `max` characters.
pub fn line(text: &str, min: u32, max: u32) -> Result<String, Issue> {
    checked(text, min, max, |c| matches!(c, '\n' | '\t'))
}

/// Text of several lines, `min` to `max` characters; `\r\n` becomes `\n`.
pub fn story(text: &str, min: u32, max: u32) -> Result<String, Issue> {
    checked(&text.replace("\r\n", "\n"), min, max, |_| false)
}

/// One line, or nothing when it is blank.
pub fn optional_line(text: &str, max: u32) -> Result<Option<String>, Issue> {
    if text.trim().is_empty() { Ok(None) } else { line(text, 1, max).map(Some) }
}

/// Several lines, or nothing when they are blank.
pub fn optional_story(text: &str, max: u32) -> Result<Option<String>, Issue> {
    if text.trim().is_empty() { Ok(None) } else { story(text, 1, max).map(Some) }
}

/// A person's name, 2 to 40 characters; runs of spaces become one, also the
/// wide ones between the characters of a short name.
pub fn name(text: &str) -> Result<String, Issue> {
    let spaced: Vec<&str> = text.split([' ', '\u{3000}']).filter(|part| !part.is_empty()).collect();
    let clean = line(&spaced.join(" "), 2, 40)?;
    let is_part = |c: char| c.is_alphabetic() || c == ' ' || is_name_mark(c);
    if clean.chars().all(is_part) && clean.chars().any(char::is_alphabetic) {
        Ok(clean)
    } else {
        Err(Issue::NotAName)
    }
}

// The dots between the parts of a name, as the various keyboards give them,
// and what stands in names of other alphabets.
fn is_name_mark(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '-' | '\'' | '’' | '.')
}

/// A telephone number of mainland China: 11 digits from `13` to `19`, or a
/// landline with its area code. Spaces, hyphens, `+86` and full-width digits
/// are understood; the result is digits only.
pub fn phone(text: &str) -> Result<String, Issue> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Issue::Required);
    }
    if trimmed.chars().any(is_hidden) {
        return Err(Issue::ControlCharacters);
    }
    let mut digits = String::new();
    for c in trimmed.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => {
                digits.extend(char::from_digit(c as u32 - '０' as u32, 10));
            }
            '+' | '＋' if digits.is_empty() => {}
            ' ' | '-' | '－' | '–' | '—' | '（' | '）' | '(' | ')' | '\u{3000}' | '\u{A0}' =>
                {}
            _ => return Err(Issue::NotAPhone),
        }
    }
    let national = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() >= 10));
    let number = national.unwrap_or(&digits);
    // Behind +86 the area code stands without its 0.
    let with_zero = format!("0{number}");
    if is_mobile(number) || is_landline(number) {
        Ok(number.to_owned())
    } else if national.is_some() && is_landline(&with_zero) {
        Ok(with_zero)
    } else {
        Err(Issue::NotAPhone)
    }
}

fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]) && digits.len() == 11
}

fn is_landline(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'0', b'1'..=b'9', ..]) && (10..=12).contains(&digits.len())
}

/// A web address with http or https, at most 300 characters.
pub fn link(text: &str) -> Result<String, Issue> {
    let clean = line(text, 1, 300)?;
    // Keyboards of telephones like to begin with a capital.
    let rest = clean.split_once("://").and_then(|(scheme, rest)| {
        let web = ["https", "http"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
        web.then_some(rest)
    });
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let plain = !clean.chars().any(|c| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'));
    match host {
        Some(host) if plain && is_host(host) => Ok(clean),
        _ => Err(Issue::NotALink),
    }
}

// Nobody is to be led elsewhere by a name before an `@`.
fn is_host(host: &str) -> bool {
    host.len() >= 3 && !host.contains('@') && host.chars().any(char::is_alphanumeric)
}

fn checked(
    text: &str,
    min: u32,
    max: u32,
    refused: impl Fn(char) -> bool,
) -> Result<String, Issue> {
    let clean = text.trim();
    if clean.chars().all(|c| c.is_whitespace() || is_joiner(c)) {
        return if min == 0 { Ok(String::new()) } else { Err(Issue::Required) };
    }
    if clean.chars().any(|c| refused(c) || is_hidden(c)) {
        return Err(Issue::ControlCharacters);
    }
    match clean.chars().count() {
        n if n < min as usize => Err(Issue::TooShort { min }),
        n if n > max as usize => Err(Issue::TooLong { max }),
        _ => Ok(clean.to_owned()),
    }
}

// Characters that a reader cannot see and that can make a text read otherwise
// than it is: controls, and marks that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
        // Blanks of no width, and letters that are blank.
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2065}')
        || matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}')
        // Line and paragraph separators, and tags.
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{E0000}'..='\u{E007F}')
}

// What joins emoji or chooses their form: seen with others, not alone.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}
