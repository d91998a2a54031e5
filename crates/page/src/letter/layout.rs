//! A letter as Markdown, and as lines of text.

use jauge_report::{markdown as escaped, one_line};

use super::compose::{Letter, Part, Sentence};

/// Lines of text are no longer where words allow it.
const WIDTH: usize = 72;

/// The letter as Markdown: what others wrote says itself and does nothing.
pub(super) fn markdown(letter: &Letter) -> String {
    let opening: Vec<String> = letter.opening.iter().map(markdown_sentence).collect();
    let mut blocks = vec![format!("# {}", escaped(&letter.title)), opening.join(" ")];
    letter.parts.iter().for_each(|part| blocks.extend(markdown_part(part)));
    if !letter.questions.is_empty() {
        blocks.push(format!("## {}", escaped(&letter.questions_heading)));
        let question = |(nth, question): (usize, &String)| format!("{}. `{}`", nth + 1, one_line(question));
        blocks.push(letter.questions.iter().enumerate().map(question).collect::<Vec<_>>().join("\n"));
    }
    blocks.join("\n\n") + "\n"
}

fn markdown_part(part: &Part) -> Vec<String> {
    let mut blocks = vec![format!("## {}", escaped(&part.heading))];
    blocks.extend(part.lead.iter().map(|lead| escaped(lead)));
    if !part.items.is_empty() {
        let items = part.items.iter().map(|item| format!("- {}", markdown_sentence(item)));
        blocks.push(items.collect::<Vec<_>>().join("\n"));
    }
    blocks.extend(part.after.iter().map(|after| escaped(after)));
    blocks
}

fn markdown_sentence(one: &Sentence) -> String {
    let of = one.of.as_ref().map(|of| format!("**{}** – ", escaped(of))).unwrap_or_default();
    let text = escaped(&one.text);
    // At the start of an item these would make a heading, a quote or a list of it.
    let start = if of.is_empty() && text.starts_with(['#', '>', '-', '+', '=']) { "\\" } else { "" };
    format!("{of}{start}{text}{}", mark(one))
}

/// The letter as lines of text.
pub(super) fn plain(letter: &Letter) -> String {
    let opening: Vec<String> = letter.opening.iter().map(plain_sentence).collect();
    let mut blocks = vec![underlined(&letter.title, '='), wrapped(&opening.join(" "), "", "")];
    letter.parts.iter().for_each(|part| blocks.extend(plain_part(part)));
    if !letter.questions.is_empty() {
        let question = |(nth, question): (usize, &String)| format!("[{}] {}", nth + 1, one_line(question));
        let questions = letter.questions.iter().enumerate().map(question).collect::<Vec<_>>().join("\n");
        blocks.push(format!("{}\n{questions}", underlined(&letter.questions_heading, '-')));
    }
    blocks.join("\n\n") + "\n"
}

fn plain_part(part: &Part) -> Vec<String> {
    let mut lines = vec![underlined(&part.heading, '-')];
    lines.extend(part.lead.iter().map(|lead| wrapped(lead, "", "")));
    lines.extend(part.items.iter().map(|item| wrapped(&plain_sentence(item), "- ", "  ")));
    lines.extend(part.after.iter().map(|after| wrapped(after, "", "")));
    vec![lines.join("\n")]
}

fn plain_sentence(one: &Sentence) -> String {
    let of = one.of.as_ref().map(|of| format!("{of} – ")).unwrap_or_default();
    format!("{of}{}{}", one.text, mark(one))
}

/// The question that a sentence's numbers answer.
fn mark(one: &Sentence) -> String {
    one.asks.map(|place| format!(" [{place}]")).unwrap_or_default()
}

fn underlined(text: &str, line: char) -> String {
    let text = one_line(text);
    format!("{text}\n{}", line.to_string().repeat(text.chars().count()))
}

/// `text` in lines that break between words alone; the first starts with `first`, the others with `next`.
fn wrapped(text: &str, first: &str, next: &str) -> String {
    let text = one_line(text);
    let mut lines = vec![first.to_owned()];
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let Some(line) = lines.last_mut() else { break };
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(format!("{next}{word}"));
            continue;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_no_word_breaks() {
        let long = "x".repeat(80);
        let text = wrapped(&format!("one {} {long} end", "two ".repeat(20).trim()), "- ", "  ");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("- one two ") && lines[1].starts_with("  two"), "{text}");
        assert!(lines.iter().all(|line| line.chars().count() <= 72 || line.trim() == long), "{text}");
        assert_eq!(lines.last(), Some(&"  end"));
    }

    #[test]
    fn what_others_wrote_is_text() {
        let plain = |text: &str| markdown_sentence(&Sentence::plain(text.to_owned()));
        assert_eq!(plain("# <b>x</b>"), "\\# \\<b\\>x\\</b\\>");
        assert_eq!(plain("a\nb\u{1b}[2J"), "a\\\\nb\\\\u{1b}\\[2J");
        let of = Sentence { of: Some("**x** [y](z)".to_owned()), text: "- 1".to_owned(), asks: Some(3) };
        assert_eq!(markdown_sentence(&of), "**\\*\\*x\\*\\* \\[y\\](z)** – - 1 [3]");
        assert_eq!(plain_sentence(&of), "**x** [y](z) – - 1 [3]");
    }
}
