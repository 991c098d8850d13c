//! A chunked body: bytes in as they come, how many belong to it and what they contain out. Nothing is read in two ways.

use super::capture::Capture;

/// The most digits of a chunk's size.
const MOST_DIGITS: usize = 15;

/// The most bytes of a line beside the chunks.
const LONGEST_LINE: usize = 8 << 10;

/// A chunked body that is being read.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    at: At,
    /// How long the chunk is, or how much of it is still to come.
    size: u64,
    /// How long the line is that is being read.
    line: usize,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Size,
    Extension,
    SizeEnd,
    Data,
    DataReturn,
    DataEnd,
    TrailerStart,
    Trailer,
    TrailerEnd,
    LastEnd,
    End,
}

impl Chunks {
    /// Whether the last chunk and the trailers are there.
    pub(super) fn are_whole(&self) -> bool {
        self.at == At::End
    }

    /// How many of these bytes belong to the body.
    ///
    /// # Errors
    /// What is wrong with them, in words.
    pub(super) fn take(
        &mut self,
        bytes: &[u8],
        content: &mut Capture,
    ) -> Result<usize, &'static str> {
        let mut taken = 0;
        while let Some(rest) = bytes.get(taken..).filter(|rest| !rest.is_empty()) {
            match self.at {
                At::End => break,
                At::Data => taken += self.take_data(rest, content),
                At::Size
                | At::Extension
                | At::SizeEnd
                | At::DataReturn
                | At::DataEnd
                | At::TrailerStart
                | At::Trailer
                | At::TrailerEnd
                | At::LastEnd => {
                    self.at = self.after(rest.first().copied().unwrap_or_default())?;
                    taken += 1;
                }
            }
        }
        Ok(taken)
    }

    fn take_data(&mut self, rest: &[u8], content: &mut Capture) -> usize {
        let count = usize::try_from(self.size).unwrap_or(usize::MAX).min(rest.len());
        content.extend(rest.get(..count).unwrap_or_default());
        self.size -= count as u64;
        if self.size == 0 {
            self.at = At::DataReturn;
        }
        count
    }

    /// What comes after a byte that is no data.
    fn after(&mut self, byte: u8) -> Result<At, &'static str> {
        self.line += 1;
        if self.line > LONGEST_LINE {
            return Err("a line between chunks without end");
        }
        match (self.at, byte) {
            (At::Size, _) => self.after_size(byte),
            (At::Extension, b'\r') => Ok(At::SizeEnd),
            (At::Trailer, b'\r') => Ok(At::TrailerEnd),
            (At::TrailerStart, b'\r') => Ok(At::LastEnd),
            (At::Extension | At::Trailer | At::TrailerStart, _) if is_control(byte) => {
                Err("a control character between chunks")
            }
            (At::Extension, _) => Ok(At::Extension),
            (At::Trailer | At::TrailerStart, _) => Ok(At::Trailer),
            (At::DataReturn, b'\r') => Ok(At::DataEnd),
            (At::SizeEnd, b'\n') if self.size > 0 => Ok(At::Data),
            (At::SizeEnd | At::TrailerEnd, b'\n') => Ok(self.line_at(At::TrailerStart)),
            (At::DataEnd, b'\n') => Ok(self.line_at(At::Size)),
            (At::LastEnd, b'\n') => Ok(At::End),
            _ => Err("a chunk that does not end where it should"),
        }
    }

    fn after_size(&mut self, byte: u8) -> Result<At, &'static str> {
        if let Some(digit) = char::from(byte).to_digit(16) {
            self.size = if self.line == 1 { 0 } else { self.size } * 16 + u64::from(digit);
            return if self.line > MOST_DIGITS {
                Err("a chunk of no length")
            } else {
                Ok(At::Size)
            };
        }
        match byte {
            b'\r' if self.line > 1 => Ok(At::SizeEnd),
            b';' | b' ' | b'\t' if self.line > 1 => Ok(At::Extension),
            _ => Err("a chunk whose size is no number"),
        }
    }

    /// A new line begins.
    fn line_at(&mut self, at: At) -> At {
        self.line = 0;
        at
    }
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && byte != b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken of some bytes, however they are cut, and what they contain.
    fn taken(bytes: &[u8], cut: usize) -> Result<(usize, Vec<u8>, bool), &'static str> {
        let (mut chunks, mut content) = (Chunks::default(), Capture::unlimited());
        let mut count = 0;
        for piece in bytes.chunks(cut) {
            count += chunks.take(piece, &mut content)?;
        }
        Ok((count, content.into_bytes().unwrap(), chunks.are_whole()))
    }

    #[test]
    fn a_body_ends_where_it_says_however_it_is_cut() {
        for (bytes, count, content, is_whole) in [
            (&b"0\r\n\r\n"[..], 5, &b""[..], true),
            (b"3\r\nabc\r\n0\r\n\r\nGET", 13, b"abc", true),
            (
                b"0a;x=\"y\"\r\n0123456789\r\n1\r\n!\r\n00\r\nA: b\r\nC: d\r\n\r\n",
                46,
                b"0123456789!",
                true,
            ),
            (b"3\r\nab", 5, b"ab", false),
            (b"3 \r\nabc\r\n", 9, b"abc", false),
        ] {
            for cut in 1..=bytes.len() {
                let expected = Ok((count, content.to_vec(), is_whole));
                assert_eq!(taken(bytes, cut), expected, "{bytes:?} by {cut}");
            }
        }
    }

    #[test]
    fn what_two_readers_could_read_in_two_ways_is_refused() {
        let endless = [&b"1;"[..], &vec![b'x'; LONGEST_LINE]].concat();
        for bytes in [
            &b"\r\n"[..],
            b"x\r\n",
            b"+3\r\n",
            b"0x3\r\n",
            b"3\nabc",
            b"3\r\nabcd\r\n",
            b"3;\rx\r\n",
            b"3;\nx\r\n",
            b"1000000000000000\r\n",
            b"0\r\nA: b\n\r\n",
            b"0\r\nA: \x00b\r\n",
            b"0\r\n\n",
            &endless,
        ] {
            assert!(taken(bytes, bytes.len()).is_err(), "{bytes:?}");
            assert!(taken(bytes, 1).is_err(), "{bytes:?}");
        }
    }
}
