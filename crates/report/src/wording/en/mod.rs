//! English.

mod calendar;
mod status;

use jauge_domain::Message;

use super::{Numerals, Phrases, Wording};

pub(super) const PHRASES: Phrases =
    Phrases { numerals: Numerals { mark: '.', thousands: ',', unit: ' ' }, message, status: status::words };

fn message(message: &Message, wording: &Wording) -> String {
    match message {
        Message::Quoted(text) => text.clone(),
        Message::Calendar(error) => calendar::message(error, wording),
    }
}
