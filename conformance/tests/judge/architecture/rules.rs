//! What may be written where: the invariants that the text of a source file can break.

/// One rule.
pub(crate) struct Rule {
    /// The rule, as a sentence.
    pub(crate) sentence: &'static str,
    /// What it speaks of, as a regular expression.
    pub(crate) pattern: &'static str,
    /// The files and folders for which it holds; a folder ends in `/`.
    pub(crate) within: &'static [&'static str],
    /// Those among them where the pattern may occur all the same.
    pub(crate) except: &'static [&'static str],
    /// A file and a line in it that would break the rule.
    pub(crate) breach: (&'static str, &'static str),
}

const SOURCES: &[&str] =
    &["build.rs", "build/", "bundle/src/", "conformance/src/", "sandbox/src/", "src/"];

pub(crate) const RULES: &[Rule] = &[
    Rule {
        sentence: "the judge has no word of access packages",
        pattern: r"(?i)access.?package|assignment.?request",
        within: &["conformance/src/"],
        except: &["conformance/src/typed.rs", "conformance/src/rules/"],
        breach: ("conformance/src/report.rs", "/// The access package that is asked for."),
    },
    Rule {
        sentence: "one file of the judge names the generated client",
        pattern: r"\bassignment_requests::",
        within: &["conformance/src/"],
        except: &["conformance/src/typed.rs"],
        breach: ("conformance/src/report.rs", "use assignment_requests::types;"),
    },
    Rule {
        sentence: "only `serve` and the default endpoint know the sandbox",
        pattern: r"\bsandbox::",
        within: &["conformance/src/"],
        except: &[
            "conformance/src/command/serve.rs",
            "conformance/src/command/serve/",
            "conformance/src/own_sandbox.rs",
        ],
        breach: ("conformance/src/report.rs", "use sandbox::Sandbox;"),
    },
    Rule {
        sentence: "the sandbox names no other crate of the workspace",
        pattern: r"\b(assignment_requests|conformance|openapi_bundle)::",
        within: &["sandbox/src/", "sandbox/tests/"],
        except: &[],
        breach: ("sandbox/src/store.rs", "use conformance::contract::Contract;"),
    },
    Rule {
        sentence: "the sandbox depends on no other crate of the workspace",
        pattern: r"\b(assignment-requests|conformance|openapi-bundle)\b",
        within: &["sandbox/Cargo.toml"],
        except: &[],
        breach: ("sandbox/Cargo.toml", r#"openapi-bundle = { path = "../bundle" }"#),
    },
    Rule {
        sentence: "the sandbox holds nothing generated",
        pattern: r"\binclude!|\bOUT_DIR\b",
        within: &["sandbox/src/", "sandbox/tests/"],
        except: &[],
        breach: ("sandbox/src/store.rs", r#"include!(concat!(env!("OUT_DIR"), "/client.rs"));"#),
    },
    Rule {
        sentence: "one module of the judge touches the network, and two that stand in the way of others",
        pattern: r"\btokio::net\b|\b(Tcp(Stream|Listener)|UdpSocket)\b|\b(hyper|hyper_util|reqwest)::",
        within: &["conformance/src/"],
        except: &[
            // What passes between others is no request of the judge's: it goes on as bytes, whatever it is.
            "conformance/src/proxy.rs",
            "conformance/src/proxy/passage.rs",
            "conformance/src/selftest/faulty_server.rs",
            "conformance/src/send.rs",
            "conformance/src/send/",
        ],
        breach: ("conformance/src/report.rs", "use tokio::net::TcpStream;"),
    },
    Rule {
        sentence: "one module of the sandbox touches the network",
        pattern: r"\btokio::net\b|\b(Tcp(Stream|Listener)|UdpSocket)\b|\b(hyper|hyper_util|reqwest)::|\baxum::serve\b",
        within: &["sandbox/src/"],
        except: &["sandbox/src/network.rs", "sandbox/src/network/"],
        breach: ("sandbox/src/store.rs", "let listener = TcpListener::bind(address).await?;"),
    },
    Rule {
        sentence: "only the sandbox's network, its HTTP face and its control know the web framework",
        pattern: r"\baxum::",
        within: &["sandbox/src/"],
        except: &[
            "sandbox/src/network.rs",
            "sandbox/src/network/",
            "sandbox/src/http.rs",
            "sandbox/src/http/",
            "sandbox/src/control.rs",
            "sandbox/src/control/",
        ],
        breach: ("sandbox/src/store.rs", "use axum::http::StatusCode;"),
    },
    Rule {
        sentence: "the sandbox's control is apart from Graph's answers",
        pattern: r"\b(GraphError|graph_error|encode)\b",
        within: &["sandbox/src/control.rs", "sandbox/src/control/"],
        except: &[],
        breach: ("sandbox/src/control/world.rs", "use crate::http::graph_error::GraphError;"),
    },
    Rule {
        sentence: "one module of the sandbox takes a token from a request",
        pattern: r"\bAUTHORIZATION\b",
        within: &["sandbox/src/"],
        except: &["sandbox/src/http/bearer.rs"],
        breach: ("sandbox/src/http.rs", "let token = headers.get(header::AUTHORIZATION);"),
    },
    Rule {
        sentence: "one module of a crate touches files",
        pattern: r"\bfs::|\bstd::fs\b|\bFile::|\bOpenOptions\b|\.(canonicalize|exists|is_dir|is_file|read_dir|try_exists)\(",
        within: SOURCES,
        except: &[
            "build.rs",
            "bundle/src/sources.rs",
            "conformance/src/files.rs",
            "sandbox/src/data_file.rs",
            "sandbox/src/data_file/",
        ],
        breach: ("conformance/src/report.rs", "let text = std::fs::read_to_string(path)?;"),
    },
    Rule {
        sentence: "one module of the sandbox knows how its data are kept in a file",
        pattern: r"\bredb::",
        within: &["sandbox/src/"],
        except: &["sandbox/src/data_file.rs", "sandbox/src/data_file/"],
        breach: ("sandbox/src/store.rs", "use redb::Database;"),
    },
    Rule {
        sentence: "one module of the judge listens to signals",
        pattern: r"\btokio::signal\b",
        within: &["conformance/src/"],
        except: &["conformance/src/signals.rs"],
        breach: ("conformance/src/run.rs", "tokio::signal::ctrl_c().await?;"),
    },
    Rule {
        sentence: "one module of a crate asks what time it is",
        pattern: r"\b(Instant|Local|SystemTime|Utc)::now\b",
        within: SOURCES,
        except: &["conformance/src/clock.rs", "sandbox/src/clock.rs", "src/clock.rs"],
        breach: ("conformance/src/report.rs", "let now = Utc::now();"),
    },
    Rule {
        sentence: "one module of a crate reads the environment",
        pattern: r"\benv::|\bstd::env\b",
        within: SOURCES,
        except: &["build.rs", "conformance/src/environment.rs"],
        breach: ("conformance/src/report.rs", r#"let token = std::env::var("TOKEN")?;"#),
    },
    Rule {
        sentence: "one module of a crate starts other programs",
        pattern: r"\bprocess::(Child|Command|Stdio)\b",
        within: SOURCES,
        except: &["conformance/src/tokens/command.rs"],
        breach: ("conformance/src/report.rs", "use std::process::Command;"),
    },
    Rule {
        sentence: "what settings ask of one another holds wherever they come from: it stands in conditions.rs",
        pattern: r"\b(requires|required|required_if_eq|required_unless_present|conflicts_with|conflicts_with_all|exclusive|overrides_with)(_\w+)? = ",
        within: &["conformance/src/settings/"],
        except: &[],
        breach: (
            "conformance/src/settings/connection.rs",
            r#"#[arg(long, requires = "endpoint")]"#,
        ),
    },
    Rule {
        sentence: "one module of a crate is random",
        pattern: r"\b(fastrand|getrandom|rand)::|\bnew_v[147]\b|\bRandomState\b",
        within: SOURCES,
        except: &["sandbox/src/ids.rs"],
        breach: ("conformance/src/report.rs", "let id = fastrand::u128(..);"),
    },
];
