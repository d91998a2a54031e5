use std::sync::Arc;

use arrow::datatypes::{Field, Schema};
use jauge_plugin::LINE_COLUMN;

use super::*;

/// The statements and companions of `sql` over a text file with these columns, filling `events`.
fn fitted(sql: &str, columns: &[&str]) -> (Vec<String>, Vec<String>) {
    let texts = columns.iter().map(|name| Field::new(*name, DataType::Utf8, true));
    let line = Field::new(LINE_COLUMN, DataType::Int64, false);
    let raw = Arc::new(Schema::new(texts.chain([line]).collect::<Vec<_>>()));
    let events = jauge_store::tables::shipped("events").unwrap();
    let targets = events.sourced().map(|field| (field.name().clone(), field.data_type().clone())).collect();
    let fitted = fit(&parse("s", sql).unwrap(), &raw, &targets);
    let companions = fitted.companions.iter().map(|(column, read)| read.companion(column)).collect();
    (fitted.variants.iter().map(ToString::to_string).collect(), companions)
}

#[test]
fn arithmetic_reads_numbers_and_keeps_texts() {
    let (sql, companions) = fitted(
        "SELECT invoice AS transaction_id, sum(quantity * PRICE) AS value FROM raw WHERE invoice LIKE 'C%' GROUP BY invoice",
        &["Invoice", "Quantity", "Price"],
    );
    assert_eq!(
        sql[0],
        r##"SELECT "Invoice" AS transaction_id, sum("Quantity#number" * "Price#number") AS value, min("#line") AS "#line" FROM raw WHERE "Invoice" LIKE 'C%' GROUP BY "Invoice""##
    );
    assert_eq!(companions, ["Price#number", "Quantity#number"]);
}

#[test]
fn the_column_a_text_becomes_says_how_it_is_read() {
    let (sql, companions) =
        fitted("SELECT at AS event_time, amount AS value, amount AS term FROM raw", &["at", "amount"]);
    assert_eq!(companions, ["amount#number", "at#time"]);
    let wanted =
        r##"SELECT "at#time" AS event_time, "amount#number" AS value, "amount" AS term, "#line" AS "#line" FROM raw"##;
    assert_eq!(sql[0], wanted);
    assert_eq!(sql.len(), 3, "with lines, with the first line of a group, without");
}

#[test]
fn the_least_of_texts_is_the_least_as_it_is_meant() {
    let (_, companions) =
        fitted("SELECT min(at) AS event_time, min(who) AS visitor_id FROM raw GROUP BY who", &["at", "who"]);
    assert_eq!(companions, ["at#time"]);
}

#[test]
fn arithmetic_over_the_least_of_texts_reads_numbers() {
    let (_, companions) = fitted(
        "SELECT sum(q * p) - min(d) + coalesce((e), 0) AS value, max(f) AS term FROM raw GROUP BY g",
        &["q", "p", "d", "e", "f", "g"],
    );
    assert_eq!(companions, ["d#number", "e#number", "p#number", "q#number"]);
}

#[test]
fn comparisons_and_casts_read_what_they_compare_with() {
    let (_, companions) = fitted(
        "SELECT 1 FROM raw WHERE a > 5 AND b = 'x' AND c >= DATE '2026-01-01' AND CAST(d AS TIMESTAMP) IS NULL AND -e < 0",
        &["a", "b", "c", "d", "e"],
    );
    assert_eq!(companions, ["a#number", "c#date", "d#time", "e#number"]);
}

#[test]
fn a_name_that_a_subquery_made_is_left_alone() {
    let (sql, companions) =
        fitted("SELECT t.price * 2 AS value FROM (SELECT price * rate AS price FROM raw) AS t", &["price", "rate"]);
    assert_eq!(companions, ["price#number", "rate#number"]);
    assert!(
        sql[0].starts_with("SELECT t.price * 2 AS value, \"#line\" AS \"#line\" FROM (SELECT \"price#number\""),
        "{}",
        sql[0]
    );
}

#[test]
fn a_select_is_one_query() {
    assert!(parse("s", "DELETE FROM raw").is_err());
    assert!(parse("s", "SELECT 1; SELECT 2").is_err());
    assert!(parse("s", "SELEC 1").is_err());
}

#[test]
fn a_file_that_numbers_its_events_has_its_numbers_passed_on() {
    let select = "SELECT at AS event_time FROM raw";
    let (sql, _) = fitted(select, &["at", "Batch_Event_Index", "event_bundle_sequence_id"]);
    let sent = r##"concat_ws(' ', coalesce(CAST("Batch_Event_Index" AS VARCHAR), ''), coalesce(CAST("event_bundle_sequence_id" AS VARCHAR), '')) AS "#sent" FROM raw"##;
    assert!(sql[0].ends_with(sent), "{}", sql[0]);
    assert!(!sql[1].contains("#sent"), "of a group only the first line is known: {}", sql[1]);
    assert_eq!(fitted(select, &["at"]).0[0], r##"SELECT "at#time" AS event_time, "#line" AS "#line" FROM raw"##);
    let (below, _) = fitted("SELECT t.at AS event_time FROM (SELECT at FROM raw) AS t", &["at", "hitNumber"]);
    assert!(
        below[0].starts_with(r##"SELECT t.at AS event_time, "#line" AS "#line", "#sent" AS "#sent" FROM"##),
        "{}",
        below[0]
    );
    let (grouped, _) = fitted("SELECT n FROM (SELECT count(*) AS n FROM raw GROUP BY at) AS t", &["at", "hitNumber"]);
    assert!(!grouped[0].contains("#sent") && grouped[0].contains("min(\"#line\")"), "{}", grouped[0]);
}
