//! Reading TOML so that every mistake is told with its line.

use std::{
    cell::RefCell,
    fmt::Display,
    net::{IpAddr, SocketAddr},
    ops::{Range, RangeInclusive},
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::ConfigError;

/// The file that is read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name, as it was asked for.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Source<'_> {
    /// Something is wrong at that place of the text.
    pub fn wrong(&self, at: &Range<usize>, sentence: impl Display) -> ConfigError {
        let before = self.text.get(..at.start.min(self.text.len())).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        ConfigError::Mistake { file: self.file.to_owned(), line, sentence: sentence.to_string() }
    }
}

/// The settings between two headings. Each is asked for by its name; what
/// nobody has asked for is a mistake, which [`Section::finish`] tells.
#[derive(Debug)]
pub struct Section<'a> {
    source: Source<'a>,
    /// What stands before a key's name when it is told: nothing, or `backup.`.
    prefix: String,
    table: &'a DeTable<'a>,
    asked: RefCell<Vec<&'static str>>,
    /// Settings that stand above the first heading.
    above: Vec<&'static str>,
}

/// A value and where it stands.
type Found<'a> = &'a Spanned<DeValue<'a>>;

impl<'a> Section<'a> {
    /// What stands above the first heading, and the headings themselves.
    pub fn top(source: Source<'a>, table: &'a DeTable<'a>) -> Self {
        let (prefix, asked, above) = (String::new(), RefCell::default(), Vec::new());
        Self { source, prefix, table, asked, above }
    }

