//! Lists in pages: how many requests each shows, in what order, and how one leads to the next.

use sandbox::{Config, Error, Sandbox};
use serde_json::Value;

use crate::client::{Answer, Ask, documented};
use crate::operations::{DELIVERED, DENIED, FAILED, admin_add};

const OLDEST_FIRST: [&str; 35] = [
    DELIVERED,
    "46c1410d-ef96-44c5-ae9c-a577d014fe0e",
    "5693b685-b1ab-462e-a319-7bb2fe227bac",
    "6276550f-7e21-4708-815a-e7276bd22108",
    DENIED,
    "2c1a8be6-c729-44ab-a241-92a81f2a1a6f",
    "a736e0f6-6be9-45c9-afc3-2ac42076299c",
    "2ee9404d-c5bf-428f-8482-78a244b2b3a1",
    "35df41cc-9ed8-4089-86a9-3306487a47e1",
    FAILED,
    "fee9b139-ad7e-4d0c-90b7-59648a55dc7c",
    "0b58ab03-756a-41e7-a346-717ac12250fb",
    "08b69211-e22b-4f66-ac08-abf35a71a8de",
    "b3c478b6-38e6-4772-b86e-d285da543b3d",
    "46ba46f9-9c09-434a-bbc3-ae1954205f1e",
    "78e8b5bc-efb7-4578-b78e-1ffad9cf7a0c",
    "3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20",
    "0e60f18c-b2a0-4887-9da8-da2e30a39d99",
    "9e60f18c-b2a0-4887-9da8-da2e30a39d99",
    "763e4978-bf3e-4496-9e54-aa8f3a1c30e8",
    "22ad336c-5760-4543-87c5-72f1e929a596",
    "ac42fb8d-84d1-411a-b226-07151c881206",
    "bab5e86b-b680-4281-ab97-2d9b25bef1b1",
    "e08137f3-3a08-4ec9-9f95-e90587134be1",
    "c9ce5ddc-2a52-483e-96df-d21e9d1f5c01",
    "6cc3ba50-3183-4d1d-b933-dffe9f578985",
    "60b3bedc-e0ec-4dea-bc43-4d6e6054aa24",
    "82695837-5eae-4bfb-9512-0daa8566326f",
    "7825fd45-6c7d-45f8-b4ca-628efcf6d5db",
    "1cb46f22-1836-4bcb-8a1e-fdef8373e965",
    "d6f05276-7986-4c6b-beed-f2dffae35c21",
    "de531d67-bdad-499e-9999-3d3cfcde3c78",
    "305caca9-afca-4fb2-aaae-6fcf518bd348",
    "68981e99-78e7-4ab0-b4e2-270b62c5d81c",
    "d691a3f6-13b3-4cce-989b-3ea34560bc25",
];

async fn with_pages_of(page_size: usize) -> Sandbox {
    Sandbox::start(Config { page_size, ..Config::default() }).await.unwrap()
}

/// The page after this one, by the link as it stands.
async fn next(sandbox: &Sandbox, page: &Answer) -> Option<Answer> {
    let link = next_link(page)?;
    let path = link.strip_prefix("http://sandbox").unwrap();
    Some(Ask::at("GET", path).send(sandbox).await)
}

fn next_link(page: &Answer) -> Option<String> {
    page.json().get("@odata.nextLink").map(|link| link.as_str().unwrap().to_owned())
}

/// The ids on each of the pages that begin with this list.
async fn pages(sandbox: &Sandbox, list: &Ask) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut page = Some(list.send(sandbox).await);
    while let Some(shown) = page {
        assert_eq!(shown.status, 200, "{shown:?}");
        pages.push(shown.ids());
        page = next(sandbox, &shown).await;
    }
    pages
}

fn list(options: &str) -> Ask {
    Ask::get(&format!("assignmentRequests?{options}"))
}

