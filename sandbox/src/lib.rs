#![doc = include_str!("../README.md")]

mod alarm;
mod beginning;
mod clock;
mod command;
mod error;
mod http;
mod identity;
mod ids;
mod members;
mod model;
mod network;
mod permission;
mod refusal;
mod sandbox;
mod store;
mod token;
mod transition;
mod world;

pub use clock::Clock;
pub use error::{Error, WorldError};
pub use sandbox::{Config, Sandbox};
pub use token::Token;
pub use world::World;
