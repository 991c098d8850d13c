//! Lists that are read page by page: which links are followed, which are not, and where a stream ends.

use std::net::TcpListener;

use assignment_requests::enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part;
use assignment_requests::{Client, GraphError, Listing, Query, Session};
use futures_util::{StreamExt, TryStreamExt};
use sandbox::{Config, Sandbox};

use crate::exchange::{json, session};
use crate::script::{Script, target};

const LIST: &str = "/v1.0/identityGovernance/entitlementManagement/assignmentRequests";

fn client(script: &Script) -> Client {
    session(&script.root()).build().unwrap().client()
}

fn listing(script: &Script) -> Listing {
    client(script).list(&Query::new())
}

/// A page with a request of each of these ids, and a link.
fn page(ids: &[&str], link: Option<&str>) -> String {
    let value: Vec<_> = ids.iter().map(|id| serde_json::json!({ "id": id })).collect();
    let page = serde_json::json!({ "value": value, "@odata.nextLink": link });
    json("200 OK", &page.to_string())
}

/// The ids that came before the end or an error, that error, and whether the stream was over then.
async fn read(listing: Listing) -> (Vec<String>, Option<GraphError>) {
    let (mut ids, mut error, mut items) = (Vec::new(), None, listing.items());
    while let Some(item) = items.next().await {
        assert!(error.is_none(), "the stream goes on after an error");
        match item {
            Ok(request) => ids.push(request.id.unwrap()),
            Err(cause) => error = Some(cause),
        }
    }
    (ids, error)
}

fn targets(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| target(request).to_owned()).collect()
}

#[tokio::test]
async fn a_link_is_followed_as_it_is_given() {
    for below in [
        "?$skiptoken=a",
        "?%24skiptoken=a%2Bb%2bc%20d+e%3D%3d&$filter=state%20eq%20%27delivered%27",
        "?$skiptoken=X%27000A&$top=2&&empty=&=x",
        "?$filter=a%20eq%20%27R%26D%23%25%27",
        "/somewhere/else%2Fwithin?api-version=1",
        "(on=%27target%27)/?x",
        "?",
    ] {
        let link = format!("{LIST}{below}");
        let script = Script::at(|origin| {
            vec![page(&["1"], Some(&format!("{origin}{link}"))), page(&["2"], None)]
        });
        let (ids, error) = read(listing(&script)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!((ids.len(), targets(&script)), (2, vec![LIST.to_owned(), link]));
    }
}

#[tokio::test]
async fn a_link_may_leave_out_where_the_service_is() {
    for (link, expected) in [
        (format!("{LIST}?$skiptoken=a"), format!("{LIST}?$skiptoken=a")),
        ("?$skiptoken=a".to_owned(), format!("{LIST}?$skiptoken=a")),
        ("assignmentRequests?$skiptoken=a".to_owned(), format!("{LIST}?$skiptoken=a")),
    ] {
        let script = Script::of([page(&["1"], Some(&link)), page(&["2"], None)]);
        let (ids, error) = read(listing(&script)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!((ids.len(), targets(&script).last()), (2, Some(&expected)), "{link}");
    }
}

#[tokio::test]
async fn a_link_that_leads_to_another_server_is_not_followed() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let elsewhere = other.local_addr().unwrap();
    let links: [fn(&str, &str) -> String; 6] = [
        |_, elsewhere| format!("http://{elsewhere}{LIST}"),
        |_, elsewhere| format!("//{elsewhere}{LIST}"),
        |here, _| format!("{}{LIST}", here.replace("127.0.0.1", "localhost")),
        |here, _| format!("{}{LIST}", here.replace("http:", "https:")),
        |here, elsewhere| format!("{here}@{elsewhere}{LIST}"),
        |_, _| "data:application/json,{}".to_owned(),
    ];
    for link in links {
        let link = |origin: &str| link(origin, &elsewhere.to_string());
        let script =
            Script::at(|origin| vec![page(&["1"], Some(&link(origin))), page(&["2"], None)]);
        let (ids, error) = read(listing(&script)).await;
        assert_eq!(ids, ["1"]);
        assert!(matches!(error, Some(GraphError::NextLink(_))), "{error:?}");
        assert_eq!(targets(&script), [LIST], "something was sent");
        assert!(other.accept().is_err(), "another server was called");
    }
}

#[tokio::test]
async fn a_link_that_is_no_address_is_told() {
    let script = Script::of([page(&["1"], Some("http://[")), page(&["2"], None)]);
    let (ids, error) = read(listing(&script)).await;
    assert_eq!(ids, ["1"]);
    let error = error.unwrap().to_string();
    assert_eq!(error, "the link to the next page is no address; it is not followed");
}

#[tokio::test]
async fn a_link_that_is_empty_is_told() {
    for link in ["", " "] {
        let script = Script::of([page(&["1"], Some(link)), page(&["2"], None)]);
        let (ids, error) = read(listing(&script)).await;
        assert_eq!((ids.len(), targets(&script)), (1, vec![LIST.to_owned()]));
        let error = error.unwrap().to_string();
        assert_eq!(error, "the link to the next page is empty; it is not followed");
    }
}

#[tokio::test]
async fn a_circle_of_links_ends_with_an_error() {
    for count in [1, 3] {
        // Each page leads to the next, and the last to the first.
        let names: Vec<_> = (0..count).map(|place| format!("{LIST}?page={place}")).collect();
        let pages = (1..=count).map(|next| page(&["a"], Some(&names[next % count])));
        let script = Script::of(pages.chain([page(&["b"], None)]));
        let (ids, error) = read(client(&script).list(&Query::new().raw("page", "0"))).await;
        assert_eq!((ids.len(), targets(&script)), (count, names));
        let error = error.unwrap().to_string();
        assert!(error.contains("leads in a circle"), "{error}");
    }
}

#[tokio::test]
async fn an_empty_page_is_not_the_end() {
    let answers = || {
        vec![
            page(&[], Some("?page=1")),
            page(&["1"], Some("?page=2")),
            page(&[], Some("?page=3")),
            page(&[], None),
        ]
    };
    let script = Script::of(answers());
    let (ids, error) = read(listing(&script)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids, script.requests().len()), (vec!["1".to_owned()], 4));
    let script = Script::of(answers());
    let pages: Vec<_> = listing(&script).pages().try_collect().await.unwrap();
    let lengths: Vec<_> = pages.iter().map(|page| page.value.len()).collect();
    assert_eq!(lengths, [0, 1, 0, 0]);
}