#[tokio::test]
async fn the_pages_of_a_list_show_every_request_once_in_its_order() {
    let newest_first: Vec<&str> = OLDEST_FIRST.into_iter().rev().collect();
    for page_size in [1, 2, 3, 34, 35, 36] {
        let sandbox = with_pages_of(page_size).await;
        for (options, expected) in [
            ("$count=false", OLDEST_FIRST.to_vec()),
            ("$orderby=createdDateTime", OLDEST_FIRST.to_vec()),
            ("$orderby=createdDateTime asc", OLDEST_FIRST.to_vec()),
            ("$orderby=createdDateTime desc", newest_first.clone()),
            ("$skip=5", OLDEST_FIRST[5..].to_vec()),
            ("$orderby=createdDateTime desc&$skip=2", newest_first[2..].to_vec()),
            ("$skip=37", Vec::new()),
        ] {
            let pages = pages(&sandbox, &list(options)).await;
            let lengths: Vec<usize> = pages.iter().map(Vec::len).collect();
            let (last, full) = lengths.split_last().unwrap();
            assert!(*last <= page_size && full.iter().all(|one| *one == page_size), "{lengths:?}");
            assert!(*last > 0 || expected.is_empty(), "{options}: {lengths:?}");
            assert_eq!(pages.concat(), expected, "{options} by {page_size}");
        }
    }
}

#[tokio::test]
async fn a_page_is_as_long_as_the_caller_says_at_most() {
    let sandbox = with_pages_of(2).await;
    for (ask, length) in [
        (list(""), 2),
        (list("$top=3"), 3),
        (list("$top=999"), 35),
        (list("$top=0"), 0),
        (list("").header("Prefer", "odata.maxpagesize=4"), 4),
        (list("").header("Prefer", "odata.maxpagesize=5000"), 35),
        (list("$top=3").header("Prefer", "odata.maxpagesize=4"), 3),
        (list("$top=5").header("Prefer", "odata.maxpagesize=4"), 4),
    ] {
        let page = ask.send(&sandbox).await;
        assert_eq!(page.ids().len(), length, "{ask:?}");
        assert_eq!(next_link(&page).is_some(), (1..35).contains(&length), "{ask:?}");
    }
}

#[tokio::test]
async fn a_page_size_that_was_preferred_is_confirmed() {
    let sandbox = documented().await;
    let preferring = list("").header("Prefer", "odata.maxpagesize=4").send(&sandbox).await;
    assert_eq!(preferring.header("preference-applied"), Some("odata.maxpagesize=4"));
    let greatest = list("").header("Prefer", "odata.maxpagesize=1000").send(&sandbox).await;
    assert_eq!(greatest.header("preference-applied"), Some("odata.maxpagesize=999"));
    let unintelligible = list("").header("Prefer", "odata.maxpagesize=some").send(&sandbox).await;
    assert_eq!(unintelligible.header("preference-applied"), None);
}

#[tokio::test]
async fn the_count_is_that_of_all_pages() {
    let sandbox = with_pages_of(2).await;
    for (options, count) in [
        ("$count=true", 35),
        ("$count=true&$top=1&$skip=3", 35),
        ("$count=true&$top=0", 35),
        ("$count=true&$filter=state eq 'delivered' or state eq 'denied'", 5),
        ("$count=true&$filter=state eq 'scheduled'", 0),
    ] {
        let page = list(options).send(&sandbox).await;
        assert_eq!(page.json()["@odata.count"], count, "{options}");
        if let Some(second) = next(&sandbox, &page).await {
            assert_eq!(second.json()["@odata.count"], count, "{options}");
        }
    }
    let uncounted = list("$count=false").send(&sandbox).await.json();
    assert_eq!(uncounted.get("@odata.count"), None);
}

#[tokio::test]
async fn the_next_link_carries_the_options_along_but_for_skip() {
    let sandbox = with_pages_of(1).await;
    let options = "$filter=not (state eq 'denied')&$select=id&$expand=requestor&$skip=2&$top=1&$count=true&$orderby=createdDateTime desc";
    let first = list(options).send(&sandbox).await;
    let link = next_link(&first).unwrap();
    for carried in [
        "$filter=not%20(state%20eq%20'denied')&",
        "$select=id&",
        "$expand=requestor&",
        "$top=1&",
        "$count=true&",
        "$orderby=createdDateTime%20desc&",
    ] {
        assert!(link.contains(carried), "{link}");
    }
    assert!(!link.contains("$skip="), "{link}");
    let second = next(&sandbox, &first).await.unwrap().json();
    let member = second["value"][0].as_object().unwrap();
    assert_eq!(member.keys().collect::<Vec<_>>(), ["id", "requestor"]);
    assert_eq!(second["@odata.count"], 32);
}

