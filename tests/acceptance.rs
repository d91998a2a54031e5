//! The whole command, tested from outside: one binary, so that it links once.

mod asked;
mod book;
mod cli;
mod content;
mod crash;
mod damage;
mod ecommerce;
mod edge;
mod install;
mod leads;
mod mutated;
mod objectives;
mod oracle;
mod plugins;
mod privacy;
mod real;
mod sessions;
mod slt;
mod support;
mod support_pack;
mod tidy;
mod trust;
