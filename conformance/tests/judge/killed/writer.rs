//! A client that writes on one connection as fast as it is answered, and notes what was acknowledged.

use crate::served::{REQUESTS, admin};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;

/// What has become of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Submitted,
    Canceled,
    Gone,
}

/// What was acknowledged of a request, and what was asked for but not acknowledged.
#[derive(Debug)]
pub(crate) struct Note {
    pub(crate) id: String,
    acknowledged: Fate,
    asked: Option<Fate>,
}

impl Note {
    /// A note of what is known for certain.
    pub(crate) fn certain(id: &str, acknowledged: Fate) -> Self {
        Self { id: id.to_owned(), acknowledged, asked: None }
    }

    /// Whether this can have become of the request.
    pub(crate) fn allows(&self, fate: Fate) -> bool {
        self.acknowledged == fate || self.asked == Some(fate)
    }
}

/// What a writer goes by.
pub(crate) struct Course<'a> {
    /// Somebody for whom nothing was asked before.
    pub(crate) person: &'a dyn Fn() -> String,
    /// A number below the one that is given.
    pub(crate) chance: &'a mut dyn FnMut(usize) -> usize,
    /// Is told of every write that was acknowledged.
    pub(crate) acknowledged: &'a dyn Fn(),
}

/// A connection that is kept.
pub(crate) struct Writer(BufReader<TcpStream>);

impl Writer {
    pub(crate) fn new(authority: &str) -> Self {
        Self(BufReader::new(TcpStream::connect(authority).unwrap()))
    }

    /// Creates, cancels and deletes until the connection ends, and gives its notes.
    pub(crate) fn write(mut self, course: &mut Course<'_>) -> Vec<Note> {
        let mut notes = Vec::new();
        while self.write_one(course, &mut notes).is_ok() {}
        notes
    }

    /// Lets a request come to be and perhaps go. It is noted first what is asked for.
    fn write_one(&mut self, course: &mut Course<'_>, notes: &mut Vec<Note>) -> io::Result<()> {
        let id = self.create(&(course.person)())?;
        notes.push(Note::certain(&id, Fate::Submitted));
        (course.acknowledged)();
        let steps: usize = [0, 1, 1, 2, 2, 2][(course.chance)(6)];
        for fate in [Fate::Canceled, Fate::Gone].into_iter().take(steps) {
            let last = notes.last_mut().unwrap();
            last.asked = Some(fate);
            self.bring_about(&id, fate)?;
            *last = Note::certain(&id, fate);
            (course.acknowledged)();
        }
        Ok(())
    }

    /// What has become of a request.
    pub(crate) fn fate(&mut self, id: &str) -> io::Result<Fate> {
        let (status, body) = self.ask("GET", &format!("/{id}"), "")?;
        if status == 404 {
            return Ok(Fate::Gone);
        }
        let fates = [("submitted", Fate::Submitted), ("canceled", Fate::Canceled)];
        Ok(fates.into_iter().find(|(state, _)| body["state"] == *state).unwrap().1)
    }

    fn create(&mut self, person: &str) -> io::Result<String> {
        let body = json!({"requestType": "adminAdd", "assignment": {
            "targetId": person,
            "assignmentPolicyId": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
            "accessPackageId": "a914b616-e04e-476b-aa37-91038f0b165b"}});
        let (status, body) = self.ask("POST", "", &body.to_string())?;
        assert_eq!(status, 201, "{body}");
        Ok(body["id"].as_str().unwrap().to_owned())
    }

    fn bring_about(&mut self, id: &str, fate: Fate) -> io::Result<()> {
        let (expected, (status, body)) = if fate == Fate::Gone {
            (204, self.ask("DELETE", &format!("/{id}"), "")?)
        } else {
            (200, self.ask("POST", &format!("/{id}/cancel"), "")?)
        };
        assert_eq!(status, expected, "{body}");
        Ok(())
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> io::Result<(u16, Value)> {
        let (token, length) = (admin(), body.len());
        let request = format!(
            "{method} {REQUESTS}{path} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
            token.as_str()
        );
        self.0.get_mut().write_all(request.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> io::Result<(u16, Value)> {
        let status = self.line()?.split(' ').nth(1).map(str::to_owned);
        let status = status.and_then(|code| code.parse().ok()).ok_or(ErrorKind::UnexpectedEof)?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }
}
