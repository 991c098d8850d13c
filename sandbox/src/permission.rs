//! Permissions: what is asked for and who asks in, how far they reach, or what they lack, out. A pure
//! table, one row for each task that the documents list permissions for.

use std::fmt;

use thiserror::Error;

use crate::command::{Command, Reach};
use crate::identity::Identity;
use crate::model::{Grant, Permission, RequestType, Role};

/// What permissions are given for: the eight operations, create in two kinds of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    List,
    Get,
    FilterByCurrentUser,
    CreateAsUser,
    CreateAsAdministrator,
    Cancel,
    Delete,
    Reprocess,
    Resume,
}

/// Who may do a task. An empty list allows nobody.
#[derive(Clone, Copy, Debug)]
struct Row {
    /// The scopes of tokens by which a user who holds one of `roles` reaches everything.
    administrators: &'static [Permission],
    /// Roles, of which an application may hold one in place of a permission, too.
    roles: &'static [Role],
    /// The scopes of tokens by which a user without such a role reaches their own.
    users: &'static [Permission],
    /// The permissions of applications; none where the documents say "Not supported".
    applications: &'static [Permission],
}

const READING: &[Permission] = &[Permission::ReadAll, Permission::ReadWriteAll];
const WRITING: &[Permission] = &[Permission::ReadWriteAll];
const READING_OWN: &[Permission] =
    &[Permission::SubjectAccess, Permission::ReadAll, Permission::ReadWriteAll];
const WRITING_OWN: &[Permission] = &[Permission::SubjectAccess, Permission::ReadWriteAll];

const READERS: &[Role] = &[
    Role::CatalogReader,
    Role::CatalogCreator,
    Role::AssignmentManager,
    Role::PackageManager,
    Role::CatalogOwner,
    Role::SecurityReader,
    Role::GlobalReader,
    Role::ComplianceAdministrator,
    Role::SecurityAdministrator,
    Role::IdentityGovernanceAdministrator,
];
const MANAGERS: &[Role] = &[
    Role::AssignmentManager,
    Role::PackageManager,
    Role::CatalogOwner,
    Role::IdentityGovernanceAdministrator,
];

/// The table.
#[rustfmt::skip]
fn row(task: Task) -> Row {
    match task {
        Task::List | Task::Get =>
            Row { administrators: READING, roles: READERS, users: READING_OWN, applications: READING },
        // D-28, D-53: only users have a current user.
        Task::FilterByCurrentUser =>
            Row { administrators: &[], roles: &[], users: READING_OWN, applications: &[] },
        // D-52: the policy says who may request.
        Task::CreateAsUser =>
            Row { administrators: WRITING, roles: MANAGERS, users: WRITING_OWN, applications: WRITING },
        Task::Cancel =>
            Row { administrators: WRITING, roles: MANAGERS, users: WRITING_OWN, applications: &[] },
        Task::CreateAsAdministrator | Task::Delete | Task::Reprocess | Task::Resume =>
            Row { administrators: WRITING, roles: MANAGERS, users: &[], applications: WRITING },
    }
}

/// How far the caller reaches in a task.
pub(crate) fn reach(task: Task, caller: &Identity) -> Result<Reach, NotPermitted> {
    let row = row(task);
    let holds_role = caller.roles.iter().any(|role| row.roles.contains(role));
    match &caller.grant {
        Grant::Delegated(scopes) if holds_role && any(scopes, row.administrators) => {
            Ok(Reach::Everything)
        }
        Grant::Delegated(scopes) if any(scopes, row.users) => Ok(Reach::OwnRequests),
        Grant::Application(_) if row.applications.is_empty() => {
            Err(NotPermitted { task, wanted: Wanted::User })
        }
        Grant::Application(held) if holds_role || any(held, row.applications) => {
            Ok(Reach::Everything)
        }
        Grant::Application(_) => Err(NotPermitted {
            task,
            wanted: Wanted::PermissionOrRole(row.applications, row.roles),
        }),
        Grant::Delegated(scopes) if any(scopes, row.administrators) => {
            Err(NotPermitted { task, wanted: Wanted::Role(row.roles) })
        }
        Grant::Delegated(_) if row.users.is_empty() => {
            Err(NotPermitted { task, wanted: Wanted::Scope(row.administrators) })
        }
        Grant::Delegated(_) => Err(NotPermitted { task, wanted: Wanted::Scope(row.users) }),
    }
}

fn any(held: &[Permission], enough: &[Permission]) -> bool {
    held.iter().any(|permission| enough.contains(permission))
}

/// A task that the caller may not do.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the caller is not authorized to {task}: {wanted}")]
pub(crate) struct NotPermitted {
    pub(crate) task: Task,
    pub(crate) wanted: Wanted,
}

/// What would allow a task that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    User,
    Scope(&'static [Permission]),
    Role(&'static [Role]),
    PermissionOrRole(&'static [Permission], &'static [Role]),
}

impl Task {
    /// What a command asks for.
    pub(crate) fn of(command: &Command) -> Self {
        match command {
            Command::List(_) => Self::List,
            Command::ListForCaller(..) => Self::FilterByCurrentUser,
            Command::Create(new) => Self::of_creating(new.request_type),
            Command::Get(_) => Self::Get,
            Command::Delete(_) => Self::Delete,
            Command::Cancel(_) => Self::Cancel,
            Command::Reprocess(_) => Self::Reprocess,
            Command::Resume(..) => Self::Resume,
        }
    }

    /// The types that nobody can send are refused for what they are, by the rules of the body.
    fn of_creating(request_type: RequestType) -> Self {
        match request_type {
            RequestType::AdminAdd | RequestType::AdminUpdate | RequestType::AdminRemove => {
                Self::CreateAsAdministrator
            }
            RequestType::UserAdd
            | RequestType::UserUpdate
            | RequestType::UserRemove
            | RequestType::ApproverRemove
            | RequestType::NotSpecified
            | RequestType::SystemAdd
            | RequestType::SystemUpdate
            | RequestType::SystemRemove
            | RequestType::OnBehalfAdd
            | RequestType::UnknownFutureValue => Self::CreateAsUser,
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "list requests",
            Self::Get => "get a request",
            Self::FilterByCurrentUser => "filter requests by the current user",
            Self::CreateAsUser => "create a request",
            Self::CreateAsAdministrator => "create a request as an administrator",
            Self::Cancel => "cancel a request",
            Self::Delete => "delete a request",
            Self::Reprocess => "reprocess a request",
            Self::Resume => "resume a request",
        })
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User => f.write_str("applications cannot, send a user's token"),
            Self::Scope(scopes) => write!(f, "the token's scp needs {}", Choice(scopes)),
            Self::Role(roles) => {
                write!(f, "the user needs a role in the world's roleAssignments: {}", Choice(roles))
            }
            Self::PermissionOrRole(permissions, roles) => write!(
                f,
                "the token's roles need {}, or the application a role in the world's \
                 roleAssignments: {}",
                Choice(permissions),
                Choice(roles)
            ),
        }
    }
}

/// Words of which one is enough.
struct Choice<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Choice<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { " or " };
            write!(f, "{separator}{word}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
