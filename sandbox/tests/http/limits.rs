//! The limits of body, URL and depth: the last value that passes, and the first that does not.

use crate::client::{Ask, ROOT, documented};
use crate::operations::admin_add;

#[tokio::test]
async fn a_body_may_be_1_mib_long() {
    let sandbox = documented().await;
    for (length, status) in [(1024 * 1024, 201), (1024 * 1024 + 1, 413)] {
        let body = admin_add().to_string();
        let body = format!("{body}{}", " ".repeat(length - body.len()));
        let answer = Ask::post("assignmentRequests").json(&body).send(&sandbox).await;
        assert_eq!(answer.status, status, "{length}");
    }
}

#[tokio::test]
async fn path_and_query_may_be_8_kib_long_without_the_question_mark() {
    let sandbox = documented().await;
    let path = format!("{ROOT}/assignmentRequests");
    for (length, status) in [(8 * 1024, 400), (8 * 1024 + 1, 414)] {
        let query = "a".repeat(length - path.len());
        let answer = Ask::at("GET", &format!("{path}?{query}")).send(&sandbox).await;
        assert_eq!(answer.status, status, "{length}");
    }
}

#[tokio::test]
async fn a_body_may_nest_64_levels_deep() {
    let sandbox = documented().await;
    for (depth, status) in [(64, 201), (65, 400)] {
        let (open, close) = ("[".repeat(depth - 1), "]".repeat(depth - 1));
        let body = admin_add().to_string();
        let body = format!("{},\"ignored\":{open}{close}}}", body.strip_suffix('}').unwrap());
        let answer = Ask::post("assignmentRequests").json(&body).send(&sandbox).await;
        assert_eq!(answer.status, status, "{depth}");
    }
}
