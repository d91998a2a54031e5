//! Amounts keep their currency, and several have no sum.

use std::collections::BTreeSet;
use std::sync::Arc;

use datafusion::arrow::array::{Decimal128Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use jauge_domain::{Answer, AskNote, Compare, Decimal, Message, NoValue, Question, Value};
use jiff::Timestamp;
use proptest::prelude::*;

use super::{HITS, Shop, question};
use crate::catalog::TableInfo;

/// One amount: its day in March 2026, currency, channel and ten-thousandths.
pub(crate) type Paid = (i64, Option<&'static str>, &'static str, i128);

/// A shop that is paid in EUR where a row names nothing else: `t.revenue`, `t.ads` of one channel, `t.rest` of the others, `t.share`.
pub(crate) fn paid(rows: &[Paid]) -> Shop {
    let mut shop = Shop::new(HITS)
        .kpi("revenue", "money", "SELECT sum(value) FROM paid")
        .kpi("ads", "money", "SELECT sum(value) FROM paid WHERE channel = 'ads'")
        .kpi("rest", "money", "SELECT \"t.revenue\" - \"t.ads\" FROM kpis")
        .kpi("share", "ratio", "SELECT sum(value) FILTER (WHERE channel = 'ads') / nullif(sum(value), 0) FROM paid");
    let noon = |day: i64| format!("2026-03-{day:02}T12:00:00Z").parse::<Timestamp>().unwrap().as_microsecond();
    let time = TimestampMicrosecondArray::from_iter_values(rows.iter().map(|row| noon(row.0))).with_timezone("UTC");
    let value = Decimal128Array::from_iter(rows.iter().map(|row| Some(row.3))).with_precision_and_scale(18, 4).unwrap();
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("event_time", Arc::new(time) as _, false),
        ("currency", Arc::new(StringArray::from_iter(rows.iter().map(|row| row.1))) as _, true),
        ("channel", Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.2))) as _, false),
        ("value", Arc::new(value) as _, true),
    ])
    .unwrap();
    shop.ctx.register_batch("paid", batch).unwrap();
    let info = TableInfo { name: "paid".into(), time: Some("event_time".into()), dimensions: Vec::new() };
    shop.catalog.tables.insert("paid".into(), info);
    shop.catalog.currency = Some("EUR".into());
    shop
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn money(digits: i128) -> Value {
    Value::Decimal(Decimal { digits, scale: 4 })
}

fn several(codes: &[&str]) -> Option<NoValue> {
    let currencies = codes.iter().map(|code| (*code).to_owned()).collect();
    Some(NoValue::SeveralCurrencies { currencies, unrated: None })
}

/// What an answer says: its value, its currency, and why there is none.
fn said(answer: &Answer) -> (Value, Option<&str>, Option<NoValue>) {
    (answer.value.clone(), answer.currency.as_deref(), answer.why.clone())
}

