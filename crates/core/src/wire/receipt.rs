//! 回执: what somebody holds in hand after they erased themselves. It says when
//! that was, and the place of it in the record; nothing about who. It is a code
//! that can be kept on paper, and says the same wherever the record is restored.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use crate::{
    ids::CommandId,
    time::{Day, Timestamp},
};

/// What stands before every code.
const PREFIX: &str = "GY";
/// The shape of what follows.
const SHAPE: u8 = 1;
/// Letters and digits that are not taken for one another, five bits each.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Bytes of a receipt without its seal.
const BODY: usize = 62;
/// Bytes of the seal.
const SEAL: usize = 16;
/// A code is read up to here; more is none.
const LONGEST: usize = 400;

/// A receipt of an erasure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The command that erased: random, and it leads to nobody.
    pub command: CommandId,
    /// When it was done.
    pub at: Timestamp,
    /// The number of the event in the district's own stream.
    pub version: u64,
    /// The hash of the chain there.
    pub chain: [u8; 32],
    /// For how many days backups from before are kept; 0 where nobody has said.
    pub backup_days: u16,
}

/// `GET receipts/{code}`, and what an erasure is answered with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// All of it as one code: to be kept, printed, and checked.
    pub code: String,
    /// The command that erased.
    pub id: CommandId,
    /// When everything personal was erased.
    pub at: Timestamp,
    /// The number of the event in the district's own stream.
    pub version: u64,
    /// The hash of the record's chain there, in hexadecimal digits.
    pub chain: String,
    /// The last day on which a backup from before may still be there. Restoring
    /// one erases again. Missing where the operator has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backups_until: Option<Day>,
    /// Whether the record shows the erasure at that place. After an older backup
    /// was restored it stands at another one: it was done again.
    pub in_record: bool,
}

impl Receipt {
    /// What an address asks about, `/v1/receipts/{code}`: a code, or the id that
    /// an erasure was sent under, as somebody typed it.
    pub fn asked(path: &str) -> Option<String> {
        let given = path.strip_prefix("/v1/receipts/")?;
        let given = percent_decode_str(given).decode_utf8().ok()?;
        (!given.is_empty() && !given.contains('/')).then(|| given.into_owned())
    }

    /// What is sealed.
    pub fn body(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(BODY);
        body.push(SHAPE);
        body.extend(self.command.0.as_bytes());
        body.extend(self.at.0.to_be_bytes().iter().skip(2));
        body.extend(self.version.to_be_bytes().iter().skip(3));
        body.extend(self.backup_days.to_be_bytes());
        body.extend(self.chain);
        body
    }

    /// The code: the receipt with its seal, in groups of five.
    pub fn code(&self, seal: &[u8]) -> String {
        let mut bytes = self.body();
        bytes.extend(seal.iter().take(SEAL));
        let mut code = PREFIX.to_owned();
        for (index, letter) in letters(&bytes).into_iter().enumerate() {
            if index % 5 == 0 {
                code.push('-');
            }
            code.push(char::from(letter));
        }
        code
    }

    /// The receipt that a code says, and its seal, which must be checked. Spaces,
    /// line ends and strokes may stand anywhere, and letters in either case.
    pub fn read(code: &str) -> Option<(Self, Vec<u8>)> {
        if code.len() > LONGEST {
            return None;
        }
        let plain = code.chars().filter(|c| c.is_ascii_alphanumeric());
        let plain: String = plain.map(|c| c.to_ascii_uppercase()).collect();
        let mut bytes = bytes(plain.strip_prefix(PREFIX)?)?;
        if bytes.len() != BODY + SEAL {
            return None;
        }
        let seal = bytes.split_off(BODY);
        let (shape, rest) = bytes.split_first()?;
        let (command, rest) = rest.split_first_chunk::<16>()?;
        let (at, rest) = rest.split_first_chunk::<6>()?;
        let (version, rest) = rest.split_first_chunk::<5>()?;
        let (days, chain) = rest.split_first_chunk::<2>()?;
        let receipt = Self {
            command: CommandId(uuid::Uuid::from_bytes(*command)),
            at: Timestamp(i64::try_from(number(at)).ok()?),
            version: number(version),
            chain: <[u8; 32]>::try_from(chain).ok()?,
            backup_days: u16::from_be_bytes(*days),
        };
        (*shape == SHAPE).then_some((receipt, seal))
    }

