//! The chapters of `docs/` that one follows: every command in them is run, in the folders that they make, and every message that is
//! quoted is one that the program says.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::date};

use crate::support::{Ran, program};

/// What a chapter has its reader do.
#[derive(Debug, PartialEq)]
enum Step {
    Run(String),
    Enter(String),
    Write(String, String),
}

/// The steps of a chapter: the lines of its `sh` blocks, and the blocks under a comment that names their file.
fn steps(chapter: &str) -> Vec<Step> {
    let (mut steps, mut file) = (Vec::new(), None);
    let mut lines = chapter.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("<!-- file: ") {
            file = Some(name.trim_end_matches(" -->").to_owned());
        }
        let Some(kind) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match (file.take(), kind) {
            (Some(name), _) => steps.push(Step::Write(name, body.join("\n") + "\n")),
            (None, "sh") => steps.extend(body.into_iter().map(|line| match line.strip_prefix("cd ") {
                Some(folder) => Step::Enter(folder.to_owned()),
                None => Step::Run(line.to_owned()),
            })),
            (None, _) => {}
        }
    }
    steps
}

/// The words of a command line; quotes of either kind keep one together.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut is_open) = (Vec::new(), String::new(), None, false);
    for char in line.chars() {
        match (char, quote) {
            (char, Some(open)) if char == open => quote = None,
            ('"' | '\'', None) => (quote, is_open) = (Some(char), true),
            (' ', None) => {
                if is_open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                is_open = false;
            }
            (char, _) => word.push(char),
        }
    }
    if is_open || !word.is_empty() {
        words.push(word);
    }
    words
}

/// Follows a chapter from `folder` on; answers what each command said.
fn follow(chapter: &str, folder: &Path) -> Vec<(String, Ran)> {
    let (mut said, mut at) = (Vec::new(), folder.to_owned());
    for step in steps(chapter) {
        match step {
            Step::Enter(name) => at.push(name),
            Step::Write(name, text) => write(&at.join(name), &text),
            Step::Run(line) => {
                let ran = run(&line, &at);
                said.push((line, ran));
            }
        }
    }
    said
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn run(line: &str, at: &Path) -> Ran {
    let words = words(line);
    assert_eq!(words[0], "jauge", "{line}: a chapter runs nothing else");
    let mut command = program();
    command.current_dir(at).args(&words[1..]).env("LC_ALL", "C");
    if words[1] == "demo" {
        // As small a site as there is.
        command.args(["--events", "20000"]);
    }
    let ran = Ran::from(command.output().unwrap());
    // 1: an objective is off track, or a criterion fails.
    assert!(ran.code == 0 || ran.code == 1, "{line}: {}: {}{}", ran.code, ran.stdout, ran.stderr);
    assert!(!(ran.stdout.is_empty() && ran.stderr.is_empty()), "{line} says nothing");
    ran
}

fn chapter(name: &str) -> String {
    fs::read_to_string(docs().join(name)).unwrap()
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs")
}

/// Fifteen months of a shop's orders, as Shopify exports them.
fn orders() -> String {
    let mut csv =
        "Name,Email,Financial Status,Currency,Created at,Total,Taxes,Shipping,Discount Amount,Refunded Amount,\
                   Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Id,Source,Discount Code,\
                   Payment Method,Billing Country\n"
            .to_owned();
    let (mut day, mut order) = (date(2025, 7, 1), 1000);
    while day <= date(2026, 9, 30) {
        for nth in 0..2 + day.day_of_year() % 3 {
            order += 1;
            let (price, buyer) = (20 + order % 40, order * 7 % 300);
            csv += &format!(
                "#{order},c{buyer}@example.com,paid,EUR,{day} {:02}:15:00 +0200,{},0,5,0,0,1,Tea,{price},T1,,{order},web,,Card,FR\n",
                9 + nth,
                price + 5
            );
        }
        day += 1.day();
    }
    csv
}

/// A folder with that export.
fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("exports/orders_export_1.csv"), &orders());
    folder
}

#[test]
fn a_shop_owner_gets_through_the_first_hour() {
    let folder = shop();
    let said = follow(&chapter("first-hour.md"), folder.path());
    assert!(said.len() > 12, "only {} commands were read", said.len());
    for made in ["report.html", "objectives.xlsx", "objectives/orders-2026-q3.toml"] {
        assert!(folder.path().join(made).is_file(), "{made} is missing");
    }
}

#[test]
fn a_shop_owner_gets_through_the_first_hour_in_french() {
    let folder = shop();
    let said = follow(&chapter("premiere-heure.md"), folder.path());
    assert!(said.len() > 12, "only {} commands were read", said.len());
    const ENGLISH: [&str; 12] = [
        " the ",
        "Month",
        "Revenue",
        "Orders",
        "not complete",
        "Forecast",
        "forecast",
        "Wrote",
        "Next:",
        "off track",
        "separator",
        "so far",
    ];
    // What SQL answers has the names of its columns, and a KPI quotes how others count it.
    let is_quoted = |line: &str| line.starts_with("jauge sql") || line.starts_with("jauge kpi show");
    for (line, ran) in said.iter().filter(|(line, _)| !is_quoted(line)) {
        let text = format!("{}{}", ran.stdout, ran.stderr);
        let english = ENGLISH.into_iter().find(|word| text.contains(word));
        assert_eq!(english, None, "{line}: {text}");
    }
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("<html lang=\"fr\">"), "{page}");
}