#[tokio::test]
async fn an_error_ends_the_stream_after_what_came_before() {
    for answer in [
        json("403 Forbidden", r#"{"error": {"code": "Forbidden"}}"#),
        json("200 OK", r#"{"value": 3}"#),
        json("206 Partial Content", r#"{"value": []}"#),
        String::new(),
    ] {
        let script = Script::of([page(&["1", "2"], Some("?page=1")), answer, page(&["3"], None)]);
        let (ids, error) = read(listing(&script)).await;
        assert_eq!((ids.len(), script.requests().len()), (2, 2));
        assert!(error.is_some());
    }
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_wanted() {
    let script = Script::of([page(&["1", "2"], Some("?page=1")), page(&["3"], None)]);
    let mut items = listing(&script).items();
    assert_eq!(script.requests().len(), 0);
    for (id, asked) in [("1", 1), ("2", 1), ("3", 2)] {
        assert_eq!(items.try_next().await.unwrap().unwrap().id.as_deref(), Some(id));
        assert_eq!(script.requests().len(), asked, "{id}");
    }
}

#[tokio::test]
async fn the_list_of_the_current_user_names_its_part() {
    for (part, expected) in [
        (Part::Approver, "approver"),
        (Part::Other("it's".to_owned()), "it''s"),
        (Part::Other("/../..\\?#%2e".to_owned()), "%2F..%2F..%5C%3F%23%252e"),
    ] {
        let script = Script::of([page(&["1"], Some("?page=1")), page(&["2"], None)]);
        let (ids, _) = read(client(&script).list_by_current_user(&part, &Query::new())).await;
        assert_eq!(ids.len(), 2);
        let expected = format!("{LIST}/filterByCurrentUser(on='{expected}')");
        assert_eq!(targets(&script).first(), Some(&expected));
    }
}

#[tokio::test]
async fn every_request_of_a_service_is_read_once() {
    let sandbox = Sandbox::start(Config { page_size: 4, ..Config::default() }).await.unwrap();
    let token = sandbox.token("admin").unwrap();
    let builder = Session::builder().endpoint(sandbox.url()).token(token.as_str());
    let client = builder.build().unwrap().client();
    let pages: Vec<_> = client.list(&Query::new()).pages().try_collect().await.unwrap();
    assert!(pages.len() > 2, "{} pages", pages.len());
    let of_pages: Vec<_> =
        pages.into_iter().flat_map(|page| page.value).map(|one| one.id).collect();
    let items: Vec<_> = client.list(&Query::new()).items().try_collect().await.unwrap();
    let of_items: Vec<_> = items.into_iter().map(|one| one.id).collect();
    assert_eq!(of_pages, of_items);
    let once: std::collections::HashSet<_> = of_items.iter().collect();
    assert_eq!(once.len(), of_items.len());
    let whole = client.list(&Query::new().top(100)).pages().try_next().await.unwrap().unwrap();
    assert_eq!(whole.value.len(), of_items.len());
}
