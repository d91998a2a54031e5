use std::sync::Arc;

use arrow::datatypes::{Field, Schema};
use jauge_plugin::LINE_COLUMN;

use super::*;

/// `sql` over a text file with these columns, filling `events`.
fn fit_file(sql: &str, columns: &[&str]) -> Result<Fitted, Box<SelectFault>> {
    let texts = columns.iter().map(|name| Field::new(*name, DataType::Utf8, true));
    let line = Field::new(LINE_COLUMN, DataType::Int64, false);
    let raw = Arc::new(Schema::new(texts.chain([line]).collect::<Vec<_>>()));
    let events = jauge_store::tables::shipped("events").unwrap();
    let targets = events.sourced().map(|field| (field.name().clone(), field.data_type().clone())).collect();
    fit(&parse("s", sql).unwrap(), &raw, &targets)
}

/// The statements and companions of `sql` over such a file.
fn fitted(sql: &str, columns: &[&str]) -> (Vec<String>, Vec<String>) {
    let fitted = fit_file(sql, columns).unwrap();
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
    assert_eq!(companions, ["amount#exact", "at#time"]);
    let wanted =
        r##"SELECT "at#time" AS event_time, "amount#exact" AS value, "amount" AS term, "#line" AS "#line" FROM raw"##;
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
    assert_eq!(companions, ["a#exact", "c#time", "d#time", "e#exact"]);
}

