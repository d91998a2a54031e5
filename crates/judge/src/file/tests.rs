use jauge_domain::{Aim, Baseline, Frequency, Goal, Objective, ObjectiveFault, Repeat, Target};
use jauge_report::Wording;
use jiff::civil::date;

use super::parse;

fn one(text: &str) -> Objective {
    let (mut objectives, errors) = parse("objectives/a.toml", text);
    assert_eq!(errors, []);
    assert_eq!(objectives.len(), 1);
    objectives.remove(0)
}

fn four(more: &str) -> String {
    format!("[[objective]]\nid = \"a\"\nkpi = \"shop.orders\"\nperiod = \"2026-Q2\"\n{more}\n")
}

/// Line, column and message of the one error.
fn wrong(text: &str) -> (usize, usize, String) {
    let (objectives, errors) = parse("a.toml", text);
    assert_eq!((objectives.len(), errors.len()), (0, 1), "{objectives:?} {errors:?}");
    let error = &errors[0];
    let (message, wording) = (jauge_domain::Message::from(error.fault.clone()), Wording::default());
    let help = wording.help(&message).unwrap_or_default();
    (error.at.line, error.at.column, format!("{} / {help}", wording.message(&message)))
}

fn target(text: &str) -> Target {
    let Goal::Kpi { target, .. } = one(&four(&format!("target = {text}"))).goal else { panic!("no KPI") };
    target
}

#[test]
fn four_lines_are_an_objective() {
    let objective = one(&four("target = 1200"));
    assert_eq!((objective.id.as_str(), objective.period.to_string()), ("a", "2026-Q2".to_owned()));
    assert_eq!((objective.at.line, objective.weight), (1, 1.0));
    let wanted =
        Goal::Kpi { kpi: "shop.orders".into(), filter: None, target: Target::Value(1200.0), aim: None, baseline: None };
    assert_eq!(objective.goal, wanted);
}

#[test]
fn targets_are_read_as_people_write_them() {
    for (text, wanted) in [
        ("0.024", Target::Value(0.024)),
        ("\"2.4%\"", Target::Value(0.024)),
        ("\"2,4 %\"", Target::Value(0.024)),
        ("\"120 000\"", Target::Value(120_000.0)),
        ("\"1,234.5\"", Target::Value(1234.5)),
        ("-3", Target::Value(-3.0)),
        ("\"+10%\"", Target::Relative(0.1)),
        ("\"-5 %\"", Target::Relative(-0.05)),
        ("\"+0.5pt\"", Target::Points(0.005)),
        ("\"-0,5 pts\"", Target::Points(-0.005)),
        ("\"+500\"", Target::Points(500.0)),
        ("[\"2%\", 0.03]", Target::Between(0.02, 0.03)),
    ] {
        let found = target(text);
        let near = |one: f64, other: f64| (one - other).abs() < 1e-12;
        let same = match (found, wanted) {
            (Target::Value(one), Target::Value(other))
            | (Target::Relative(one), Target::Relative(other))
            | (Target::Points(one), Target::Points(other)) => near(one, other),
            (Target::Between(low, high), Target::Between(other, above)) => near(low, other) && near(high, above),
            _ => false,
        };
        assert!(same, "{text}: {found:?}");
    }
}

