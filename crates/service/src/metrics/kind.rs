use std::fmt::{self, Write as _};

use guiyan_core::Command;

/// The name of a command's kind as it stands on the wire, as in `signUp`, and
/// nothing of what is in it.
pub fn kind(command: &Command) -> String {
    let mut name = Name { text: String::with_capacity(32), is_inside: false };
    // It ends by an error, once the name is whole.
    let _ = write!(name, "{command:?}");
    let mut letters = name.text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Takes the first word in the first parentheses of `Activity(SignUp { … })`.
struct Name {
    text: String,
    is_inside: bool,
}

impl fmt::Write for Name {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            match letter {
                '(' if !self.is_inside => self.is_inside = true,
                _ if !self.is_inside => {}
                letter if letter.is_ascii_alphanumeric() => self.text.push(letter),
                // Line breaks and blanks before it are of the form.
                _ if self.text.is_empty() => {}
                _ => return Err(fmt::Error),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use guiyan_core::{
        branch::{activity::ActivityCommand, member::MemberCommand},
        command::DistrictCommand,
        ids::PersonId,
        testing,
    };

    use super::*;

    #[test]
    fn it_is_the_type_on_the_wire() {
        let report =
            MemberCommand::ReportIn { report: testing::report_form(), consent: testing::consent() };
        let person = PersonId(uuid::Uuid::nil());
        let activity = testing::command_id(1).into();
        let commands: [Command; 4] = [
            report.into(),
            MemberCommand::ReceiveMember { person }.into(),
            ActivityCommand::SignUp { activity, share_name: true }.into(),
            DistrictCommand::EraseMe {}.into(),
        ];
        for command in commands {
            let json = serde_json::to_value(&command).unwrap();
            assert_eq!(json["type"], kind(&command));
        }
    }
}