    /// A text that `parse` takes; it says what the text must be instead.
    ///
    /// # Errors
    /// The value is no text, or `parse` does not take it.
    pub fn parsed<T, E: Display>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let text = self.as_text(key, value)?;
        parse(text).map(Some).map_err(|error| self.source.wrong(&value.span(), error))
    }

    /// A text that is not empty.
    ///
    /// # Errors
    /// The value is something else.
    pub fn text(&self, key: &'static str) -> Result<Option<String>, ConfigError> {
        let name = self.name(key);
        self.parsed(key, |text| match text.trim() {
            "" => Err(format!("`{name}` is empty: give it a value, or take the line out")),
            _ => Ok(text.to_owned()),
        })
    }

    /// An address with a port.
    ///
    /// # Errors
    /// The value is something else.
    pub fn address(&self, key: &'static str) -> Result<Option<SocketAddr>, ConfigError> {
        let name = self.name(key);
        self.parsed(key, |text| {
            text.parse().map_err(|_| {
                format!(
                    "`{name}` must be an address and a port, as in \"127.0.0.1:7117\" or \
                     \"[::1]:7117\", not \"{text}\""
                )
            })
        })
    }

    /// A whole path. A relative one would mean another place for each folder
    /// that the service is started from.
    ///
    /// # Errors
    /// The value is something else.
    pub fn path(&self, key: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        let name = self.name(key);
        self.parsed(key, |text| match Path::new(text) {
            path if path.is_absolute() => Ok(path.to_owned()),
            // Not repeated: somebody may have put a secret in here.
            _ => Err(format!(
                "`{name}` must be a whole path, as in \"/var/lib/guiyan\": a relative one would \
                 mean another place for each folder that the service is started from"
            )),
        })
    }

    /// True or false.
    ///
    /// # Errors
    /// The value is something else.
    pub fn flag(&self, key: &'static str) -> Result<Option<bool>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let flag = value.get_ref().as_bool();
        flag.map(Some).ok_or_else(|| self.wants(key, value, "true or false, without quotes"))
    }

    /// A whole number of that range.
    ///
    /// # Errors
    /// The value is something else.
    pub fn number<T: TryFrom<i64> + Display + PartialOrd>(
        &self,
        key: &'static str,
        range: RangeInclusive<T>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let (from, to) = (range.start(), range.end());
        let must = format!("a whole number from {from} to {to}, without quotes");
        let Some(number) = value.get_ref().as_integer() else {
            return Err(self.wants(key, value, &must));
        };
        let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let taken = parsed.and_then(|number| T::try_from(number).ok());
        let taken = taken.filter(|number| range.contains(number)).map(Some);
        taken.ok_or_else(|| {
            let sentence = format!("`{}` must be {must}, not {number}", self.name(key));
            self.source.wrong(&value.span(), sentence)
        })
    }

    /// A list of texts, each of which `check` takes.
    ///
    /// # Errors
    /// The value is something else.
    pub fn list<E: Display>(
        &self,
        key: &'static str,
        check: impl Fn(&str) -> Result<(), E>,
    ) -> Result<Option<Vec<String>>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let Some(items) = value.get_ref().as_array() else {
            return Err(self.wants(key, value, "a list, as in [\"…\", \"…\"]"));
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            let text = self.as_text(key, item)?;
            check(text).map_err(|error| self.source.wrong(&item.span(), error))?;
            if list.iter().any(|before| before == text) {
                let sentence = format!("`{}` names \"{text}\" twice", self.name(key));
                return Err(self.source.wrong(&item.span(), sentence));
            }
            list.push(text.to_owned());
        }
        Ok(Some(list))
    }

    /// A list of addresses without ports.
    ///
    /// # Errors
    /// The value is something else.
    pub fn addresses(&self, key: &'static str) -> Result<Option<Vec<IpAddr>>, ConfigError> {
        let name = self.name(key);
        let parse = |text: &str| {
            text.parse::<IpAddr>().map_err(|_| {
                format!(
                    "`{name}` must name addresses, as in \"127.0.0.1\" or \"::1\", not \"{text}\""
                )
            })
        };
        let list = self.list(key, |text| parse(text).map(|_| ()))?;
        // Each of them was taken a moment ago.
        Ok(list.map(|list| list.iter().filter_map(|text| parse(text).ok()).collect()))
    }

    /// What stands below `[key]`.
    ///
    /// # Errors
    /// It is no heading.
    pub fn section(&self, key: &'static str) -> Result<Option<Section<'a>>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match value.get_ref().as_table() {
            Some(table) => Ok(Some(self.below(format!("{key}."), table))),
            None => Err(self.wants(key, value, &format!("a heading, as in [{key}]"))),
        }
    }

    /// What stands below each `[[key]]`.
    ///
    /// # Errors
    /// One of them is no such heading.
    pub fn sections(&self, key: &'static str) -> Result<Vec<Section<'a>>, ConfigError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let wants = |it| self.wants(key, it, &format!("a repeated heading, as in [[{key}]]"));
        let items = value.get_ref().as_array().ok_or_else(|| wants(value))?;
        let each = items.iter().map(|item| match item.get_ref().as_table() {
            Some(table) => Ok(self.below(format!("{key}."), table)),
            None => Err(wants(item)),
        });
        each.collect()
    }

    /// Whether everything that stands here was asked for.
    ///
    /// # Errors
    /// The first setting that is none, with the nearest that is one.
    pub fn finish(&self) -> Result<(), ConfigError> {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().filter(|key| !asked.contains(&key.get_ref().as_ref()));
        // In the order of the file.
        let Some(key) = unknown.min_by_key(|key| key.span().start) else { return Ok(()) };
        let given: &str = key.get_ref();
        let name = self.name(given);
        let what = if self.above.contains(&given) {
            format!("`{name}` is no setting: move `{given}` above the first heading in brackets")
        } else if let Some(nearest) = nearest(given, &asked) {
            format!("`{name}` is no setting: did you mean `{}`?", self.name(nearest))
        } else {
            let mut known = asked.clone();
            known.sort_unstable();
            let known: Vec<String> = known.iter().map(|key| self.name(key)).collect();
            format!("`{name}` is no setting; there are `{}`", known.join("`, `"))
        };
        Err(self.source.wrong(&key.span(), what))
    }

    /// A mistake that concerns the value of a key here.
    pub fn wrong(&self, key: &str, sentence: impl Display) -> ConfigError {
        let at = self.table.get(key).map_or(0..0, Spanned::span);
        self.source.wrong(&at, sentence)
    }

    fn below(&self, prefix: String, table: &'a DeTable<'a>) -> Self {
        let above = self.asked.borrow().clone();
        Self { source: self.source, prefix, table, asked: RefCell::default(), above }
    }

    fn value(&self, key: &'static str) -> Option<Found<'a>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    fn as_text<'v>(
        &self,
        key: &str,
        value: &'v Spanned<DeValue<'_>>,
    ) -> Result<&'v str, ConfigError> {
        let text = value.get_ref().as_str();
        text.ok_or_else(|| self.wants(key, value, "a text in quotes"))
    }

    fn wants(&self, key: &str, value: &Spanned<DeValue<'_>>, what: &str) -> ConfigError {
        let is = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a heading",
        };
        let sentence = format!("`{}` must be {what}; here it is {is}", self.name(key));
        self.source.wrong(&value.span(), sentence)
    }
}

/// The name that somebody most likely meant: a third of it may be wrong.
fn nearest(given: &str, known: &[&'static str]) -> Option<&'static str> {
    let given = given.to_lowercase().replace('_', "-");
    let each = known.iter().map(|name| (strsim::damerau_levenshtein(&given, name), *name));
    let (distance, name) = each.min()?;
    (distance * 3 <= name.len().max(3)).then_some(name)
}
