//! The head of a message: bytes in, its parts out, names and values as they were written.

use super::refusal::Refusal;

/// More lines has no head that is meant well.
const MOST_FIELDS: usize = 128;

/// A head of a request.
#[derive(Clone, Debug)]
pub(super) struct RequestHead {
    pub(super) method: String,
    pub(super) target: String,
    /// The digit behind `HTTP/1.`.
    pub(super) minor: u8,
    pub(super) fields: Fields,
}

/// A head of an answer.
#[derive(Clone, Debug)]
pub(super) struct ResponseHead {
    pub(super) status: u16,
    pub(super) minor: u8,
    /// The words behind the status, which need be no text.
    phrase: Vec<u8>,
    pub(super) fields: Fields,
}

/// Header fields in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(pub(super) Vec<(String, Vec<u8>)>);

/// A head, and how many bytes it took; nothing while it is not whole.
pub(super) type Parsed<T> = Option<(T, usize)>;

impl Fields {
    /// How much memory they take, roughly.
    pub(super) fn size(&self) -> usize {
        let field = size_of::<(String, Vec<u8>)>();
        self.0.iter().map(|(name, value)| field + name.len() + value.len()).sum()
    }
}

impl RequestHead {
    /// Reads the head at the start of `bytes`.
    ///
    /// # Errors
    /// What is answered to something that is no head of HTTP/1.
    pub(super) fn parse(bytes: &[u8]) -> Result<Parsed<Self>, Refusal> {
        let mut space = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut request = httparse::Request::new(&mut space);
        let length = match request.parse(bytes).map_err(|error| refusal(error, bytes))? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial => return Ok(None),
        };
        let head = Self {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            minor: request.version.unwrap_or_default(),
            fields: Fields::of(request.headers),
        };
        Ok(Some((head, length)))
    }
}

fn refusal(error: httparse::Error, bytes: &[u8]) -> Refusal {
    match error {
        httparse::Error::Version if is_of_http(bytes) => {
            Refusal::of(505, "only HTTP/1.0 and HTTP/1.1 are spoken here")
        }
        httparse::Error::TooManyHeaders => {
            Refusal::of(431, format!("more than {MOST_FIELDS} header lines"))
        }
        httparse::Error::HeaderName
        | httparse::Error::HeaderValue
        | httparse::Error::NewLine
        | httparse::Error::Status
        | httparse::Error::Token
        | httparse::Error::Version => Refusal::bad(format!("no HTTP/1.1 request: {error}")),
    }
}

/// Whether the line of a request ends with a version of HTTP, of whichever.
fn is_of_http(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.split(|byte| *byte == b' ').nth(2).is_some_and(|version| version.starts_with(b"HTTP/"))
}

impl ResponseHead {
    /// Reads the head at the start of `bytes`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn parse(bytes: &[u8]) -> Result<Parsed<Self>, String> {
        let mut space = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut response = httparse::Response::new(&mut space);
        let length = match response.parse(bytes).map_err(|error| error.to_string())? {
            httparse::Status::Complete(length) => length,
            httparse::Status::Partial => return Ok(None),
        };
        let head = Self {
            status: response.code.unwrap_or_default(),
            minor: response.version.unwrap_or_default(),
            phrase: phrase(bytes),
            fields: Fields::of(response.headers),
        };
        Ok(Some((head, length)))
    }

    /// Whether a final answer is still to come.
    pub(super) fn is_interim(&self) -> bool {
        self.status / 100 == 1
    }

    /// The head as it goes on, with these fields.
    pub(super) fn to_bytes(&self, fields: &Fields) -> Vec<u8> {
        let line = format!("HTTP/1.{} {:03} ", self.minor, self.status);
        let mut bytes = [line.as_bytes(), &self.phrase, b"\r\n"].concat();
        fields.write(&mut bytes);
        bytes
    }
}

/// What stands behind the status on the first line that is not empty.
fn phrase(head: &[u8]) -> Vec<u8> {
    let mut lines = head.split(|byte| *byte == b'\n');
    let line = lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let phrase = line.splitn(3, |byte| *byte == b' ').nth(2).unwrap_or_default();
    phrase.strip_suffix(b"\r").unwrap_or(phrase).to_vec()
}

impl Fields {
    fn of(headers: &[httparse::Header<'_>]) -> Self {
        let fields = headers.iter().map(|field| (field.name.to_owned(), field.value.to_vec()));
        Self(fields.collect())
    }

    /// Every value of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let named = self.0.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_slice())
    }

    /// The members of every comma-separated value of that name, in lower case.
    pub(super) fn members(&self, name: &str) -> Vec<String> {
        let text = |value: &[u8]| String::from_utf8_lossy(value).to_ascii_lowercase();
        let values: Vec<String> = self.all(name).map(text).collect();
        let members = values.iter().flat_map(|value| value.split(','));
        members.map(|member| member.trim().to_owned()).filter(|member| !member.is_empty()).collect()
    }

    /// Whether one of those members is this.
    pub(super) fn has_member(&self, name: &str, member: &str) -> bool {
        self.members(name).iter().any(|known| known == member)
    }

    /// As lines, and the empty one.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        for (name, value) in &self.0 {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
    }
}
