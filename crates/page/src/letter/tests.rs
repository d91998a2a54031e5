//! A letter of one objective and two KPIs, whole, in each language.

use jauge_domain::{Answer, AssessmentFinding, Evaluation, Kpi, Language, NextAction, Noise, Status, Unit, Value};
use jiff::civil::date;

use super::{Envelope, LetterForm, letter, mail};
use crate::tests::{evaluation, style};
use crate::verdict::verdict_of;
use crate::{Headline, ObjectiveCard, PageContent};

fn kpi(id: &str, titles: &str) -> Kpi {
    let header = format!("/*---\nid = \"{id}\"\nunit = \"count\"\ntitle = {{ {titles} }}\n---*/\n");
    Kpi::parse("kpi.sql", &(header + "SELECT count(*) FROM events")).unwrap()
}

fn answer(kpi: &str, [value, before]: [i64; 2], change: f64, p: f64) -> Answer {
    let day = |month, day| Some(style(Language::En).calendar.day_start(date(2026, month, day)));
    Answer {
        start: day(3, 18),
        end: day(4, 15),
        n: Value::Int(value),
        compare: Value::Int(before),
        change: Value::Float(change),
        noise: Some(Noise::Usual { low: -0.1, high: 0.1, p }),
        ..Answer::bare(kpi, Unit::Count, Value::Int(value))
    }
}

