//! Pages of one objective, and of none.

use jauge_domain::{
    Aim, Calendar, CheckIn, Contribution, Criterion, CriterionState, Evaluation, Forecast, Goal, Language, Movement,
    Objective, Position, RealisticFinding, Smart, Statement, Status, Target, Unit, Weekday,
};
use jauge_report::{Format, Style};
use jiff::civil::date;

use crate::{ObjectiveCard, PageContent, page};

pub(crate) fn style(language: Language) -> Style {
    let calendar = Calendar::new("Europe/Paris", Weekday::Monday, (1, 1)).unwrap();
    Style { language, currency: Some("EUR".into()), ..Style::new(Format::Table, calendar) }
}

pub(crate) fn evaluation() -> Evaluation {
    Evaluation {
        objective: "more".into(),
        statement: Statement::Written("More <b>orders</b> & joy".into()),
        kpi: Some("shop.orders".into()),
        title: "Orders".into(),
        unit: Unit::Count,
        aim: Some(Aim::Increase),
        owner: Some("Ann".into()),
        weight: 1.0,
        status: Status::AtRisk,
        why: None,
        actual: Some(40.0),
        target: Some(Target::Value(100.0)),
        baseline: Some(80.0),
        progress: Some(0.4),
        expected: Some(50.0),
        required: Some(4.0),
        forecast: Some(Forecast {
            value: 90.0,
            low: 80.0,
            high: 120.0,
            p_hit: 0.26,
            method: "share_curve".into(),
            backtest: None,
        }),
        moved: vec![],
        drivers: vec![],
        smart: Smart {
            realistic: Criterion {
                state: CriterionState::Ok,
                evidence: vec![RealisticFinding::PastPeriods { met: 2, of: 8 }.into()],
                advice: vec![],
            },
            ..Smart::default()
        },
        next_action: None,
        budget: Some((500.0, 1000.0)),
        along: vec![Some(1.0), None, Some(3.0), Some(2.0)],
        as_of: date(2026, 4, 15),
        complete_to: Some(date(2026, 4, 14)),
        period: (date(2026, 4, 1), date(2026, 4, 30)),
        period_name: "2026-04".into(),
        is_final: false,
    }
}

fn of(cards: Vec<ObjectiveCard<'_>>, language: Language) -> String {
    let content = PageContent {
        workspace: "a & b",
        as_of: date(2026, 4, 15),
        cards,
        record: None,
        headlines: vec![],
        cohorts: vec![],
        funnels: vec![],
        gaps: vec!["<script>alert(1)</script>".to_owned()],
        is_part: false,
        is_signed: false,
    };
    page(&content, &style(language))
}

fn with_one(language: Language) -> String {
    of(vec![ObjectiveCard { evaluation: &evaluation(), objective: None, kpi: None, basis: None }], language)
}

#[test]
fn the_verdict_stands_first_in_each_language() {
    let en = with_one(Language::En);
    assert!(en.contains(
        "The objective is not on track. First to look at: More &lt;b&gt;orders&lt;/b&gt; &amp; joy (at risk)."
    ));
    assert!(en.contains("As of ") && en.contains("; sources complete to "), "{en}");
    let fr = with_one(Language::Fr);
    assert!(fr.starts_with("<!DOCTYPE html><html lang=\"fr\">"), "{fr}");
    assert!(fr.contains("L'objectif n'est pas en bonne voie. À regarder d'abord : More"), "{fr}");
    assert!(of(vec![], Language::En).contains("There are no objectives to show."));
}

#[test]
fn what_turns_reading_around_is_shown_as_its_escape() {
    let body = maud::html! { p { "a\u{202e}b\u{1b}c" } pre { "SELECT 1\r\nFROM t\n" } };
    let page = crate::document::document("t", None, &body, &style(Language::En));
    assert!(page.contains("<p>a\\u{202e}b\\u{1b}c</p>") && page.contains("SELECT 1\nFROM t\n"), "{page}");
}

#[test]
fn what_users_wrote_is_text() {
    let page = with_one(Language::En);
    assert!(page.contains("<h3>More &lt;b&gt;orders&lt;/b&gt; &amp; joy</h3>"), "{page}");
    assert!(page.contains("<li>&lt;script&gt;alert(1)&lt;/script&gt;</li>") && !page.contains("<script"), "{page}");
    assert!(page.contains("<title>a &amp; b: objectives and KPIs</title>"), "{page}");
}

