//! A funnel's answer as a table.

use std::collections::BTreeMap;

use jauge_core::{ask::funnel::span, snapshot::Snapshot};
use jauge_domain::{AskNote, Funnel, Localized, Missing, NoValue, Question, Unit, Value};
use jauge_report::{Column, Format, Heading, Label, Sheet};
use jiff::{SignedDuration, Timestamp};

use super::tell_spilled;
use crate::{error::CliError, exit::NO_DATA, io::Io};

/// The table whose rows a funnel goes along.
const EVENTS: &str = "events";

/// Asks the funnel called `name`, and writes a row a step.
pub(super) async fn show(
    snapshot: &Snapshot,
    io: &Io,
    name: &str,
    question: &Question,
    now: Timestamp,
) -> Result<u8, CliError> {
    let funnel = snapshot.catalog.funnel(name)?;
    let answers = snapshot.ask_funnel(funnel, question, now).await?;
    tell_spilled(snapshot, io);
    if io.format() == Format::Table && !io.is_one_table() {
        io.tell(head(snapshot, funnel, question, now)?);
    }
    let style = io.style(snapshot, question.grain);
    let mut columns = vec![
        headed(Column::text("funnel"), Heading::Funnel),
        headed(Column::number("step", None), Heading::Step),
        headed(Column::text("name"), Heading::StepName),
    ];
    columns.extend(question.grain.map(|grain| headed(Column::text(grain.name()), Heading::Bucket(grain))));
    columns.extend(question.by.iter().map(Column::text));
    columns.push(headed(Column::number("entered", Some(Unit::Count)), Heading::Entered));
    columns.push(headed(Column::number("rate", Some(Unit::Ratio)), Heading::Rate));
    columns.push(headed(Column::number("overall", Some(Unit::Ratio)), Heading::Overall));
    columns.push(headed(Column::number("lost", Some(Unit::Count)), Heading::Lost));
    let timed = answers.iter().any(|answer| answer.seconds.is_some());
    columns.extend(timed.then(|| headed(Column::number("median_time", Some(Unit::Duration)), Heading::MedianTime)));
    let count = |count: Option<u64>| count.and_then(|count| i64::try_from(count).ok()).map_or(Value::Null, Value::Int);
    let share = |share: Option<f64>| share.map_or(Value::Null, Value::Float);
    let rows = answers.iter().map(|answer| {
        let step = &funnel.steps[answer.step];
        let mut row = vec![
            Value::Text(funnel.id.clone()),
            Value::Int(i64::try_from(answer.step + 1).unwrap_or(i64::MAX)),
            Value::Text(step.name.get(style.language).to_owned()),
        ];
        let bucket = question.grain.zip(answer.start);
        row.extend(bucket.map(|(grain, start)| Value::Text(snapshot.workspace.calendar.label(grain, start))));
        row.extend(answer.by.iter().map(|(_, value)| value.clone()));
        row.extend([count(answer.entered), share(answer.rate), share(answer.overall), count(answer.lost)]);
        row.extend(timed.then(|| share(answer.seconds)));
        row
    });
    let sheet = Sheet { columns, rows: rows.collect() };
    io.sheet(&sheet, &style)?;
    let never = answers.iter().filter(|answer| answer.entered.is_none()).map(|answer| &funnel.steps[answer.step].event);
    for event in never.collect::<std::collections::BTreeSet<_>>() {
        let missing = vec![Missing::Event { name: event.clone() }];
        io.tell(NoValue::NeverLoaded { missing });
    }
    if answers.is_empty() {
        let is_sessionless = snapshot.is_sessionless(funnel).await?;
        let why = if is_sessionless { AskNote::NoSessions } else { nobody(snapshot, question, now)? };
        io.tell(why);
        return Ok(NO_DATA);
    }
    Ok(0)
}

/// Why nobody entered: there is nothing yet or no more of what was asked about, or there was nobody.
fn nobody(snapshot: &Snapshot, question: &Question, now: Timestamp) -> Result<AskNote, CliError> {
    let calendar = &snapshot.workspace.calendar;
    let ends = |ends: &BTreeMap<String, Timestamp>| ends.get(EVENTS).copied();
    let (began, reached) = (ends(&snapshot.coverage.began), ends(&snapshot.coverage.reached));
    let asked = span(question, calendar, now)?;
    Ok(match (asked, began, reached) {
        (_, None, None) if snapshot.coverage.tables_with_rows.is_empty() => AskNote::NothingLoaded,
        (_, None, None) => AskNote::NoData,
        (Some(asked), Some(began), _) if asked.end <= began => AskNote::NoDataYet { began: calendar.date(began) },
        (Some(asked), _, Some(reached)) if asked.start > reached => {
            AskNote::NoDataInPeriod { reached: calendar.date(reached) }
        }
        _ => AskNote::NobodyEntered,
    })
}

/// What stands above the table: what is counted, over which days, and of whom the rates are.
fn head(snapshot: &Snapshot, funnel: &Funnel, question: &Question, now: Timestamp) -> Result<AskNote, CliError> {
    let calendar = &snapshot.workspace.calendar;
    let last = |end: Timestamp| calendar.date(end.checked_sub(SignedDuration::from_micros(1)).unwrap_or(end));
    let days = span(question, calendar, now)?.map(|span| (calendar.date(span.start), last(span.end)));
    let is_named = !funnel.title.is_empty();
    let title = if is_named { funnel.title.clone() } else { Localized::from(funnel.id.as_str()) };
    let Funnel { per, order, reentry, window, .. } = *funnel;
    Ok(AskNote::Funnel { title, per, order, reentry, window, days })
}

fn headed(column: Column, heading: Heading) -> Column {
    column.headed(Label::Heading(heading))
}
