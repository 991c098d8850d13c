//! `conformance serve`: the sandbox, until interrupted.

use super::print;
use crate::error::Error;
use crate::exit::Exit;
use sandbox::{Config, Sandbox};
use std::io::Write;
use std::net::SocketAddr;

pub(super) fn execute(listen: SocketAddr, output: &mut dyn Write) -> Result<Exit, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Runtime)?;
    runtime.block_on(async {
        let config = Config { listen, ..Config::default() };
        let sandbox =
            Sandbox::start(config).await.map_err(|error| Error::Sandbox(Box::new(error)))?;
        print(output, &format!("the sandbox listens on {}; stop it with Ctrl-C\n", sandbox.url()))?;
        tokio::signal::ctrl_c().await.map_err(Error::Runtime)?;
        Ok(Exit::Conforms)
    })
}
