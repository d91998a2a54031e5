//! All objectives, worst first, and the headline KPIs of each workspace.

use jauge_domain::Evaluation;
use jauge_report::{EvaluationTexts, PageText, PageWord, Style};
use jiff::civil::Date;
use maud::{Markup, html};

use super::frame::{LiveFrame, LiveLink, framed, links, word};
use crate::cohorts::cohorts;
use crate::content::{CohortPart, Headline, LinkTo};
use crate::figure::{exact, figure, signed};
use crate::headlines::headlines;
use crate::page::gaps;
use crate::verdict::{verdict_of, worst_text};

/// What stands on the overview.
#[derive(Clone, Debug)]
pub struct LiveOverview<'a> {
    /// The objectives of all workspaces, worst first.
    pub objectives: Vec<LiveObjective<'a>>,
    /// The workspaces.
    pub workspaces: Vec<LiveWorkspace<'a>>,
}

/// An objective in short.
#[derive(Clone, Debug)]
pub struct LiveObjective<'a> {
    /// The workspace's name, where there are several.
    pub workspace: Option<&'a str>,
    /// Where its page lies.
    pub href: String,
    /// How it stands.
    pub evaluation: &'a Evaluation,
    /// How its workspace writes.
    pub style: &'a Style,
}

/// A workspace.
#[derive(Clone, Debug)]
pub struct LiveWorkspace<'a> {
    /// Its name.
    pub name: &'a str,
    /// The ways to its pages.
    pub links: Vec<LiveLink>,
    /// The last day that counts; `None` where it cannot be read.
    pub as_of: Option<Date>,
    /// The last day to which the sources of all its objectives are complete, where it is known.
    pub complete_to: Option<Date>,
    /// KPIs with the change to the period before.
    pub headlines: Vec<Headline<'a>>,
    /// How those who began together went on, a KPI a pack.
    pub cohorts: Vec<CohortPart<'a>>,
    /// Where the pages of its KPIs lie.
    pub kpis: LinkTo,
    /// What the data do not cover, in words; why it cannot be read, where it cannot.
    pub gaps: Vec<String>,
    /// How it writes.
    pub style: &'a Style,
}

/// The overview.
pub fn live_overview(frame: &LiveFrame<'_>, content: &LiveOverview<'_>) -> String {
    let body = html! {
        (opening(&content.objectives, frame.style))
        @if !content.objectives.is_empty() {
            section {
                h2 { (word(PageWord::Objectives, frame.style)) }
                div class="tiles" { @for one in &content.objectives { (tile(one)) } }
            }
        }
        @for (nth, one) in content.workspaces.iter().enumerate() { (workspace(&format!("w{nth}-"), one)) }
    };
    framed(frame, &body)
}

fn opening(objectives: &[LiveObjective<'_>], style: &Style) -> Markup {
    let verdict = verdict_of(&objectives.iter().map(|one| one.evaluation).collect::<Vec<_>>(), style);
    let worst = objectives.first().filter(|one| one.evaluation.status.facts().needs_attention);
    html! {
        p class="verdict" {
            (verdict)
            @if let Some(worst) = worst { " " (worst_text(worst.evaluation, worst.style)) }
        }
    }
}

fn tile(one: &LiveObjective<'_>) -> Markup {
    let evaluation = one.evaluation;
    let texts = EvaluationTexts::of(evaluation, one.style);
    html! {
        article {
            h3 { a href=(one.href) { (texts.statement) } }
            @if let Some(workspace) = one.workspace { p class="soft" { (workspace) } }
            p { (signed(texts.sign, &texts.status, evaluation.status.facts().tone)) }
            p class="large" { (figure(&evaluation.objective, "actual", evaluation.actual.map(exact), &texts.actual)) }
            p class="soft" { (texts.aside) }
        }
    }
}

fn workspace(id: &str, one: &LiveWorkspace<'_>) -> Markup {
    let as_of = one.as_of.map(|as_of| PageText::AsOf { as_of, complete_to: one.complete_to });
    html! {
        section {
            h2 { (one.name) }
            p { (links(&one.links)) }
            @if let Some(as_of) = as_of { p class="soft" { (one.style.wording().page(&as_of)) } }
        }
        (headlines(id, &one.headlines, Some(&one.kpis), one.style))
        (cohorts(&one.cohorts, Some(&one.kpis), one.style))
        (gaps(&one.gaps, one.style))
    }
}
