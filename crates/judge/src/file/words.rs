//! Words of fixed sets: directions, repetitions, frequencies.

use jauge_domain::{Aim, Frequency, ObjectiveFault, Repeat, WordSet, nearest};

use super::field::Understood;

/// A value that is one of some words.
pub(super) trait Word: Copy + 'static {
    /// Of what the words are.
    const SET: WordSet;
    /// The words and what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

/// What a word means.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneOf<T>(pub(super) T);

impl<T: Word> Understood for OneOf<T> {
    type Written = String;

    fn understand(text: String) -> Result<Self, ObjectiveFault> {
        let found = T::WORDS.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| Self(*value)).ok_or_else(|| {
            let words = || T::WORDS.iter().map(|(word, _)| *word);
            ObjectiveFault::NotAWord {
                near: nearest(&text, words()).map(str::to_owned),
                known: words().map(str::to_owned).collect(),
                set: T::SET,
                text,
            }
        })
    }
}

impl Word for Aim {
    const SET: WordSet = WordSet::Direction;
    const WORDS: &'static [(&'static str, Self)] = &[
        ("increase", Self::Increase),
        ("decrease", Self::Decrease),
        ("maintain_above", Self::MaintainAbove),
        ("maintain_below", Self::MaintainBelow),
        ("maintain_between", Self::MaintainBetween),
    ];
}

impl Word for Repeat {
    const SET: WordSet = WordSet::Repetition;
    const WORDS: &'static [(&'static str, Self)] = &[
        ("weekly", Self::Weekly),
        ("monthly", Self::Monthly),
        ("quarterly", Self::Quarterly),
        ("yearly", Self::Yearly),
    ];
}

impl Word for Frequency {
    const SET: WordSet = WordSet::Frequency;
    const WORDS: &'static [(&'static str, Self)] =
        &[("daily", Self::Daily), ("weekly", Self::Weekly), ("monthly", Self::Monthly), ("quarterly", Self::Quarterly)];
}
