//! Bytes sealed in pieces (STREAM over AES-256-GCM): none can be changed, left
//! out, repeated, put in another place or cut off the end unnoticed.
//!
//! Each file has a key of its own, so the nonce is the piece's number alone.

use std::io::{self, Read, Write};

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{
        Payload,
        stream::{DecryptorBE32, EncryptorBE32},
    },
};
use sha2::{Digest as _, Sha256};

use crate::{MasterKey, seal::Secret};

/// The bytes of a piece, and what sealing adds to it.
const PIECE: usize = 1 << 16;
const TAG: usize = 16;
/// What the number and the mark of the last piece leave of a nonce.
const PREFIX: [u8; 7] = [0; 7];

/// What the pieces of one file are bound to.
pub(super) struct Bound {
    key: Secret,
    /// The sum of the header: it cannot be changed either.
    header: [u8; 32],
}

impl Bound {
    pub(super) fn new(master: &MasterKey, salt: &str, header: &str) -> Self {
        let key = master.derive(&format!("guiyan/1/backup/{salt}"));
        Self { key, header: Sha256::digest(header).into() }
    }
}

/// Seals what is written to it.
pub(super) struct Sealer<W> {
    to: W,
    stream: EncryptorBE32<Aes256Gcm>,
    bound: Bound,
    waiting: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    pub(super) fn new(to: W, bound: Bound) -> Self {
        let stream = EncryptorBE32::from_aead(Aes256Gcm::new((&*bound.key).into()), &PREFIX.into());
        Self { to, stream, bound, waiting: Vec::with_capacity(PIECE) }
    }

    /// Seals the last piece; without it the file does not open.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let payload = Payload { msg: &self.waiting, aad: &self.bound.header };
        let sealed = self.stream.encrypt_last(payload).map_err(|_| too_long())?;
        self.to.write_all(&sealed)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece waits: it may be the last one.
        if self.waiting.len() == PIECE && !bytes.is_empty() {
            let payload = Payload { msg: &self.waiting, aad: &self.bound.header };
            let sealed = self.stream.encrypt_next(payload).map_err(|_| too_long())?;
            self.to.write_all(&sealed)?;
            self.waiting.clear();
        }
        let taken = bytes.len().min(PIECE - self.waiting.len());
        self.waiting.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what is read through it. The end is reached only after the last
/// piece was found to be the last.
pub(super) struct Opener<R> {
    from: R,
    /// None once the last piece is open.
    stream: Option<DecryptorBE32<Aes256Gcm>>,
    bound: Bound,
    /// The sealed piece after the one that is being read.
    ahead: Vec<u8>,
    open: Vec<u8>,
    read: usize,
}

impl<R: Read> Opener<R> {
    pub(super) fn new(mut from: R, bound: Bound) -> io::Result<Self> {
        let stream = DecryptorBE32::from_aead(Aes256Gcm::new((&*bound.key).into()), &PREFIX.into());
        let ahead = piece(&mut from)?;
        Ok(Self { from, stream: Some(stream), bound, ahead, open: Vec::new(), read: 0 })
    }

    fn next(&mut self) -> io::Result<()> {
        let Some(mut stream) = self.stream.take() else { return Ok(()) };
        let after = piece(&mut self.from)?;
        let payload = Payload { msg: &self.ahead, aad: &self.bound.header };
        let opened = if after.is_empty() {
            stream.decrypt_last(payload)
        } else {
            let opened = stream.decrypt_next(payload);
            self.stream = Some(stream);
            opened
        };
        self.open = opened.map_err(|_| io::Error::new(io::ErrorKind::InvalidData, CHANGED))?;
        (self.ahead, self.read) = (after, 0);
        Ok(())
    }
}

/// What is said of a file that does not open to its end.
pub(super) const CHANGED: &str = "it was cut off or changed after it was written";

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.read == self.open.len() && self.stream.is_some() {
            self.next()?;
        }
        let rest = self.open.get(self.read..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        self.read += n;
        Ok(n)
    }
}

/// The next sealed piece; shorter only at the end of the file.
fn piece(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(PIECE + TAG);
    from.take((PIECE + TAG) as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "more than a backup can hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(header: &str) -> Bound {
        Bound::new(&MasterKey::from_bytes([7; 32]), "salt", header)
    }

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut sealer = Sealer::new(Vec::new(), bound("head"));
        sealer.write_all(plain).unwrap();
        sealer.finish().unwrap()
    }

    fn opened(sealed: &[u8], header: &str) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        Opener::new(sealed, bound(header))?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    #[test]
    fn any_length_comes_back() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 5] {
            let plain: Vec<u8> = (0..length).map(|n| (n / 7) as u8).collect();
            let sealed = sealed(&plain);
            assert_eq!(opened(&sealed, "head").unwrap(), plain, "{length} bytes");
            let tail = &plain[plain.len().saturating_sub(40)..];
            assert!(tail.len() < 40 || !sealed.windows(40).any(|window| window == tail));
        }
    }

    #[test]
    fn whatever_is_done_to_it_is_found() {
        let plain: Vec<u8> = (0..3 * PIECE + 9).map(|n| (n / 3) as u8).collect();
        let whole = sealed(&plain);
        let one = PIECE + TAG;
        let refused = |what: &str, bytes: &[u8]| {
            let error = opened(bytes, "head").expect_err(what);
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{what}");
        };
        refused("cut within a piece", &whole[..whole.len() - 1]);
        refused("cut between pieces", &whole[..2 * one]);
        refused("nothing left", &[]);
        refused("something added", &[whole.as_slice(), &[0]].concat());
        refused("a piece left out", &[&whole[..one], &whole[2 * one..]].concat());
        refused("a piece twice", &[&whole[..one], &whole[..]].concat());
        let swapped = [&whole[one..2 * one], &whole[..one], &whole[2 * one..]].concat();
        refused("two pieces swapped", &swapped);
        let mut changed = whole.clone();
        changed[one + 100] ^= 1;
        refused("a bit changed", &changed);
        assert!(opened(&whole, "another head").is_err(), "the header is bound too");
    }
}
