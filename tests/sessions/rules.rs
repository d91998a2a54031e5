//! The rules of sessions as their makers publish them, on histories small enough to check by hand.

use crate::support::Workspace;

const SOURCE: &str = "[[source]]\nname = \"web\"\npath = \"in/*.csv\"\n";
const HEAD: &str = "event_time,event_name,visitor_id,page_location,page_referrer\n";
const GA4: &str = "";
const MATOMO: &str = "[sessions]\nlike = \"matomo\"\n";

/// A site in Paris whose jauge.toml says `more`; each of `events` is `TIME,NAME,VISITOR,LOCATION,REFERRER` of 3 January 2024.
fn site(more: &str, events: &[&str]) -> Workspace {
    let site = Workspace::new(&format!(
        "[workspace]\nname = \"v\"\ntimezone = \"Europe/Paris\"\ncurrency = \"EUR\"\n{more}{SOURCE}"
    ));
    let lines: String = events.iter().map(|event| format!("2024-01-03 {event}\n")).collect();
    site.write("in/1.csv", format!("{HEAD}{lines}"));
    site.ok(&["load", "--quiet"]);
    site
}

/// One line a session: its page views, source, medium and campaign.
fn arrivals(site: &Workspace) -> String {
    let columns = "page_views, source, medium, coalesce(campaign, '-')";
    rows(site, &format!("SELECT {columns} FROM sessions ORDER BY session_start, visitor_id"))
}

fn rows(site: &Workspace, sql: &str) -> String {
    let text = site.ok(&["sql", sql, "--format", "csv"]);
    text.lines().skip(1).collect::<Vec<_>>().join(" ")
}

const CAMPAIGNS: [&str; 5] = [
    "10:00:00,page_view,a,https://s.example/?utm_source=n&utm_medium=email&utm_campaign=a,",
    "10:03:00,page_view,a,https://s.example/x,https://s.example/",
    "10:06:00,page_view,a,https://s.example/?utm_source=n&utm_medium=email&utm_campaign=b,",
    "10:09:00,page_view,a,https://s.example/y,https://other.example/",
    "14:00:00,page_view,a,https://s.example/,",
];

#[test]
fn matomo_starts_a_session_on_a_new_campaign_and_on_a_new_website_where_it_is_told_to() {
    let direct = "1,(direct),(none),-";
    assert_eq!(arrivals(&site(GA4, &CAMPAIGNS)), format!("4,n,email,a {direct}"));
    assert_eq!(arrivals(&site(MATOMO, &CAMPAIGNS)), format!("2,n,email,a 2,n,email,b {direct}"));
    let referrers = format!("{MATOMO}new_referrer = true\n");
    let other = "1,other.example,referral,-";
    assert_eq!(arrivals(&site(&referrers, &CAMPAIGNS)), format!("2,n,email,a 1,n,email,b {other} {direct}"));
    let alone = "[sessions]\ncampaign = true\n";
    assert_eq!(arrivals(&site(alone, &CAMPAIGNS)), format!("2,n,email,a 2,n,email,b {direct}"));
}

#[test]
fn who_comes_back_from_paying_or_signing_in_comes_from_nowhere_new() {
    let events = [
        "10:00:00,page_view,a,https://s.example/?utm_source=n&utm_medium=email&utm_campaign=a,",
        "10:06:00,page_view,a,https://s.example/thanks,https://www.paypal.com/checkout",
        "10:08:00,page_view,a,https://s.example/thanks,https://secure5.arcot.com/acs",
        "11:00:00,page_view,b,https://s.example/account,https://accounts.google.com/",
        "12:00:00,page_view,c,https://s.example/,https://login.partner.example/sso",
        "13:00:00,page_view,d,https://s.example/?utm_source=paypal.com&utm_medium=email,",
    ];
    for like in [GA4, MATOMO] {
        let (partner, tagged) = ("1,login.partner.example,referral,-", "1,paypal.com,email,-");
        let site = site(like, &events);
        assert_eq!(arrivals(&site), format!("3,n,email,a 1,(direct),(none),- {partner} {tagged}"), "{like}");
    }
    let own = "[sessions]\nlike = \"matomo\"\nnew_referrer = true\nignore_referrers = [\"partner.example\"]\n";
    assert_eq!(
        arrivals(&site(own, &events)),
        "3,n,email,a 1,(direct),(none),- 1,(direct),(none),- 1,paypal.com,email,-"
    );
}

#[test]
fn a_sites_second_host_is_no_referrer_of_the_first() {
    let events = [
        "10:00:00,page_view,a,https://s.example/,https://www.google.com/",
        "10:06:00,page_view,a,https://checkout.shop.example/pay,https://s.example/cart",
        "10:08:00,page_view,a,https://s.example/thanks,https://checkout.shop.example/pay",
    ];
    let config = "[sessions]\nlike = \"matomo\"\nnew_referrer = true\n";
    assert_eq!(arrivals(&site(config, &events)), "3,google,organic,-");
}