/// `write` with what the letters of these tests are about.
fn with(evaluation: &Evaluation, write: impl FnOnce(&PageContent<'_>) -> String) -> String {
    let orders = kpi("shop.orders", "en = \"Orders\", fr = \"Commandes\"");
    let sessions = kpi("core.sessions", "en = \"Sessions\", fr = \"Sessions\"");
    let (moved, still) =
        (answer(&orders.id, [1234, 1099], 0.1228, 0.01), answer(&sessions.id, [500, 490], 0.0204, 0.6));
    let content = PageContent {
        workspace: "a & b",
        as_of: date(2026, 4, 15),
        cards: vec![ObjectiveCard { evaluation, objective: None, kpi: None, basis: None }],
        record: None,
        headlines: vec![
            Headline { kpi: &sessions, answer: &still, stands_out: false, along: vec![], drivers: vec![] },
            Headline { kpi: &orders, answer: &moved, stands_out: true, along: vec![], drivers: vec![] },
        ],
        cohorts: vec![],
        funnels: vec![],
        gaps: vec!["<script>alert(1)</script>".to_owned()],
        is_part: false,
        is_signed: false,
    };
    write(&content)
}

fn written(form: LetterForm, language: Language) -> String {
    with(&evaluation(), |content| letter(content, form, &style(language)))
}

#[test]
fn the_letter_in_english() {
    let expected = r"# a & b: how things stand on 2026-04-15

The objective is not on track. [1] First to look at: More \<b\>orders\</b\> & joy (at risk). [2] As of 2026-04-15; sources complete to 2026-04-14.

## Objectives

- **More \<b\>orders\</b\> & joy** – at risk, 40 so far (from 80, target 100 by 2026-04-30). Forecast: 80–120, 26 % likely. Budget: 500.00 EUR of 1,000 EUR. [2]

## What changed

From 2026-03-18 to 2026-04-14, beside as many days before:

- **Orders** – 1,234, +12.3 % on the 1,099 before. [3]

Within their usual ups and downs: Sessions.

## What to do next

- **More \<b\>orders\</b\> & joy** – no action is open: who does what by when? [2]

## What is missing

- \<script\>alert(1)\</script\>

## Where the numbers come from

1. `jauge evaluate --as-of 2026-04-15 --format md --locale en`
2. `jauge evaluate more --as-of 2026-04-15 --locale en`
3. `jauge ask shop.orders --as-of 2026-04-15 --locale en`
";
    assert_eq!(written(LetterForm::Markdown, Language::En), expected);
}

#[test]
fn the_letter_in_french() {
    let expected = r"# a & b : le point au 15/04/2026

L'objectif n'est pas en bonne voie. [1] À regarder d'abord : More \<b\>orders\</b\> & joy (à surveiller). [2] État au 15/04/2026 ; sources complètes jusqu'au 14/04/2026.

## Objectifs

- **More \<b\>orders\</b\> & joy** – à surveiller, 40 à ce jour (départ 80, cible 100 au 30/04/2026). Prévu : 80–120, 26_% de chances. Budget : 500,00_€ sur 1_000_€. [2]

## Ce qui a changé

Du 18/03/2026 au 14/04/2026, face à autant de jours avant :

- **Commandes** – 1_234, +12,3_% par rapport à 1_099 avant. [3]

Dans leur variation habituelle : Sessions.

## À faire ensuite

- **More \<b\>orders\</b\> & joy** – aucune action en cours : qui fait quoi, et pour quand ? [2]

## Ce qui manque

- \<script\>alert(1)\</script\>

## D'où viennent les chiffres

1. `jauge evaluate --as-of 2026-04-15 --format md --locale fr`
2. `jauge evaluate more --as-of 2026-04-15 --locale fr`
3. `jauge ask shop.orders --as-of 2026-04-15 --locale fr`
";
    assert_eq!(written(LetterForm::Markdown, Language::Fr).replace('\u{202f}', "_"), expected);
}

#[test]
fn plain_text_has_short_lines_and_no_marks_of_markdown() {
    let text = written(LetterForm::Plain, Language::En);
    assert!(
        text.starts_with("a & b: how things stand on 2026-04-15\n=====================================\n\n"),
        "{text}"
    );
    let items = "\n- Orders – 1,234, +12.3 % on the 1,099 before. [3]\nWithin their usual ups and downs: Sessions.\n";
    assert!(text.contains(items) && text.contains("\n[3] jauge ask shop.orders --as-of 2026-04-15"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 72), "{text}");
    assert!(!text.contains("**") && !text.contains('\\'), "{text}");
}

#[test]
fn what_is_due_first_is_done_first_and_what_is_fine_is_not_asked_for_action() {
    let action =
        |what: &str| NextAction { what: what.into(), due: Some(date(2026, 4, 20)), is_overdue: false, owner: None };
    let planned = Evaluation { next_action: Some(action("call them")), ..evaluation() };
    let text = with(&planned, |content| letter(content, LetterForm::Plain, &style(Language::En)));
    assert!(text.contains("& joy – call them, 2026-04-20. [2]"), "{text}");
    let fine = Evaluation { status: Status::OnTrack, ..evaluation() };
    let text = with(&fine, |content| letter(content, LetterForm::Plain, &style(Language::En)));
    assert!(text.contains("No action is open.") && !text.contains("Forecast"), "{text}");
}

#[test]
fn what_cannot_be_judged_is_not_said_to_be_off_track_and_why_is_said() {
    let unjudged = |status, why: AssessmentFinding| Evaluation {
        status,
        why: Some(why.into()),
        forecast: None,
        budget: None,
        ..evaluation()
    };
    let early = unjudged(Status::InsufficientData, AssessmentFinding::TooEarly);
    let none = unjudged(Status::NoData, AssessmentFinding::NoRowsYet);
    let written =
        |one: &Evaluation, language| with(one, |content| letter(content, LetterForm::Markdown, &style(language)));
    let text = written(&early, Language::En);
    assert!(text.contains("\nThe objective cannot be judged yet: too early to say. [1]"), "{text}");
    assert!(text.contains(" Too early to say. [2]") && !text.contains("on track"), "{text}");
    let text = written(&none, Language::En);
    assert!(text.contains("The objective cannot be judged yet: no rows in the period so far. [1]"), "{text}");
    let text = written(&early, Language::Fr);
    assert!(text.contains("L'objectif ne peut pas encore être jugé : "), "{text}");
    assert!(!text.contains("en bonne voie"), "{text}");
    let several = verdict_of(&[&evaluation(), &none, &early], &style(Language::En));
    assert_eq!(several, "0 of 3 objectives are on track; 2 cannot be judged yet.");
    let several = verdict_of(&[&evaluation(), &none], &style(Language::Fr));
    assert_eq!(several, "0 des 2 objectifs est en bonne voie ; 1 ne peut pas encore être jugé.");
}

/// What is quoted-printable, on one line.
fn unfolded(quoted: &str) -> String {
    quoted.replace("=\n", "").replace('\n', " ")
}

#[test]
fn a_mail_has_the_letter_to_read_and_the_page_attached() {
    let envelope =
        Envelope { from: Some("a@example.com".into()), to: vec!["b@example.com".into(), "c@example.com".into()] };
    let mailed = with(&evaluation(), |content| mail(content, &envelope, &style(Language::Fr)));
    let (head, body) = mailed.split_once("\n\n").unwrap();
    assert!(
        head.starts_with("From: a@example.com\nTo: b@example.com,\n c@example.com\nSubject: a & b : le point"),
        "{head}"
    );
    let boundary = head.split("boundary=\"").nth(1).unwrap().trim_end_matches('"');
    let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
    assert_eq!((parts.len(), parts[0], parts[3]), (4, "", "--\n"), "{mailed}");
    assert!(
        parts[1].contains("quoted-printable\n\n")
            && unfolded(parts[1]).contains("La page enti=C3=A8re est jointe : report.html."),
        "{}",
        parts[1]
    );
    assert!(parts[2].contains("attachment; filename=\"report.html\"\n") && parts[2].contains("base64\n\nPCFET0NUWVBF"));
    assert!(mailed.lines().all(|line| line.len() <= 78 && line.is_ascii()), "{mailed}");
    let to_nobody = with(&evaluation(), |content| mail(content, &Envelope::default(), &style(Language::En)));
    assert!(
        to_nobody.starts_with("Subject: a & b: how things stand on 2026-04-15\nMIME-Version: 1.0\n"),
        "{to_nobody}"
    );
}

#[test]
fn a_headline_on_the_page_says_of_which_days_it_is_and_whether_it_is_noise() {
    let page = with(&evaluation(), |content| crate::page(content, &style(Language::En)));
    assert!(
        page.contains("<h3>Orders</h3>") && page.contains("<p class=\"soft\">2026-03-18 – 2026-04-14</p>"),
        "{page}"
    );
    assert_eq!(page.matches("within its usual ups and downs").count(), 1, "{page}");
    // What chance gives has no colour.
    assert!(page.contains("<span class=\"tone neutral\"><span aria-hidden=\"true\">▲</span> +2.0 %</span>"), "{page}");
    assert!(page.contains("<span class=\"tone good\"><span aria-hidden=\"true\">▲</span> +12.3 %</span>"), "{page}");
}
