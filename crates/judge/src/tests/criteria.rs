//! At least one bad objective for each way to fail a criterion, and what would pass.

use jauge_domain::{
    AchievableFinding, Criterion, CriterionState, Finding, MeasurableFinding, Objective, RealisticFinding,
};
use jauge_report::Wording;
use jiff::ToSpan;
use jiff::civil::date;

use super::{Shop, judged, objective};
use crate::{Readings, parse_objectives};

/// An objective that holds in every criterion.
const GOOD: &str = r#"
statement = "More orders in the second quarter"
owner = "growth"
accepted_by = ["sales"]
serves = "profitable growth"
actions = [{ what = "one-page checkout", due = 2026-04-20, lever = "shop.to_cart" }]
"#;

fn shop() -> Shop {
    Shop::new(date(2026, 4, 20))
}

fn criterion(shop: &Shop, objective: &Objective, name: &str) -> (CriterionState, String) {
    let smart = judged(shop, objective).smart;
    let criteria = smart.criteria();
    let (_, criterion) = criteria.iter().find(|(known, _)| known.name() == name).unwrap();
    let advice = criterion.advice.iter().map(|finding| Wording::default().finding(finding));
    (criterion.state, advice.collect::<Vec<_>>().join("; "))
}

#[test]
fn a_good_objective_holds_in_every_criterion() {
    let found = judged(&shop(), &objective("shop.orders", "\"+4%\"", "2026-Q2", GOOD));
    for (name, criterion) in found.smart.criteria() {
        assert_eq!(criterion.state, CriterionState::Ok, "{name:?}: {criterion:?}");
        assert!(!criterion.evidence.is_empty(), "{name:?} has no evidence");
    }
}

