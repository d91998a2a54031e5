//! Where a page stands: its workspace, its language, and the ways from it.

use jauge_core::snapshot::Snapshot;
use jauge_domain::{Calendar, Kpi, Language, Message, ServeMessage};
use jauge_page::{LiveFrame, LiveLink};
use jauge_report::{Format, PageText, PageWord, Style, Wording};
use jiff::tz::TimeZone;

use crate::{edition::Edition, route::Page, site::Served, state::PageState};

/// A page with its status, or why there is none.
pub(crate) type Made = Result<(u16, String), Fault>;

/// Why there is no page.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The status of HTTP.
    pub(crate) status: u16,
    /// What is said.
    pub(crate) message: Message,
}

/// Where a page stands.
pub(crate) struct Place<'a> {
    pub(crate) served: &'a Served,
    pub(crate) edition: &'a Edition,
    pub(crate) state: &'a PageState,
    pub(crate) language: Language,
    pub(crate) page: &'a Page,
}

impl Fault {
    /// There is nothing at `path`.
    pub(crate) fn missing(path: &str) -> Self {
        Self { status: 404, message: ServeMessage::NoSuchPage { path: path.to_owned() }.into() }
    }
}

/// A workspace that cannot be read.
impl From<Message> for Fault {
    fn from(message: Message) -> Self {
        Self { status: 500, message }
    }
}

impl Place<'_> {
    /// That the page is not there.
    pub(crate) fn missing(&self) -> Fault {
        Fault::missing(&self.page.path(&self.served.slug))
    }

    /// The way to `page` of the same workspace, which asks what `state` says.
    pub(crate) fn to(&self, page: &Page, state: &PageState) -> String {
        format!("{}{}", page.path(&self.served.slug), state.query())
    }

    /// What stands around the page.
    pub(crate) fn frame<'s>(&self, title: String, style: &'s Style) -> LiveFrame<'s> {
        let mut links = vec![to_overview(self.state, self.language, false)];
        links.extend(ways(self.served, self.state, self.language, Some(self.page)));
        let languages = languages(&self.page.path(&self.served.slug), self.state, self.language);
        LiveFrame { title, links, languages, style }
    }
}

/// How pages are written that are about no workspace.
pub(crate) fn plain_style(language: Language) -> Style {
    Style { language, ..Style::new(Format::Table, Calendar::plain(TimeZone::UTC)) }
}

/// A word of pages.
pub(crate) fn word(word: PageWord, language: Language) -> String {
    Wording::new(language).page(&PageText::Word(word))
}

/// The way to all objectives.
pub(crate) fn to_overview(state: &PageState, language: Language, is_here: bool) -> LiveLink {
    let href = format!("/{}", state.elsewhere().query());
    LiveLink { text: word(PageWord::Overview, language), href, is_here }
}

/// The ways to the pages of `served` that need no id.
pub(crate) fn ways(served: &Served, state: &PageState, language: Language, here: Option<&Page>) -> Vec<LiveLink> {
    let pages =
        [(PageWord::Catalog, Page::Kpis), (PageWord::Funnels, Page::Funnels), (PageWord::Sources, Page::Sources)];
    let way = |(name, page): (PageWord, Page)| LiveLink {
        text: word(name, language),
        href: format!("{}{}", page.path(&served.slug), state.elsewhere().query()),
        is_here: here == Some(&page),
    };
    pages.map(way).into()
}

/// The page at `path` in each language, as `state` asks for it.
pub(crate) fn languages(path: &str, state: &PageState, spoken: Language) -> Vec<LiveLink> {
    let way = |language: Language| LiveLink {
        text: word(PageWord::ThisLanguage, language),
        href: format!("{path}{}", PageState { language: language.code().to_owned(), ..state.clone() }.query()),
        is_here: language == spoken,
    };
    Language::ALL.map(way).into()
}

/// The dimensions that `kpi` can be cut by; of a derived one, those of the first model that it is counted over.
pub(crate) async fn dimensions(snapshot: &Snapshot, kpi: &Kpi) -> Vec<String> {
    let model = match snapshot.model(kpi).await {
        Some(model) => Some(model),
        None => snapshot.lineage(kpi).await.models.into_iter().next(),
    };
    match model {
        Some(model) => snapshot.dimensions(&model).await,
        None => Vec::new(),
    }
}
