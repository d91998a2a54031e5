//! What a visit's addresses and user agent say of its traffic: source, channel, device, bots.

mod address;
mod agent;
mod channel;
mod device;
mod referrer;
mod sources;
mod traffic;

pub(crate) use address::page_path;
pub(crate) use agent::{Agent, Agents};
pub(crate) use channel::channel;
pub(crate) use traffic::{Traffic, traffic};
