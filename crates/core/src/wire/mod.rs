//! What goes over the wire besides commands and views: the addresses that can
//! be asked, and how it is told that something was not done. The service
//! answers them over HTTP, the rules in the page without one; the JSON is the
//! same.

mod account;
mod door;
mod problem;
mod query;
mod question;
mod receipt;
mod sentences;
mod session;
mod sheet;
mod sign_in;

pub use account::{AccountPerson, FindAccount};
pub use door::{CommandAnswer, DemoPersona, DemoToken, Door, EraseMe};
pub use problem::{Failure, FieldProblem, ProblemDocument};
pub use question::{Answer, BranchList, Question, Sources, View};
pub use receipt::{Receipt, ReceiptView};
pub use session::*;
pub use sheet::Sheet;
pub use sign_in::SignInFailure;
