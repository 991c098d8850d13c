//! What belongs to one connection alone: the fields of a message in, those that go on to the other side out.

use super::head::{Fields, RequestHead, ResponseHead};

/// Fields that end with the connection whether or not `Connection` names them (RFC 9110, section 7.6.1). The coding of a body is passed on as it
/// is, so `Transfer-Encoding` stays.
const OF_ONE_CONNECTION: [&str; 7] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "upgrade",
];

/// Fields without which a message is another one, whatever `Connection` says of them.
const OF_THE_MESSAGE: [&str; 5] =
    ["authorization", "content-length", "content-type", "host", "transfer-encoding"];

/// Whether the sender of a head wants to close its connection after this exchange.
pub(super) fn is_last(minor: u8, fields: &Fields) -> bool {
    let says = |member| fields.has_member("connection", member);
    says("close") || minor == 0 && !says("keep-alive")
}

/// The fields of a request to an upstream that is called `host`, passed on by a proxy at `own`.
pub(super) fn to_upstream(head: &RequestHead, (host, own): (&[u8], &str)) -> Fields {
    let mut fields = passed_on(&head.fields);
    let mut connection = persistence(head.minor, &head.fields);
    if head.fields.has_member("te", "trailers") {
        fields.push(("TE".to_owned(), b"trailers".to_vec()));
        connection.push("TE");
    }
    for (name, value) in &mut fields {
        if name.eq_ignore_ascii_case("host") {
            *value = host.to_vec();
        }
    }
    if head.fields.all("host").next().is_none() {
        fields.insert(0, ("Host".to_owned(), host.to_vec()));
    }
    push_connection(&mut fields, &connection);
    let via = format!("1.{} {own} (conformance)", head.minor);
    fields.push(("Via".to_owned(), via.into_bytes()));
    Fields(fields)
}

/// The fields of an answer to the client, after which its connection ends or not, as it does at the upstream.
pub(super) fn to_client(head: &ResponseHead) -> Fields {
    let mut fields = passed_on(&head.fields);
    push_connection(&mut fields, &persistence(head.minor, &head.fields));
    Fields(fields)
}

fn passed_on(fields: &Fields) -> Vec<(String, Vec<u8>)> {
    let named = fields.members("connection");
    let ends_here = |name: &str| {
        let name = name.to_ascii_lowercase();
        let is_named = named.contains(&name) && !OF_THE_MESSAGE.contains(&name.as_str());
        is_named || OF_ONE_CONNECTION.contains(&name.as_str())
    };
    fields.0.iter().filter(|(name, _)| !ends_here(name)).cloned().collect()
}

/// Each connection of a client has one of its own at the upstream, so what is said of one holds for the other.
fn persistence(minor: u8, fields: &Fields) -> Vec<&'static str> {
    if minor > 0 && is_last(minor, fields) {
        vec!["close"]
    } else if minor == 0 && !is_last(minor, fields) {
        vec!["keep-alive"]
    } else {
        Vec::new()
    }
}

fn push_connection(fields: &mut Vec<(String, Vec<u8>)>, members: &[&str]) {
    if !members.is_empty() {
        fields.push(("Connection".to_owned(), members.join(", ").into_bytes()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_one_connection_ends_with_it_and_the_rest_goes_on_as_it_was_written() {
        for (sent, expected) in [
            (
                "hOsT: me\r\nX-a:  b \r\nx-A: c\r\n",
                "hOsT: up\r\nX-a: b\r\nx-A: c\r\nVia: 1.1 me (conformance)\r\n",
            ),
            (
                "Host: me\r\nConnection: close, X-Mine, Host\r\nX-Mine: 1\r\nUpgrade: h2c\r\nKeep-Alive: 5\r\n",
                "Host: up\r\nConnection: close\r\nVia: 1.1 me (conformance)\r\n",
            ),
            (
                "Host: me\r\nProxy-Authorization: Basic x\r\nTE: trailers, deflate\r\nConnection: TE\r\n",
                "Host: up\r\nTE: trailers\r\nConnection: TE\r\nVia: 1.1 me (conformance)\r\n",
            ),
            (
                "Host: me\r\nVia: 1.0 fred\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n",
                "Host: up\r\nVia: 1.0 fred\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\nVia: 1.1 me (conformance)\r\n",
            ),
        ] {
            let head = format!("GET / HTTP/1.1\r\n{sent}\r\n");
            let (head, _) = RequestHead::parse(head.as_bytes()).unwrap().unwrap();
            let mut bytes = Vec::new();
            to_upstream(&head, (b"up", "me")).write(&mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("{expected}\r\n"), "{sent}");
        }
    }

    #[test]
    fn an_answer_says_of_the_clients_connection_what_it_said_of_its_own() {
        for (sent, expected) in [
            (
                "HTTP/1.1 200 Gut so\r\nSet-Cookie: a\r\nset-cookie: b\r\nKeep-Alive: timeout=5\r\n",
                "HTTP/1.1 200 Gut so\r\nSet-Cookie: a\r\nset-cookie: b\r\n",
            ),
            ("HTTP/1.1 204 \r\nConnection: Close\r\n", "HTTP/1.1 204 \r\nConnection: close\r\n"),
            ("HTTP/1.0 200 OK\r\nA: b\r\n", "HTTP/1.0 200 OK\r\nA: b\r\n"),
        ] {
            let (head, _) = ResponseHead::parse(format!("{sent}\r\n").as_bytes()).unwrap().unwrap();
            let bytes = head.to_bytes(&to_client(&head));
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("{expected}\r\n"), "{sent}");
        }
    }
}
