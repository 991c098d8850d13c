//! The properties that answers show of each type, in the order in which they show them.

use crate::members::names;

names! {
    /// The properties of an accessPackageAssignmentRequest.
    Property = "property of accessPackageAssignmentRequest" {
        Id = "id",
        RequestType = "requestType",
        State = "state",
        Status = "status",
        CreatedDateTime = "createdDateTime",
        CompletedDateTime = "completedDateTime",
        Justification = "justification",
        Schedule = "schedule",
        Answers = "answers",
        CustomExtensionCalloutInstances = "customExtensionCalloutInstances",
    }
}

names! {
    /// The properties of an accessPackageAssignment.
    AssignmentProperty = "property of accessPackageAssignment" {
        Id = "id",
        State = "state",
        Status = "status",
        ExpiredDateTime = "expiredDateTime",
        Schedule = "schedule",
        CustomExtensionCalloutInstances = "customExtensionCalloutInstances",
    }
}

names! {
    /// The properties of an accessPackage.
    PackageProperty = "property of accessPackage" {
        Id = "id",
        DisplayName = "displayName",
        Description = "description",
        IsHidden = "isHidden",
        CreatedDateTime = "createdDateTime",
        ModifiedDateTime = "modifiedDateTime",
    }
}

names! {
    /// The properties of an accessPackageAssignmentPolicy that the sandbox knows.
    PolicyProperty = "property of accessPackageAssignmentPolicy that the sandbox knows" {
        Id = "id",
        DisplayName = "displayName",
        AllowedTargetScope = "allowedTargetScope",
        SpecificAllowedTargets = "specificAllowedTargets",
        Expiration = "expiration",
        RequestorSettings = "requestorSettings",
        RequestApprovalSettings = "requestApprovalSettings",
    }
}

names! {
    /// The properties of an accessPackageSubject.
    SubjectProperty = "property of accessPackageSubject" {
        Id = "id",
        ObjectId = "objectId",
        DisplayName = "displayName",
        Email = "email",
        PrincipalName = "principalName",
        OnPremisesSecurityIdentifier = "onPremisesSecurityIdentifier",
        SubjectType = "subjectType",
        SubjectLifecycle = "subjectLifecycle",
    }
}