#[test]
fn beside_a_date_a_text_is_the_moment_that_it_tells() {
    for condition in [
        "a > DATE '2026-01-01'",
        "DATE '2026-01-01' <= a",
        "a BETWEEN DATE '2026-01-01' AND DATE '2026-01-31'",
        "a < DATE '2026-01-01' + INTERVAL '1 day'",
    ] {
        let (_, companions) = fitted(&format!("SELECT 1 FROM raw WHERE {condition}"), &["a"]);
        assert_eq!(companions, ["a#time"], "{condition}");
    }
    let (_, companions) = fitted("SELECT 1 FROM raw WHERE a >= CAST(b AS DATE)", &["a", "b"]);
    assert_eq!(companions, ["a#time", "b#day"]);
    // What is a date in one place and a moment in another is put in order as a moment.
    let select = "SELECT CAST(a AS DATE) AS term FROM raw WHERE a > DATE '2026-01-01' ORDER BY a LIMIT 1";
    let (sql, companions) = fitted(select, &["a"]);
    assert_eq!(companions, ["a#time", "a#day"]);
    assert!(sql[2].ends_with(r##"ORDER BY "a#time" LIMIT 1"##), "{}", sql[2]);
}

#[test]
fn a_list_of_numbers_or_dates_is_one_of_comparisons() {
    let select = "SELECT 1 FROM raw WHERE a IN (1, '2') AND b NOT IN (DATE '2026-01-01') AND c IN ('1', 'x')";
    let (sql, companions) = fitted(select, &["a", "b", "c"]);
    assert_eq!(companions, ["a#exact", "b#time"]);
    let wanted = r##""a#exact" IN (1, 2) AND "b#time" NOT IN (DATE '2026-01-01') AND "c" IN ('1', 'x')"##;
    assert!(sql[2].ends_with(wanted), "{}", sql[2]);
}

#[test]
fn a_number_with_a_point_is_a_decimal_beside_a_column_that_is_counted() {
    let select = "SELECT a * 0.01 AS value, .5 * (sum(b) - 1) AS tax, 1.5 * 2.5 AS term, a * 1e2 AS shipping FROM raw";
    let (sql, _) = fitted(select, &["a", "b"]);
    let wanted = r##"SELECT "a#number" * CAST('0.01' AS DECIMAL(3,2)) AS value, CAST('0.5' AS DECIMAL(2,1)) * (sum("b#number") - 1) AS tax, 1.5 * 2.5 AS term, "a#number" * 1e2 AS shipping"##;
    assert!(sql[2].starts_with(wanted), "{}", sql[2]);
}

#[test]
fn a_number_that_a_column_divides_has_as_many_decimals_as_one() {
    let select = "SELECT 1.0 / a AS value, -(100) / sum(a) AS tax, a / 1.2 AS term, a / 2 AS shipping FROM raw";
    let (sql, _) = fitted(select, &["a"]);
    let wanted = r##"SELECT CAST('1.0' AS DECIMAL(9,8)) / "a#number" AS value, -(CAST('100.0' AS DECIMAL(11,8))) / sum("a#number") AS tax, "a#number" / CAST('1.2' AS DECIMAL(2,1)) AS term, "a#number" / 2 AS shipping"##;
    assert!(sql[2].starts_with(wanted), "{}", sql[2]);
    // A whole number that a whole number divides stays one.
    let (sql, _) = fitted("SELECT 7 / (CAST(a AS INT)) AS value FROM raw", &["a"]);
    assert!(sql[2].starts_with(r##"SELECT 7 / (CAST("a#exact" AS INT)) AS value"##), "{}", sql[2]);
}

#[test]
fn a_text_among_numbers_of_a_case_is_the_number_that_it_is_read_as_elsewhere() {
    let (sql, companions) = fitted(
        "SELECT CASE WHEN b = 'JPY' THEN a ELSE a * 0.01 END AS value, CASE b WHEN 'refund' THEN -c ELSE c END AS tax FROM raw",
        &["a", "b", "c"],
    );
    let wanted = r##"SELECT CASE WHEN "b" = 'JPY' THEN "a#number" ELSE "a#number" * CAST('0.01' AS DECIMAL(3,2)) END AS value, CASE "b" WHEN 'refund' THEN -"c#exact" ELSE "c#exact" END AS tax"##;
    assert!(sql[2].starts_with(wanted), "{}", sql[2]);
    assert_eq!(companions, ["a#number", "c#exact"]);
    // What a condition keeps from being read is not read.
    let (_, companions) =
        fitted("SELECT CASE WHEN a = '--' THEN '0' ELSE a END AS value, b * 2 AS tax FROM raw", &["a", "b"]);
    assert_eq!(companions, ["b#number"]);
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
fn a_number_alone_keeps_more_decimals_than_one_that_is_counted_with() {
    let (sql, companions) = fitted(
        "SELECT sum(a) AS value, sum(b) * 2 AS tax, round(c, 8) * d AS shipping FROM raw WHERE -e < 0 GROUP BY f",
        &["a", "b", "c", "d", "e", "f"],
    );
    assert_eq!(companions, ["a#exact", "b#number", "c#exact", "d#number", "e#exact"]);
    assert!(sql[0].starts_with(r##"SELECT sum("a#exact") AS value, sum("b#number") * 2"##), "{}", sql[0]);
}

#[test]
fn a_float_is_read_from_its_text() {
    assert_eq!(fitted("SELECT watched AS progress FROM raw", &["watched"]).1, Vec::<String>::new());
    assert_eq!(fitted("SELECT min(watched) AS progress FROM raw", &["watched"]).1, ["watched#exact"]);
}

#[test]
fn times_are_read_where_a_function_of_times_takes_them() {
    let (sql, companions) = fitted(
        "SELECT date_trunc('day', a) AS event_time, extract(hour FROM b) AS term, to_char(c, '%Y') AS content, \
         d + INTERVAL '1 day' AS x FROM raw WHERE to_timestamp(e) > TIMESTAMP '2026-01-01'",
        &["a", "b", "c", "d", "e"],
    );
    assert_eq!(companions, ["a#time", "b#time", "c#time", "d#time", "e#time"]);
    assert!(sql[0].contains(r##"WHERE "e#time" > TIMESTAMP"##), "{}", sql[0]);
}

#[test]
fn a_cast_that_the_table_makes_itself_is_left_to_it() {
    for cast in ["CAST(a || ' ' || b AS TIMESTAMP)", "to_timestamp(a || ' ' || b)", "(a || ' ' || b)::TIMESTAMP"] {
        let (sql, _) = fitted(&format!("SELECT {cast} AS event_time FROM raw"), &["a", "b"]);
        assert!(sql[0].contains(r##""a" || ' ' || "b""##) && !sql[0].contains("TIMESTAMP("), "{}", sql[0]);
        assert!(!sql[0].to_lowercase().contains("timestamp"), "{}", sql[0]);
    }
}

#[test]
fn an_order_is_one_of_numbers_or_times_where_something_says_so() {
    let columns = ["qty", "least", "at", "id"];
    let order = |sql: &str| fitted(sql, &columns).0[0].clone();
    assert!(order("SELECT id FROM raw WHERE qty > least AND qty > 0").contains(r##""qty#exact" > "least#exact""##));
    assert!(order("SELECT id FROM raw WHERE qty > '9'").contains(r##""qty#exact" > 9"##));
    assert!(order("SELECT id FROM raw WHERE qty BETWEEN '9' AND '10'").contains(r##""qty#exact" BETWEEN 9 AND 10"##));
    assert!(order("SELECT id FROM raw WHERE at >= '2026-01-05'").contains(r##""at#time" >= '2026-01-05'"##));
    assert!(order("SELECT id FROM raw WHERE id > 'M'").contains(r##""id" > 'M'"##));
    let first = "SELECT at AS event_time, first_value(id ORDER BY at) AS term FROM raw GROUP BY at";
    assert!(order(first).contains(r##"ORDER BY "at#time""##));
    assert!(order("SELECT id AS term FROM raw ORDER BY qty").contains(r##"ORDER BY "qty""##), "it changes nothing");
}

#[test]
fn an_empty_text_that_is_made_null_is_no_number_anyhow() {
    let first = |sql: &str| fitted(sql, &["Price", "qty"]).0[0].clone();
    assert!(first("SELECT nullif(price, '') AS value FROM raw").starts_with(r##"SELECT "Price#exact" AS value"##));
    assert!(first("SELECT nullif(price, ' ') * 2 AS value FROM raw").starts_with(r##"SELECT "Price#number" * 2 AS"##));
    assert!(
        first("SELECT nullif(price, '0') AS value FROM raw").starts_with(r##"SELECT nullif("Price#exact", 0) AS"##)
    );
    assert!(
        first("SELECT nullif(price, '-') AS value FROM raw").starts_with(r##"SELECT nullif("Price", '-') AS value"##)
    );
    assert!(first("SELECT nullif(price, '') AS term FROM raw").starts_with(r##"SELECT nullif("Price", '') AS term"##));
}

#[test]
fn a_cast_to_a_floating_point_number_reads_as_the_file_writes() {
    let first = |sql: &str| fitted(sql, &["Price"]).0[0].clone();
    let summed = first("SELECT sum(CAST(price AS DOUBLE)) AS value FROM raw");
    assert!(summed.starts_with(r##"SELECT sum(CAST("Price#exact" AS DOUBLE)) AS value"##), "{summed}");
    let made = first("SELECT CAST(replace(price, ' ', '') AS DOUBLE) AS value FROM raw");
    assert!(made.starts_with(r##"SELECT replace("Price", ' ', '') AS value"##), "{made}");
}

#[test]
fn a_text_that_may_be_a_number_is_put_in_the_order_of_numbers() {
    let key = r##"ORDER BY TRY_CAST("qty" AS DECIMAL(38,18)) DESC, "qty" DESC"##;
    for sql in [
        "SELECT first_value(id ORDER BY qty DESC) AS term FROM raw",
        "SELECT row_number() OVER (PARTITION BY id ORDER BY qty DESC) AS n FROM raw",
        "SELECT id FROM raw ORDER BY qty DESC LIMIT 3",
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY qty DESC) AS n FROM raw) AS a WHERE n = 1",
    ] {
        assert!(fitted(sql, &["qty", "id"]).0[0].contains(key), "{}", fitted(sql, &["qty", "id"]).0[0]);
    }
    let distinct = "SELECT array_agg(DISTINCT qty ORDER BY qty) AS term FROM raw";
    assert!(fitted(distinct, &["qty"]).0[0].contains(r##"ORDER BY "qty")"##));
}

#[test]
fn texts_that_are_compared_and_may_be_anything_are_refused() {
    let fault = fit_file("SELECT id FROM raw WHERE qty > least", &["qty", "least", "id"]).unwrap_err();
    assert_eq!(*fault, SelectFault::TextOrder { column: "qty".to_owned() });
    assert!(fit_file("SELECT id FROM raw WHERE qty || '' > least || ''", &["qty", "least", "id"]).is_ok());
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

#[test]
fn what_is_grouped_by_a_text_is_grouped_by_what_that_is_read_as_too() {
    let select = "SELECT at AS event_time, who AS visitor_id, sum(n) AS value FROM raw GROUP BY at, who";
    let (sql, companions) = fitted(select, &["at", "who", "n"]);
    assert!(sql[2].ends_with(r##"GROUP BY "at", "who", "at#time""##), "{}", sql[2]);
    assert_eq!(companions, ["at#time", "n#exact"]);
}
