//! What a fault is, and the answer that it changes.

use serde_json::{Map, Value};

/// A deliberate mistake of a server.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The mistake, as a fact.
    pub(crate) name: &'static str,
    /// The example whose answer it changes.
    pub(crate) example: &'static str,
    /// What it does to the answer.
    pub(crate) change: fn(&mut Reply),
    /// The check that must object.
    pub(crate) objects: &'static str,
}

/// An answer on its way back to the judge.
#[derive(Debug)]
pub(crate) struct Reply {
    /// Status code.
    pub(crate) status: u16,
    /// Names and values of the headers, without the length.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// How it is put on the wire.
    pub(crate) delivery: Delivery,
}

/// How an answer is put on the wire.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Head, length and body, as it should be.
    Whole,
    /// The length of the whole body, half of the body, and the end of the connection.
    Truncated,
    /// Nothing, for as long as anybody waits.
    Never,
    /// The end of the connection in place of an answer.
    HungUp,
    /// Something that is not HTTP.
    NotHttp,
    /// A head that announces no body, and these bytes behind it.
    Stray(&'static [u8]),
}

impl Reply {
    /// Changes the JSON of the body.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Map<String, Value>)) {
        let mut body: Value = serde_json::from_slice(&self.body).unwrap();
        change(body.as_object_mut().unwrap());
        self.body = body.to_string().into_bytes();
    }

    /// Puts another value at a place of the body, or takes it away.
    pub(crate) fn put(&mut self, pointer: &str, value: impl Into<Option<Value>>) {
        let mut body: Value = serde_json::from_slice(&self.body).unwrap();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let members = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value.into() {
            Some(value) => members.insert(name.to_owned(), value),
            None => members.shift_remove(name),
        };
        self.body = body.to_string().into_bytes();
    }

    /// Another answer in JSON.
    pub(crate) fn become_json(&mut self, status: u16, body: &str) {
        self.become_answer(status, "application/json", body);
    }

    /// Another answer altogether.
    pub(crate) fn become_answer(&mut self, status: u16, content_type: &str, body: &str) {
        self.status = status;
        self.set_header("content-type", Some(content_type));
        self.body = body.as_bytes().to_vec();
    }

    /// Sets a header, or takes it away.
    pub(crate) fn set_header(&mut self, name: &str, value: Option<&str>) {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
}
