//! The types of which the contract declares a part: those that an assignment request only leads to.

/// Whoever works with one of them needs more than this contract; what it does declare must agree all the same.
pub(crate) const PARTIAL_TYPES: &[&str] =
    &["accessPackage", "accessPackageApprovalStage", "accessPackageAssignmentPolicy"];
