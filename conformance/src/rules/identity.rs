//! Those who call the endpoint in the rules, by the names under which their tokens are given.

use crate::endpoint::DEFAULT;

/// Somebody who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name, as in `--identity NAME=VAR`.
    pub name: &'static str,
    /// Who that is, in words.
    pub is: &'static str,
}

/// Who calls where a rule says nothing else.
pub(super) const ADMIN: Identity = Identity {
    name: DEFAULT,
    is: "an administrator of entitlement management, with EntitlementManagement.ReadWrite.All",
};
/// Who requests access for themselves.
pub(super) const REQUESTOR: Identity = Identity {
    name: "requestor",
    is: "a user without a role who may request access, with EntitlementMgmt-SubjectAccess.ReadWrite",
};
/// Who requests access for their employees.
pub(super) const MANAGER: Identity = Identity {
    name: "manager",
    is: "a user without a role who may request access for an employee, with EntitlementMgmt-SubjectAccess.ReadWrite",
};
/// Who decides on requests.
pub(super) const APPROVER: Identity = Identity {
    name: "approver",
    is: "a user without a role who approves requests, with EntitlementMgmt-SubjectAccess.ReadWrite",
};
/// Who may read everything and change nothing.
pub(super) const READER: Identity = Identity {
    name: "reader",
    is: "a user in a reading role, with EntitlementManagement.Read.All alone",
};
/// A program without a user.
pub(super) const APP: Identity = Identity {
    name: "app",
    is: "an application without a user, with EntitlementManagement.ReadWrite.All",
};

/// Every identity there is.
pub const IDENTITIES: [Identity; 6] = [ADMIN, REQUESTOR, MANAGER, APPROVER, READER, APP];
