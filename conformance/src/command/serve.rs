//! `conformance serve`: the sandbox with a clock that runs, until interrupted.

use super::print;
use crate::error::Error;
use crate::exit::Exit;
use sandbox::{Clock, Config, Sandbox, World};
use std::io::Write;
use std::net::SocketAddr;

pub(super) fn execute(listen: SocketAddr, output: &mut dyn Write) -> Result<Exit, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    runtime.block_on(async {
        let sandbox = start(listen).await.map_err(|error| Error::Sandbox(Box::new(error)))?;
        let (url, now) = (sandbox.url(), sandbox.clock().now().format("%Y-%m-%dT%H:%M:%SZ"));
        print(output, &format!("the sandbox listens on {url}; stop it with Ctrl-C\n"))?;
        print(output, &format!("its clock runs from {now}; requests are delivered after 30 s\n"))?;
        tokio::signal::ctrl_c().await.map_err(Error::Runtime)?;
        Ok(Exit::Conforms)
    })
}

/// Time passes here as nobody can move it from outside, and from the world's own moment on, at which
/// the documented examples hold.
async fn start(listen: SocketAddr) -> Result<Sandbox, sandbox::Error> {
    let world = World::documented()?;
    let clock = Some(Clock::running_from(world.clock()));
    Sandbox::start(Config { listen, world: Some(world), clock, ..Config::default() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_served_sandboxs_time_runs_on_from_the_worlds_own() {
        let sandbox = start(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let (begin, first) = (World::documented().unwrap().clock(), sandbox.clock().now());
        assert!(first >= begin && (first - begin).num_minutes() < 60);
        assert!((0..1_000_000).any(|_| sandbox.clock().now() > first));
    }
}
