//! The page.

use jauge_domain::Grain;

use super::super::{PageText, PageWord, Wording};
use super::status;

pub(super) fn text(text: &PageText<'_>, wording: &Wording) -> String {
    match *text {
        PageText::Word(one) => word(one).to_owned(),
        PageText::Title { workspace } => format!("{workspace}: objectives and KPIs"),
        PageText::Verdict { fine, all: 1, .. } => {
            if fine == 1 {
                "The objective is on track.".to_owned()
            } else {
                "The objective is not on track.".to_owned()
            }
        }
        PageText::Verdict { fine, all, .. } if fine == all => format!("All {all} objectives are on track."),
        PageText::Verdict { fine, unjudged, all } => {
            let open = if unjudged > 0 { format!("; {unjudged} cannot be judged yet") } else { String::new() };
            format!("{fine} of {all} objectives {} on track{open}.", if fine == 1 { "is" } else { "are" })
        }
        PageText::Unjudged { why } => {
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            format!("The objective cannot be judged yet{why}.")
        }
        PageText::Worst { statement, status } => format!("First to look at: {statement} ({}).", status::words(status)),
        PageText::NoObjectives => "There are no objectives to show.".to_owned(),
        PageText::AsOf { as_of, complete_to: None } => format!("As of {}.", wording.date(as_of)),
        PageText::AsOf { as_of, complete_to: Some(complete) } => {
            format!("As of {}; sources complete to {}.", wording.date(as_of), wording.date(complete))
        }
        PageText::Elapsed { day, days } => format!("day {day} of {days}"),
        PageText::Days { first, last } => format!("{} to {}", wording.date(first), wording.date(last)),
        PageText::ValueAndTarget { actual, target, band } => {
            let target = target.map(|target| format!("; target {target}")).unwrap_or_default();
            let band = band.map(|band| format!("; forecast {band}")).unwrap_or_default();
            format!("Value {actual}{target}{band}")
        }
        PageText::FirstAndLast { first, last } => format!("{first} at first, {last} at last"),
        PageText::Spent { spent, budget } => format!("{spent} of {budget}"),
        PageText::CatalogOf { workspace } => format!("{workspace}: the catalog of KPIs"),
        PageText::OnlyLargest { groups } => format!("Only the {groups} largest groups are shown."),
        PageText::HeadlinesOf { pack } => format!("Headline KPIs of {pack}"),
        PageText::CohortsOf { kpi } => format!("Cohorts: {kpi}"),
        PageText::CohortsRead { since } => format!(
            "A row: those who began in that month, and how many they are. A column: so many {} later. The stronger the colour, the more.",
            units(since)
        ),
        PageText::OfBasis { basis } => format!("Amounts: {}.", super::ask::of_basis(basis)),
    }
}

/// What time is counted in.
fn units(of: Grain) -> &'static str {
    match of {
        Grain::Hour => "hours",
        Grain::Day => "days",
        Grain::Week => "weeks",
        Grain::Month => "months",
        Grain::Quarter => "quarters",
        Grain::Year => "years",
    }
}

fn word(word: PageWord) -> &'static str {
    match word {
        PageWord::Objectives => "Objectives",
        PageWord::Funnels => "Funnels",
        PageWord::Gaps => "What the data do not cover",
        PageWord::NoGaps => "Nothing is known to be missing.",
        PageWord::Value => "Value",
        PageWord::Target => "Target",
        PageWord::Band => "Forecast",
        PageWord::Chance => "Chance to meet it",
        PageWord::Why => "Why",
        PageWord::Levels => "Levels",
        PageWord::Moved => "What moved it",
        PageWord::HeldBackBy => "Held back by",
        PageWord::NextAction => "Next action",
        PageWord::Owner => "Owner",
        PageWord::AcceptedBy => "Accepted by",
        PageWord::Serves => "Serves",
        PageWord::Budget => "Budget spent",
        PageWord::CostPerResult => "Cost per result",
        PageWord::Time => "Time passed",
        PageWord::Criteria => "S.M.A.R.T.",
        PageWord::Questions => "Three questions",
        PageWord::Feasible => "Is it feasible?",
        PageWord::WhoIsBehind => "Who is behind it?",
        PageWord::WhichDrivers => "Which drivers move it?",
        PageWord::Baseline => "Baseline",
        PageWord::Period => "Period",
        PageWord::Numbers => "The numbers",
        PageWord::Definition => "Definition",
        PageWord::Along => "Values along the period",
        PageWord::Waterfall => "What moved it, added up",
        PageWord::Total => "Total",
        PageWord::AgainstTarget => "Value beside its target",
        PageWord::AgainstTime => "Budget spent beside time passed",
        PageWord::FunnelPicture => "How many reach each step",
        PageWord::Began => "Began in",
        PageWord::HowMany => "How many",
        PageWord::CohortInPart => "* of those only for whom that time is over",
        PageWord::Record => "Track record",
        PageWord::Calibration => "How often what was forecast came",
        PageWord::CalibrationRead => {
            "A dot stands for forecasts that gave about the same chance, larger where there are more. On the \
             dashed line, targets are met as often as was forecast; above it more often, below it less."
        }
        PageWord::ChanceForecast => "Chance forecast",
        PageWord::CameTrue => "Targets met",
        PageWord::Forecasts => "Forecasts",
        PageWord::Catalog => "All KPIs",
        PageWord::Search => "Search",
        PageWord::MadeFrom => "What it is made from",
        PageWord::Date => "Date",
        PageWord::Signature => "Signature",
        PageWord::Overview => "Overview",
        PageWord::Pages => "Pages",
        PageWord::Languages => "Languages",
        PageWord::ThisLanguage => "English",
        PageWord::Sources => "Sources",
        PageWord::Rejects => "Rejected rows",
        PageWord::NoRejects => "No row was rejected.",
        PageWord::NoFunnels => "Nobody entered a funnel in this time.",
        PageWord::InDetail => "In detail",
        PageWord::WholePeriod => "The whole period",
        PageWord::DayByDay => "Day by day",
        PageWord::BySegment => "By segment",
        PageWord::Grain => "Grain",
        PageWord::By => "By",
        PageWord::ComparedWith => "Compared with",
        PageWord::ThePeriodBefore => "the period before",
        PageWord::TheYearBefore => "the year before",
        PageWord::Nothing => "nothing",
        PageWord::Show => "Show",
    }
}
