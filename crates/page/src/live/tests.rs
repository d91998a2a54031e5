//! Pages that lead to one another.

use jauge_domain::{Answer, Grain, Kpi, Language, Status, Unit, Value};
use jauge_report::{Column, Sheet, Style};

use super::*;
use crate::content::LinkTo;
use crate::tests::{evaluation, style};
use crate::{CatalogEntry, ObjectiveCard};

fn frame(style: &Style) -> LiveFrame<'_> {
    let link = |text: &str, href: &str, is_here| LiveLink { text: text.to_owned(), href: href.to_owned(), is_here };
    LiveFrame {
        title: "a & b".to_owned(),
        links: vec![link("Overview", "/?lang=en", true)],
        languages: vec![link("Français", "/?lang=fr&by=x", false)],
        style,
    }
}

fn kpi() -> Kpi {
    let header =
        "unit = \"count\"\ntitle = { en = \"Orders <i>\", fr = \"Commandes\" }\n---*/\nSELECT count(*) FROM hits";
    Kpi::parse("a.sql", &format!("/*---\nid = \"shop.orders\"\n{header}")).unwrap()
}

fn answer(value: i64, group: Option<Value>) -> Answer {
    Answer {
        start: Some("2026-04-01T00:00:00Z".parse().unwrap()),
        end: Some("2026-04-02T00:00:00Z".parse().unwrap()),
        total: group.is_none(),
        by: group.map(|group| ("channel".to_owned(), group)).into_iter().collect(),
        ..Answer::bare("shop.orders", Unit::Count, Value::Int(value))
    }
}

#[test]
fn the_frame_says_where_one_is_and_escapes_what_users_write() {
    let style = style(Language::En);
    let page = live_message(&frame(&style), "<script>alert(1)</script>");
    assert!(page.contains("<a href=\"/?lang=en\" aria-current=\"page\">Overview</a>"), "{page}");
    assert!(page.contains("<a href=\"/?lang=fr&amp;by=x\">Français</a>"), "{page}");
    assert!(page.contains("<h1>a &amp; b</h1>") && page.contains("&lt;script&gt;"), "{page}");
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn the_overview_leads_to_each_objective_and_names_the_worst() {
    let style = style(Language::En);
    let (worst, fine) = (evaluation(), jauge_domain::Evaluation { status: Status::OnTrack, ..evaluation() });
    let short = |workspace, href: &str, evaluation| LiveObjective {
        workspace,
        href: href.to_owned(),
        evaluation,
        style: &style,
    };
    let content = LiveOverview {
        objectives: vec![
            short(Some("one"), "/one/objectives/more", &worst),
            short(Some("two"), "/two/objectives/more", &fine),
        ],
        workspaces: vec![LiveWorkspace {
            name: "one",
            links: Vec::new(),
            as_of: Some(worst.as_of),
            complete_to: worst.complete_to,
            headlines: Vec::new(),
            cohorts: Vec::new(),
            kpis: LinkTo::default(),
            gaps: vec!["nothing <b>".to_owned()],
            style: &style,
        }],
    };
    let page = live_overview(&frame(&style), &content);
    assert!(page.contains("1 of 2 objectives is on track. First to look at: "), "{page}");
    let [one, two] = ["one", "two"].map(|name| page.find(&format!("<a href=\"/{name}/objectives/more\">")).unwrap());
    assert!(one < two && page.contains("nothing &lt;b&gt;"), "{page}");
}

#[test]
fn a_kpis_page_shows_what_was_asked_and_leads_into_each_group() {
    let style = style(Language::En);
    let kpi = kpi();
    let answers = [answer(7, Some(Value::Text("a<b".to_owned()))), answer(9, None)];
    let cut = KpiCut {
        period: "2026-04".to_owned(),
        grain: Some("day".to_owned()),
        by: ("channel".to_owned(), vec!["channel".to_owned(), "page".to_owned()]),
        filter: "x = '\"'".to_owned(),
        compare: Some("none".to_owned()),
        hidden: vec![("lang".to_owned(), "en".to_owned())],
    };
    let one = LiveKpi {
        entry: CatalogEntry { kpi: &kpi, facts: Vec::new(), made_from: Vec::new() },
        cut,
        grain: Some(Grain::Day),
        by: Some("channel"),
        answers: &answers,
        inside: vec![Some("/shop/kpis/shop.orders?where=a".to_owned()), None],
        sorted: ["?sort=dimension".to_owned(), "?sort=value".to_owned()],
        notes: vec!["a note".to_owned()],
    };
    let page = live_kpi(&frame(&style), &one);
    for part in [
        "<input name=\"period\" value=\"2026-04\"",
        "<option value=\"day\" selected>",
        "<option value=\"channel\" selected>channel</option>",
        "<input name=\"where\" value=\"x = '&quot;'\">",
        "<input type=\"hidden\" name=\"lang\" value=\"en\">",
        "<a href=\"/shop/kpis/shop.orders?where=a\">a&lt;b</a>",
        "data-field=\"value\" value=\"7\"",
        "<a href=\"?sort=dimension\">channel</a>",
        "Orders &lt;i&gt;",
        "a note",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script") && !page.contains(" style="), "{page}");
}

#[test]
fn an_objectives_page_leads_to_its_days_and_segments() {
    let style = style(Language::Fr);
    let evaluation = evaluation();
    let card = ObjectiveCard { evaluation: &evaluation, objective: None, kpi: None, basis: None };
    let link = |href: &str| [LiveLink { text: "x".to_owned(), href: href.to_owned(), is_here: false }];
    let page = live_objective(&frame(&style), &card, &link("/d"), &link("/s"));
    // The card's own heading is one below.
    let [title, above, own] = ["<h1>", "<h2>Objectifs</h2>", "<h3>"].map(|heading| page.find(heading).unwrap());
    assert!(title < above && above < own, "{page}");
    assert!(page.contains("<h2>En détail</h2><p><a href=\"/d\">") && page.contains("<h2>Par segment</h2>"), "{page}");
    assert!(!live_objective(&frame(&style), &card, &[], &[]).contains("En détail"));
}

#[test]
fn the_catalog_is_the_one_page_with_a_script_and_leads_to_each_kpi() {
    let style = style(Language::En);
    let kpi = kpi();
    let links = LinkTo { before: "/shop/kpis/".to_owned(), after: "?lang=en".to_owned() };
    let page = live_catalog(&frame(&style), &[&kpi], &links);
    assert!(page.contains("<a href=\"/shop/kpis/shop.orders?lang=en\">Orders &lt;i&gt;</a>"), "{page}");
    assert_eq!(page.matches("<script>").count(), 1);
}

#[test]
fn sources_without_rejects_say_so() {
    let style = style(Language::En);
    let sources = Sheet { columns: vec![Column::text("source")], rows: vec![vec![Value::Text("a<b".to_owned())]] };
    let page = live_sources(&frame(&style), &sources, &Sheet::default());
    assert!(page.contains("<td>a&lt;b</td>") && page.contains("No row was rejected."), "{page}");
    assert!(
        page.contains("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"a &amp; b\"><table>"),
        "{page}"
    );
}
