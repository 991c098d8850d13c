#![doc = include_str!("../README.md")]

mod alarm;
mod beginning;
mod callout;
mod clock;
mod command;
mod config;
mod data_file;
mod dispatch;
mod error;
mod http;
mod identity;
mod ids;
mod intervention;
mod kept_store;
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
pub use config::{Callouts, Config, Tls};
pub use error::{DataError, Error, SigningKeysError, WorldError};
pub use identity::SigningKeys;
pub use kept_store::Origin;
pub use sandbox::Sandbox;
pub use token::Token;
pub use world::World;
