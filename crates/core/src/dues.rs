//! 党费: a calculator and nothing more. Nothing is stored and nothing is paid
//! through Guiyan. The rate applies to the whole monthly base after tax.
//! [domain §7]
//!
//! ```
//! use guiyan_core::dues::{Dues, DuesRates, Payer};
//!
//! let salaried = Payer::Salaried { base_fen: 620_000 };
//! assert_eq!(DuesRates::default().monthly(salaried), Some(Dues { least_fen: 9_300, most_fen: 9_300 }));
//! ```

use serde::{Deserialize, Serialize};

/// The rates, as data: amounts in fen, rates in hundredths of a per cent.
/// *Configurable* by `dues` in the district's data file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DuesRates {
    /// Steps of the base, rising; what is above the last pays `above`.
    pub steps: Vec<DuesStep>,
    /// The rate above the last step.
    pub above_basis_points: u32,
    /// 农民党员, at least, in fen a month.
    pub farmer_least_fen: u64,
    /// 农民党员, at most, in fen a month.
    pub farmer_most_fen: u64,
    /// 学生党员 and those without work, in fen a month.
    pub student_fen: u64,
}

/// One step: a base up to this pays that.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DuesStep {
    /// The greatest base of the step, in fen.
    pub up_to_fen: u64,
    /// Hundredths of a per cent of the whole base.
    pub basis_points: u32,
}

/// Who pays, and on what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "payer")]
pub enum Payer {
    /// With a monthly income.
    Salaried {
        /// What is left of it after tax, in fen.
        base_fen: u64,
    },
    /// 农民党员
    Farmer,
    /// 学生党员, or without work.
    Student,
}

/// What is to be paid in a month: one amount, or a range to choose from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Dues {
    /// At least, in fen.
    pub least_fen: u64,
    /// At most, in fen.
    pub most_fen: u64,
}

impl Default for DuesRates {
    fn default() -> Self {
        let step = |yuan: u64, basis_points| DuesStep { up_to_fen: yuan * 100, basis_points };
        Self {
            steps: vec![step(3_000, 50), step(5_000, 100), step(10_000, 150)],
            above_basis_points: 200,
            farmer_least_fen: 20,
            farmer_most_fen: 100,
            student_fen: 20,
        }
    }
}

impl DuesRates {
    /// The rate for a base, in hundredths of a per cent.
    pub fn rate(&self, base_fen: u64) -> u32 {
        let step = self.steps.iter().find(|step| base_fen <= step.up_to_fen);
        step.map_or(self.above_basis_points, |step| step.basis_points)
    }

    /// What is to be paid in a month, to the fen, halves rounded up. Nothing
    /// for an amount that no one earns and no one could pay.
    pub fn monthly(&self, payer: Payer) -> Option<Dues> {
        let (least_fen, most_fen) = match payer {
            Payer::Salaried { base_fen } => {
                let due = u128::from(base_fen) * u128::from(self.rate(base_fen));
                let fen = u64::try_from((due + 5_000) / 10_000).ok()?;
                (fen, fen)
            }
            Payer::Farmer => (self.farmer_least_fen, self.farmer_most_fen),
            Payer::Student => (self.student_fen, self.student_fen),
        };
        Some(Dues { least_fen, most_fen })
    }
}
