//! Reading: an open data file in, what a sandbox wrote there out.

use std::collections::BTreeMap;
use std::path::Path;

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};
use serde::de::DeserializeOwned;

use crate::data_file::{FORM, FRAME, KNOWN_FORM, SANDBOX, failure, things};
use crate::error::DataError;
use crate::store::{Kind, Saved};
use crate::world::{Contents, World};

/// What is kept in the file; none where the file is new.
pub(super) fn read(database: &Database, path: &Path) -> Result<Option<Saved>, DataError> {
    let reading = Reading::of(database, path)?;
    let is_new = reading.transaction.list_tables().map_err(|one| reading.failed(one))?.next();
    if is_new.is_none() {
        return Ok(None);
    }
    reading.require_known_form()?;
    let mut places = BTreeMap::new();
    let mut contents: Contents = reading.parsed(FRAME, &reading.text(FRAME)?)?;
    contents.access_packages = reading.rows(Kind::Package, &mut places)?;
    contents.assignment_policies = reading.rows(Kind::Policy, &mut places)?;
    contents.subjects = reading.rows(Kind::Subject, &mut places)?;
    contents.assignments = reading.rows(Kind::Assignment, &mut places)?;
    contents.assignment_requests = reading.rows(Kind::Request, &mut places)?;
    contents.outgoing_callouts = reading.rows(Kind::Callout, &mut places)?;
    let world = World::from_contents(contents)
        .map_err(|source| DataError::World { path: path.to_owned(), source })?;
    Ok(Some(Saved { world, places }))
}

/// All that is read is of one moment.
struct Reading<'a> {
    transaction: ReadTransaction,
    path: &'a Path,
}

impl<'a> Reading<'a> {
    fn of(database: &Database, path: &'a Path) -> Result<Self, DataError> {
        let transaction =
            database.begin_read().map_err(|one| failure::opening(path, one.into()))?;
        Ok(Self { transaction, path })
    }

    /// Nothing but the form itself is the same in every form.
    fn require_known_form(&self) -> Result<(), DataError> {
        let (found, known) = (self.parsed(FORM, &self.text(FORM)?)?, KNOWN_FORM);
        if found == known {
            return Ok(());
        }
        Err(DataError::Form { path: self.path.to_owned(), found, known })
    }

    fn text(&self, name: &str) -> Result<String, DataError> {
        let table = self.transaction.open_table(SANDBOX).map_err(|one| self.failed(one))?;
        let found = table.get(name).map_err(|one| self.failed(one))?;
        let text = found.map(|text| text.value().to_owned());
        text.ok_or_else(|| self.damaged(format!("it has no {name}")))
    }

    /// The things of a kind in their order; where they stand is noted.
    fn rows<T: DeserializeOwned>(
        &self,
        kind: Kind,
        places: &mut BTreeMap<Kind, Vec<u64>>,
    ) -> Result<Vec<T>, DataError> {
        let table = self.transaction.open_table(things(kind)).map_err(|one| self.failed(one))?;
        let stand = places.entry(kind).or_default();
        let rows = table.iter().map_err(|one| self.failed(one))?.map(|row| {
            let (place, text) = row.map_err(|one| self.failed(one))?;
            stand.push(place.value());
            self.parsed(&format!("{}/{}", kind.name(), place.value()), text.value())
        });
        rows.collect()
    }

    fn parsed<T: DeserializeOwned>(&self, place: &str, text: &str) -> Result<T, DataError> {
        serde_json::from_str(text).map_err(|error| self.damaged(format!("{place}: {error}")))
    }

    fn failed(&self, error: impl Into<redb::Error>) -> DataError {
        failure::opening(self.path, error.into())
    }

    fn damaged(&self, problem: String) -> DataError {
        DataError::Damaged { path: self.path.to_owned(), problem }
    }
}
