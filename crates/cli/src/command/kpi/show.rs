//! `jauge kpi show`: a KPI as an entry of an encyclopaedia.

use std::io::{self, Write};

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Answer, Direction, Kpi, Language, Level, Question, Unit, When};
use jauge_report::{Style, cell, days_text};
use jiff::Timestamp;

use crate::{error::CliError, io::Io};

/// What is said of a KPI, beside what its file says.
struct Entry<'a> {
    kpi: &'a Kpi,
    opened: &'a Snapshot,
    style: Style,
    /// The model or table it reads; none for a derived KPI.
    model: Option<String>,
    dimensions: Vec<String>,
    /// What it is in this workspace, over everything there is.
    here: Option<Answer>,
    /// Why it has no value here.
    why: Option<String>,
}

/// The words around what is said, in English and French.
const WORDS: [(&str, &str); 16] = [
    ("Kind", "Nature"),
    ("Counted over", "Compté sur"),
    ("Grouped by", "Ventilé par"),
    ("Needs", "Requiert"),
    ("Looks back", "Recul"),
    ("Complete after", "Complet après"),
    ("Levers", "Leviers"),
    ("Source", "Source"),
    ("Here", "Ici"),
    ("File", "Fichier"),
    ("strategic: from visit to goal", "stratégique : de la visite au but"),
    ("tactical: one step on the way", "tactique : une étape du chemin"),
    ("better when it rises", "mieux vaut plus"),
    ("better when it falls", "mieux vaut moins"),
    ("other KPIs", "d'autres KPI"),
    ("no value", "pas de valeur"),
];

/// Shows every KPI that `name` names.
pub(super) async fn show(opened: &Snapshot, io: &Io, name: &str) -> Result<u8, CliError> {
    let ids = opened.catalog.resolve(&[name.to_owned()])?;
    for kpi in ids.iter().filter_map(|id| opened.catalog.kpis.get(id)) {
        let why = opened.coverage.unmet(&opened.catalog, kpi);
        let question = Question { kpis: vec![kpi.id.clone()], when: When::All, ..Question::default() };
        let here = match &why {
            None => opened.ask(&question, Timestamp::now()).await?.answers.into_iter().next(),
            Some(_) => None,
        };
        let model = opened.model(kpi).await;
        let dimensions = match &model {
            Some(model) => opened.dimensions(model).await,
            None => Vec::new(),
        };
        let entry = Entry { kpi, opened, style: io.style(opened, None), model, dimensions, here, why };
        io.data(|out| entry.write(out))?;
    }
    Ok(0)
}

impl Entry<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (kpi, language) = (self.kpi, self.style.language);
        writeln!(out, "{} · {}", kpi.id, kpi.title.get(language))?;
        if !kpi.says.is_empty() {
            writeln!(out, "{}", kpi.says.get(language))?;
        }
        writeln!(out)?;
        self.line(out, "Kind", &self.kind())?;
        self.line(out, "Counted over", &self.over())?;
        self.line(out, "Grouped by", &self.dimensions.join(", "))?;
        self.line(
            out,
            "Needs",
            &kpi.needs.join(", ").replace(" | ", if language == Language::Fr { " ou " } else { " or " }),
        )?;
        self.line(out, "Looks back", &days(kpi.window_days.or(kpi.history_days), language))?;
        self.line(out, "Complete after", &days(kpi.matures_days, language))?;
        for (tool, how) in &kpi.differs {
            let tool = if tool == "ga4" {
                "GA4"
            } else if tool == "matomo" {
                "Matomo"
            } else {
                tool
            };
            self.line(out, tool, how)?;
        }
        self.line(out, "Levers", &self.levers())?;
        self.line(out, "Source", kpi.source.as_deref().unwrap_or_default())?;
        self.line(out, "Here", &self.here())?;
        self.line(out, "File", &kpi.file)?;
        writeln!(out, "\n{}", kpi.sql().trim())
    }

    fn line(&self, out: &mut dyn Write, label: &str, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { writeln!(out, "{:<15} {text}", self.word(label)) }
    }

    fn word(&self, english: &str) -> String {
        let french = WORDS.iter().find(|(known, _)| *known == english).map(|(_, french)| *french);
        french.filter(|_| self.style.language == Language::Fr).unwrap_or(english).to_owned()
    }

    fn kind(&self) -> String {
        let level = match self.kpi.level {
            Level::Strategic => "strategic: from visit to goal",
            Level::Tactical => "tactical: one step on the way",
        };
        let direction = match self.kpi.direction {
            Direction::Increase => "better when it rises",
            Direction::Decrease => "better when it falls",
        };
        let unit = match (self.kpi.unit, self.style.language) {
            (Unit::Ratio, Language::En | Language::Qps) => "a ratio",
            (Unit::Ratio, Language::Fr) => "un rapport",
            (Unit::Count, Language::En | Language::Qps) => "a count",
            (Unit::Count, Language::Fr) => "un nombre",
            (Unit::Money, Language::En | Language::Qps) => "an amount",
            (Unit::Money, Language::Fr) => "un montant",
            (Unit::Duration, Language::En | Language::Qps) => "a duration",
            (Unit::Duration, Language::Fr) => "une durée",
            (Unit::Number, Language::En | Language::Qps) => "a number",
            (Unit::Number, Language::Fr) => "un chiffre",
        };
        format!("{unit}; {}; {}", self.word(level), self.word(direction))
    }

    /// The unit of analysis: what a row of its model is, and when it is dated.
    fn over(&self) -> String {
        let Some(model) = &self.model else { return self.word("other KPIs") };
        let known = self.opened.catalog.models.get(model);
        let key = known.map(|model| model.key.join(", ")).filter(|key| !key.is_empty());
        let key = key.map(|key| format!(" ({key})")).unwrap_or_default();
        let time = self.opened.catalog.time(model).map(|time| format!(", {time}")).unwrap_or_default();
        format!("{model}{key}{time}")
    }

    fn levers(&self) -> String {
        let title = |id: &String| {
            let title = self.opened.catalog.kpis.get(id).map(|kpi| kpi.title.get(self.style.language));
            title.filter(|title| !title.is_empty()).map_or_else(|| id.clone(), |title| format!("{title} ({id})"))
        };
        self.kpi.levers.iter().map(title).collect::<Vec<_>>().join(", ")
    }

    /// The value over everything there is, with what it was divided.
    fn here(&self) -> String {
        let Some(answer) = &self.here else {
            return self.why.as_ref().map(|why| format!("{}: {why}", self.word("no value"))).unwrap_or_default();
        };
        if answer.value.is_null() {
            return format!("{}: {}", self.word("no value"), answer.why.as_deref().unwrap_or_default());
        }
        let mut text = cell(&answer.value, Some(self.kpi.unit), &self.style);
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

fn days(days: Option<i64>, language: Language) -> String {
    let word = if language == Language::Fr { "jours" } else { "days" };
    days.map(|days| format!("{days} {word}")).unwrap_or_default()
}
