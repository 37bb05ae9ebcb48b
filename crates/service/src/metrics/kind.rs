use std::io;

use guiyan_core::Command;

/// What stands before the name of a command's kind on the wire.
const TAG: &[u8] = b"{\"type\":\"";

/// The name of a command's kind as it stands on the wire, as in `signUp`, and
/// nothing of what is in it.
pub fn kind(command: &Command) -> String {
    let mut name = Name(Vec::with_capacity(64));
    // It ends by an error, once the name is whole: the type comes first.
    let _ = serde_json::to_writer(&mut name, command);
    let name = name.0.strip_prefix(TAG).and_then(|rest| rest.split(|byte| *byte == b'"').next());
    String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
}

/// Takes what is written up to the end of the name.
struct Name(Vec<u8>);

impl io::Write for Name {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        let rest = self.0.get(TAG.len()..).unwrap_or_default();
        if rest.contains(&b'"') { Err(io::ErrorKind::Other.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
