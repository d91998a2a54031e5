//! `jauge kpi show`: a KPI as an entry of an encyclopaedia.

use std::io::{self, Write};

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Answer, AskNote, Kpi, KpiNote, NoValue, Question, Unit, When};
use jauge_report::{EntryWord, Label, Style, answer_cell, cell, days_text};
use jiff::Timestamp;

use crate::{command::tell_shadowed, error::CliError, io::Io};

/// What is said of a KPI, beside what its file says.
pub(super) struct Entry<'a> {
    kpi: &'a Kpi,
    snapshot: &'a Snapshot,
    style: Style,
    /// The model or table it reads; none for a derived KPI.
    model: Option<String>,
    dimensions: Vec<String>,
    /// What it is in this workspace, over everything there is.
    here: Option<Answer>,
    /// Why it has no value here.
    why: Option<NoValue>,
}

/// Shows every KPI that `name` names.
pub(super) async fn show(snapshot: &Snapshot, io: &Io, name: &str) -> Result<u8, CliError> {
    let ids = snapshot.catalog.resolve(&[name.to_owned()])?;
    tell_shadowed(snapshot, io, &[name.to_owned()]);
    for kpi in ids.iter().filter_map(|id| snapshot.catalog.kpis.get(id)) {
        let why = snapshot.coverage.unmet(&snapshot.catalog, kpi);
        let question = Question { kpis: vec![kpi.id.clone()], when: When::All, ..Question::default() };
        let here = match &why {
            None => snapshot.ask(&question, Timestamp::now()).await?.answers.into_iter().next(),
            Some(_) => None,
        };
        let entry = Entry::of(snapshot, kpi, io.style(snapshot, None), here, why).await;
        let mut text = Vec::new();
        entry.write(&mut text)?;
        io.text(&String::from_utf8_lossy(&text))?;
    }
    Ok(0)
}

impl<'a> Entry<'a> {
    /// What is said of `kpi`, which is `here` in this workspace, or is not for a reason.
    pub(super) async fn of(
        snapshot: &'a Snapshot,
        kpi: &'a Kpi,
        style: Style,
        here: Option<Answer>,
        why: Option<NoValue>,
    ) -> Self {
        let model = snapshot.model(kpi).await;
        let dimensions = match &model {
            Some(model) => snapshot.dimensions(model).await,
            None => Vec::new(),
        };
        Self { kpi, snapshot, style, model, dimensions, here, why }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (kpi, language) = (self.kpi, self.style.language);
        writeln!(out, "{} · {}", kpi.id, kpi.title.get(language))?;
        if !kpi.says.is_empty() {
            writeln!(out, "{}", kpi.says.get(language))?;
        }
        writeln!(out)?;
        for (label, text) in self.facts() {
            writeln!(out, "{label:<15} {text}")?;
        }
        writeln!(out, "\n{}", kpi.sql().trim())
    }

    /// What is said of it, each fact behind its word; those that there are.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let kpi = self.kpi;
        let fact = |word, text| (self.word(word), text);
        let mut facts = vec![
            fact(EntryWord::Kind, self.kind()),
            fact(EntryWord::CountedOver, self.over()),
            fact(EntryWord::GroupedBy, self.dimensions.join(", ")),
            fact(EntryWord::Needs, self.needs()),
            fact(EntryWord::LooksBack, self.days(kpi.window_days.or(kpi.history_days))),
            fact(EntryWord::CompleteAfter, self.days(kpi.matures_days)),
        ];
        facts.extend(kpi.differs.iter().map(|(tool, how)| (called(tool).to_owned(), how.clone())));
        facts.extend([
            fact(EntryWord::Drivers, self.levers()),
            fact(EntryWord::MadeOf, made_of(kpi)),
            fact(EntryWord::Source, kpi.source.clone().unwrap_or_default()),
            fact(EntryWord::Here, self.here()),
            fact(EntryWord::Estimate, self.estimate()),
            fact(EntryWord::File, kpi.file.clone()),
        ]);
        facts.retain(|(_, text)| !text.is_empty());
        facts
    }

    fn word(&self, word: EntryWord) -> String {
        self.style.wording().label(Label::Entry(word))
    }

    fn note(&self, note: KpiNote) -> String {
        self.style.wording().message(&note.into())
    }

    fn needs(&self) -> String {
        let needs = self.kpi.needs.iter().map(|need| need.split(" | ").map(str::to_owned).collect()).collect();
        self.note(KpiNote::Needs { needs })
    }

    fn days(&self, days: Option<i64>) -> String {
        days.map(|days| self.note(KpiNote::Days { days })).unwrap_or_default()
    }

    fn kind(&self) -> String {
        let (unit, level, direction) = (self.kpi.unit, self.kpi.level, self.kpi.direction);
        let words = [EntryWord::Kinds(unit), EntryWord::Level(level), EntryWord::Direction(direction)];
        self.style.wording().joined(&words.map(|word| self.word(word)))
    }

    /// The unit of analysis: what a row of its model is, and when it is dated.
    fn over(&self) -> String {
        let Some(model) = &self.model else { return self.word(EntryWord::OtherKpis) };
        let known = self.snapshot.catalog.models.get(model);
        let key = known.map(|model| model.key.join(", ")).filter(|key| !key.is_empty());
        let key = key.map(|key| format!(" ({key})")).unwrap_or_default();
        let time = self.snapshot.catalog.time(model).map(|time| format!(", {time}")).unwrap_or_default();
        format!("{model}{key}{time}")
    }

    fn levers(&self) -> String {
        let title = |id: &String| {
            let title = self.snapshot.catalog.kpis.get(id).map(|kpi| kpi.title.get(self.style.language));
            title.filter(|title| !title.is_empty()).map_or_else(|| id.clone(), |title| format!("{title} ({id})"))
        };
        self.kpi.levers.iter().map(title).collect::<Vec<_>>().join(", ")
    }

    fn no_value(&self, why: &NoValue) -> String {
        self.note(KpiNote::NoValue { why: Box::new(why.clone().into()) })
    }

    /// Why its value is an estimate here, where it is one.
    fn estimate(&self) -> String {
        let note = || AskNote::VisitorsEstimated { kpis: vec![self.kpi.id.clone()] };
        let is_one = self.kpi.per_visitor && self.snapshot.coverage.by_address;
        if is_one { self.style.wording().message(&note().into()) } else { String::new() }
    }

    /// The value over everything there is, with what it was divided.
    fn here(&self) -> String {
        let Some(answer) = &self.here else {
            return self.why.as_ref().map(|why| self.no_value(why)).unwrap_or_default();
        };
        if answer.value.is_null() {
            return answer.why.as_ref().map(|why| self.no_value(why)).unwrap_or_default();
        }
        let mut text = answer_cell(answer, &self.style);
        if !answer.denominator.is_null() {
            let side = |value| cell(value, Some(Unit::Count), &self.style);
            text.push_str(&format!(" = {} / {}", side(&answer.numerator), side(&answer.denominator)));
        }
        if let (Some(start), Some(end)) = (answer.start, answer.end) {
            let (first, last) = days_text(start, end, &self.style);
            text.push_str(&format!(", {first} – {last}"));
        }
        text
    }
}

/// A tool as it calls itself.
fn called(tool: &str) -> &str {
    match tool {
        "ga4" => "GA4",
        "matomo" => "Matomo",
        tool => tool,
    }
}

/// Its tree, as a sum of products.
fn made_of(kpi: &Kpi) -> String {
    kpi.tree.iter().map(|term| term.join(" × ")).collect::<Vec<_>>().join(" + ")
}
