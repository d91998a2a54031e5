//! The objectives of all workspaces, worst first.

use std::sync::Arc;

use jauge_domain::{Language, Message};
use jauge_page::{LinkTo, LiveFrame, LiveObjective, LiveOverview, LiveWorkspace, live_overview};
use jauge_report::{PageText, PageWord, Style, Wording, by_urgency};

use super::place::{Fault, Made, languages, plain_style, to_overview, ways, word};
use crate::{
    edition::{Edition, Judgement},
    route::Page,
    site::{Served, Site},
    state::PageState,
};

/// How a workspace stands.
struct Standings {
    edition: Arc<Edition>,
    judgement: Arc<Judgement>,
    style: Style,
}

/// The overview of `site`.
pub(crate) async fn overview(site: &Site, state: &PageState) -> Made {
    let language = site.language(state.language(), None);
    let mut all = Vec::new();
    for served in &site.served {
        all.push((served, standings(served, language).await));
    }
    // One of several that cannot be read hinders no other.
    if let [(_, Err(message))] = all.as_slice() {
        return Err(Fault::from(message.clone()));
    }
    let plain = plain_style(language);
    let names = (all.len() > 1).then_some(());
    let mut objectives: Vec<LiveObjective<'_>> = all
        .iter()
        .filter_map(|(served, standings)| Some((*served, standings.as_ref().ok()?)))
        .flat_map(|(served, standings)| of_workspace(served, standings, state, names.map(|()| served.name.as_str())))
        .collect();
    objectives.sort_by_key(|one| one.evaluation.status.facts().urgency);
    let workspaces = all.iter().map(|(served, standings)| match standings {
        Ok(standings) => workspace(served, standings, state, language),
        Err(message) => unread(served, message, &plain),
    });
    let content = LiveOverview { objectives, workspaces: workspaces.collect() };
    let frame = LiveFrame {
        title: title(site, language),
        links: vec![to_overview(state, language, true)],
        languages: languages("/", state, language),
        style: &plain,
    };
    Ok((200, live_overview(&frame, &content)))
}

fn title(site: &Site, language: Language) -> String {
    match site.served.as_slice() {
        [one] => Wording::new(language).page(&PageText::Title { workspace: &one.name }),
        _ => word(PageWord::Overview, language),
    }
}

async fn standings(served: &Served, language: Language) -> Result<Standings, Message> {
    let edition = served.edition().await?;
    let judgement = edition.judged(language).await?;
    let style = edition.style(language, None);
    Ok(Standings { edition, judgement, style })
}

/// The objectives of `served` in short, worst first; `name` is its name where one must tell it from others.
fn of_workspace<'a>(
    served: &'a Served,
    standings: &'a Standings,
    state: &PageState,
    name: Option<&'a str>,
) -> Vec<LiveObjective<'a>> {
    let short =
        |evaluation| LiveObjective { workspace: name, href: String::new(), evaluation, style: &standings.style };
    let mut objectives: Vec<LiveObjective<'a>> =
        by_urgency(&standings.judgement.evaluations).into_iter().map(short).collect();
    for one in &mut objectives {
        let page = Page::Objective(one.evaluation.objective.clone());
        one.href = format!("{}{}", page.path(&served.slug), state.elsewhere().query());
    }
    objectives
}

fn workspace<'a>(
    served: &'a Served,
    standings: &'a Standings,
    state: &PageState,
    language: Language,
) -> LiveWorkspace<'a> {
    let Standings { edition, judgement, style } = standings;
    LiveWorkspace {
        name: &served.name,
        links: ways(served, state, language, None),
        as_of: Some(edition.as_of),
        complete_to: judgement.evaluations.iter().filter_map(|one| one.complete_to).min(),
        headlines: judgement.headlines.of(&edition.snapshot.catalog),
        cohorts: judgement.cohorts.of(&edition.snapshot.catalog),
        kpis: LinkTo { before: format!("{}/", Page::Kpis.path(&served.slug)), after: state.elsewhere().query() },
        gaps: judgement.gaps.said(&style.wording()),
        style,
    }
}

/// A workspace that cannot be read, and why.
fn unread<'a>(served: &'a Served, why: &Message, style: &'a Style) -> LiveWorkspace<'a> {
    LiveWorkspace {
        name: &served.name,
        links: Vec::new(),
        as_of: None,
        complete_to: None,
        headlines: Vec::new(),
        cohorts: Vec::new(),
        kpis: LinkTo::default(),
        gaps: vec![style.wording().with_help(why, None)],
        style,
    }
}
