//! The workspaces that are served, each open at the version its store has.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use jauge_core::settings::Settings;
use jauge_domain::{Language, Message};
use tokio::{sync::Mutex, time::sleep};

use crate::{
    edition::{Edition, Findings},
    parts::Opener,
    stamp::Stamp,
};

/// What nobody has read for so long is closed: older versions of tables are removed once nobody reads.
const IDLE: Duration = Duration::from_secs(10);

/// What is served.
pub struct Site {
    pub(crate) served: Vec<Served>,
    /// The language that was asked for, whatever a workspace's own is.
    locale: Option<Language>,
}

/// A workspace that is served.
pub(crate) struct Served {
    /// Its name.
    pub(crate) name: String,
    /// Its name in paths.
    pub(crate) slug: String,
    language: Language,
    root: PathBuf,
    store: PathBuf,
    open: Opener,
    current: Mutex<Current>,
}

/// What is open of a workspace.
#[derive(Default)]
struct Current {
    edition: Option<Arc<Edition>>,
    /// What was found of it, or of the one before.
    findings: Option<Arc<Findings>>,
    /// The file of feasts that jauge.toml named when it was last read.
    feasts: Option<PathBuf>,
    /// When somebody last read.
    used: Option<Instant>,
}

impl Site {
    /// The workspaces that `openers` open; pages are in `locale` where it is given, else in each workspace's language.
    ///
    /// # Errors
    /// A workspace that cannot be opened.
    pub fn new(openers: Vec<Opener>, locale: Option<Language>) -> Result<Self, Message> {
        let mut served: Vec<Served> = Vec::new();
        for open in openers {
            let settings = open()?.settings;
            let own = &settings.config.workspace;
            let slug = free(&slug(&own.name), &served);
            let (name, language) = (own.name.clone(), own.language);
            let (root, store) = (settings.root.clone(), settings.store_dir());
            let current = Mutex::new(Current { feasts: feasts(&settings), ..Current::default() });
            served.push(Served { name, slug, language, root, store, open, current });
        }
        Ok(Self { served, locale })
    }

    /// The workspace that paths call `slug`.
    pub(crate) fn named(&self, slug: &str) -> Option<&Served> {
        self.served.iter().find(|served| served.slug == slug)
    }

    /// Closes the workspaces that nobody reads, again and again.
    pub(crate) async fn rest(&self) {
        loop {
            sleep(IDLE / 4).await;
            for served in &self.served {
                served.rest().await;
            }
        }
    }

    /// The language of a page of `served`, or of all where it is of none, as its address asks for it.
    pub(crate) fn language(&self, asked: Option<Language>, served: Option<&Served>) -> Language {
        let own = served.or(self.served.first()).map(|served| served.language);
        asked.or(self.locale).or(own).unwrap_or_default()
    }
}

impl Served {
    /// The workspace as it is now: the one that is open, as long as nothing has changed.
    pub(crate) async fn edition(&self) -> Result<Arc<Edition>, Message> {
        let mut current = self.current.lock().await;
        // What changes while it is opened is seen by the next reader.
        let stamp = Stamp::of(&self.root, &self.store, current.feasts.as_deref());
        current.used = Some(Instant::now());
        if let Some(known) = current.edition.as_ref().filter(|known| known.holds(&stamp)) {
            return Ok(Arc::clone(known));
        }
        let before = current.findings.take();
        let opened = Edition::open((self.open)()?, stamp, before).await.map_err(|error| error.message())?;
        let edition = Arc::new(opened);
        current.feasts = feasts(&edition.snapshot.workspace);
        current.findings = Some(edition.findings());
        current.edition = Some(Arc::clone(&edition));
        Ok(edition)
    }

    /// Closes it where nobody has read for a while; what was found of it is kept.
    async fn rest(&self) {
        let mut current = self.current.lock().await;
        if current.used.is_none_or(|used| used.elapsed() > IDLE) {
            current.edition = None;
        }
    }
}

/// The workspace's own file of feasts.
fn feasts(settings: &Settings) -> Option<PathBuf> {
    settings.config.calendar.file.as_ref().map(PathBuf::from)
}

/// `name` as paths have it: small letters and digits of ASCII, with `-` between them.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "workspace".to_owned() } else { words.join("-") }
}

/// `slug`, with a number behind it where another workspace has it.
fn free(slug: &str, served: &[Served]) -> String {
    let is_free = |name: &String| served.iter().all(|served| served.slug != *name);
    let numbered = (2..).map(|nth| format!("{slug}-{nth}"));
    std::iter::once(slug.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::ServedParts;

    #[test]
    fn a_name_becomes_a_part_of_a_path() {
        assert_eq!(slug("Ma Boutique & Co."), "ma-boutique-co");
        assert_eq!(slug("été"), "t");
        assert_eq!(slug("店"), "workspace");
    }

    #[test]
    fn workspaces_of_one_name_have_paths_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("jauge.toml"), "[workspace]\nname = \"shop\"\ntimezone = \"UTC\"\n").unwrap();
        let opener = || -> Opener {
            let root = dir.path().to_owned();
            Box::new(move || -> Result<ServedParts, Message> {
                let settings = Settings::open(&root).map_err(|error| error.message())?;
                Ok(ServedParts { settings, packs: Vec::new(), troubles: Vec::new() })
            })
        };
        let site = Site::new(vec![opener(), opener(), opener()], None).unwrap();
        assert_eq!(site.served.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["shop", "shop-2", "shop-3"]);
        assert!(site.named("shop-2").is_some() && site.named("shop-4").is_none());
    }
}