const PAGES: [&str; 21] = [
    "10:00:00,page_view,a,/,",
    "10:00:00,js_error,a,/,",
    "11:00:00,page_view,b,/,",
    "11:00:08,click,b,/,",
    "12:00:00,page_view,c,/,",
    "13:00:00,page_view,d,/,",
    "13:00:01,js_error,d,/,",
    "14:00:00,page_view,e,/,",
    "14:00:02,js_error,e,/,",
    "15:00:00,page_view,f,/,",
    "15:00:00,click,f,/,",
    "16:00:00,page_view,g,/,",
    "16:00:20,scroll,g,/,",
    "16:00:20,page_ping,g,/,",
    "17:00:00,view_promotion,h,/,",
    "17:00:01,page_view,h,/,",
    "18:00:00,page_view,i,/,",
    "18:00:01,purchase,i,/,",
    "19:00:00,page_view,j,/,",
    "19:00:00,form_view,j,/,",
    "20:00:00,file_download,k,/,",
];

fn bounces(site: &Workspace) -> String {
    rows(site, "SELECT visitor_id FROM sessions WHERE is_bounce ORDER BY 1")
}

#[test]
fn what_is_sent_along_with_a_page_does_not_end_a_bounce() {
    assert_eq!(bounces(&site(GA4, &PAGES)), "a c d g h");
    let longer = "[sessions]\npassive = { within = \"2s\" }\n";
    assert_eq!(bounces(&site(longer, &PAGES)), "a c d e g h");
    let listed = "[sessions]\npassive = { events = [\"js_error\", \"form_view\"], within = \"2s\" }\n";
    assert_eq!(bounces(&site(listed, &PAGES)), "a c d e g h j");
}

#[test]
fn a_lone_download_is_a_bounce_by_matomos_rules() {
    assert_eq!(bounces(&site(MATOMO, &PAGES)), "a c d g h k");
}

#[test]
fn heartbeats_alone_make_no_session_and_no_visitor() {
    let events = [
        "09:00:00,page_ping,a,/,",
        "10:00:00,page_view,a,/,",
        "10:00:10,page_ping,a,/,",
        "12:00:00,page_ping,a,/,",
        "12:00:10,page_ping,a,/,",
        "13:00:00,page_ping,b,/,",
    ];
    let site = site("[sessions]\nheartbeat = { every = \"10s\", minimum = \"5s\" }\n", &events);
    assert_eq!(
        rows(&site, "SELECT visitor_id, events, engaged_ms, new_returning, visit_number FROM sessions"),
        "a,2,5000,new,1"
    );
    let asked = site.json(&["ask", "visitors", "sessions", "events", "--period", "2024-01-03"]);
    assert_eq!([&asked[0]["value"], &asked[1]["value"], &asked[2]["value"]], [1, 1, 6]);
    // A page view that comes late brings the others in.
    site.write("in/2.csv", format!("{HEAD}2024-01-03 08:59:00,page_view,a,/,\n"));
    site.ok(&["load", "--quiet"]);
    assert_eq!(
        rows(&site, "SELECT visitor_id, events, new_returning FROM sessions ORDER BY session_start"),
        "a,2,new a,2,returning"
    );
}

#[test]
fn time_by_heartbeats_starts_anew_on_every_page() {
    let events = [
        "10:00:00,page_view,a,https://s.example/1,",
        "10:00:10,page_ping,a,https://s.example/1,",
        "10:00:20,page_ping,a,https://s.example/1,",
        "10:00:25,page_view,a,https://s.example/2,",
        "10:00:35,page_ping,a,https://s.example/2,",
        "10:00:45,page_ping,a,https://s.example/2,",
    ];
    let site = site("[sessions]\nheartbeat = { every = \"10s\", minimum = \"5s\" }\n", &events);
    assert_eq!(rows(&site, "SELECT engaged_ms FROM sessions"), "30000");
}

#[test]
fn links_that_an_assistant_tags_are_an_assistants() {
    let events = [
        "10:00:00,page_view,a,https://s.example/?utm_source=chatgpt.com,",
        "11:00:00,page_view,b,https://s.example/?utm_source=chatgpt.com&utm_medium=cpc,",
        "12:00:00,page_view,c,https://s.example/,https://chatgpt.com/",
        "13:00:00,page_view,d,https://s.example/,https://www.perplexity.ai/",
    ];
    let channels = |site: &Workspace| rows(site, "SELECT channel FROM sessions ORDER BY session_start");
    assert_eq!(channels(&site(GA4, &events)), "AI Assistant Paid Other AI Assistant Referral");
    let more = "[sessions]\nassistants = [\"perplexity.ai\"]\n";
    assert_eq!(channels(&site(more, &events)), "AI Assistant Paid Other AI Assistant AI Assistant");
}

#[test]
fn visitors_told_by_address_and_user_agent_are_said_to_be_an_estimate() {
    let select = "SELECT event_time, event_name, ip AS client_ip, agent AS user_agent FROM raw";
    let log = Workspace::new(&format!(
        "[workspace]\nname = \"v\"\n[[source]]\nname = \"log\"\npath = \"log.csv\"\nselect = \"{select}\"\n"
    ));
    log.write("log.csv", "event_time,event_name,ip,agent\n2024-01-03 10:00:00,page_view,192.0.2.1,Firefox\n");
    log.ok(&["load", "--quiet"]);
    let asked = log.run(&["ask", "visitors", "new_visitor_share", "sessions", "--period", "2024-01-03"]);
    let said = asked.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("core.visitors, core.new_visitor_share: an estimate"), "{said}");
    assert!(log.ok(&["kpi", "show", "visitors"]).contains("an estimate"));
    let told = site(GA4, &["10:00:00,page_view,a,/,"]);
    let asked = told.run(&["ask", "visitors", "--period", "2024-01-03"]);
    assert!(!asked.stderr.contains("an estimate"), "{}", asked.stderr);
}
