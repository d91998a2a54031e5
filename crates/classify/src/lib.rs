//! What a session's addresses and user agent say of its traffic: source, channel, device, bots.

mod address;
mod agent;
mod assistants;
mod channel;
mod device;
mod hosts;
mod ignored;
mod origin;
mod parameters;
mod referrer;
mod sources;
mod traffic;

pub use address::page_path;
pub use agent::{Agent, Agents};
pub use channel::channel;
pub use hosts::Hosts;
pub use ignored::{is_ignored, is_own};
pub use origin::traffic;
pub use parameters::without_parameters;
pub use sources::is_network;
pub use traffic::Traffic;
