//! What the README shows at a command line: its lines in, answers that keep their promise out.

use serde_json::{Value, json};

use crate::client::{Ask, documented};

const README: &str = include_str!("../../README.md");

/// The arguments of all lines that begin with this command.
fn lines(command: &str) -> impl Iterator<Item = &'static str> {
    README.lines().filter_map(move |line| line.strip_prefix(command))
}

/// What comes before and after the first place of a separator.
fn halves<'a>(text: &'a str, separator: &str) -> (&'a str, &'a str) {
    text.split_once(separator).unwrap_or_else(|| panic!("no {separator} in {text}"))
}

/// An order to the control, as curl is told it: `-X METHOD http://…/__sandbox/PATH -d 'BODY'`.
fn order(arguments: &str) -> Ask {
    let (method, rest) = halves(arguments, " http://127.0.0.1:8080/__sandbox/");
    let (path, body) = rest.split_once(" -d '").unwrap_or((rest, "'"));
    let body = body.strip_suffix('\'').unwrap();
    Ask::control(method, path).raw(body.as_bytes())
}

#[tokio::test]
async fn the_first_steps_end_with_a_delivered_request() {
    let sandbox = documented().await;
    let [create, read] = lines("$ as requestor \"$requests").collect::<Vec<_>>()[..] else {
        panic!("the first steps are to create one request and to read it");
    };
    let body: Value =
        serde_json::from_str(halves(create, "-d '").1.trim_end_matches('\'')).unwrap();
    let requestor = sandbox.token("requestor").unwrap();
    assert_eq!(Ask::create(&body).by(&requestor).send(&sandbox).await.status, 201);
    let [wait] =
        lines("$ curl -X PATCH -H 'Content-Type: application/json'").collect::<Vec<_>>()[..]
    else {
        panic!("the first steps are to move the clock once");
    };
    assert_eq!(order(&format!("PATCH{wait}")).send(&sandbox).await.status, 200);
    let path = format!("assignmentRequests{}", halves(read, "?").0);
    let answer = Ask::get(&path).by(&requestor).send(&sandbox).await;
    assert_eq!(answer.json()["state"], json!("delivered"));
}

#[tokio::test]
async fn every_order_to_the_control_is_carried_out() {
    let sandbox = documented().await;
    let world = Ask::control("GET", "world").send(&sandbox).await.json();
    for line in lines("$ change -X ") {
        let order = match line.strip_suffix(" --data-binary @world.json") {
            Some(line) => order(line).with(&world),
            None => order(line),
        };
        let answer = order.send(&sandbox).await;
        assert!((200..300).contains(&answer.status), "{line}: {}", answer.body);
    }
}
