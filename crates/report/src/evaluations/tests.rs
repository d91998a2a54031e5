use jauge_domain::{
    AchievableFinding, Aim, Calendar, Contribution, Criterion, CriterionState, Driver, Evaluation, Forecast, Movement,
    NextAction, RealisticFinding, Smart, Statement, Status, Target, Unit, Weekday,
};
use jiff::civil::date;

use super::*;

fn calendar() -> Calendar {
    Calendar::new("UTC", Weekday::Monday, (1, 1)).unwrap()
}

fn style(format: Format, language: jauge_domain::Language) -> Style {
    Style { language, currency: Some("EUR".into()), ..Style::new(format, calendar()) }
}

fn mobile() -> Evaluation {
    Evaluation {
        objective: "mobile".into(),
        statement: Statement::Written("Conversion on mobile".into()),
        kpi: Some("ecommerce.purchase_conversion".into()),
        title: "Purchase conversion".into(),
        unit: Unit::Ratio,
        aim: Some(Aim::Increase),
        owner: Some("growth".into()),
        weight: 1.0,
        status: Status::AtRisk,
        why: None,
        actual: Some(0.0205),
        target: Some(Target::Value(0.024)),
        baseline: Some(0.018),
        progress: Some(0.25 / 0.6),
        expected: Some(0.024),
        required: Some(0.0275),
        forecast: Some(Forecast {
            value: 0.0225,
            low: 0.021,
            high: 0.0245,
            p_hit: 0.26,
            method: "share_curve".into(),
            backtest: Some(0.04),
        }),
        moved: vec![Movement {
            dimension: "channel".into(),
            contributions: vec![
                Contribution { value: Some("Paid Search".into()), change: 0.003 },
                Contribution { value: None, change: -0.0005 },
            ],
        }],
        drivers: vec![Driver {
            kpi: "ecommerce.cart_to_purchase".into(),
            title: "Cart to purchase".into(),
            unit: Unit::Ratio,
            actual: 0.3,
            baseline: 0.35,
        }],
        smart: Smart {
            achievable: Criterion {
                state: CriterionState::Advice,
                evidence: vec![RealisticFinding::PastPeriods { met: 2, of: 8 }.into()],
                advice: vec![AchievableFinding::NobodyAgreed.into()],
            },
            ..Smart::default()
        },
        next_action: Some(NextAction {
            what: "one-page checkout".into(),
            due: Some(date(2026, 4, 20)),
            is_overdue: false,
            owner: Some("growth".into()),
        }),
        budget: None,
        along: vec![Some(0.019), None, Some(0.022)],
        as_of: date(2026, 4, 5),
        complete_to: Some(date(2026, 4, 5)),
        period: (date(2026, 4, 1), date(2026, 6, 30)),
        period_name: "2026-Q2".into(),
        is_final: false,
    }
}

fn missed() -> Evaluation {
    Evaluation {
        objective: "orders <&> more".into(),
        statement: Statement::Written("Orders\u{1b}[31m \"twice\"".into()),
        status: Status::Missed,
        unit: Unit::Count,
        actual: Some(120.0),
        target: Some(Target::Between(150.0, 200.0)),
        forecast: None,
        drivers: Vec::new(),
        moved: Vec::new(),
        ..mobile()
    }
}

