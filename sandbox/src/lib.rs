#![doc = include_str!("../README.md")]

mod clock;
mod command;
mod error;
mod http;
mod ids;
mod members;
mod model;
mod refusal;
mod server;
mod store;
mod transition;
mod world;

pub use clock::Clock;
pub use error::{Error, WorldError};
pub use server::{Config, Sandbox};
pub use world::World;