#[tokio::test]
async fn the_callers_requests_come_in_pages_too() {
    let sandbox = with_pages_of(1).await;
    let created_by = Ask::get("assignmentRequests/filterByCurrentUser(on='createdBy')");
    let pages = pages(&sandbox, &created_by).await;
    assert_eq!(pages, [[DELIVERED], [FAILED]]);
}

#[tokio::test]
async fn requests_that_come_and_go_between_two_pages_are_neither_skipped_nor_doubled() {
    let sandbox = with_pages_of(5).await;
    let first = list("").send(&sandbox).await;
    assert_eq!(first.ids().last().unwrap(), DENIED);
    // The last one shown goes; another comes at the end.
    let delete = Ask::new("DELETE", &format!("assignmentRequests/{DENIED}"));
    assert_eq!(delete.send(&sandbox).await.status, 204);
    let created = Ask::create(&admin_add()).send(&sandbox).await.json()["id"].take();
    let mut rest = Vec::new();
    let mut page = next(&sandbox, &first).await;
    while let Some(shown) = page {
        rest.extend(shown.ids());
        page = next(&sandbox, &shown).await;
    }
    let mut expected: Vec<Value> = OLDEST_FIRST[5..].iter().map(|id| (*id).into()).collect();
    expected.push(created);
    assert_eq!(rest, expected);
}

#[tokio::test]
async fn requests_of_one_moment_keep_one_order_over_the_pages() {
    let sandbox = with_pages_of(2).await;
    let mut created = Vec::new();
    for _ in 0..7 {
        let id = crate::client::created(&sandbox, &admin_add()).await;
        let cancel = Ask::post(&format!("assignmentRequests/{id}/cancel"));
        assert_eq!(cancel.send(&sandbox).await.status, 200);
        created.push(id);
    }
    created.sort();
    let of_that_moment = "$filter=createdDateTime eq 2024-06-07T15:53:35.333Z";
    assert_eq!(pages(&sandbox, &list(of_that_moment)).await.concat(), created);
    created.reverse();
    let backwards = list(&format!("{of_that_moment}&$orderby=createdDateTime desc"));
    assert_eq!(pages(&sandbox, &backwards).await.concat(), created);
}

#[tokio::test]
async fn a_token_that_was_not_given_out_for_the_list_is_refused() {
    let sandbox = with_pages_of(1).await;
    let link = next_link(&list("$select=id").send(&sandbox).await).unwrap();
    let token = link.split_once("$skiptoken=").unwrap().1;
    assert_eq!(list(&format!("$select=id&$skiptoken={token}")).send(&sandbox).await.status, 200);
    for options in [
        "$skiptoken=".to_owned(),
        "$skiptoken=1".to_owned(),
        format!("$select=id&$skiptoken={}", "0".repeat(token.len())),
        format!("$select=id&$skiptoken={}", &token[1..]),
        format!("$select=id&$skiptoken={token}0"),
        format!("$select=state&$skiptoken={token}"),
        format!("$select=id&$skip=1&$skiptoken={token}"),
    ] {
        let answer = list(&options).send(&sandbox).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "BadRequest"), "{options}");
        assert!(answer.message().contains("was not given out for this list"), "{options}");
    }
}

#[tokio::test]
async fn the_next_link_leads_to_the_host_that_was_asked_or_else_to_the_servers_own() {
    let sandbox = with_pages_of(1).await;
    let own = sandbox.url().strip_suffix("/v1.0").unwrap();
    for (ask, origin) in [
        (list("").host(Some("graph.example:8443")), "http://graph.example:8443"),
        (list("").host(Some("not a host")), own),
        (list("").host(None), own),
    ] {
        let link = next_link(&ask.send(&sandbox).await).unwrap();
        assert!(link.starts_with(&format!("{origin}/v1.0/identityGovernance/")), "{link}");
    }
}

#[tokio::test]
async fn a_page_size_that_cannot_be_is_refused_at_the_start() {
    for page_size in [0, 1000] {
        let error = Sandbox::start(Config { page_size, ..Config::default() }).await.unwrap_err();
        assert!(matches!(error, Error::PageSize { given, most: 999 } if given == page_size));
        assert!(error.to_string().contains("from 1 to 999"), "{error}");
    }
}