#[test]
fn numbers_are_written_as_the_report_writes_them_and_keep_their_exact_value() {
    let page = with_one(Language::En);
    assert!(page.contains("<data data-of=\"more\" data-field=\"actual\" value=\"40\">40</data>"), "{page}");
    assert!(page.contains("<data data-of=\"more\" data-field=\"target\" value=\"100\">100</data>"), "{page}");
    assert!(page.contains("<data data-of=\"more\" data-field=\"p_hit\" value=\"0.26\">26 %</data>"), "{page}");
    assert!(page.contains("value=\"500\">500.00 EUR of 1,000 EUR</data>") && page.contains("day 15 of 30"), "{page}");
}

#[test]
fn every_picture_has_a_title_and_says_what_it_shows() {
    let page = with_one(Language::En);
    assert_eq!(page.matches("<svg role=\"img\"").count(), 3, "{page}");
    for id in ["o0-target", "o0-along", "o0-budget"] {
        assert_eq!(page.matches(&format!("<title id=\"{id}-title\">")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("<desc id=\"{id}-desc\">")).count(), 1, "{id}");
    }
    assert!(page.contains("Value 40; target 100; forecast 80–120"), "{page}");
}

#[test]
fn a_word_stands_beside_each_colour_and_a_line_where_an_answer_is_missing() {
    let page = with_one(Language::En);
    assert!(page.contains("<span class=\"tone warning\"><span aria-hidden=\"true\">▲</span> at risk</span>"), "{page}");
    // Who agreed, and which drivers.
    assert_eq!(page.matches("<p class=\"blank\"></p>").count(), 2, "{page}");
}

#[test]
fn what_moved_it_is_a_waterfall_with_its_table_and_a_result_has_its_cost() {
    let part = |value: Option<&str>, change| Contribution { value: value.map(str::to_owned), change };
    let contributions = vec![part(Some("Search"), 12.0), part(None, -2.0)];
    let moved = vec![Movement { dimension: "channel".into(), contributions }];
    let one = Evaluation { moved, ..evaluation() };
    let page = of(vec![ObjectiveCard { evaluation: &one, objective: None, kpi: None, basis: None }], Language::En);
    assert!(page.contains("<title id=\"o0-moved-title\">What moved it, added up</title>"), "{page}");
    assert!(
        page.contains("<td>Search</td><td><data data-of=\"more\" data-field=\"moved\" value=\"12\">+12</data>"),
        "{page}"
    );
    assert!(page.contains("<td>others</td>") && page.contains("<td>Total</td><td>+10</td>"), "{page}");
    // 500 EUR for 40.
    assert!(
        page.contains(
            "<dt>Cost per result</dt><dd><data data-of=\"more\" data-field=\"per_result\" value=\"12.5\">12.50 EUR"
        ),
        "{page}"
    );
}

#[test]
fn levels_stand_in_their_order_and_the_one_reached_is_marked() {
    let check_in = |day, level: &str| CheckIn { date: date(2026, 4, day), level: level.into(), note: None };
    let objective = Objective {
        id: "more".into(),
        statement: None,
        goal: Goal::Levels {
            levels: ["plan", "beta", "shop"].map(str::to_owned).into(),
            check_ins: vec![check_in(2, "plan"), check_in(9, "beta"), check_in(20, "shop")],
        },
        period: "2026-04".parse().unwrap(),
        repeat: None,
        frequency: None,
        owner: None,
        accepted_by: vec![],
        serves: None,
        actions: vec![],
        budget: None,
        kept_because: None,
        milestones: vec![],
        settle_days: None,
        min_sample: None,
        weight: 1.0,
        file: "objectives/a.toml".into(),
        at: Position { line: 1, column: 1 },
    };
    let evaluation = evaluation();
    let page = of(
        vec![ObjectiveCard { evaluation: &evaluation, objective: Some(&objective), kpi: None, basis: None }],
        Language::En,
    );
    // As of the 15th.
    assert!(page.contains("<dt>Levels</dt><dd>plan → <strong>✓ beta</strong> → shop</dd>"), "{page}");
}
