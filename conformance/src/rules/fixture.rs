//! What rules cannot make themselves at an endpoint: the name under which it is bound, and what it must be.

/// Something that must be there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixture {
    /// The name, as under `[fixtures]` in a bindings file.
    pub name: &'static str,
    /// What it must be, in words.
    pub is: &'static str,
    /// What it is in the documented world of the sandbox; several where each is used up.
    pub documented: &'static [&'static str],
}

impl Fixture {
    /// Whether a rule that takes one leaves it unfit for the next.
    pub fn is_used_up(&self) -> bool {
        self.documented.len() > 1
    }
}

// What anybody may ask for.

pub(super) const OPEN_PACKAGE: Fixture = Fixture {
    name: "open-access-package",
    is: "the id of an access package that asks for no approval and no answers; `requestor` may request it and has no access to it",
    documented: &["370f6a24-6280-4be9-88bc-9418dfef5c9d"],
};
pub(super) const OPEN_POLICY: Fixture = Fixture {
    name: "open-assignment-policy",
    is: "the id of that access package's policy for people in the directory, who may add, update and remove access themselves and choose their schedule",
    documented: &["2728ea28-a6ee-460a-bba4-6b8b67523baa"],
};
pub(super) const GUEST_POLICY: Fixture = Fixture {
    name: "guest-assignment-policy",
    is: "the id of that access package's policy under which an administrator may assign somebody outside the directory by e-mail",
    documented: &["088d2333-214e-49c4-ad77-8c970809b28e"],
};
pub(super) const EMAIL_DOMAIN: Fixture = Fixture {
    name: "email-domain",
    is: "a domain whose users may be assigned by e-mail though they are not in the directory; rules make up the part before the @",
    documented: &["contoso.com"],
};
pub(super) const TARGET: Fixture = Fixture {
    name: "target",
    is: "the object id of a user in the directory who has no access to that access package",
    documented: &["30d72592-d9bf-4608-b21b-998e5fe0c2b6"],
};

// What somebody has to approve.

pub(super) const APPROVED_PACKAGE: Fixture = Fixture {
    name: "approved-access-package",
    is: "the id of an access package that `requestor` may request and `approver` has to approve; `requestor` has neither access nor an open request",
    documented: &["e2771951-5d1c-44b7-8035-a7284a2a27ef"],
};

// What asks a question.

pub(super) const ASKING_PACKAGE: Fixture = Fixture {
    name: "asking-access-package",
    is: "the id of an access package that `requestor` may request without an approval, with one required question that takes text of a pattern",
    documented: &["479a59e9-a460-47cd-9b30-b477cec0b2c7"],
};
pub(super) const QUESTION: Fixture = Fixture {
    name: "required-question",
    is: "the id of that question",
    documented: &["aeb77995-cc70-4724-ac93-572f94890886"],
};
pub(super) const ANSWER: Fixture = Fixture {
    name: "matching-answer",
    is: "an answer that is of the pattern",
    documented: &["4711"],
};
pub(super) const OTHER_ANSWER: Fixture = Fixture {
    name: "other-matching-answer",
    is: "another answer that is of the pattern",
    documented: &["4712"],
};
pub(super) const WRONG_ANSWER: Fixture =
    Fixture { name: "mismatching-answer", is: "an answer that is not", documented: &["four"] };

// What a manager requests.

pub(super) const EMPLOYEES_PACKAGE: Fixture = Fixture {
    name: "employees-access-package",
    is: "the id of an access package that `manager` may request for an employee",
    documented: &["5b98f958-0dea-4a5b-836e-109dccbd530c"],
};
pub(super) const EMPLOYEES_POLICY: Fixture = Fixture {
    name: "employees-assignment-policy",
    is: "the id of its policy",
    documented: &["c5f7847f-83a8-4315-a754-d94a6f39b875"],
};
pub(super) const EMPLOYEE: Fixture = Fixture {
    name: "employee",
    is: "the object id of an employee of `manager` without access to it",
    documented: &["30d72592-d9bf-4608-b21b-998e5fe0c2b6"],
};

// What no caller can bring about; each value is used up.

