//! A place in a file, and how the text of a `$ref` leads from one place to another.

use std::{
    fmt,
    path::{Component, Path, PathBuf},
};

use percent_encoding::percent_decode_str;

use crate::Error;

/// A file and a JSON pointer into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, relative to where the entry file's own path is relative to.
    pub file: PathBuf,
    /// The JSON pointer, empty for the whole file.
    pub pointer: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file.display(), self.pointer)
    }
}

impl Place {
    /// The whole of a file.
    pub(crate) fn root(file: &Path) -> Self {
        Self { file: normal(file), pointer: String::new() }
    }

    /// The member or item `token` of what stands here.
    pub(crate) fn child(&self, token: &str) -> Self {
        let pointer = format!("{}/{}", self.pointer, escaped(token));
        Self { file: self.file.clone(), pointer }
    }

    /// Where a reference that stands here leads.
    pub(crate) fn follow(&self, reference: &str) -> Result<Self, Error> {
        let unusable = || Error::Reference { place: self.clone(), reference: reference.to_owned() };
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let path = percent_decode_str(path).decode_utf8().map_err(|_| unusable())?;
        let pointer = percent_decode_str(fragment).decode_utf8().map_err(|_| unusable())?;
        let is_pointer = pointer.is_empty() || pointer.starts_with('/');
        if path.contains("://") || Path::new(&*path).is_absolute() || !is_pointer {
            return Err(unusable());
        }
        Ok(Self { file: self.beside(&path), pointer: pointer.into_owned() })
    }

    fn beside(&self, path: &str) -> PathBuf {
        if path.is_empty() {
            return self.file.clone();
        }
        normal(&self.file.parent().unwrap_or(Path::new("")).join(path))
    }
}

/// A member's name as it stands in a JSON pointer.
pub(crate) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// One spelling for each file, so that `a.yaml` and `paths/../a.yaml` are the same place. Links are not
/// resolved: errors name files as their authors know them.
fn normal(path: &Path) -> PathBuf {
    let mut spelt = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(spelt.components().next_back(), Some(Component::Normal(_))) =>
            {
                spelt.pop();
            }
            Component::Prefix(_)
            | Component::RootDir
            | Component::ParentDir
            | Component::Normal(_) => spelt.push(component),
        }
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(file: &str, reference: &str, expected: &str) {
        let place = Place::root(Path::new(file));
        let outcome = place
            .follow(reference)
            .map_or_else(|error| error.to_string(), |place| place.to_string());
        assert!(outcome.contains(expected), "{reference} in {file}: {outcome}");
    }

    #[test]
    fn a_reference_is_resolved_against_the_file_it_stands_in() {
        check("api/openapi.yaml", "schemas/a.yaml#/a", "api/schemas/a.yaml#/a");
        check("api/paths/a.yaml", "../schemas/a.yaml#/a", "api/schemas/a.yaml#/a");
        check("api/paths/a.yaml", "./b.yaml", "api/paths/b.yaml#");
        check("paths/a.yaml", "../../b.yaml#", "../b.yaml#");
        check("a.yaml", "#/components/schemas/a", "a.yaml#/components/schemas/a");
    }

    #[test]
    fn percent_escapes_are_undone() {
        check("a.yaml", "#/paths/~1x~1%7Bid%7D", "a.yaml#/paths/~1x~1{id}");
        check("a.yaml", "with%20space.yaml", "with space.yaml#");
    }

    #[test]
    fn what_is_no_relative_path_is_refused_with_a_remedy() {
        for reference in [
            "https://example.com/a.yaml",
            "file:///a.yaml",
            "/etc/a.yaml",
            "a.yaml#name",
            "%ff.yaml",
        ] {
            check("a.yaml", reference, "give a relative path");
        }
    }
}
