//! `jauge serve`: pages of the program, read as a browser reads them, over a plain connection.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use jiff::civil::date;
use serde_json::Value;

use super::{evaluated, objectives, shop, write_days};
use crate::support::Workspace;

/// A server, which ends with the test.
struct Server {
    child: Child,
    /// The address with the port.
    address: String,
}

/// What a request was answered with.
struct Page {
    status: u16,
    /// The lines above the page, in small letters.
    head: String,
    body: String,
}

impl Server {
    /// Serves the workspace on any port, with these arguments.
    fn start(shop: &Workspace, args: &[&str]) -> Self {
        let mut command = shop.command(&[&["serve", "--port", "0"][..], args].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|url| url.strip_suffix('/'));
        Self { address: address.unwrap_or_else(|| panic!("no address: {line:?}")).to_owned(), child }
    }

    /// Sends a request as it stands.
    fn send(&self, method: &str, path: &str, host: &str) -> Page {
        self.said(method, path, &format!("Host: {host}\r\n"))
    }

    /// Sends a request with these headers.
    fn said(&self, method: &str, path: &str, headers: &str) -> Page {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Page { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    /// A page, whatever its status.
    fn get(&self, path: &str) -> Page {
        self.send("GET", path, &self.address)
    }

    /// A page that is there.
    fn page(&self, path: &str) -> String {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.body
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The exact numbers of a page that are of `of` and its `field`, in their order.
fn figures(page: &str, of: &str, field: &str) -> Vec<f64> {
    let start = format!("<data data-of=\"{of}\" data-field=\"{field}\" value=\"");
    let digits = page.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
    digits.map(|digits| digits.parse().unwrap()).collect()
}

/// Where the links of a page lead to.
fn links(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|link| link.replace("&amp;", "&")).collect()
}

/// What `jauge ask` answers, value by value.
fn asked(shop: &Workspace, args: &[&str]) -> Vec<f64> {
    let answers = shop.json(&[&["ask"][..], args].concat());
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    answers.as_array().unwrap().iter().filter_map(|answer| number(&answer["value"])).collect()
}

fn goal(id: &str, target: u32) -> String {
    format!(
        "[[objective]]\nid = \"{id}\"\nkpi = \"orders\"\ntarget = {target}\nperiod = \"2024-01\"\nowner = \"Ann\"\n"
    )
}

/// The path of the page of all orders.
const ORDERS: &str = "/shop/kpis/shop.orders";

#[test]
fn every_number_of_a_kpis_page_is_what_jauge_ask_answers() {
    let shop = shop(date(2024, 1, 1), 60);
    let server = Server::start(&shop, &[]);
    let cuts: [(&str, &[&str]); 4] = [
        ("", &[]),
        ("&grain=day", &["--grain", "day"]),
        ("&by=medium", &["--by", "medium", "--total", "--sort", "value"]),
        ("&where=medium+%3D+%27email%27", &["--where", "medium = 'email'"]),
    ];
    for (query, args) in cuts {
        let page = server.page(&format!("{ORDERS}?period=2024-01{query}"));
        let again = asked(&shop, &[&["orders", "--period", "2024-01"][..], args].concat());
        assert!(!again.is_empty());
        assert_eq!(figures(&page, "shop.orders", "value"), again, "{query}");
    }
}

#[test]
fn a_group_leads_to_the_kpi_of_that_group_alone() {
    let shop = shop(date(2024, 1, 1), 60);
    let server = Server::start(&shop, &[]);
    let page = server.page(&format!("{ORDERS}?period=2024-01&by=medium"));
    let values = figures(&page, "shop.orders", "value");
    let inside: Vec<String> = links(&page).into_iter().filter(|link| link.contains("where=")).collect();
    assert_eq!((inside.len(), values.len()), (2, 3), "{page}");
    for (link, value) in inside.iter().zip(&values) {
        assert_eq!(figures(&server.page(link), "shop.orders", "value"), [*value], "{link}");
    }
}

#[test]
fn an_objective_leads_to_its_kpi_over_its_period_with_the_same_number() {
    let shop = shop(date(2024, 1, 1), 60);
    objectives(&shop, &goal("more", 100));
    let server = Server::start(&shop, &[]);
    let overview = server.page("/");
    let objective = links(&overview).into_iter().find(|link| link.contains("/objectives/")).unwrap();
    let page = server.page(&objective);
    let actual = figures(&page, "more", "actual");
    assert_eq!(actual, [shop_actual(&shop)]);
    let days = links(&page).into_iter().find(|link| link.contains("grain=day")).unwrap();
    let whole = links(&page).into_iter().find(|link| link.contains("period=")).unwrap();
    assert_eq!(figures(&server.page(&whole), "shop.orders", "value"), actual);
    assert_eq!(figures(&server.page(&days), "shop.orders", "value").iter().sum::<f64>(), actual[0]);
    assert!(links(&page).iter().any(|link| link.contains("by=")), "{page}");
}

/// The value that `jauge evaluate` finds of the one objective.
fn shop_actual(shop: &Workspace) -> f64 {
    evaluated(shop, "2024-06-30")[0]["actual"].as_f64().unwrap()
}

#[test]
fn every_page_is_there_in_both_languages_and_works_without_a_script() {
    let shop = shop(date(2024, 1, 1), 60);
    objectives(&shop, &goal("more", 100));
    let server = Server::start(&shop, &[]);
    for path in ["/", "/shop/objectives/more", ORDERS, "/shop/kpis", "/shop/funnels", "/shop/sources"] {
        let english = server.page(path);
        assert!(english.contains("<html lang=\"en\">") && english.contains(">Overview</a>"), "{path}: {english}");
        let french = links(&english).into_iter().find(|link| link.contains("lang=fr")).unwrap();
        let french = server.page(&french);
        assert!(french.contains("<html lang=\"fr\">") && french.contains(">Vue d'ensemble</a>"), "{path}: {french}");
        assert_eq!(english.matches("<script").count(), usize::from(path == "/shop/kpis"), "{path}");
        for outside in [" src=", "url(", "@import", " style=", " onclick=", "<iframe"] {
            assert!(!english.contains(outside), "{path} has `{outside}`");
        }
        // What the catalog and the dimensions of a KPI lead to is as many pages as there are KPIs and columns.
        let few = links(&english).into_iter().filter(|link| path != "/shop/kpis" && !link.contains("by="));
        for link in few {
            assert_eq!(server.get(&link).status, 200, "{path} leads to {link}");
        }
    }
}

#[test]
fn who_was_sent_here_under_another_name_or_would_write_is_refused() {
    let shop = shop(date(2024, 1, 1), 3);
    let server = Server::start(&shop, &[]);
    let port = server.address.rsplit_once(':').unwrap().1;
    for host in ["evil.example", "127.0.0.1.evil.example", &format!("evil.example:{port}")] {
        let page = server.send("GET", "/", host);
        assert!(page.status == 403 && page.body.contains("is not a name of this machine"), "{host}: {}", page.body);
        assert!(!page.body.contains("shop"), "{}", page.body);
    }
    assert_eq!(server.send("GET", "/", &format!("localhost:{port}")).status, 200);
    for (site, destination, status) in [("cross-site", "image", 403), ("cross-site", "document", 200)] {
        let fetched = format!("Sec-Fetch-Site: {site}\r\nSec-Fetch-Dest: {destination}\r\n");
        let page = server.said("GET", "/", &format!("Host: {}\r\n{fetched}", server.address));
        assert_eq!(page.status, status, "{destination}: {}", page.body);
    }
    let posted = server.send("POST", "/", &server.address);
    assert!(posted.status == 405 && posted.body.contains("can only be read"), "{}", posted.body);
    let head = server.get("/").head;
    for header in [
        "content-security-policy: default-src 'none'; style-src 'sha256-",
        "frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
    ] {
        assert!(head.contains(header), "{header}: {head}");
    }
    assert!(!head.contains("set-cookie") && !head.contains("access-control"), "{head}");
}

#[test]
fn an_address_that_others_reach_is_refused_with_the_reason() {
    let shop = shop(date(2024, 1, 1), 1);
    for address in ["0.0.0.0", "192.168.0.1:80", "::", "example.com"] {
        let ran = shop.run(&["serve", "--listen", address]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{address}");
        assert!(ran.stderr.contains("is not an address of this machine alone"), "{}", ran.stderr);
    }
    let server = Server::start(&shop, &[]);
    let taken = shop.run(&["serve", "--listen", &server.address]);
    assert!(taken.code == 2 && taken.stderr.contains("--port 0"), "{}", taken.stderr);
}

#[test]
fn what_is_not_there_or_not_understood_says_so() {
    let shop = shop(date(2024, 1, 1), 3);
    let server = Server::start(&shop, &[]);
    for path in ["/other/kpis", "/shop", "/shop/kpis/shop.nothing", "/shop/objectives/none", "/favicon.ico"] {
        let page = server.get(path);
        assert!(page.status == 404 && page.body.contains("there is no page"), "{path}: {}", page.body);
    }
    for (query, said) in [
        ("grain=fortnight", "it takes hour, day, week"),
        ("period=someday", "`someday` is not a period"),
        ("where=nothing+%3D+1", "nothing"),
        ("where=1+%3D+1%3B+DROP+TABLE+events", "shop.orders"),
        ("by=colour", "has no dimension `colour`"),
        ("period=2023-01-01/2024-12-31&grain=hour", "a page shows 10000 at most"),
    ] {
        let page = server.get(&format!("{ORDERS}?{query}"));
        assert!(page.status == 400 && page.body.contains(said), "{query}: {}", page.body);
        assert!(page.body.contains("<form"), "{query}: the reader cannot mend it");
    }
    let funnels = server.get("/shop/funnels?period=someday");
    assert!(funnels.status == 400 && funnels.body.contains("`someday` is not a period"), "{}", funnels.body);
    assert!(funnels.body.contains("<form") && !funnels.body.contains("Nobody entered"), "{}", funnels.body);
}

#[test]
fn a_load_and_an_objective_that_came_in_between_are_seen() {
    let shop = shop(date(2024, 1, 1), 10);
    let server = Server::start(&shop, &[]);
    let orders = || figures(&server.page(&format!("{ORDERS}?period=2024")), "shop.orders", "value");
    let before = orders();
    assert_eq!(before, asked(&shop, &["orders", "--period", "2024"]));
    write_days(&shop, date(2024, 1, 11), 5);
    shop.ok(&["load", "--quiet"]);
    let after = orders();
    assert!(after == asked(&shop, &["orders", "--period", "2024"]) && after[0] > before[0], "{before:?} {after:?}");
    assert!(!server.page("/").contains("/shop/objectives/"));
    objectives(&shop, &goal("more", 100));
    assert!(server.page("/").contains("/shop/objectives/more"));
}

#[test]
fn readers_see_one_version_each_while_a_load_runs() {
    let shop = shop(date(2024, 1, 1), 30);
    let server = Server::start(&shop, &[]);
    let path = format!("{ORDERS}?period=2024&by=medium");
    let before = asked(&shop, &["orders", "--period", "2024"])[0];
    write_days(&shop, date(2024, 1, 31), 200);
    let is_loaded = AtomicBool::new(false);
    let read = || {
        let mut seen = Vec::new();
        loop {
            let is_last = is_loaded.load(Ordering::SeqCst);
            let values = figures(&server.page(&path), "shop.orders", "value");
            let (total, groups) = values.split_last().unwrap();
            assert_eq!(groups.iter().sum::<f64>(), *total);
            seen.push(total.to_bits());
            if is_last {
                return seen;
            }
        }
    };
    let seen: BTreeSet<u64> = thread::scope(|scope| {
        let readers: Vec<_> = (0..20).map(|_| scope.spawn(read)).collect();
        shop.ok(&["load", "--quiet"]);
        is_loaded.store(true, Ordering::SeqCst);
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    });
    let after = asked(&shop, &["orders", "--period", "2024"])[0];
    assert!(after > before && seen.contains(&after.to_bits()), "{before} {after} {seen:?}");
    assert!(seen.iter().all(|total| [before, after].map(f64::to_bits).contains(total)), "{before} {after} {seen:?}");
}

#[test]
fn several_workspaces_have_one_overview_worst_first() {
    let [fine, poor] = [1, 100_000].map(|target| {
        let shop = shop(date(2024, 1, 1), 31);
        objectives(&shop, &goal("more", target));
        shop
    });
    let dirs = [&fine, &poor].map(|shop| shop.path().to_str().unwrap().to_owned());
    let server = Server::start(&fine, &[&dirs[0], &dirs[1]]);
    let overview = server.page("/");
    let objectives: Vec<String> = links(&overview).into_iter().filter(|link| link.contains("/objectives/")).collect();
    assert_eq!(objectives, ["/shop-2/objectives/more", "/shop/objectives/more"], "{overview}");
    for link in links(&overview) {
        assert_eq!(server.get(&link).status, 200, "{link}");
    }
}

#[test]
fn sources_say_how_far_they_reach_and_why_rows_were_rejected() {
    let shop = shop(date(2024, 1, 1), 3);
    let rows = "event_id,event_time,event_name,visitor_id,value,currency,source,medium\n\
                x,2024-01-09 10:00:00,page_view,v,,EUR,a,b\ny,no day,page_view,v,,EUR,a,b\n";
    shop.write("days-late.csv", rows);
    shop.run(&["load", "--quiet"]);
    let page = Server::start(&shop, &[]).page("/shop/sources?lang=fr");
    assert!(page.contains("<td>days</td>") && page.contains("01/01/2024") && page.contains("09/01/2024"), "{page}");
    assert!(page.contains("event_time") && page.contains("Lignes rejetées"), "{page}");
}

#[test]
fn ctrl_c_ends_it_cleanly_and_nothing_was_written() {
    let shop = shop(date(2024, 1, 1), 3);
    objectives(&shop, &goal("more", 100));
    let files = || {
        let listed =
            Command::new("find").arg(shop.path()).args(["-type", "f", "-printf", "%p %s %T@\n"]).output().unwrap();
        let text = String::from_utf8(listed.stdout).unwrap();
        text.lines().map(str::to_owned).collect::<BTreeSet<String>>()
    };
    let mut server = Server::start(&shop, &[]);
    let before = files();
    for path in ["/", "/shop/objectives/more", ORDERS, "/shop/funnels", "/shop/sources"] {
        server.page(path);
    }
    assert_eq!(before, files());
    let pid = server.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}
