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

#[cfg(test)]
mod tests {
    use std::fs;

    use jauge_core::settings::Settings;
    use jauge_domain::Message;
    use tokio::runtime::Builder;

    use super::*;
    use crate::parts::{Opener, ServedParts};

    /// A site of one workspace, which is in French.
    fn site() -> (tempfile::TempDir, Site) {
        let dir = tempfile::tempdir().unwrap();
        let config = "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\nlanguage = \"fr\"\n";
        fs::write(dir.path().join("jauge.toml"), config).unwrap();
        let root = dir.path().to_owned();
        let opener: Opener = Box::new(move || -> Result<ServedParts, Message> {
            let settings = Settings::open(&root).map_err(|error| error.message())?;
            Ok(ServedParts { settings, packs: Vec::new(), troubles: Vec::new() })
        });
        (dir, Site::new(vec![opener], None).unwrap())
    }

    fn answered(site: &Site, path: &str, query: &str) -> Reply {
        let asked = Asked { path: path.to_owned(), query: query.to_owned() };
        Builder::new_current_thread().build().unwrap().block_on(answer(site, &asked))
    }

    #[test]
    fn what_is_not_there_is_said_in_the_language_of_the_address_or_else_the_workspaces() {
        let (_dir, site) = site();
        for path in ["/nothing", "/other/kpis", "/shop/kpis/a/b"] {
            let [french, english] = ["", "lang=en"].map(|query| answered(&site, path, query));
            assert!(french.status == 404 && french.text.contains("il n'y a pas de page"), "{}", french.text);
            assert!(english.status == 404 && english.text.contains("there is no page"), "{}", english.text);
            assert!(english.text.contains(&format!("href=\"{path}?lang=fr\"")), "{}", english.text);
        }
    }

    #[test]
    fn who_is_turned_away_learns_nothing_of_the_site() {
        let (_dir, site) = site();
        let away = turned_away(&site, 403, ServeMessage::WrongHost { host: Some("evil.example<b>".to_owned()) });
        assert!(away.status == 403 && away.text.contains("evil.example&lt;b&gt;"), "{}", away.text);
        assert!(!away.text.contains("shop") && !away.text.contains("<a "), "{}", away.text);
    }
}