#[test]
fn every_key_is_read() {
    let objective = one(r#"
[[objective]]
id        = "mobile-conversion-q2"
kpi       = "ecommerce.purchase_conversion"
target    = "2.4%"
period    = "2026-Q2"
repeat    = "quarterly"
statement = "Raise purchase conversion on mobile in France"
where     = "device_category = 'mobile' AND country = 'FR'"
owner     = "growth"
direction = "increase"
baseline  = { period = "2026-Q1" }
min_sample = 400
actions   = [{ what = "one-page checkout", due = 2026-04-20, lever = "ecommerce.checkout_to_purchase", done = "2026-04-18" }]
accepted_by = ["sales", "it"]
serves    = "profitable growth"
budget    = { amount = 12000, where = "campaign = 'q2'" }
override  = "the board wants it"
frequency = "weekly"
milestones = [{ date = 2026-05-15, value = "2.1%" }]
settle    = "3d"
weight    = 2
"#);
    assert_eq!((objective.repeat, objective.frequency), (Some(Repeat::Quarterly), Some(Frequency::Weekly)));
    assert_eq!(objective.actions[0].due, Some(date(2026, 4, 20)));
    assert_eq!(objective.actions[0].done, Some(date(2026, 4, 18)));
    assert_eq!((objective.budget.unwrap().amount, objective.settle_days), (12_000.0, Some(3)));
    assert_eq!(objective.milestones[0].date, date(2026, 5, 15));
    assert!((objective.milestones[0].value - 0.021).abs() < 1e-12);
    assert_eq!((objective.weight, objective.min_sample), (2.0, Some(400)));
    assert_eq!(objective.kept_because.as_deref(), Some("the board wants it"));
    let Goal::Kpi { aim, baseline, .. } = objective.goal else { panic!("no KPI") };
    assert_eq!(aim, Some(Aim::Increase));
    assert_eq!(baseline, Some(Baseline::Period("2026-Q1".parse().unwrap())));
}

#[test]
fn a_qualitative_objective_has_levels() {
    let text = "[[objective]]\nid = \"new-checkout\"\nperiod = \"2026-Q2\"\nlevels = [\"mock-up\", \"online\", \"adopted\"]\n\
                check_ins = [{ date = 2026-05-02, level = \"online\" }, { date = 2026-04-10, level = \"mock-up\" }]";
    let Goal::Levels { levels, check_ins } = one(text).goal else { panic!("no levels") };
    assert_eq!((levels.len(), check_ins[0].level.as_str()), (3, "mock-up"));
    let (_, _, message) = wrong(&text.replace("level = \"online\"", "level = \"onlin\""));
    assert!(message.contains("did you mean `online`?"), "{message}");
}

#[test]
fn what_is_wrong_stands_at_its_place() {
    for (text, line, column, says) in [
        (four("targt = 3"), 5, 1, "did you mean `target`?"),
        (four(""), 1, 1, "needs a target"),
        (four("target = \"lots\""), 5, 10, "`lots` is no value"),
        (four("target = \"0.5pt\""), 5, 10, "points need a sign"),
        (four("target = [3, 2]"), 5, 10, "the lower value comes first"),
        (four("target = 1\ndirection = \"up\""), 6, 13, "`up` is no direction"),
        (four("target = 1\ndirection = \"incraese\""), 6, 13, "did you mean `increase`?"),
        (four("target = 1\ndirection = \"maintain_between\""), 5, 10, "does not fit the direction"),
        (four("target = 1\nsettle = \"3 weeks\""), 6, 10, "is not a number of days"),
        (four("target = 1\nbaseline = { period = \"2026-Q1\", value = 3 }"), 6, 12, "one of them"),
        (four("target = 1\nbaseline = { perod = \"2026-Q1\" }"), 6, 14, "unknown key `perod`"),
        (four("target = 1\nmilestones = [{ date = \"soon\", value = 3 }]"), 6, 24, "`soon` is no day"),
        (four("target = 1\nweight = -1"), 6, 10, "a number from 0"),
        (four("target = 1\nrepeat = \"monthly\""), 6, 10, "cannot be repeated so"),
        (four("target = 1\nlevels = [\"a\", \"b\"]"), 6, 10, "a KPI or levels"),
        (four("target = 1\nbudget = { amount = 0 }"), 6, 10, "more than 0"),
        (four("target = 1").replace("2026-Q2", "2026-Q5"), 4, 10, "a year has 4 quarters"),
        (four("target = 1").replace("2026-Q2", "2026-04-01/.."), 4, 10, "has no end"),
        (four("target = 1").replace("id = \"a\"", "id = \"A b\""), 2, 6, "is no id"),
        (four("target = 1").replace("kpi = \"shop.orders\"\n", ""), 1, 1, "needs a KPI"),
        (four("target = 1").replace("id = \"a\"\n", ""), 1, 1, "the key `id` is missing"),
        ("[[objectiv]]\nid = 1".to_owned(), 1, 3, "[[objective]]"),
        ("[[objective]]\nid = ".to_owned(), 2, 6, ""),
    ] {
        let found = wrong(&text);
        assert!(found.2.contains(says), "{text}: {}", found.2);
        assert_eq!((found.0, found.1), (line, column), "{text}: {}", found.2);
    }
}

#[test]
fn one_bad_objective_hinders_no_other() {
    let text = format!("{}{}", four("target = 1"), four("target = \"lots\"").replace("\"a\"", "\"b\""));
    let (objectives, errors) = parse("a.toml", &text);
    assert_eq!((objectives.len(), errors.len()), (1, 1));
    assert_eq!(errors[0].id.as_deref(), Some("b"));
    let (objectives, errors) = parse("a.toml", &format!("{0}{0}", four("target = 1")));
    assert_eq!((objectives.len(), errors.len()), (1, 1));
    assert_eq!(errors[0].fault, ObjectiveFault::IdTakenInFile { id: "a".into() });
}

#[test]
fn the_schema_has_every_key() {
    let schema: serde_json::Value = serde_json::from_str(&super::schema()).unwrap();
    let keys = schema["$defs"]["Written"]["properties"].as_object().unwrap();
    let mut keys: Vec<&str> = keys.keys().map(String::as_str).collect();
    let mut wanted = super::KEYS;
    keys.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(keys, wanted);
}

/// The schema of the repository is the one that is written into workspaces.
#[test]
fn the_schema_is_current() {
    let known = include_str!("../../objectives.schema.json");
    assert_eq!(super::schema().trim(), known.trim(), "write it again: `jauge init` makes `objectives/schema.json`");
    let json: serde_json::Value = serde_json::from_str(known).unwrap();
    assert_eq!(json["$defs"]["Written"]["required"], serde_json::json!(["id", "period"]));
}