pub(super) const FAILED: Fixture = Fixture {
    name: "failed-request",
    is: "the ids of requests in state deliveryFailed that were completed less than 7 days ago",
    documented: &[
        "a736e0f6-6be9-45c9-afc3-2ac42076299c",
        "fee9b139-ad7e-4d0c-90b7-59648a55dc7c",
        "0b58ab03-756a-41e7-a346-717ac12250fb",
        "b3c478b6-38e6-4772-b86e-d285da543b3d",
        "78e8b5bc-efb7-4578-b78e-1ffad9cf7a0c",
    ],
};
pub(super) const PARTIALLY_DELIVERED: Fixture = Fixture {
    name: "partially-delivered-request",
    is: "the ids of requests in state partiallyDelivered that were completed less than 7 days ago",
    documented: &["35df41cc-9ed8-4089-86a9-3306487a47e1", "08b69211-e22b-4f66-ac08-abf35a71a8de"],
};
pub(super) const LONG_FAILED: Fixture = Fixture {
    name: "long-failed-request",
    is: "the id of a request in state deliveryFailed or partiallyDelivered that was completed more than 14 days ago",
    documented: &["5693b685-b1ab-462e-a319-7bb2fe227bac", "6276550f-7e21-4708-815a-e7276bd22108"],
};
pub(super) const DENIED: Fixture = Fixture {
    name: "denied-request",
    is: "the ids of requests in state denied",
    documented: &["2c1a8be6-c729-44ab-a241-92a81f2a1a6f", "2ee9404d-c5bf-428f-8482-78a244b2b3a1"],
};
pub(super) const WAITING_AT_CREATED: Fixture = Fixture {
    name: "request-waiting-at-created",
    is: "the ids of requests that wait for the callback of stage assignmentRequestCreated, and need no approval",
    documented: &[
        "763e4978-bf3e-4496-9e54-aa8f3a1c30e8",
        "22ad336c-5760-4543-87c5-72f1e929a596",
        "ac42fb8d-84d1-411a-b226-07151c881206",
        "bab5e86b-b680-4281-ab97-2d9b25bef1b1",
        "e08137f3-3a08-4ec9-9f95-e90587134be1",
        "c9ce5ddc-2a52-483e-96df-d21e9d1f5c01",
        "6cc3ba50-3183-4d1d-b933-dffe9f578985",
        "60b3bedc-e0ec-4dea-bc43-4d6e6054aa24",
    ],
};
pub(super) const WAITING_AT_APPROVED: Fixture = Fixture {
    name: "request-waiting-at-approved",
    is: "the ids of requests that wait for the callback of stage assignmentRequestApproved",
    documented: &[
        "82695837-5eae-4bfb-9512-0daa8566326f",
        "7825fd45-6c7d-45f8-b4ca-628efcf6d5db",
        "1cb46f22-1836-4bcb-8a1e-fdef8373e965",
    ],
};
pub(super) const WAITING_AT_GRANTED: Fixture = Fixture {
    name: "request-waiting-at-granted",
    is: "the ids of requests that wait for the callback of stage assignmentRequestGranted",
    documented: &[
        "d6f05276-7986-4c6b-beed-f2dffae35c21",
        "de531d67-bdad-499e-9999-3d3cfcde3c78",
        "305caca9-afca-4fb2-aaae-6fcf518bd348",
    ],
};
pub(super) const WAITING_AT_REMOVED: Fixture = Fixture {
    name: "request-waiting-at-removed",
    is: "the ids of requests that wait for the callback of stage assignmentRequestRemoved",
    documented: &["68981e99-78e7-4ab0-b4e2-270b62c5d81c", "d691a3f6-13b3-4cce-989b-3ea34560bc25"],
};

// Who was known once.

pub(super) const EXPIRED_TOKEN: Fixture = Fixture {
    name: "expired-token",
    is: "a token of the administrator that was good once, and has expired",
    documented: &[
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJvaWQiOiJkNGEyZjZjOC0xYjNlLTRmNTctOGE5Yy0wZTJkNGY2YThiMWMiLCJpZHR5cCI6InVzZXIiLCJzY3AiOiJFbnRpdGxlbWVudE1hbmFnZW1lbnQuUmVhZFdyaXRlLkFsbCIsImV4cCI6MTU3NzgzNjgwMH0.",
    ],
};

/// Every fixture there is.
pub const FIXTURES: &[Fixture] = &[
    OPEN_PACKAGE,
    OPEN_POLICY,
    GUEST_POLICY,
    EMAIL_DOMAIN,
    TARGET,
    APPROVED_PACKAGE,
    ASKING_PACKAGE,
    QUESTION,
    ANSWER,
    OTHER_ANSWER,
    WRONG_ANSWER,
    EMPLOYEES_PACKAGE,
    EMPLOYEES_POLICY,
    EMPLOYEE,
    FAILED,
    PARTIALLY_DELIVERED,
    LONG_FAILED,
    DENIED,
    WAITING_AT_CREATED,
    WAITING_AT_APPROVED,
    WAITING_AT_GRANTED,
    WAITING_AT_REMOVED,
    EXPIRED_TOKEN,
];
