use clap::Args;
use jauge_core::reconcile::{Reconciled, books, reconcile};
use jauge_domain::{Answer, Question, ReconcileNote, Unit, Value, When};
use jauge_judge::Broke;
use jauge_report::{Column, Heading, Label, Sheet, Style};
use jiff::civil::Date;

use super::{open_view, stretch::Stretch, tell_shadowed, tell_spilled, view::ViewArgs};
use crate::{
    error::CliError,
    exit::{CHECK_FAILED, NO_DATA},
    io::Io,
};

/// Hold the books against the tag: how much of what the shop, the CRM or the desk has a tag saw, and since when
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge reconcile                              everything there is
  jauge reconcile ecommerce.books_tracked --period 2026-Q3
  jauge reconcile --format json

1: less is seen than usual up to the last day. The share is a KPI like any other: an objective on it, such as
kpi = \"ecommerce.books_tracked\" with direction = \"maintain_above\" and target = \"90%\", is the alarm.")]
pub(crate) struct Reconcile {
    /// The KPIs that are shares of books; all of them where none is given
    #[arg(value_name = "KPI")]
    kpis: Vec<String>,
    #[command(flatten)]
    stretch: Stretch,
    #[command(flatten)]
    view: ViewArgs,
}

impl Reconcile {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let workspace = io.workspace()?;
        let (view, now) = self.view.of(io, &workspace)?;
        let snapshot = open_view(workspace, io, view).await?;
        let known = books(&snapshot);
        let kpis = if self.kpis.is_empty() { known.clone() } else { snapshot.catalog.resolve(&self.kpis)? };
        tell_shadowed(&snapshot, io, &self.kpis);
        if let Some(kpi) = kpis.iter().find(|kpi| !known.contains(kpi)) {
            return Err(CliError::told(ReconcileNote::NotBooks { kpi: kpi.clone(), known }));
        }
        if kpis.is_empty() {
            io.tell(ReconcileNote::NoBooks);
            return Ok(NO_DATA);
        }
        let question = self.stretch.question(io, kpis)?;
        // When it broke is seen in the whole of it.
        let when = if question.when == When::Usual { When::All } else { question.when.clone() };
        let question = Question { when, compare: None, ..question };
        let found = reconcile(&snapshot, &question, now).await?;
        tell_spilled(&snapshot, io);
        if found.is_empty() {
            io.tell(ReconcileNote::Nothing);
            return Ok(NO_DATA);
        }
        let style = io.style(&snapshot, None);
        let shown = Shown { style: &style, people: io.is_for_people() };
        let rows = found.iter().flat_map(|one| shown.rows(one)).collect();
        io.sheet(&Sheet { columns: shown.columns(), rows }, &style)?;
        io.say("");
        found.iter().flat_map(|one| shown.notes(one)).for_each(|note| io.tell(note));
        let is_broken = found.iter().filter_map(|one| one.broke).any(|broke| broke.until.is_none());
        Ok(if is_broken { CHECK_FAILED } else { 0 })
    }
}

/// How rows are written.
struct Shown<'a> {
    style: &'a Style,
    people: bool,
}

impl Shown<'_> {
    fn columns(&self) -> Vec<Column> {
        let headed = |column: Column, heading| column.headed(Label::Heading(heading));
        let mut columns = vec![
            headed(Column::text("kpi"), Heading::Id),
            headed(Column::text("dimension"), Heading::Dimension),
            headed(Column::text("value"), Heading::DimensionValue),
            headed(Column::number("seen", Some(Unit::Count)), Heading::Seen),
            headed(Column::number("of", Some(Unit::Count)), Heading::Of),
            headed(Column::number("share", Some(Unit::Ratio)), Heading::ShareSeen),
        ];
        if !self.people {
            let more = ["broke", "until", "usual", "during", "tag", "books"];
            columns.extend(more.map(|name| Column::number(name, None)));
        }
        columns
    }

    /// The whole of it, then its groups; what is known of the whole stands in its row alone.
    fn rows(&self, one: &Reconciled) -> Vec<Vec<Value>> {
        let mut whole = self.row(&one.kpi, Value::Null, Value::Null, &one.whole);
        let groups = one.groups.iter().map(|(dimension, value, answer)| {
            self.row(&one.kpi, Value::Text(dimension.clone()), value.clone(), answer)
        });
        let mut groups: Vec<Vec<Value>> = groups.collect();
        if !self.people {
            whole.extend(of_whole(one));
            groups.iter_mut().for_each(|row| row.extend(std::iter::repeat_n(Value::Null, 6)));
        }
        [whole].into_iter().chain(groups).collect()
    }

    fn row(&self, kpi: &str, dimension: Value, value: Value, answer: &Answer) -> Vec<Value> {
        let kpi = Value::Text(if self.people { self.title(kpi) } else { kpi.to_owned() });
        vec![kpi, dimension, value, answer.numerator.clone(), answer.denominator.clone(), answer.value.clone()]
    }

    fn title(&self, kpi: &str) -> String {
        self.style.titles.get(kpi).cloned().unwrap_or_else(|| kpi.to_owned())
    }

    fn notes(&self, one: &Reconciled) -> Vec<ReconcileNote> {
        let title = self.title(&one.kpi);
        let mut notes = Vec::new();
        if let (Some(seen), Some(of)) = (one.whole.numerator.as_f64(), one.whole.denominator.as_f64()) {
            notes.push(ReconcileNote::Seen { title: title.clone(), seen, of });
        }
        notes.extend(one.open.map(|(from, of)| ReconcileNote::Open { from, of }));
        notes.extend(one.broke.map(|Broke { from, until, usual, during }| ReconcileNote::Broke {
            title,
            from,
            until,
            usual,
            during,
        }));
        notes.extend(one.between.as_ref().map(|unsure| ReconcileNote::Between {
            title: unsure.tag.0.get(self.style.language).to_owned(),
            tag: unsure.tag.1,
            books: unsure.books.1,
        }));
        notes
    }
}

/// When it broke, and between what the truth lies.
fn of_whole(one: &Reconciled) -> [Value; 6] {
    let number = |number: Option<f64>| number.map_or(Value::Null, Value::Float);
    let day = |date: Option<Date>| date.map_or(Value::Null, |date| Value::Text(date.to_string()));
    let (broke, unsure) = (one.broke, one.between.as_ref());
    [
        day(broke.map(|broke| broke.from)),
        day(broke.and_then(|broke| broke.until)),
        number(broke.map(|broke| broke.usual)),
        number(broke.map(|broke| broke.during)),
        number(unsure.map(|unsure| unsure.tag.1)),
        number(unsure.map(|unsure| unsure.books.1)),
    ]
}
