//! One KPI, answered as its address asks.

use jauge_domain::{Answer, Kpi, Message, Question, ServeMessage, Value};
use jauge_page::{CatalogEntry, KpiCut, LiveKpi, live_kpi};
use jauge_report::{EntryWord, Label, PageText, Style};

use super::place::{Made, Place, dimensions};
use crate::state::{GROUPS, PageState};

/// The most rows of a page: more is nothing to look at, and no browser's either.
const ROWS: usize = 10_000;

/// What a question was answered with.
#[derive(Default)]
struct Found {
    answers: Vec<Answer>,
    /// What the reader should know, in words.
    notes: Vec<String>,
    is_wrong: bool,
}

/// The page of the KPI called `id`.
pub(crate) async fn kpi(place: &Place<'_>, id: &str) -> Made {
    let snapshot = &place.edition.snapshot;
    let Some(kpi) = snapshot.catalog.kpis.get(id) else { return Err(place.missing()) };
    let state = place.state;
    let grain = state.grain().unwrap_or_default();
    let style = place.edition.style(place.language, grain);
    let found = match state.question(vec![id.to_owned()], place.language) {
        Ok(question) => ask(place, &question, &style).await,
        Err(message) => wrong(&message, &style),
    };
    let dimensions = dimensions(snapshot, kpi).await;
    let entry = CatalogEntry {
        kpi,
        facts: facts(kpi, snapshot.model(kpi).await, &dimensions, &style),
        made_from: snapshot.lineage(kpi).await.columns(),
    };
    let page = LiveKpi {
        entry,
        cut: cut(state, dimensions),
        grain,
        by: Some(state.by.as_str()).filter(|by| !by.is_empty()),
        answers: &found.answers,
        inside: found.answers.iter().map(|answer| inside(place, answer)).collect(),
        sorted: sorted(state).map(|state| place.to(place.page, &state)),
        notes: found.notes,
    };
    let status = if found.is_wrong { 400 } else { 200 };
    Ok((status, live_kpi(&place.frame(style.title(id).to_owned(), &style), &page)))
}

async fn ask(place: &Place<'_>, question: &Question, style: &Style) -> Found {
    let answered = match place.edition.snapshot.ask(question, place.edition.now).await {
        Ok(answered) => answered,
        Err(error) => return wrong(&error.message(), style),
    };
    let rows = answered.answers.len();
    if rows > ROWS {
        return wrong(&ServeMessage::TooManyRows { rows, most: ROWS }.into(), style);
    }
    let wording = style.wording();
    let problems = answered.problems.iter().map(|(_, error)| wording.with_help(&error.message(), None));
    let notes = answered.notes.iter().map(|note| wording.message(note));
    let largest = is_cut(&answered.answers).then(|| wording.page(&PageText::OnlyLargest { groups: GROUPS }));
    let notes = problems.chain(notes).chain(largest).collect();
    Found { notes, is_wrong: !answered.problems.is_empty(), answers: answered.answers }
}

fn wrong(message: &Message, style: &Style) -> Found {
    Found { notes: vec![style.wording().with_help(message, None)], is_wrong: true, ..Found::default() }
}

/// True where there may be more groups than are shown.
fn is_cut(answers: &[Answer]) -> bool {
    let first = answers.first().map(|answer| answer.start);
    answers.iter().filter(|answer| !answer.total && Some(answer.start) == first).count() >= GROUPS
}

/// What is asked, as the form shows it.
fn cut(state: &PageState, dimensions: Vec<String>) -> KpiCut {
    let usual = if state.period.is_empty() { "previous" } else { "none" };
    let compare = if state.compare.is_empty() { usual } else { state.compare.as_str() };
    let kept = [("sort", &state.sort), ("lang", &state.language)];
    let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
    KpiCut {
        period: state.period.clone(),
        grain: Some(state.grain.clone()),
        by: (state.by.clone(), dimensions),
        filter: state.filter.clone(),
        compare: Some(compare.to_owned()),
        hidden: kept.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
    }
}

/// The same by the names of groups, and by their values, from the other end where they are sorted so already.
fn sorted(state: &PageState) -> [PageState; 2] {
    let by_value = if matches!(state.sort.as_str(), "" | "value") { "-value" } else { "value" };
    ["dimension", by_value].map(|sort| PageState { sort: sort.to_owned(), ..state.clone() })
}

/// The way to the KPI of the group of `answer` alone.
fn inside(place: &Place<'_>, answer: &Answer) -> Option<String> {
    let (dimension, value) = answer.by.first().filter(|_| !answer.total)?;
    let only = only(dimension, value);
    let before = &place.state.filter;
    let filter = if before.is_empty() { only } else { format!("({before}) AND {only}") };
    let state = PageState { filter, by: String::new(), sort: String::new(), ..place.state.clone() };
    Some(place.to(place.page, &state))
}

/// The condition that `dimension` is `value`.
fn only(dimension: &str, value: &Value) -> String {
    let column = format!("\"{}\"", dimension.replace('"', "\"\""));
    match value {
        Value::Null => format!("{column} IS NULL"),
        Value::Text(text) => format!("{column} = '{}'", text.replace('\'', "''")),
        Value::Bool(value) => format!("{column} = {value}"),
        Value::Int(value) => format!("{column} = {value}"),
        Value::Decimal(value) => format!("{column} = {value}"),
        Value::Float(value) => format!("{column} = {value}"),
    }
}

/// What is said of `kpi`, each fact behind its word.
fn facts(kpi: &Kpi, model: Option<String>, dimensions: &[String], style: &Style) -> Vec<(String, String)> {
    let facts = [
        (EntryWord::CountedOver, model.unwrap_or_default()),
        (EntryWord::GroupedBy, dimensions.join(", ")),
        (EntryWord::Source, kpi.source.clone().unwrap_or_default()),
        (EntryWord::File, kpi.file.clone()),
    ];
    let known = facts.into_iter().filter(|(_, text)| !text.is_empty());
    known.map(|(word, text)| (style.wording().label(Label::Entry(word)), text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_a_condition_whatever_it_is_called() {
        assert_eq!(only("channel", &Value::Text("it's".to_owned())), "\"channel\" = 'it''s'");
        assert_eq!(only("a\"b", &Value::Null), "\"a\"\"b\" IS NULL");
        assert_eq!(only("is_new", &Value::Bool(true)), "\"is_new\" = true");
        assert_eq!(only("page", &Value::Int(-3)), "\"page\" = -3");
    }

    #[test]
    fn a_second_click_sorts_from_the_other_end() {
        let by_value = |sort: &str| {
            let [_, by_value] = sorted(&PageState { sort: sort.to_owned(), ..PageState::default() });
            by_value.sort
        };
        assert_eq!([by_value(""), by_value("value"), by_value("-value")], ["-value", "-value", "value"]);
    }

    #[test]
    fn the_form_says_what_is_compared_when_the_address_does_not() {
        let compare = |query: &str| cut(&PageState::of(query), Vec::new()).compare;
        assert_eq!(compare(""), Some("previous".to_owned()));
        assert_eq!(compare("period=2026"), Some("none".to_owned()));
        assert_eq!(compare("period=2026&compare=year"), Some("year".to_owned()));
    }
}
