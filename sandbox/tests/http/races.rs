//! Races: of many clients who want the same thing of one request, exactly one gets it, and the others
//! are told why not.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandbox::{Config, Sandbox};
use tokio::task::JoinSet;

use crate::client::{Answer, Ask};
use crate::crowd;
use crate::operations::{DENIED, FAILED, PENDING, WAITING, callback};

const RACERS: usize = 32;

/// What all want of a request.
struct Race {
    /// The request of the documented world that the others are like.
    like: &'static str,
    wanted: fn(person: usize) -> Ask,
    /// What the one is answered who gets it, and what the others are.
    won: u16,
    lost: (u16, &'static str),
}

const RACES: &[Race] = &[
    Race {
        like: PENDING,
        wanted: |person| act(person, "cancel"),
        won: 200,
        lost: (400, "SandboxNotCancellable"),
    },
    Race {
        like: WAITING,
        wanted: |person| act(person, "resume").json(&callback().to_string()),
        won: 204,
        lost: (400, "SandboxNotWaiting"),
    },
    Race {
        like: FAILED,
        wanted: |person| act(person, "reprocess"),
        won: 202,
        lost: (400, "SandboxNotReprocessable"),
    },
    Race {
        like: DENIED,
        wanted: |person| Ask::new("DELETE", &path_of(person)),
        won: 204,
        lost: (404, "AccessPackageAssignmentRequestNotFound"),
    },
    Race {
        like: DENIED,
        wanted: |person| Ask::create(&crowd::add_for(person)),
        won: 201,
        lost: (400, "ExistingOpenRequest"),
    },
];

fn act(person: usize, action: &str) -> Ask {
    Ask::post(&format!("{}/{action}", path_of(person)))
}

fn path_of(person: usize) -> String {
    format!("assignmentRequests/{}", crowd::request_of(person))
}

async fn run(race: &Race, data: Option<PathBuf>) {
    let world = Some(crowd::world_of_requests_like(race.like));
    let config = Config { world, data, ..Config::default() };
    let sandbox = Arc::new(Sandbox::start(config).await.unwrap());
    for person in 0..crowd::PEOPLE {
        let ask = (race.wanted)(person);
        let racers: JoinSet<Answer> = (0..RACERS)
            .map(|_| {
                let (sandbox, ask) = (Arc::clone(&sandbox), ask.clone());
                async move { ask.send(&sandbox).await }
            })
            .collect();
        let answers = racers.join_all().await;
        let (won, lost): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.status == race.won);
        assert_eq!(won.len(), 1, "{ask:?}");
        for answer in lost {
            assert_eq!((answer.status, answer.code().as_str()), race.lost, "{ask:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_the_same_exactly_one_gets_it() {
    for race in RACES {
        run(race, None).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_gets_it_where_the_data_are_kept_as_well() {
    for (number, race) in RACES.iter().enumerate() {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("race-{number}.redb"));
        let _ = fs::remove_file(&path);
        run(race, Some(path)).await;
    }
}
