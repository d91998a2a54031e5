//! What stands in a letter.

use jauge_domain::Evaluation;
use jauge_report::{
    EvaluationTexts, LetterHeading, LetterText, PageText, PageWord, Style, answer_cell, before_cell, change_cell,
    days_text, evaluation_sentences,
};

use crate::content::{Headline, ObjectiveCard, PageContent};
use crate::verdict::{as_of, is_unjudged, verdict, worst, worst_text};

/// A letter before it is laid out.
pub(super) struct Letter {
    /// Its subject.
    pub(super) title: String,
    /// How things stand at large.
    pub(super) opening: Vec<Sentence>,
    pub(super) parts: Vec<Part>,
    pub(super) questions_heading: String,
    /// Commands, the first called 1.
    pub(super) questions: Vec<String>,
}

/// A part of a letter.
pub(super) struct Part {
    pub(super) heading: String,
    /// What introduces the items.
    pub(super) lead: Option<String>,
    pub(super) items: Vec<Sentence>,
    /// What stands below the items.
    pub(super) after: Vec<String>,
}

/// A sentence or several about one thing.
pub(super) struct Sentence {
    /// What it is about, where that is no part of the text.
    pub(super) of: Option<String>,
    pub(super) text: String,
    /// The question that its numbers answer.
    pub(super) asks: Option<usize>,
}

impl Sentence {
    /// A sentence without a number that one could ask for.
    pub(super) fn plain(text: String) -> Self {
        Self { of: None, text, asks: None }
    }
}

/// Questions, each once.
#[derive(Default)]
struct Questions(Vec<String>);

impl Questions {
    /// The place of `question`, from 1.
    fn place(&mut self, question: String) -> usize {
        let found = self.0.iter().position(|known| *known == question);
        found.unwrap_or_else(|| {
            self.0.push(question);
            self.0.len() - 1
        }) + 1
    }
}

/// The letter with `content`.
pub(super) fn letter(content: &PageContent<'_>, style: &Style) -> Letter {
    let mut questions = Questions::default();
    let opening = opening(content, style, &mut questions);
    let parts = [
        objectives(content, style, &mut questions),
        changes(content, style, &mut questions),
        actions(content, style, &mut questions),
        Some(missing(content, style)),
    ];
    let workspace = content.workspace;
    Letter {
        title: style.wording().letter(&LetterText::Subject { workspace, as_of: content.as_of }),
        opening,
        parts: parts.into_iter().flatten().collect(),
        questions_heading: heading(LetterHeading::Questions, style),
        questions: questions.0,
    }
}

fn heading(heading: LetterHeading, style: &Style) -> String {
    style.wording().letter(&LetterText::Heading(heading))
}

fn opening(content: &PageContent<'_>, style: &Style, questions: &mut Questions) -> Vec<Sentence> {
    let about_all = (!content.cards.is_empty()).then(|| questions.place(judge_all(content, style)));
    let mut opening = vec![Sentence { of: None, text: verdict(content, style), asks: about_all }];
    if let Some(worst) = worst(content) {
        let asks = Some(questions.place(judge_one(worst, content, style)));
        opening.push(Sentence { of: None, text: worst_text(worst, style), asks });
    }
    opening.push(Sentence::plain(as_of(content, style)));
    opening
}

/// Those that need somebody, or cannot be judged, with all that is known, first; of the others how they stand.
fn objectives(content: &PageContent<'_>, style: &Style, questions: &mut Questions) -> Option<Part> {
    let item = |card: &&ObjectiveCard<'_>| {
        let one = card.evaluation;
        let texts = EvaluationTexts::of(one, style);
        let actual = one.actual.map(|_| texts.actual.as_str());
        let stands = LetterText::Stands { status: one.status, actual, aside: &texts.aside };
        let mut sentences = vec![style.wording().letter(&stands)];
        if one.status.facts().needs_attention || is_unjudged(one) {
            sentences.extend(evaluation_sentences(one, style));
        }
        let asks = Some(questions.place(judge_one(one, content, style)));
        Sentence { of: Some(texts.statement), text: sentences.join(" "), asks }
    };
    let items: Vec<Sentence> = by_urgency(content).iter().map(item).collect();
    let heading = heading(LetterHeading::Objectives, style);
    (!items.is_empty()).then_some(Part { heading, lead: None, items, after: Vec::new() })
}

fn by_urgency<'a, 'b>(content: &'b PageContent<'a>) -> Vec<&'b ObjectiveCard<'a>> {
    let mut cards: Vec<&ObjectiveCard<'a>> = content.cards.iter().collect();
    cards.sort_by_key(|card| card.evaluation.status.facts().urgency);
    cards
}

