//! The one place that reads and writes files.

use crate::error::Error;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The text of a file.
///
/// # Errors
/// [`Error::File`] where it cannot be read or is not UTF-8.
pub(crate) fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::File {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// What a file holds, be it text or not.
///
/// # Errors
/// [`Error::File`] where it cannot be read.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::File {
        action: "read",
        path: path.to_owned(),
        source,
    })
}

/// The text of a file; `-` is standard input.
///
/// # Errors
/// [`Error::File`] where it cannot be read or is not UTF-8.
pub(crate) fn read_or_input(path: &Path) -> Result<String, Error> {
    if path != Path::new("-") {
        return read(path);
    }
    std::io::read_to_string(std::io::stdin()).map_err(|source| Error::File {
        action: "read",
        path: "standard input".into(),
        source,
    })
}

/// The first file of that name in `folder` or one above it.
pub(crate) fn find_upwards(name: &str, folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Makes sure that a file can be written, and returns its one path: two names of one file have the same.
///
/// # Errors
/// [`Error::File`] where it cannot be written.
pub(crate) fn writable(path: &Path) -> Result<PathBuf, Error> {
    let failed = |source| Error::File { action: "write", path: path.to_owned(), source };
    if path.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    // A device or a pipe is not tried: to open and close it would tell its reader that this was all.
    if is_stream(path) {
        return Ok(path.to_owned());
    }
    // A link leads to the file that is meant.
    if let Ok(whole) = path.canonicalize() {
        return OpenOptions::new().append(true).open(path).map(|_| whole).map_err(failed);
    }
    let name = path.file_name().ok_or_else(|| failed(std::io::ErrorKind::InvalidInput.into()))?;
    let (beside, _) = made_beside(path).map_err(failed)?;
    let whole = beside.canonicalize().map_err(failed)?;
    std::fs::remove_file(&beside).map_err(failed)?;
    Ok(whole.with_file_name(name))
}

/// Makes sure that files can be written into a folder, which need not be there yet and is not made.
///
/// # Errors
/// [`Error::File`] where they cannot.
pub(crate) fn writable_below(folder: &Path) -> Result<(), Error> {
    let failed = |source| Error::File { action: "write", path: folder.to_owned(), source };
    let whole = std::path::absolute(folder).map_err(failed)?;
    let is_there = |folder: &&Path| folder.exists();
    let nearest = whole.ancestors().find(is_there).unwrap_or(&whole);
    let (tried, _) = made_beside(&nearest.join("tried")).map_err(failed)?;
    std::fs::remove_file(tried).map_err(failed)
}

/// The one path of a file, be it there or not: two names of one file have the same.
pub(crate) fn place(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let beside = || {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        folder.join(path.file_name().unwrap_or_default())
    };
    path.canonicalize().unwrap_or_else(|_| beside())
}

/// Whether a path is a folder.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether something stands at a path.
pub(crate) fn exists(path: &Path) -> bool {
    path.exists()
}

/// Why nothing can be read at a path, as far as that shows without a try.
pub(crate) fn objection(path: &Path) -> Option<&'static str> {
    match path.metadata() {
        Ok(found) if found.is_dir() => Some("it is a folder, not a file"),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("there is no such file"),
        Ok(_) | Err(_) => None,
    }
}

/// Whether a path is a device or a pipe: what is written there cannot be written anew.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file())
}

/// Writes a whole file: first beside it, then moved into place, so that no reader sees half of it. A device or a pipe is written to directly.
///
/// # Errors
/// [`Error::File`] where it cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| Error::File { action: "write", path: path.to_owned(), source };
    if is_stream(path) {
        return std::fs::write(path, text).map_err(failed);
    }
    // Moved onto a link, the file would take the link's place.
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (beside, mut file) = made_beside(&whole).map_err(failed)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| std::fs::rename(&beside, &whole));
    written.map_err(|source| {
        // What is left of it is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
        failed(source)
    })
}

/// Writes a whole file, as [`write`] does, into a folder that is made if it is not there.
///
/// # Errors
/// [`Error::File`] where it cannot be written.
pub(crate) fn write_below(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| Error::File {
            action: "make the folder",
            path: folder.to_owned(),
            source,
        })?;
    }
    write(path, text)
}

/// Moves a file over another.
///
/// # Errors
/// [`Error::File`] where it cannot be moved.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(from, to).map_err(|source| Error::File {
        action: "move",
        path: from.to_owned(),
        source,
    })
}

/// Appends to a file, which is made where it is not there.
///
/// # Errors
/// [`Error::File`] where it cannot be written.
pub(crate) fn append(path: &Path, text: &str) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    let opened = options.append(true).create(true).open(path);
    opened.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|source| Error::File {
        action: "write",
        path: path.to_owned(),
        source,
    })
}

