//! Requests that change or end an assignment that is there.

use super::{Answered, NewRequest, Schedule, existing};

/// What shall be another.
///
/// ```compile_fail,E0004
/// use assignment_requests::requests::Change;
///
/// fn count(change: Change) -> usize {
///     // There may be more kinds some day.
///     match change {
///         Change::Answers(_) | Change::Schedule(_) => 1,
///         Change::Both(..) => 2,
///     }
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Change {
    /// The answers to the questions of the policy.
    Answers(Vec<Answered>),
    /// From when to when the access lasts.
    Schedule(Schedule),
    /// Both.
    Both(Vec<Answered>, Schedule),
}

/// An administrator changes the answers or the schedule of an assignment (create, examples 6 and 7).
///
/// ```
/// use assignment_requests::requests::{AdminUpdate, Change, Schedule};
///
/// let for_good = Schedule::without_end("2023-05-23T20:04:02Z".parse()?);
/// let update = AdminUpdate { assignment_id: "329f8dac…", change: Change::Schedule(for_good) };
/// # Ok::<(), assignment_requests::requests::InvalidMoment>(())
/// ```
///
/// ```compile_fail,E0063
/// use assignment_requests::requests::AdminUpdate;
///
/// // Nothing is changed.
/// let update = AdminUpdate { assignment_id: "329f8dac…" };
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AdminUpdate<'a> {
    /// The id of the assignment.
    pub assignment_id: &'a str,
    /// What shall be another.
    pub change: Change,
}

/// An administrator ends an assignment (create, example 2).
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct AdminRemove<'a> {
    /// The id of the assignment.
    pub assignment_id: &'a str,
}

/// A user changes the answers or the schedule of an assignment of their own (create, example 8).
#[derive(Clone, Debug)]
#[must_use]
pub struct UserUpdate<'a> {
    /// The id of the assignment.
    pub assignment_id: &'a str,
    /// What shall be another.
    pub change: Change,
}

/// A user gives back an assignment of their own, as the page of the resource has it.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct UserRemove<'a> {
    /// The id of the assignment.
    pub assignment_id: &'a str,
}

impl Change {
    /// The request with this change.
    fn of(self, request: NewRequest) -> NewRequest {
        match self {
            Self::Answers(answers) => request.answers(answers),
            Self::Schedule(schedule) => request.schedule(schedule),
            Self::Both(answers, schedule) => request.answers(answers).schedule(schedule),
        }
    }
}

impl From<AdminUpdate<'_>> for NewRequest {
    fn from(update: AdminUpdate<'_>) -> Self {
        update.change.of(Self::typed("adminUpdate", existing(update.assignment_id)))
    }
}

impl From<AdminRemove<'_>> for NewRequest {
    fn from(remove: AdminRemove<'_>) -> Self {
        Self::of("adminRemove", existing(remove.assignment_id))
    }
}

impl From<UserUpdate<'_>> for NewRequest {
    fn from(update: UserUpdate<'_>) -> Self {
        update.change.of(Self::of("userUpdate", existing(update.assignment_id)))
    }
}

impl From<UserRemove<'_>> for NewRequest {
    fn from(remove: UserRemove<'_>) -> Self {
        Self::of("userRemove", existing(remove.assignment_id))
    }
}
