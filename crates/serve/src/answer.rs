//! What a request is answered with.

use jauge_domain::ServeMessage;
use jauge_page::{LiveFrame, live_message};

use crate::{
    pages::{
        Fault, Made, Place, funnels, kpi, kpis, languages, objective, overview, plain_style, sources, to_overview,
    },
    route::{Page, Route},
    site::{Served, Site},
    state::PageState,
};

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The path of a page.
    pub(crate) path: String,
    /// What stands behind its question mark.
    pub(crate) query: String,
}

/// A page, with the status of HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) text: String,
}

/// The page that is asked for, or one that says why there is none.
pub(crate) async fn answer(site: &Site, asked: &Asked) -> Reply {
    let state = PageState::of(&asked.query);
    let made = match Route::of(&asked.path) {
        Some(Route::Overview) => overview(site, &state).await,
        Some(Route::Of(slug, page)) => match site.named(&slug) {
            Some(served) => of_workspace(site, served, page, &state).await,
            None => Err(Fault::missing(&asked.path)),
        },
        None => Err(Fault::missing(&asked.path)),
    };
    match made {
        Ok((status, text)) => Reply { status, text },
        Err(fault) => refusal(site, asked, &fault),
    }
}

async fn of_workspace(site: &Site, served: &Served, page: Page, state: &PageState) -> Made {
    let edition = served.edition().await?;
    let language = site.language(state.language(), Some(served));
    let place = Place { served, edition: &edition, state, language, page: &page };
    match &page {
        Page::Objective(id) => objective(&place, id).await,
        Page::Kpis => Ok((200, kpis(&place))),
        Page::Kpi(id) => kpi(&place, id).await,
        Page::Funnels => funnels(&place).await,
        Page::Sources => sources(&place).await,
    }
}

/// A page that says why what was asked for is not there.
fn refusal(site: &Site, asked: &Asked, fault: &Fault) -> Reply {
    let state = PageState::of(&asked.query);
    let language = site.language(state.language(), None);
    let style = plain_style(language);
    let text = style.wording().with_help(&fault.message, None);
    let frame = LiveFrame {
        title: "Jauge".to_owned(),
        links: vec![to_overview(&state, language, false)],
        languages: languages(&asked.path, &state, language),
        style: &style,
    };
    Reply { status: fault.status, text: live_message(&frame, &text) }
}

/// What is said to who is not let in: in the site's language, without a way to anywhere.
pub(crate) fn turned_away(site: &Site, status: u16, message: ServeMessage) -> Reply {
    let style = plain_style(site.language(None, None));
    let text = style.wording().with_help(&message.into(), None);
    let frame = LiveFrame { title: "Jauge".to_owned(), links: Vec::new(), languages: Vec::new(), style: &style };
    Reply { status, text: live_message(&frame, &text) }
}