    /// As it is shown.
    pub fn view(&self, seal: &[u8], in_record: bool) -> ReceiptView {
        let days = i64::from(self.backup_days);
        ReceiptView {
            code: self.code(seal),
            id: self.command,
            at: self.at,
            version: self.version,
            chain: self.chain.iter().map(|byte| format!("{byte:02x}")).collect(),
            backups_until: (days > 0).then(|| self.at.day().plus(days)),
            in_record,
        }
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn letters(bytes: &[u8]) -> Vec<u8> {
    let (mut held, mut bits, mut letters) = (0_u32, 0, Vec::new());
    let mut put = |index: u32| letters.extend(LETTERS.get(index as usize & 31));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            put(held >> bits);
        }
    }
    if bits > 0 {
        put(held << (5 - bits));
    }
    letters
}

fn bytes(letters: &str) -> Option<Vec<u8>> {
    let (mut held, mut bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in letters.bytes() {
        let letter = match letter {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            other => other,
        };
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = held << 5 | value as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    // What is left over fills the last letter up, and is nothing: never a letter
    // more, so that a code is written in one way.
    (held == 0 && bits < 5).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn receipt() -> impl Strategy<Value = (Receipt, [u8; 16])> {
        let numbers = (any::<u128>(), 0_i64..1 << 47, 0_u64..1 << 39, any::<u16>());
        (numbers, any::<[u8; 32]>(), any::<[u8; 16]>()).prop_map(|(numbers, chain, seal)| {
            let (id, at, version, backup_days) = numbers;
            let command = CommandId(uuid::Uuid::from_u128(id));
            (Receipt { command, at: Timestamp(at), version, chain, backup_days }, seal)
        })
    }

    proptest! {
        #[test]
        fn a_code_says_what_it_was_made_of((receipt, seal) in receipt()) {
            let code = receipt.code(&seal);
            prop_assert_eq!(Receipt::read(&code), Some((receipt, seal.to_vec())));
            let typed = code.to_lowercase().replace('-', " \n").replace('0', "o");
            prop_assert_eq!(Receipt::read(&typed), Some((receipt, seal.to_vec())));
        }

        #[test]
        fn what_is_no_code_is_none(text in "\\PC{0,200}") {
            prop_assert_eq!(Receipt::read(&text), None);
        }

        /// As long as a code, or nearly, of its letters and of others.
        #[test]
        fn what_is_read_says_itself_again(text in "GY-?0[4-7][0-9A-Z]{120,124}[0-9A-Z ]?") {
            if let Some((receipt, seal)) = Receipt::read(&text) {
                let plain = |code: &str| code.replace(['-', ' '], "");
                let typed = plain(&text).replace('O', "0").replace(['I', 'L'], "1");
                prop_assert_eq!(plain(&receipt.code(&seal)), typed);
            }
        }

        #[test]
        fn every_body_of_the_right_shape_is_read(rest in "[0-9A-HJKMNP-TV-Z]{122}", last in "[02468ACEGJMPRTWY]") {
            let text = format!("GY04{rest}{last}");
            let (receipt, seal) = Receipt::read(&text).expect("a code");
            prop_assert_eq!(receipt.code(&seal).replace('-', ""), text);
        }

        #[test]
        fn a_code_with_a_letter_more_is_none((receipt, seal) in receipt(), more in "[0-9A-Z]") {
            prop_assert_eq!(Receipt::read(&format!("{}{more}", receipt.code(&seal))), None);
        }

        #[test]
        fn half_a_code_is_none((receipt, seal) in receipt(), cut in 1_usize..100) {
            let code = receipt.code(&seal);
            prop_assert_eq!(Receipt::read(&code[..code.len() - cut]), None);
        }
    }

    #[test]
    fn an_address_asks_about_what_was_typed() {
        let asked = |path| Receipt::asked(path);
        assert_eq!(asked("/v1/receipts/GY-04%20ab").as_deref(), Some("GY-04 ab"));
        for path in
            ["/v1/receipts", "/v1/receipts/", "/v1/receipts/a/b", "/v1/me", "/v1/receipts/%ff"]
        {
            assert_eq!(asked(path), None, "{path}");
        }
    }

    #[test]
    fn a_view_says_until_when_only_where_it_is_known() {
        let command = CommandId(uuid::Uuid::from_u128(7));
        let at: Timestamp = "2026-12-01T10:00:00+08:00".parse().unwrap();
        let receipt = Receipt { command, at, version: 9, chain: [0xab; 32], backup_days: 0 };
        let view = receipt.view(&[0; 16], true);
        assert_eq!((view.backups_until, view.chain.len()), (None, 64));
        let view = Receipt { backup_days: 30, ..receipt }.view(&[0; 16], true);
        assert_eq!(view.backups_until.map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
    }
}
