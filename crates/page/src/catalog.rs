//! The catalog of KPIs as a page: what each means, how it is counted, and what it is made from.

use jauge_domain::{Kpi, Language};
use jauge_report::{PageText, PageWord, Style};
use maud::{Markup, PreEscaped, html};

use crate::document::{code, document};
use crate::picture::{Caption, lineage};
use crate::policy::{SEARCH, policy_with_search};

/// A KPI as the catalog has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogEntry<'a> {
    /// The KPI.
    pub kpi: &'a Kpi,
    /// What is said of it, each fact behind its word, its value here among them.
    pub facts: Vec<(String, String)>,
    /// What it is made from, from the tables on the left to what it reads itself.
    pub made_from: Vec<Vec<String>>,
}

/// Where entries lead to.
#[derive(Clone, Copy)]
enum CatalogLinks {
    /// To their places on the same page.
    Here,
    /// To a page each beside this one.
    Pages,
}

/// All entries on one page, with a field to search in them.
pub fn catalog_page(workspace: &str, entries: &[CatalogEntry<'_>], style: &Style) -> String {
    let title = style.wording().page(&PageText::CatalogOf { workspace });
    let body = html! {
        (search(style))
        (list(entries, &|kpi: &Kpi| link(kpi, CatalogLinks::Here), style))
        main { @for (nth, one) in entries.iter().enumerate() { (entry(&format!("k{nth}"), one, style)) } }
    };
    whole(&title, &body, style)
}

/// The list of entries, each of which has a page.
pub fn catalog_index(workspace: &str, entries: &[CatalogEntry<'_>], style: &Style) -> String {
    let title = style.wording().page(&PageText::CatalogOf { workspace });
    let body = html! { (search(style)) (list(entries, &|kpi: &Kpi| link(kpi, CatalogLinks::Pages), style)) };
    whole(&title, &body, style)
}

/// The page of one entry.
pub fn catalog_entry(one: &CatalogEntry<'_>, style: &Style) -> String {
    let back = style.wording().page(&PageText::Word(PageWord::Catalog));
    let body = html! {
        p { a href="index.html" { (back) } }
        main { (entry("k", one, style)) }
    };
    whole(title(one.kpi, style.language), &body, style)
}

fn whole(title: &str, body: &Markup, style: &Style) -> String {
    let body = html! {
        header { h1 { (title) } }
        (body)
        script { (PreEscaped(SEARCH)) }
    };
    document(title, Some(&policy_with_search()), &body, style)
}

/// The field to search in: a landmark, by which who hears the page finds it.
pub(crate) fn search(style: &Style) -> Markup {
    let word = style.wording().page(&PageText::Word(PageWord::Search));
    html! { search { p { label for="search" { (word) } " " input id="search" type="search"; } } }
}

/// The entries by pack, each leading to where `link` says.
pub(crate) fn list(entries: &[CatalogEntry<'_>], link: &dyn Fn(&Kpi) -> String, style: &Style) -> Markup {
    html! {
        nav {
            @for pack in entries.chunk_by(|one, other| one.kpi.pack() == other.kpi.pack()) {
                @if let Some(first) = pack.first() {
                    h2 { (first.kpi.pack()) }
                    ul {
                        @for one in pack {
                            li class="found" {
                                a href=(link(one.kpi)) { (title(one.kpi, style.language)) }
                                " " code { (one.kpi.id) } " " span class="soft" { (one.kpi.says.get(style.language)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn link(kpi: &Kpi, links: CatalogLinks) -> String {
    match links {
        CatalogLinks::Here => format!("#{}", kpi.id),
        CatalogLinks::Pages => catalog_file(kpi),
    }
}

/// The name of the page of one KPI.
pub fn catalog_file(kpi: &Kpi) -> String {
    format!("kpi-{}.html", kpi.id)
}

/// An entry in the reader's language, with its title and what it counts in the other, too.
pub(crate) fn entry(id: &str, one: &CatalogEntry<'_>, style: &Style) -> Markup {
    let (kpi, language) = (one.kpi, style.language);
    let wording = style.wording();
    let other = if language == Language::Fr { Language::En } else { Language::Fr };
    let word = |word| wording.page(&PageText::Word(word));
    let from: Vec<String> = one.made_from.iter().map(|names| names.join(", ")).collect();
    let caption =
        Caption { id, title: &word(PageWord::MadeFrom), says: &format!("{} → {}", from.join(" → "), kpi.id) };
    html! {
        article class="found" id=(kpi.id) {
            h3 { (title(kpi, language)) " " code { (kpi.id) } }
            p { (kpi.says.get(language)) }
            p class="soft" lang=(code(other)) { (title(kpi, other)) ": " (kpi.says.get(other)) }
            dl { @for (label, text) in &one.facts { dt { (label) } dd { (text) } } }
            (lineage(&one.made_from, &kpi.id, caption))
            details { summary { "SQL" } pre { code { (kpi.sql().trim()) } } }
        }
    }
}

/// A KPI's title, or its id.
fn title(kpi: &Kpi, language: Language) -> &str {
    if kpi.title.is_empty() { &kpi.id } else { kpi.title.get(language) }
}

#[cfg(test)]
mod tests {
    use jauge_domain::{Calendar, Weekday};
    use jauge_report::Format;

    use super::*;

    fn kpi(id: &str) -> Kpi {
        let header = "unit = \"count\"\ntitle = { en = \"All <b>\", fr = \"Tous\" }\n---*/\nSELECT count(*) FROM hits";
        Kpi::parse("a.sql", &format!("/*---\nid = \"{id}\"\n{header}")).unwrap()
    }

    fn style(language: Language) -> Style {
        let calendar = Calendar::new("UTC", Weekday::Monday, (1, 1)).unwrap();
        Style { language, ..Style::new(Format::Table, calendar) }
    }

    fn of(kpi: &Kpi) -> CatalogEntry<'_> {
        let made_from = vec![vec!["events".to_owned()], vec!["hits".to_owned()]];
        CatalogEntry { kpi, facts: vec![("Here".to_owned(), "5 > 4".to_owned())], made_from }
    }

    #[test]
    fn an_entry_has_both_languages_its_sql_and_what_it_is_made_from() {
        let kpi = kpi("shop.all");
        let page = catalog_page("a & b", &[of(&kpi)], &style(Language::En));
        for part in [
            "<title>a &amp; b: the catalog of KPIs</title>",
            "<a href=\"#shop.all\">All &lt;b&gt;</a>",
            "<p class=\"soft\" lang=\"fr\">Tous: </p>",
            "<dt>Here</dt><dd>5 &gt; 4</dd>",
            "events → hits → shop.all",
            "SELECT count(*) FROM hits",
            "script-src 'sha256-",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(page.matches("<script>").count(), 1);
    }

    #[test]
    fn pages_lead_to_one_another() {
        let kpi = kpi("shop.all");
        let index = catalog_index("shop", &[of(&kpi)], &style(Language::Fr));
        assert!(index.contains("href=\"kpi-shop.all.html\"") && index.contains("le catalogue des KPI"), "{index}");
        let page = catalog_entry(&of(&kpi), &style(Language::Fr));
        assert!(page.contains("<a href=\"index.html\">Tous les KPI</a>") && page.contains("<h3>Tous "), "{page}");
    }
}
