//! English.

mod calendar;
mod connector;
mod contract;
mod doctor;
mod label;
mod lock;
mod plugin;
mod plugin_note;
mod status;

use jauge_domain::Message;

use super::{Numerals, Phrases, Wording};

pub(super) const PHRASES: Phrases = Phrases {
    numerals: Numerals { mark: '.', thousands: ',', unit: ' ' },
    message,
    help,
    label: label::words,
    status: status::words,
};

fn message(message: &Message, wording: &Wording) -> String {
    match message {
        Message::Quoted(text) => text.clone(),
        Message::Calendar(error) => calendar::message(error, wording),
        Message::Connector(message) => connector::message(message),
        Message::Doctor(message) => doctor::message(message),
        Message::Lock(message) => lock::message(message),
        Message::Plugin(message) => plugin::message(message, wording),
        Message::PluginNote(note) => plugin_note::message(note, wording),
    }
}

/// What to do next, where the message itself does not say.
fn help(message: &Message) -> Option<String> {
    match message {
        Message::Lock(message) => lock::help(message),
        Message::Plugin(message) => Some(plugin::help(message)),
        Message::PluginNote(note) => plugin_note::help(note),
        Message::Quoted(_) | Message::Calendar(_) | Message::Connector(_) | Message::Doctor(_) => None,
    }
}
