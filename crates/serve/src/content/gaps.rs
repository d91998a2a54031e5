//! What the data do not cover.

use jauge_domain::Message;
use jauge_report::Wording;

/// Reasons, each with what it is true of.
#[derive(Debug, Default)]
pub struct Gaps(Vec<(Message, Vec<String>)>);

impl Gaps {
    /// `subject` is not covered, as `why` says.
    pub fn add(&mut self, subject: &str, why: Message) {
        match self.0.iter_mut().find(|(known, _)| *known == why) {
            Some((_, subjects)) => subjects.push(subject.to_owned()),
            None => self.0.push((why, vec![subject.to_owned()])),
        }
    }

    /// Something the reader should know that is about no one thing.
    pub fn note(&mut self, note: Message) {
        self.0.push((note, Vec::new()));
    }

    /// A line a reason.
    pub fn said(&self, wording: &Wording) -> Vec<String> {
        let said = |(why, subjects): &(Message, Vec<String>)| {
            if subjects.is_empty() {
                return wording.message(why);
            }
            wording.message(&Message::About { subject: subjects.join(", "), message: Box::new(why.clone()) })
        };
        self.0.iter().map(said).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_one_reason_is_one_line() {
        let why = |text: &str| Message::Quoted(text.to_owned());
        let mut gaps = Gaps::default();
        gaps.add("a", why("one"));
        gaps.add("b", why("other"));
        gaps.add("c", why("one"));
        gaps.note(why("note"));
        assert_eq!(gaps.said(&Wording::default()), ["a, c: one", "b: other", "note"]);
    }
}