fn written(evaluations: &[Evaluation], style: &Style) -> String {
    let mut out = Vec::new();
    write_evaluations(&mut out, evaluations, style).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_card_says_how_it_stands_and_what_next() {
    let text = written(&[mobile()], &style(Format::Table, jauge_domain::Language::En));
    for part in [
        "▲ at risk  Conversion on mobile · growth",
        "2.05 %",
        "target 2.40 % by 2026-06-30",
        "26 % likely",
        "held back by: Cart to purchase 35.00 % → 30.00 %",
        "moved by channel: Paid Search +0.30 pt, others -0.05 pt",
        "next: one-page checkout",
        "1 objective: 1 at risk",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn what_is_kept_counts_days_inside() {
    let kept = Evaluation { aim: Some(Aim::MaintainBelow), actual: Some(0.9), forecast: None, ..mobile() };
    let text = written(&[kept], &style(Format::Table, jauge_domain::Language::En));
    assert!(text.contains("90 % of the time (from 1.80 %, at most 2.40 % to 2026-06-30)"), "{text}");
}

#[test]
fn what_needs_somebody_comes_first_and_no_escape_gets_through() {
    let text = written(&[mobile(), missed()], &style(Format::Table, jauge_domain::Language::En));
    assert!(text.find("✗ missed").unwrap() < text.find("▲ at risk").unwrap(), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    let many: Vec<Evaluation> = (0..5).map(|_| mobile()).collect();
    let colored = Style { color: true, terminal: true, ..style(Format::Table, jauge_domain::Language::En) };
    assert!(!written(&many, &colored).contains("\\u{1b}"), "no escaped colours in a table");
}

#[test]
fn json_has_the_keys_people_rely_on() {
    let text = written(&[mobile(), missed()], &style(Format::Json, jauge_domain::Language::Fr));
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let one = &json[0];
    let keys: Vec<&str> = one.as_object().unwrap().keys().map(String::as_str).take(13).collect();
    let known = "objective kpi status actual target baseline progress expected required forecast smart as_of period";
    assert_eq!(keys.join(" "), known);
    assert_eq!(one["status"], "at_risk");
    assert_eq!(one["forecast"]["p_hit"], 0.26);
    let achievable = &one["smart"]["achievable"];
    assert_eq!(achievable["state"], "advice");
    assert_eq!(achievable["evidence"][0], "2 of the last 8 such periods met it");
    assert_eq!(achievable["evidence_codes"][0], serde_json::json!({"code": "past_periods", "met": 2, "of": 8}));
    assert_eq!(achievable["advice_codes"][0]["code"], "nobody_agreed");
    assert_eq!(one["next_action"], "one-page checkout, 2026-04-20, growth");
    assert_eq!(json[1]["target"], serde_json::json!([150.0, 200.0]));
    assert!(json[1]["forecast"].is_null());
}

#[test]
fn the_mail_is_in_the_language_of_the_workspace() {
    let text = written(&[mobile()], &style(Format::Md, jauge_domain::Language::Fr));
    for part in [
        "**Semaine 14 · 0 objectif sur 1 dans les temps**",
        "2,05",
        "à surveiller",
        "26\u{202f}% de chances",
        "Frein",
        "05/04/2026",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn the_mail_counts_what_cannot_be_judged_apart() {
    let early = Evaluation { status: Status::InsufficientData, ..mobile() };
    let text = written(&[mobile(), early], &style(Format::Md, jauge_domain::Language::En));
    assert!(text.contains("**Week 14 · 0 of 2 objectives on track · 1 cannot be judged yet**"), "{text}");
}

#[test]
fn csv_is_one_row_an_objective() {
    let text = written(&[mobile(), missed()], &style(Format::Csv, jauge_domain::Language::En));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(3), Some("status"));
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!((rows.len(), rows[0].get(3), rows[1].get(3)), (2, Some("at_risk"), Some("missed")));
}

#[test]
fn junit_counts_and_escapes() {
    let mut out = Vec::new();
    let ahead = Evaluation { status: Status::NotStarted, ..mobile() };
    write_junit(
        &mut out,
        &[mobile(), missed(), ahead],
        "a \"shop\"",
        &style(Format::Table, jauge_domain::Language::Fr),
    )
    .unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains(r#"tests="3" failures="1" errors="0" skipped="1""#), "{text}");
    assert!(text.contains("orders &lt;&amp;&gt; more") && text.contains("&quot;twice&quot;"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn criteria_have_evidence_and_advice() {
    let mut out = Vec::new();
    let one = mobile();
    let plain = style(Format::Table, jauge_domain::Language::En);
    write_criteria(&mut out, &[(&one).into()], &plain).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("A  achievable     ▲ advice") && text.contains("→ who is behind it?"), "{text}");
}