#[test]
fn an_analyst_gets_through_the_first_hour() {
    let folder = tempfile::tempdir().unwrap();
    let said = follow(&chapter("analyst.md"), folder.path());
    assert!(said.len() > 20, "only {} commands were read", said.len());
    let of = |start: &str| said.iter().find(|(line, _)| line.starts_with(start)).unwrap();
    let (_, tests) = of("jauge kpi test");
    assert!(tests.stdout.contains("only orders from a phone count") && tests.code == 0, "{}", tests.stdout);
    let (_, record) = of("jauge evaluate --record");
    assert!(record.stdout.contains("Total"), "{}{}", record.stdout, record.stderr);
}

#[test]
fn a_plugin_author_gets_through_the_first_hour() {
    let folder = tempfile::tempdir().unwrap();
    let said = follow(&chapter("plugin-author.md"), folder.path());
    let (_, asked) = said.iter().find(|(line, _)| line.contains("'garden.*'")).unwrap();
    assert!(asked.stdout.contains("Days with a reader"), "{}{}", asked.stdout, asked.stderr);
}

/// Where the links of a page lead, those to other sites left out: the page, and the heading in it where one is named.
fn links(text: &str) -> Vec<(&str, Option<&str>)> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let here = links.filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
    here.map(|link| link.split_once('#').map_or((link, None), |(page, heading)| (page, Some(heading)))).collect()
}

/// The ids that mdBook, as GitHub does, gives the headings of a page.
fn headings(text: &str) -> Vec<String> {
    let (mut ids, mut is_code) = (Vec::<String>::new(), false);
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        let title = line.trim_start_matches('#');
        if is_code || title.len() == line.len() || !title.starts_with(' ') {
            continue;
        }
        let kept = title.trim().to_lowercase();
        let id: String = kept.chars().filter(|c| c.is_alphanumeric() || " _-".contains(*c)).collect();
        let id = id.replace(' ', "-");
        let before = ids.iter().filter(|known| **known == id || known.starts_with(&format!("{id}-"))).count();
        ids.push(if ids.contains(&id) { format!("{id}-{before}") } else { id });
    }
    ids
}

/// What mdBook refuses, and what it lets pass though nobody could follow it.
#[test]
fn every_page_is_in_the_book_once_and_every_link_leads_somewhere() {
    let summary = chapter("SUMMARY.md");
    let pages: Vec<String> =
        fs::read_dir(docs()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for page in pages.iter().filter(|page| page.ends_with(".md") && *page != "SUMMARY.md") {
        assert_eq!(summary.matches(&format!("({page})")).count(), 1, "SUMMARY.md names `{page}` so many times");
    }
    for line in summary.lines().filter(|line| !line.is_empty()) {
        let is_chapter = line.starts_with("- [") && line.ends_with(".md)");
        assert!(is_chapter || line.starts_with("# "), "SUMMARY.md has a line that is no part and no chapter: {line}");
    }
    let root = ["README.md", "README.fr.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    let root = root.into_iter().map(|page| docs().join("..").join(page));
    for page in pages.iter().filter(|page| page.ends_with(".md")).map(|page| docs().join(page)).chain(root) {
        let text = fs::read_to_string(&page).unwrap();
        assert!(!text.contains("{{#"), "{} has what mdBook takes for an instruction", page.display());
        for (file, heading) in links(&text) {
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{} leads to `{file}`, which is not there", page.display());
            let Some(heading) = heading else { continue };
            let there = headings(&fs::read_to_string(&target).unwrap());
            assert!(there.iter().any(|id| id == heading), "{}: {file} has no heading `{heading}`", page.display());
        }
    }
}

#[test]
fn the_book_makes_no_page_that_is_missing() {
    let book = fs::read_to_string(docs().join("../book.toml")).unwrap();
    assert!(book.contains("\nsrc = \"docs\"\n") && book.contains("\ncreate-missing = false\n"), "{book}");
}

#[test]
fn headings_have_the_ids_that_links_name() {
    let text = "# The page, live\n```sh\n# no heading\n```\n## `[orders]` and 5 %\n## Notes\n## Notes\n#none\n";
    assert_eq!(headings(text), ["the-page-live", "orders-and-5-", "notes", "notes-1"]);
    assert_eq!(
        links("[a](b.md#c) [d](#e) [f](https://g) ![h](i.png)"),
        [("b.md", Some("c")), ("", Some("e")), ("i.png", None)]
    );
}

#[test]
fn the_messages_of_the_faq_are_those_of_the_program() {
    let faq = chapter("faq.md");
    let quoted: Vec<&str> = faq.lines().filter_map(|line| line.strip_prefix("> `")?.strip_suffix('`')).collect();
    assert!(quoted.len() > 20 && quoted.len().is_multiple_of(2), "{} messages were read", quoted.len());
    let spoken = [sentences("en"), sentences("fr")];
    for (nth, message) in quoted.iter().enumerate() {
        for part in message.split('…').map(str::trim).filter(|part| part.chars().count() > 3) {
            assert!(spoken[nth % 2].contains(part), "nothing says `{part}`");
        }
    }
}

/// All that is written in the files of a language, arguments as `{`…`}` in it.
fn sentences(language: &str) -> String {
    let folder = docs().join("../crates/report/src/wording").join(language);
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_chapter_is_read_as_its_reader_does() {
    let text = "a\n```sh\njauge ask 'a b' \"c 'd'\" ''\ncd x\n```\n<!-- file: q.sql -->\n```sql\nSELECT 1\n```\n```toml\nno\n```\n";
    let read = [
        Step::Run("jauge ask 'a b' \"c 'd'\" ''".into()),
        Step::Enter("x".into()),
        Step::Write("q.sql".into(), "SELECT 1\n".into()),
    ];
    assert_eq!(steps(text), read);
    assert_eq!(words("jauge ask 'a b' \"c 'd'\" ''"), ["jauge", "ask", "a b", "c 'd'", ""]);
}