/// Every file in a folder and the folders in it whose name ends in a dot and `extension`, in the order of their paths; none where there is no
/// such folder. Links to folders are not followed.
///
/// # Errors
/// [`Error::File`] where a folder cannot be read, or is none.
pub(crate) fn below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |source| Error::File { action: "read", path: folder.clone(), source };
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            if entry.file_type().map_err(failed)?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Makes a folder, unless it is there and empty.
///
/// # Errors
/// [`Error::Usage`] where something is in it, [`Error::File`] where it cannot be made or written to.
pub(crate) fn empty_folder(path: &Path) -> Result<(), Error> {
    let failed = |source| Error::File { action: "write", path: path.to_owned(), source };
    std::fs::create_dir_all(path).map_err(failed)?;
    if std::fs::read_dir(path).map_err(failed)?.next().is_some() {
        let shown = path.display();
        return Err(Error::Usage(format!("{shown} is not empty; name a new folder, or empty it")));
    }
    let tried = path.join(".part");
    std::fs::write(&tried, "").and_then(|()| std::fs::remove_file(&tried)).map_err(failed)
}

/// Removes a file, if it is there. A device or a pipe stays.
///
/// # Errors
/// [`Error::File`] where it cannot be removed.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    if !path.is_file() {
        return Ok(());
    }
    std::fs::remove_file(path).map_err(|source| Error::File {
        action: "remove",
        path: path.to_owned(),
        source,
    })
}

/// How many names are tried for a file beside another: only a process of the same id that was killed can have left one.
const NAMES: usize = 100;

/// A new file in which another is written before it is moved into place. Whatever stands there already is somebody's own.
fn made_beside(path: &Path) -> std::io::Result<(PathBuf, File)> {
    let made = |number| {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}-{number}.part", std::process::id()));
        let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
        Ok((PathBuf::from(beside), file))
    };
    let is_taken = |made: &std::io::Result<_>| {
        made.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::AlreadyExists)
    };
    let mut all = (0..NAMES).map(made).skip_while(is_taken);
    all.next().unwrap_or_else(|| Err(std::io::ErrorKind::AlreadyExists.into()))
}

/// A file that lines are added to, by several at a time: each of them is there as a whole, whoever else writes.
#[derive(Debug)]
pub(crate) struct Appended {
    path: PathBuf,
    file: File,
    /// The lock of the file is one of the whole process: between its threads stands this.
    turn: Mutex<()>,
}

impl Appended {
    /// The file at a path, which is made where it is not there yet.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let opened = OpenOptions::new().create(true).read(true).append(true).open(path);
        let failed = |source| Error::File { action: "write", path: path.to_owned(), source };
        let file = opened.map_err(failed)?;
        Ok(Self { path: path.to_owned(), file, turn: Mutex::default() })
    }

    /// Adds a line, with its end, behind all others. A last line that broke off, because its writer was killed, is taken away.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be written.
    pub(crate) fn append(&self, line: &str) -> Result<(), Error> {
        self.locked(|mut file| {
            cut_off(file)?;
            file.write_all(line.as_bytes())
        })
    }

    /// Makes sure that what was added outlives the machine.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot.
    pub(crate) fn keep(&self) -> Result<(), Error> {
        self.file.sync_data().map_err(|source| self.failed(source))
    }

    fn locked(&self, write: impl FnOnce(&File) -> std::io::Result<()>) -> Result<(), Error> {
        // Where somebody panicked, the file is as it would be had the process been killed.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        // Some file systems have no locks; a line is written at once there as well.
        let is_locked = self.file.lock().is_ok();
        let written = write(&self.file);
        if is_locked {
            let _ = self.file.unlock();
        }
        written.map_err(|source| self.failed(source))
    }

    fn failed(&self, source: std::io::Error) -> Error {
        Error::File { action: "write", path: self.path.clone(), source }
    }
}

/// Takes away what stands behind the last line end.
fn cut_off(mut file: &File) -> std::io::Result<()> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut last = [b'\n'];
    if length > 0 {
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
    }
    if last == [b'\n'] {
        return Ok(());
    }
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut text)?;
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    file.set_len(u64::try_from(whole).unwrap_or(length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::temporary_folder;
    use std::thread;

    #[test]
    fn every_line_of_every_thread_is_there_as_a_whole() {
        let path = temporary_folder().join(format!("conformance-{}.jsonl", std::process::id()));
        std::fs::write(&path, "broken o").unwrap();
        let (file, rest) = (Appended::open(&path).unwrap(), "x".repeat(400));
        let write = |lane: usize| -> Result<(), Error> {
            let mut lines = (0..500).map(|number| format!("{lane} {number} {rest}\n"));
            lines.try_for_each(|line| file.append(&line))
        };
        thread::scope(|scope| {
            let lanes: Vec<_> = (0..4).map(|lane| scope.spawn(move || write(lane))).collect();
            for lane in lanes {
                lane.join().unwrap().unwrap();
            }
        });
        let written = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        for lane in 0..4 {
            let own = written.lines().filter(|line| line.starts_with(&format!("{lane} ")));
            let expected = (0..500).map(|number| format!("{lane} {number} {rest}"));
            assert!(own.eq(expected), "{lane}");
        }
        assert_eq!(written.lines().count(), 2000);
    }
}
