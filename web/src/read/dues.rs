//! The rates of 党费, field by field.

use guiyan_core::dues::{DuesRates, DuesStep};

use super::{Node, Read};

objects! {
    DuesRates {
        steps = "steps",
        above_basis_points = "aboveBasisPoints",
        farmer_least_fen = "farmerLeastFen",
        farmer_most_fen = "farmerMostFen",
        student_fen = "studentFen",
    }
    DuesStep { up_to_fen = "upToFen", basis_points = "basisPoints" }
}
