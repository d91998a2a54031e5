//! What was loaded, how far it reaches, and why rows were rejected.

use jauge_core::store::{StoreError, values_of};
use jauge_domain::{Grain, Value};
use jauge_page::live_sources;
use jauge_report::{Column, Heading, Label, PageWord, Sheet, Style, bucket};
use jiff::Timestamp;

use super::place::{Made, Place, word};
use crate::edition::Edition;

/// The most frequent reasons, so many of them.
const REJECTS: &str = "SELECT source_name, column_name, reason, count(*) FROM rejects \
    GROUP BY source_name, column_name, reason ORDER BY count(*) DESC, source_name, reason LIMIT 200";

/// The page of all sources.
pub(crate) async fn sources(place: &Place<'_>) -> Made {
    let style = place.edition.style(place.language, None);
    let rejects = rejects(place.edition).await.map_err(|error| error.message())?;
    let frame = place.frame(word(PageWord::Sources, place.language), &style);
    Ok((200, live_sources(&frame, &loaded(place.edition, &style), &rejects)))
}

/// A row a source.
fn loaded(edition: &Edition, style: &Style) -> Sheet {
    let headed = |column: Column, heading: Heading| column.headed(Label::Heading(heading));
    let sources = &edition.snapshot.workspace.config.sources;
    Sheet {
        columns: vec![
            headed(Column::text("source"), Heading::Source),
            headed(Column::text("table"), Heading::Table),
            headed(Column::number("files", None), Heading::Files),
            headed(Column::number("rows", None), Heading::Rows),
            headed(Column::number("rejected", None), Heading::Rejected),
            headed(Column::text("from"), Heading::From),
            headed(Column::text("to"), Heading::To),
            headed(Column::text("last_load"), Heading::LastLoad),
        ],
        rows: sources.iter().map(|source| row(edition, &source.name, &source.into, style)).collect(),
    }
}

fn row(edition: &Edition, source: &str, table: &str, style: &Style) -> Vec<Value> {
    let (mut files, mut rows, mut rejected) = (0, 0, 0);
    let [mut began, mut reached, mut last]: [Option<Timestamp>; 3] = [None; 3];
    let instant = |text: Option<&String>| text.and_then(|text| text.parse::<Timestamp>().ok());
    // An entry without a stream only takes another back.
    let entries = edition.ledger.entries().iter().filter(|entry| entry.stream.is_some());
    for entry in entries.filter(|entry| entry.source_name == source) {
        files += 1;
        rows += entry.new + entry.updated;
        rejected += entry.rejected;
        began = began.into_iter().chain(instant(entry.began.as_ref())).min();
        reached = reached.max(instant(entry.reached.as_ref()));
        last = last.max(instant(Some(&entry.loaded_at)));
    }
    let day = |at: Option<Timestamp>| at.map_or(Value::Null, |at| Value::Text(bucket(Grain::Day, at, style)));
    // An hour that has begun is called by its minute, too.
    let minute = |at: Timestamp| bucket(Grain::Hour, at, style);
    vec![
        Value::Text(source.to_owned()),
        Value::Text(table.to_owned()),
        Value::Int(files),
        Value::Int(rows),
        Value::Int(rejected),
        day(began),
        day(reached),
        last.map_or(Value::Null, |at| Value::Text(minute(at))),
    ]
}

/// A row a reason.
async fn rejects(edition: &Edition) -> Result<Sheet, StoreError> {
    let query = StoreError::query("rejects");
    let frame = edition.snapshot.sql(REJECTS, edition.now).await.map_err(&query)?;
    let mut rows = Vec::new();
    for batch in frame.collect().await.map_err(&query)? {
        let columns = batch.columns().iter().map(values_of).collect::<Result<Vec<_>, _>>();
        let columns = columns.map_err(|error| query(error.into()))?;
        rows.extend((0..batch.num_rows()).map(|row| columns.iter().map(|column| column[row].clone()).collect()));
    }
    let headings = [Heading::Source, Heading::Column, Heading::Why];
    let texts = headings.map(|heading| Column::text("").headed(Label::Heading(heading)));
    let rows_heading = Column::number("", None).headed(Label::Heading(Heading::Rows));
    Ok(Sheet { columns: texts.into_iter().chain([rows_heading]).collect(), rows })
}
