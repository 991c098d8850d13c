//! The bytes of a message in, its first line, its headers and its body out.

/// Names and values, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Headers(Vec<(String, String)>);

/// The first line, the headers and the body of a whole message; none where it is something else.
pub(super) fn split(message: &[u8]) -> Option<(&str, Headers, &[u8])> {
    let end = end_of_head(message)?;
    let head = std::str::from_utf8(message.get(..end)?).ok()?;
    let mut lines = head.split("\r\n");
    let first = lines.next()?;
    let headers = lines.take_while(|line| !line.is_empty()).map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_owned(), value.trim().to_owned()))
    });
    Some((first, Headers(headers.collect::<Option<_>>()?), message.get(end..)?))
}

/// Where the body begins, once the head is there.
pub(super) fn end_of_head(message: &[u8]) -> Option<usize> {
    const MARK: &[u8] = b"\r\n\r\n";
    message.windows(MARK.len()).position(|bytes| bytes == MARK).map(|at| at + MARK.len())
}

impl Headers {
    /// The first value of that name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }

    /// Sets a header, or takes it away.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.0.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }

    /// As they stand on the wire.
    pub(super) fn text(&self) -> String {
        let lines = self.0.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        lines.collect::<Vec<_>>().concat()
    }
}