/// KPIs that moved by more than chance gives; the others by their titles.
fn changes(content: &PageContent<'_>, style: &Style, questions: &mut Questions) -> Option<Part> {
    let wording = style.wording();
    if content.headlines.is_empty() {
        return None;
    }
    let compared = || content.headlines.iter().filter(|one| !one.answer.change.is_null());
    let titles = |is_chance: Option<bool>| {
        let those = compared().filter(|one| one.is_chance() == is_chance);
        those.map(|one| one.title(style)).collect::<Vec<_>>().join(", ")
    };
    let moved: Vec<&Headline<'_>> = compared().filter(|one| one.is_chance() == Some(false)).collect();
    let days = moved.first().and_then(|one| one.answer.start.zip(one.answer.end));
    let days = days.map(|(start, end)| days_text(start, end, style));
    let lead = days.map(|(first, last)| wording.letter(&LetterText::Compared { first: &first, last: &last }));
    let mut after = Vec::new();
    if moved.is_empty() {
        after.push(wording.letter(&LetterText::NothingChanged));
    }
    let (noise, unknown) = (titles(Some(true)), titles(None));
    if !noise.is_empty() {
        after.push(wording.letter(&LetterText::WithinNoise { titles: &noise }));
    }
    if !unknown.is_empty() {
        after.push(wording.letter(&LetterText::TooFewDays { titles: &unknown }));
    }
    let items = moved.into_iter().map(|one| changed(one, content, style, questions)).collect();
    Some(Part { heading: heading(LetterHeading::Changes, style), lead, items, after })
}

fn changed(one: &Headline<'_>, content: &PageContent<'_>, style: &Style, questions: &mut Questions) -> Sentence {
    let answer = one.answer;
    let [value, change, before] = [answer_cell, change_cell, before_cell].map(|cell| cell(answer, style));
    let text = LetterText::Changed { value: &value, change: &change, before: &before, is_complete: answer.complete };
    let question = format!("jauge ask {} --as-of {}{}", quoted(&one.kpi.id), content.as_of, locale(style));
    Sentence {
        of: Some(one.title(style).to_owned()),
        text: style.wording().letter(&text),
        asks: Some(questions.place(question)),
    }
}

/// What is to be done, the earliest day first; what needs somebody and has no action says so.
fn actions(content: &PageContent<'_>, style: &Style, questions: &mut Questions) -> Option<Part> {
    let wording = style.wording();
    let mut items = Vec::new();
    for card in by_urgency(content) {
        let one = card.evaluation;
        let (due, text) = match &one.next_action {
            Some(action) => (action.due, format!("{}.", wording.next_action(action))),
            None if one.status.facts().needs_attention => (None, wording.letter(&LetterText::NoAction)),
            None => continue,
        };
        let asks = Some(questions.place(judge_one(one, content, style)));
        items.push((due.is_none(), due, Sentence { of: Some(wording.statement(&one.statement)), text, asks }));
    }
    items.sort_by_key(|(is_open, due, _)| (*is_open, *due));
    let items: Vec<Sentence> = items.into_iter().map(|(.., item)| item).collect();
    let after = if items.is_empty() { vec![wording.letter(&LetterText::NothingToDo)] } else { Vec::new() };
    let heading = heading(LetterHeading::Actions, style);
    (!content.cards.is_empty()).then_some(Part { heading, lead: None, items, after })
}

fn missing(content: &PageContent<'_>, style: &Style) -> Part {
    let items: Vec<Sentence> = content.gaps.iter().cloned().map(Sentence::plain).collect();
    let nothing = || style.wording().page(&PageText::Word(PageWord::NoGaps));
    let after = if items.is_empty() { vec![nothing()] } else { Vec::new() };
    Part { heading: heading(LetterHeading::Missing, style), lead: None, items, after }
}

/// The command that judges all objectives of the letter.
fn judge_all(content: &PageContent<'_>, style: &Style) -> String {
    let ids =
        content.cards.iter().filter(|_| content.is_part).map(|card| format!(" {}", quoted(&card.evaluation.objective)));
    format!("jauge evaluate{} --as-of {} --format md{}", ids.collect::<String>(), content.as_of, locale(style))
}

/// The command that judges one.
fn judge_one(one: &Evaluation, content: &PageContent<'_>, style: &Style) -> String {
    format!("jauge evaluate {} --as-of {}{}", quoted(&one.objective), content.as_of, locale(style))
}

/// The same words as the letter's, whatever the workspace speaks.
fn locale(style: &Style) -> String {
    format!(" --locale {}", style.language.code())
}

/// `word` as a shell takes it for one.
fn quoted(word: &str) -> String {
    let is_bare = |char: char| char.is_alphanumeric() || matches!(char, '.' | '_' | '-');
    if !word.is_empty() && word.chars().all(is_bare) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_one_for_a_shell() {
        assert_eq!(["shop.orders", "a b", "it's", ""].map(quoted), ["shop.orders", "'a b'", "'it'\\''s'", "''"]);
    }

    #[test]
    fn a_question_is_asked_once() {
        let mut questions = Questions::default();
        assert_eq!(["a", "b", "a"].map(|text| questions.place(text.to_owned())), [1, 2, 1]);
    }
}
