//! A packed body in, what it contains out: clients ask for packed answers, and what they are judged by stands inside.

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// What a body contains.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unpacked {
    /// These bytes; those of the body itself where it is not packed, or is not what it says.
    Bytes(Vec<u8>),
    /// Something that is not looked into, in words.
    Closed(String),
}

/// What a body of that `Content-Encoding` contains, of `most` bytes at most; packed only where the other side takes it so.
pub(super) fn unpacked(body: &[u8], coding: &str, most: usize) -> Unpacked {
    let coding = coding.trim().to_ascii_lowercase();
    let content = match coding.as_str() {
        "" | "identity" => return Unpacked::Bytes(body.to_vec()),
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(body), most),
        "deflate" => read(ZlibDecoder::new(body), most),
        _ => return Unpacked::Closed(format!("a body packed as {coding} is not looked into")),
    };
    match content {
        Some(content) if content.len() > most => {
            Unpacked::Closed(format!("a body of more than {most} bytes is not judged"))
        }
        Some(content) => Unpacked::Bytes(content),
        None => Unpacked::Bytes(body.to_vec()),
    }
}

fn read(packed: impl Read, most: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    packed.take(most as u64 + 1).read_to_end(&mut content).ok().map(|_| content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_body_is_unpacked_where_it_can_be_and_a_bomb_is_not_followed() {
        let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
        deflate.write_all(b"{}").unwrap();
        let bytes = |content: &[u8]| Unpacked::Bytes(content.to_vec());
        for (body, coding, expected) in [
            (b"{}".to_vec(), "", bytes(b"{}")),
            (b"{}".to_vec(), "identity", bytes(b"{}")),
            (gzip(b"{}"), "GZIP", bytes(b"{}")),
            (deflate.finish().unwrap(), "deflate", bytes(b"{}")),
            (b"{}".to_vec(), "gzip", bytes(b"{}")),
            (
                b"{}".to_vec(),
                "br",
                Unpacked::Closed("a body packed as br is not looked into".to_owned()),
            ),
            (
                gzip(&[0; 2000]),
                "gzip",
                Unpacked::Closed("a body of more than 1000 bytes is not judged".to_owned()),
            ),
        ] {
            assert_eq!(unpacked(&body, coding, 1000), expected, "{coding}");
        }
    }
}
