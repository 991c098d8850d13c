//! Requests for an assignment that is not there yet.

use super::NewRequest;
use serde_json::json;

/// An administrator assigns a user of the directory to an access package (create, example 1).
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct AdminAdd<'a> {
    /// The id of the user's object.
    pub target_id: &'a str,
    /// The id of a direct assignment policy of the package.
    pub assignment_policy_id: &'a str,
    /// The id of the access package.
    pub access_package_id: &'a str,
}

/// An administrator assigns somebody who may not be in the directory yet, by e-mail address (create, example 5).
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct AdminAddByEmail<'a> {
    /// The address of a person of a connected organization.
    pub email: &'a str,
    /// The id of a direct assignment policy of the package.
    pub assignment_policy_id: &'a str,
    /// The id of the access package.
    pub access_package_id: &'a str,
}

/// A user asks for access of their own (create, examples 3 and 4). Which policy holds is left to the service.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct UserAdd<'a> {
    /// The id of the access package.
    pub access_package_id: &'a str,
}

/// A user asks for access of their own under a certain policy, as the table of request types has it.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct UserAddUnderPolicy<'a> {
    /// The id of the user's own object.
    pub target_id: &'a str,
    /// The id of the policy.
    pub assignment_policy_id: &'a str,
    /// The id of the access package.
    pub access_package_id: &'a str,
}

/// A manager asks for access of a direct employee (create, example 9).
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct UserAddForEmployee<'a> {
    /// What the employee is called.
    pub display_name: &'a str,
    /// Their e-mail address.
    pub email: &'a str,
    /// The id of their object.
    pub object_id: &'a str,
    /// The id of the policy.
    pub assignment_policy_id: &'a str,
    /// The id of the access package.
    pub access_package_id: &'a str,
}

impl From<AdminAdd<'_>> for NewRequest {
    fn from(add: AdminAdd<'_>) -> Self {
        let AdminAdd { target_id, assignment_policy_id, access_package_id } = add;
        Self::of(
            "adminAdd",
            json!({
                "targetId": target_id,
                "assignmentPolicyId": assignment_policy_id,
                "accessPackageId": access_package_id,
            }),
        )
    }
}

impl From<AdminAddByEmail<'_>> for NewRequest {
    fn from(add: AdminAddByEmail<'_>) -> Self {
        let AdminAddByEmail { email, assignment_policy_id, access_package_id } = add;
        Self::of(
            "AdminAdd",
            json!({
                "target": { "email": email },
                "assignmentPolicy": { "id": assignment_policy_id },
                "accessPackage": { "id": access_package_id },
            }),
        )
    }
}

impl From<UserAdd<'_>> for NewRequest {
    fn from(UserAdd { access_package_id }: UserAdd<'_>) -> Self {
        Self::typed("userAdd", json!({ "accessPackageId": access_package_id }))
    }
}

impl From<UserAddUnderPolicy<'_>> for NewRequest {
    fn from(add: UserAddUnderPolicy<'_>) -> Self {
        let UserAddUnderPolicy { target_id, assignment_policy_id, access_package_id } = add;
        Self::of(
            "userAdd",
            json!({
                "targetId": target_id,
                "assignmentPolicyId": assignment_policy_id,
                "accessPackageId": access_package_id,
            }),
        )
    }
}

impl From<UserAddForEmployee<'_>> for NewRequest {
    fn from(add: UserAddForEmployee<'_>) -> Self {
        let assignment = json!({
            "accessPackageId": add.access_package_id,
            "schedule": { "startDateTime": null, "stopDateTime": null },
            "assignmentPolicyId": add.assignment_policy_id,
            "target": {
                "displayName": add.display_name,
                "email": add.email,
                "objectId": add.object_id,
                "subjectType": "user",
            },
        });
        Self::of("UserAdd", assignment).with("answers", json!([]))
    }
}