#[test]
fn each_way_to_fail_a_criterion_is_answered_on_that_criterion() {
    use CriterionState::{Advice, Fails, Unknown};
    let young = || shop().since(date(2026, 4, 5));
    let with_spend = || Shop { spend: Some(100.0), ..shop() };
    let short = |more: &str| format!("{GOOD}{more}");
    let without = |key: &str| GOOD.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    let kpi = |target: &str, more: &str| objective("shop.orders", target, "2026-Q2", more);
    let ratio = |target: &str, more: &str| objective("shop.conversion", target, "2026-Q2", more);
    let late_action = GOOD.replace("2026-04-20", "2026-07-20");
    for (nth, (shop, objective, name, state, says)) in [
        // Specific
        (shop(), kpi("\"+4%\"", &short("where = \"none\"")), "specific", Fails, "no row passes"),
        (shop(), ratio("2.4", GOOD), "specific", Fails, "did you mean \"2.4%\"?"),
        (shop(), kpi("\"+4%\"", &without("owner")), "specific", Advice, "owner = "),
        (shop(), kpi("\"+4%\"", &without("statement")), "specific", Advice, "statement = "),
        // Measurable
        (young(), kpi("\"+4%\"", GOOD), "measurable", Fails, "load what was before, or give one"),
        (shop(), ratio("\"2.01%\"", &short("where = \"all\"")), "measurable", Fails, "widen the filter"),
        (shop(), ratio("\"2.4%\"", &short("min_sample = 900000")), "measurable", Fails, "900,000 are needed"),
        (shop(), kpi("\"+0.1%\"", GOOD), "measurable", Fails, "within what chance alone gives"),
        (shop(), kpi("2500", &short("baseline = { value = 0 }")), "measurable", Fails, "the baseline is 0"),
        (
            shop(),
            kpi("2500", &short("baseline = { period = \"2023-Q4\" }")),
            "measurable",
            Fails,
            "choose a later baseline",
        ),
        (shop().since(date(2025, 9, 1)), kpi("\"+4%\"", GOOD), "measurable", Advice, "another season"),
        (shop(), objective("shop.median", "2500", "2026-Q2", GOOD), "measurable", Advice, "does not add up"),
        // Achievable
        (shop(), kpi("\"+80%\"", GOOD), "achievable", Fails, "beyond the best ever"),
        (shop(), kpi("\"+12%\"", GOOD), "achievable", Advice, "beyond the best ever"),
        (shop(), kpi("1000", GOOD), "achievable", Fails, "meets the target"),
        (
            shop().change("shop.orders", date(2025, 10, 1), 1.5),
            kpi("\"+4%\"", GOOD),
            "achievable",
            Fails,
            "aim further",
        ),
        (shop(), kpi("\"+4%\"", &late_action), "achievable", Fails, "after the period's end"),
        (shop(), kpi("\"+4%\"", &GOOD.replace(", due = 2026-04-20", "")), "achievable", Advice, "by when?"),
        (shop(), kpi("\"+4%\"", &GOOD.replace("shop.to_cart", "shop.to_crt")), "achievable", Fails, "no KPI is called"),
        (shop(), kpi("\"+4%\"", &GOOD.replace(", lever = \"shop.to_cart\"", "")), "achievable", Advice, "which KPI"),
        (shop(), kpi("\"+4%\"", &without("actions")), "achievable", Advice, "which drivers?"),
        (shop(), kpi("\"+4%\"", &without("accepted_by")), "achievable", Advice, "who is behind it?"),
        (shop(), ratio("\"25%\"", GOOD), "achievable", Fails, "cannot do it alone"),
        (young(), kpi("2500", GOOD), "achievable", Unknown, ""),
        // Realistic
        (shop(), kpi("\"+80%\"", GOOD), "realistic", Fails, "override = "),
        (shop(), kpi("\"+4%\"", &without("serves")), "realistic", Advice, "serves = "),
        (with_spend(), kpi("\"+4%\"", &short("budget = { amount = 500 }")), "realistic", Advice, "the target costs"),
        (young(), kpi("2500", GOOD), "realistic", Unknown, ""),
        // Time-bound
        (shop(), kpi("\"+4%\"", &short("frequency = \"quarterly\"")), "time_bound", Fails, "look more often"),
        (Shop::new(date(2026, 7, 20)), kpi("\"+4%\"", GOOD), "time_bound", Fails, "expired on 2026-06-30"),
        (
            shop(),
            kpi("\"+4%\"", &short("milestones = [{ date = 2026-08-01, value = 3 }]")),
            "time_bound",
            Fails,
            "outside",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let (found, advice) = criterion(&shop, &objective, name);
        assert_eq!(found, state, "{nth}: {name}: {advice}");
        assert!(advice.contains(says), "{nth}: {name}: {advice}");
    }
}

/// The one stretch of seven days that was best may start on any day of the week.
#[test]
fn the_best_stretch_is_looked_for_from_every_day() {
    for day in 9..=15 {
        let first = date(2026, 3, day);
        let shop = Shop::new(date(2026, 4, 8)).change("shop.orders", first, 3.0);
        let shop = shop.change("shop.orders", first + 7.days(), 1.0 / 3.0);
        let sold = shop.over("shop.orders", None, &[(first, first + 7.days())]).unwrap()[0].value;
        let found = judged(&shop, &objective("shop.orders", "300", "2026-04-06/2026-04-12", GOOD)).smart;
        let best = found.achievable.evidence.iter().find_map(|finding| match finding {
            Finding::Achievable(AchievableFinding::Best { value, .. }) => Some(*value),
            _ => None,
        });
        assert_eq!(best, sold, "from {first}");
    }
}

/// Days that data do not reach yet are unknown: they make no quiet stretch of what should be low.
#[test]
fn days_without_data_yet_are_no_record() {
    let target = objective("shop.refunds", "10", "2026-04-20/2026-04-26", "");
    let best = |shop: &Shop| {
        let found = judged(shop, &target).smart.achievable.evidence;
        found.iter().find_map(|finding| match finding {
            Finding::Achievable(AchievableFinding::Best { value, .. }) => Some(*value),
            _ => None,
        })
    };
    let lagging = best(&Shop::new(date(2026, 4, 17)).until(date(2026, 4, 11)));
    assert!(lagging.is_some_and(|best| best > 5.0), "{lagging:?}");
}

/// What is found of a criterion, its evidence first.
fn findings(criterion: Criterion) -> Vec<Finding> {
    criterion.evidence.into_iter().chain(criterion.advice).collect()
}

/// A target that chance alone would meet is to lie further on the side that is better, whichever side of the baseline it is on.
#[test]
fn beyond_chance_is_where_it_is_better() {
    for (kpi, target, rises) in [
        ("shop.orders", "\"+0.1%\"", true),
        ("shop.orders", "\"-0.1%\"", true),
        ("shop.abandonment", "\"-0.01%\"", false),
        ("shop.abandonment", "\"+0.01%\"", false),
    ] {
        let found = findings(judged(&shop(), &objective(kpi, target, "2026-Q2", GOOD)).smart.measurable);
        let beyond = found.iter().find_map(|finding| match finding {
            Finding::Measurable(MeasurableFinding::WithinNoise { low, high, bound, .. }) => Some((*low, *high, *bound)),
            _ => None,
        });
        let (low, high, bound) = beyond.unwrap_or_else(|| panic!("{kpi} {target}: {found:?}"));
        assert_eq!(bound, if rises { high } else { low }, "{kpi} {target}");
    }
}

/// The growth to compare with is the largest in the direction asked for.
#[test]
fn what_should_fall_is_held_against_its_largest_decline() {
    let most = |kpi: &str, target: &str| {
        let found = findings(judged(&shop(), &objective(kpi, target, "2026-Q2", GOOD)).smart.realistic);
        found.iter().find_map(|finding| match finding {
            Finding::Realistic(RealisticFinding::Growth { most, .. }) => Some(*most),
            _ => None,
        })
    };
    let (falls, rises) = (most("shop.refunds", "\"-4%\"").unwrap(), most("shop.orders", "\"+4%\"").unwrap());
    assert!(falls < 0.0 && rises > 0.0, "{falls} {rises}");
}

/// Of ten in a hundred that go on, eleven have to: of those who do not, 89 and not 99.
#[test]
fn a_driver_that_should_fall_has_to_fall_where_the_kpi_should_rise() {
    let of = |target: &str| {
        let more = GOOD.replace("shop.to_cart", "shop.abandonment");
        let found = judged(&shop(), &objective("shop.conversion", target, "2026-Q2", &more));
        (found.baseline.unwrap(), findings(found.smart.achievable))
    };
    let (_, found) = of("\"+10%\"");
    let alone = found.iter().find_map(|finding| match finding {
        Finding::Achievable(AchievableFinding::DriverAlone { now, needed, best, .. }) => Some((*now, *needed, *best)),
        _ => None,
    });
    let (now, needed, best) = alone.unwrap();
    assert!((needed - (1.0 - (1.0 - now) * 1.1)).abs() < 1e-9, "{now} {needed}");
    assert!(needed < best && best <= now, "{now} {needed} {best}");
    let (base, found) = of("\"25%\"");
    assert!(base < 0.03 && found.iter().any(|finding| says(finding, "below 0 %")), "{base}: {found:?}");
}

/// Whether a finding says `text` in English.
fn says(finding: &Finding, text: &str) -> bool {
    Wording::default().finding(finding).contains(text)
}

#[test]
fn a_reason_keeps_a_target() {
    let kept = format!("{GOOD}override = \"the board wants it\"");
    let (state, _) = criterion(&shop(), &objective("shop.orders", "\"+80%\"", "2026-Q2", &kept), "realistic");
    assert_eq!(state, CriterionState::Ok);
}

#[test]
fn values_that_mature_must_settle() {
    let mut shop = shop();
    shop.series.get_mut("shop.orders").unwrap().known.matures_days = 7;
    let early = format!("{GOOD}settle = \"2d\"");
    let (state, advice) = criterion(&shop, &objective("shop.orders", "\"+4%\"", "2026-Q2", &early), "time_bound");
    assert_eq!(state, CriterionState::Fails);
    assert!(advice.contains("settle = \"7d\""), "{advice}");
}

#[test]
fn what_has_no_data_says_so_in_its_criteria() {
    let (state, advice) = criterion(&shop(), &objective("shop.unfed", "3", "2026-Q2", GOOD), "measurable");
    assert_eq!(state, CriterionState::Fails);
    assert!(advice.contains("load what the KPI needs"), "{advice}");
}

#[test]
fn levels_are_checked_on_the_criteria_that_apply() {
    let text = "[[objective]]\nid = \"checkout\"\nperiod = \"2026-04-01/2026-04-10\"\nlevels = [\"mock-up\", \"online\"]\nfrequency = \"weekly\"";
    let objective = parse_objectives("o.toml", text).0.remove(0);
    let smart = judged(&Shop::new(date(2026, 4, 2)), &objective).smart;
    let states = smart.criteria().map(|(_, criterion)| criterion.state);
    use CriterionState::{Advice, Fails, Ok};
    assert_eq!(states, [Advice, Ok, Advice, Advice, Fails]);
}
