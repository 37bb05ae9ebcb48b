//! Time as the rules see it: instants in milliseconds, days and months in the
//! one zone of this product, Asia/Shanghai (fixed +08:00, no summer time).

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const OFFSET_MS: i64 = 8 * 3_600_000;

/// One minute in milliseconds.
pub const MINUTE: i64 = 60_000;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

/// An instant: milliseconds since 1970-01-01T00:00Z. On the wire RFC 3339 with
/// the offset +08:00, as in `2026-12-06T14:00:00+08:00`; any offset is read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The instant `ms` milliseconds later.
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The calendar day in Shanghai.
    pub fn day(self) -> Day {
        Day(self.local().date_naive())
    }

    /// Hours and minutes of the day in Shanghai.
    pub fn clock(self) -> (u32, u32) {
        use chrono::Timelike;
        let local = self.local();
        (local.hour(), local.minute())
    }

    // Shifted by the offset, so that chrono's UTC fields read as Shanghai's.
    fn local(self) -> DateTime<chrono::Utc> {
        DateTime::from_timestamp_millis(self.0.saturating_add(OFFSET_MS)).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    // By hand: chrono's format strings would weigh 6 KB in the widget.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = self.clock();
        let ms = self.0.rem_euclid(MINUTE);
        write!(f, "{}T{hour:02}:{minute:02}:{:02}", self.day(), ms / 1000)?;
        if ms % 1000 != 0 {
            write!(f, ".{:03}", ms % 1000)?;
        }
        f.write_str("+08:00")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTime;

    /// Reads RFC 3339; the seconds may be missing, and so may the offset
    /// (then Shanghai's), because that is what a form's time field gives.
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        // A snapshot holds a million of them. The widget reads few, and would
        // carry this along.
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(time) = as_written(text) {
            return Ok(time);
        }
        let (day, clock) = text.trim().split_once('T').ok_or(InvalidTime)?;
        let (clock, offset) = clock.split_at(clock.find(['Z', '+', '-']).unwrap_or(clock.len()));
        let seconds = if clock.len() == "14:00".len() { ":00" } else { "" };
        let offset = if offset.is_empty() { "+08:00" } else { offset };
        let full = format!("{day}T{clock}{seconds}{offset}");
        let parsed = DateTime::parse_from_rfc3339(&full).map_err(|_| InvalidTime)?;
        Ok(Self(parsed.timestamp_millis()))
    }
}

/// What [`Timestamp`] writes when the milliseconds are 0; none for all else.
#[cfg(not(target_arch = "wasm32"))]
fn as_written(text: &str) -> Option<Timestamp> {
    let (day, clock) = text.strip_suffix("+08:00")?.split_once('T')?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *day.as_bytes() else { return None };
    let [h1, h2, b':', i1, i2, b':', s1, s2] = *clock.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum: i64, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0'))
        })
    };
    let (year, month) = (number(&[y1, y2, y3, y4])?, number(&[m1, m2])?);
    let day = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(number(&[d1, d2])?).ok()?,
    )?;
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[i1, i2])?, number(&[s1, s2])?);
    // A leap second is left to the careful way.
    let is_time = hour < 24 && minute < 60 && second < 60;
    is_time.then(|| Day(day).start().plus(hour * HOUR + minute * MINUTE + second * 1_000))
}

/// A calendar day, `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub NaiveDate);

impl Day {
    /// The day's first instant in Shanghai.
    pub fn start(self) -> Timestamp {
        Timestamp(self.0.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - OFFSET_MS)
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.succ_opt().unwrap_or(self.0))
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0.checked_add_signed(TimeDelta::days(days)).unwrap_or(self.0))
    }

    /// The month the day is in.
    pub fn month(self) -> Month {
        Month { year: self.year(), month: self.month_of_year() }
    }

    /// Year, as in 2026.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month of the year, 1 to 12.
    pub fn month_of_year(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// Days since Monday, 0 to 6.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month_of_year(), self.day_of_month())
    }
}

impl FromStr for Day {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let mut parts = text.trim().splitn(3, '-');
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let [Some(year), Some(month), Some(day)] = [year, month, day] else {
            return Err(InvalidTime);
        };
        let year = digits(year, 4)?;
        NaiveDate::from_ymd_opt(year as i32, digits(month, 2)?, digits(day, 2)?)
            .map(Self)
            .ok_or(InvalidTime)
    }
}

/// A calendar month, `YYYY-MM`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month {
    /// Year, as in 1968.
    pub year: i32,
    /// Month of the year, 1 to 12.
    pub month: u32,
}

impl Month {
    /// Its first instant in Shanghai.
    pub fn start(self) -> Timestamp {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
            .map(Day)
            .map_or_else(Timestamp::default, Day::start)
    }

    /// That day of the month, or its last where it is too short.
    pub fn day(self, day: u32) -> Day {
        let of = |day| NaiveDate::from_ymd_opt(self.year, self.month, day);
        (1..=day.clamp(1, 31)).rev().find_map(of).map_or_else(|| self.start().day(), Day)
    }

    /// The month `months` later, or earlier.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        let count = self.year * 12 + self.month as i32 - 1 + months;
        Self { year: count.div_euclid(12), month: count.rem_euclid(12) as u32 + 1 }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let (year, month) = text.trim().split_once('-').ok_or(InvalidTime)?;
        let (year, month) = (digits(year, 4)? as i32, digits(month, 2)?);
        (1..=12).contains(&month).then_some(Self { year, month }).ok_or(InvalidTime)
    }
}

/// The text is not a time of this kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidTime;

impl fmt::Display for InvalidTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid time")
    }
}

impl std::error::Error for InvalidTime {}

fn digits(text: &str, len: usize) -> Result<u32, InvalidTime> {
    if text.len() == len && text.bytes().all(|b| b.is_ascii_digit()) {
        text.parse().map_err(|_| InvalidTime)
    } else {
        Err(InvalidTime)
    }
}

// A snapshot holds a million instants: where nobody reads it, one is eight bytes,
// and never a number, which a client might send.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0.to_be_bytes())
        }
    }
}

struct Instant;

impl de::Visitor<'_> for Instant {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }

    // What stands within a tagged value comes this way from every format.
    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Timestamp, E> {
        let bytes = bytes.try_into().map_err(|_| E::custom(InvalidTime))?;
        Ok(Timestamp(i64::from_be_bytes(bytes)))
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Instant)
        } else {
            deserializer.deserialize_bytes(Instant)
        }
    }
}

macro_rules! as_text {
    ($name:ident, $pattern:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        as_schema!($name, $pattern);
    };
}

macro_rules! as_schema {
    ($name:ident, $pattern:literal) => {
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

as_schema!(Timestamp, r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$");
as_text!(Day, r"^\d{4}-\d{2}-\d{2}$");
as_text!(Month, r"^\d{4}-(0[1-9]|1[0-2])$");
