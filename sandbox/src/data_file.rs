//! The data file: a path in, what was written there out, and after it every change of the store in.
//!
//! The only module that touches files.

use std::fmt;
use std::path::{Path, PathBuf};

use redb::backends::FileBackend;
use redb::{Builder, Database, Durability, StorageBackend, TableDefinition, WriteTransaction};

use crate::data_file::trial::Trial;
use crate::error::DataError;
use crate::store::{Changes, Extent, Kind, Saved};
use crate::world::Contents;

mod failure;
#[cfg(test)]
pub(crate) mod full_disk;
mod reading;
mod trial;

/// The form of the file that this sandbox writes and reads.
const KNOWN_FORM: u32 = 1;

/// More than what one command changes; everything is in the store already.
const CACHE: usize = 4 * 1024 * 1024;

/// What is no thing of the world, as JSON: the form of the file, and the world without its things.
const SANDBOX: TableDefinition<'_, &str, &str> = TableDefinition::new("sandbox");
const FORM: &str = "form";
const FRAME: &str = "world";

/// A file that a sandbox keeps its data in. No other sandbox can open it meanwhile.
pub(crate) struct DataFile {
    path: PathBuf,
    opens: Opener,
    /// None after a failure, and after it was closed.
    database: Option<Database>,
}

/// How the storage is opened, which is done again after a failure.
type Opener = Box<dyn Fn() -> Result<Box<dyn StorageBackend>, redb::Error> + Send>;

/// What is written in one go, all of it or nothing.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) changes: Changes,
    /// The world without its things, which is written anew each time: its clock and its ids move.
    pub(crate) frame: Contents,
}

impl DataFile {
    /// Opens the file, which is made where there is none, and reads what a sandbox wrote there.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<Saved>), DataError> {
        let owned = path.to_owned();
        let opens = move || {
            let mut options = std::fs::OpenOptions::new();
            let file = options.read(true).write(true).create(true).truncate(false).open(&owned)?;
            Ok(Box::new(FileBackend::new(file)?) as Box<dyn StorageBackend>)
        };
        Self::open_by(path, Box::new(opens))
    }

    /// The same for a storage that is no file.
    fn open_by(path: &Path, opens: Opener) -> Result<(Self, Option<Saved>), DataError> {
        let mut file = Self { path: path.to_owned(), opens, database: None };
        let saved = file.read()?;
        Ok((file, saved))
    }

    /// Opens the file again, and reads what is written there.
    pub(crate) fn reopen(&mut self) -> Result<Saved, DataError> {
        let problem = || "it is empty".to_owned();
        self.read()?
            .ok_or_else(|| DataError::Damaged { path: self.path.clone(), problem: problem() })
    }

    fn read(&mut self) -> Result<Option<Saved>, DataError> {
        self.close();
        let failed = |error| failure::opening(&self.path, error);
        let trial =
            (self.opens)().and_then(|storage| Ok(Trial::begin(storage)?)).map_err(failed)?;
        let database = opened(trial.clone()).map_err(failed)?;
        let saved = reading::read(&database, &self.path)?;
        trial.accept().map_err(|error| failed(error.into()))?;
        self.database = Some(database);
        Ok(saved)
    }

    /// Writes the batch. It is there for good once this returns. After an error the file is closed,
    /// and only its opening says what it holds.
    pub(crate) fn write(&mut self, batch: &Batch) -> Result<(), DataError> {
        let database = self.database.take();
        let done = database.ok_or(redb::Error::DatabaseClosed).and_then(|database| {
            written(&database, batch)?;
            Ok(database)
        });
        self.database = Some(done.map_err(|error| failure::writing(&self.path, error))?);
        Ok(())
    }

    /// Lets go of the file, so that another sandbox can open it.
    pub(crate) fn close(&mut self) {
        self.database = None;
    }
}

impl fmt::Debug for DataFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataFile").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Reads the whole file once, so that one that was altered is found out now rather than later.
fn opened(storage: impl StorageBackend) -> Result<Database, redb::Error> {
    let mut options = Builder::new();
    options.set_cache_size(CACHE).set_check_integrity_on_open(true);
    Ok(options.create_with_backend(storage)?)
}

fn written(database: &Database, batch: &Batch) -> Result<(), redb::Error> {
    let Batch { changes, frame } = batch;
    let mut transaction = database.begin_write()?;
    transaction.set_durability(Durability::Immediate)?;
    if changes.extent == Extent::Everything {
        clear(&transaction)?;
    }
    write_frame(&transaction, frame)?;
    for kind in Kind::ALL {
        write_rows(&transaction, kind, changes)?;
    }
    Ok(transaction.commit()?)
}

fn write_rows(
    transaction: &WriteTransaction,
    kind: Kind,
    changes: &Changes,
) -> Result<(), redb::Error> {
    let mut table = transaction.open_table(things(kind))?;
    for (place, text) in changes.rows_of(kind) {
        match text {
            Some(text) => drop(table.insert(place, text)?),
            None => drop(table.remove(place)?),
        }
    }
    Ok(())
}

/// Another world begins: nothing of the one before stays.
fn clear(transaction: &WriteTransaction) -> Result<(), redb::Error> {
    for kind in Kind::ALL {
        transaction.delete_table(things(kind))?;
    }
    Ok(())
}

fn write_frame(transaction: &WriteTransaction, frame: &Contents) -> Result<(), redb::Error> {
    let text = serde_json::to_string(frame).map_err(|error| redb::Error::Io(error.into()))?;
    let mut table = transaction.open_table(SANDBOX)?;
    table.insert(FORM, KNOWN_FORM.to_string().as_str())?;
    table.insert(FRAME, text.as_str())?;
    Ok(())
}

fn things(kind: Kind) -> TableDefinition<'static, u64, &'static str> {
    TableDefinition::new(kind.name())
}