/// What is to be said of `rows` together.
fn sum(rows: &[&Paid], group: &'static str) -> (Value, Option<&'static str>, Option<NoValue>) {
    let codes: BTreeSet<&str> = rows.iter().filter(|row| row.3 != 0).map(|row| row.1.unwrap_or("EUR")).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    match codes.as_slice() {
        [] => (money(0), Some(group), None),
        [one] => (money(rows.iter().map(|row| row.3).sum()), Some(*one), None),
        all => (Value::Null, None, several(all)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_are_the_whole_and_keep_their_currency(
        rows in prop::collection::vec(
            (1..5_i64, prop::sample::select(vec![None, Some("EUR"), Some("JPY"), Some("USD")]),
             prop::sample::select(vec!["ads", "mail"]), 0..4_i128),
            0..8,
        ),
    ) {
        let shop = paid(&rows);
        let whole = block(shop.answers(&question(&["revenue"], "2026-03")));
        prop_assert_eq!(said(&whole[0]), sum(&rows.iter().collect::<Vec<_>>(), "EUR"));
        let by = Question { by: vec!["currency".into()], ..question(&["revenue"], "2026-03") };
        for group in block(shop.answers(&by)) {
            let code = match &group.by[0].1 {
                Value::Text(code) => rows.iter().find_map(|row| row.1.filter(|known| known == code)),
                _ => None,
            };
            let of_group: Vec<_> = rows.iter().filter(|row| row.1 == code).collect();
            prop_assert_eq!(said(&group), sum(&of_group, code.unwrap_or("EUR")));
        }
    }
}

#[tokio::test]
async fn what_is_computed_from_amounts_never_mixes_them() {
    let shop =
        paid(&[(5, Some("JPY"), "ads", 17_000_000), (5, None, "mail", 100_000), (6, Some("USD"), "mail", 20_000)]);
    let answers = shop.answers(&question(&["ads", "rest", "share"], "2026-03-05")).await;
    let found: Vec<_> = answers.iter().map(said).collect();
    assert_eq!(found[0], (money(17_000_000), Some("JPY"), None));
    assert_eq!(found[1], (Value::Null, None, several(&["EUR", "JPY"])));
    assert_eq!(found[2], (Value::Null, None, several(&["EUR", "JPY"])));
    let all = shop.answers(&question(&["rest"], "2026-03")).await;
    assert_eq!(said(&all[0]).2, several(&["EUR", "JPY", "USD"]));
}

#[tokio::test]
async fn amounts_that_are_added_up_per_entity_are_not_mixed_either() {
    let mean =
        "SELECT avg(total) FROM (SELECT channel, sum(value) AS total FROM paid GROUP BY channel) AS c WHERE total > 0";
    let rows = [(5, Some("JPY"), "ads", 17_000_000), (6, None, "ads", 100_000), (7, None, "mail", 50_000)];
    let shop = paid(&rows).kpi("mean", "money", mean);
    let on = async |day: &str| shop.answers(&question(&["mean"], day)).await.remove(0);
    assert_eq!(said(&on("2026-03-05").await), (money(17_000_000), Some("JPY"), None));
    assert_eq!(said(&on("2026-03-06/2026-03-07").await), (money(75_000), Some("EUR"), None));
    assert_eq!(said(&on("2026-03").await).2, several(&["EUR", "JPY"]));
}

#[tokio::test]
async fn the_reason_names_all_currencies_also_of_a_total_over_them() {
    let rows = [(5, Some("CHF"), "ads", 20_000), (5, None, "ads", 100_000), (6, Some("USD"), "mail", 30_000)];
    let shop = paid(&rows);
    for by in [vec![], vec!["currency".to_owned()], vec!["channel".to_owned(), "currency".to_owned()]] {
        let asked = Question { total: true, top: Some(1), by, ..question(&["revenue"], "2026-03") };
        let answers = shop.answers(&asked).await;
        let whole = answers.iter().find(|answer| answer.total || asked.by.is_empty()).unwrap();
        assert_eq!(said(whole), (Value::Null, None, several(&["CHF", "EUR", "USD"])), "{:?}", asked.by);
    }
}

#[tokio::test]
async fn what_nobody_paid_is_a_group_of_no_currency() {
    let shop = paid(&[(5, Some("JPY"), "ads", 20_000), (5, None, "ads", 0), (6, None, "mail", 0)])
        .kpi("rows", "count", "SELECT count(*) FROM paid")
        .kpi("each", "money", "SELECT \"t.revenue\" / nullif(\"t.rows\", 0) FROM kpis");
    let asked = Question { by: vec!["currency".into()], ..question(&["each"], "2026-03") };
    let answers = shop.answers(&asked).await;
    let found: Vec<_> = answers.iter().map(|answer| (answer.by[0].1.clone(), said(answer))).collect();
    assert_eq!(found, [(Value::Text("JPY".into()), (money(20_000), Some("JPY"), None))]);
}

#[tokio::test]
async fn groups_in_different_currencies_are_ranked_with_a_note() {
    let shop = paid(&[(5, Some("JPY"), "ads", 17_000_000), (6, None, "mail", 100_000)]);
    let of_both = Question { by: vec!["channel".into()], top: Some(1), ..question(&["revenue"], "2026-03") };
    let currencies = ["EUR", "JPY"].map(str::to_owned).to_vec();
    let note = AskNote::RankedCurrencies { kpi: "t.revenue".into(), currencies };
    assert_eq!(shop.ask(&of_both).await.unwrap().notes, [Message::from(note)]);
    let of_one = Question { filter: Some("channel = 'mail'".into()), ..of_both };
    assert!(shop.ask(&of_one).await.unwrap().notes.is_empty());
}

#[tokio::test]
async fn an_amount_is_not_compared_with_one_in_another_currency() {
    let shop = paid(&[(5, Some("JPY"), "ads", 17_000_000), (6, None, "ads", 100_000), (7, None, "ads", 50_000)]);
    let on = |day: &str| Question { compare: Some(Compare::Previous), ..question(&["revenue"], day) };
    let yen = shop.answers(&on("2026-03-06")).await;
    assert_eq!((&yen[0].compare, &yen[0].change), (&Value::Null, &Value::Null));
    let euros = shop.answers(&on("2026-03-07")).await;
    assert_eq!((&euros[0].compare, &euros[0].change), (&money(100_000), &Value::Float(-0.5)));
}
