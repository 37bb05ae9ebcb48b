//! What is printed at the end: measure, figure, bound, and whether it is met.

use std::fmt;

/// All that was measured, in order.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

#[derive(Debug)]
struct Row {
    measure: String,
    figure: String,
    bound: Option<(String, bool)>,
}

impl Table {
    /// A figure that nothing is promised about.
    pub(crate) fn tell(&mut self, measure: impl Into<String>, figure: impl Into<String>) {
        self.0.push(Row { measure: measure.into(), figure: figure.into(), bound: None });
    }

    /// A figure with its bound, and whether it is met.
    pub(crate) fn hold(
        &mut self,
        measure: impl Into<String>,
        figure: impl Into<String>,
        bound: impl Into<String>,
        met: bool,
    ) {
        let bound = Some((bound.into(), met));
        self.0.push(Row { measure: measure.into(), figure: figure.into(), bound });
    }

    /// Whether every bound is met.
    pub(crate) fn is_met(&self) -> bool {
        self.0.iter().all(|row| row.bound.as_ref().is_none_or(|(_, met)| *met))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = |row: &Row| row.measure.chars().count();
        let wide = self.0.iter().map(head).max().unwrap_or(0).max(7);
        writeln!(f, "{:<wide$}  {:>16}  {:<14}", "measure", "figure", "bound")?;
        for Row { measure, figure, bound } in &self.0 {
            write!(f, "{measure:<wide$}  {figure:>16}")?;
            match bound {
                Some((bound, true)) => writeln!(f, "  {bound:<14}  met")?,
                Some((bound, false)) => writeln!(f, "  {bound:<14}  MISSED")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}
