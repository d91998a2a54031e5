//! Real exports, each set up by `init --from`, loaded and asked without an edit, to the total that it is known to add up to.

use std::{fs, path::Path};

use crate::support::{Ran, program, real_data};

/// A file, what is answered beside the zone, what is asked, and the row that answers it.
type Case = (&'static str, &'static [&'static str], &'static str, &'static str);

const SHOPS: [Case; 8] = [
    ("shopify-1.csv", &[], "count(*), sum(revenue), sum(refunded) FROM shop_orders", "409,74498.4400,11336.3000"),
    ("shopify-3.csv", &[], "count(*), sum(revenue), sum(refunded) FROM shop_orders", "20,2238.9500,1.5400"),
    ("shopify-5.csv", &["dates=month first"], "count(*), sum(revenue) FROM shop_orders", "94,7553.3900"),
    ("shopify-6.csv", &["waiting=count"], "count(*), sum(revenue) FROM shop_orders", "50,75300.0000"),
    ("woocommerce-1.csv", &["waiting=leave out"], "count(*), sum(revenue) FROM shop_orders", "50,37768.3900"),
    ("woocommerce-2.json", &[], "count(*), sum(revenue), sum(refunded) FROM shop_orders", "1,90.0000,10.0000"),
    ("shopchallenge-1.csv", &["currency=USD"], "count(*), sum(revenue) FROM shop_orders", "5000,15725640.0000"),
    (
        "superstore-1.csv",
        &["unknown=load"],
        "count(*), sum(sales), sum(quantity) FROM superstore_file",
        "9994,2297200.8603,37873",
    ),
];

const PAYMENTS_AND_ADS: [Case; 7] = [
    ("stripe-1.csv", &[], "count(*), sum(gross), sum(fee) FROM payments", "622,284332.3000,19725.7000"),
    (
        "paypal-1.csv",
        &[],
        "count(*), sum(gross), sum(fee), sum(net) FROM payments",
        "683,9328.7900,-548.0400,-9924.3700",
    ),
    (
        "googleads-1.csv",
        &[],
        "count(*), sum(impressions), sum(clicks), sum(cost), sum(conversions) FROM search_terms",
        "29762,74999,2910,45131.0100,194.3300",
    ),
    ("googleads-2.csv", &[], "sum(impressions), sum(cost) FROM ad_campaigns", "46168,2565.9300"),
    (
        "googleads-5.csv",
        &["currency=USD"],
        "count(*), sum(impressions), sum(clicks), sum(cost) FROM spend",
        "6,299,91,139.6700",
    ),
    (
        "meta-1.csv",
        &["currency=USD"],
        "count(*), sum(impressions), sum(clicks), sum(conversions), sum(approved) FROM meta_ads",
        "625,204823716,36068,2669,872",
    ),
    (
        "msads-seed-1.csv",
        &[],
        "count(*), sum(impressions), sum(clicks), sum(cost) FROM spend",
        "2630,7569,592,946.3400",
    ),
];

const TRACKERS: [Case; 13] = [
    ("ga4-1.csv", &[], "count(*), sum(value) FROM ga4_days WHERE metric = 'Users'", "544,16859428"),
    ("ga4-2.csv", &[], "count(*), sum(views) FROM ga4_pages", "684,145074"),
    ("ga4-4.csv", &[], "count(*), sum(events), sum(sessions) FROM ga4_users", "3,48,5"),
    ("gsc-1.csv", &[], "count(*), sum(clicks), sum(impressions) FROM search_queries", "1000,20443,1562309"),
    ("matomo-visits-1.csv", &[], "min(date), sum(sessions), sum(page_views) FROM daily", "2010-01-03,2,2"),
    // 812 actions, of which 504 are views, and 104 conversions, of which 14 are carts that were left.
    (
        "matomo-dump-1.json",
        &["currency=USD"],
        "count(*), count(DISTINCT session_id), count(*) FILTER (WHERE event_name = 'page_view'), sum(value) FROM events",
        "902,224,504,1422.7200",
    ),
    // Snowplow's loader refuses two more, for JSON that does not fit its schema; none of it is read here.
    ("snowplow-enriched-2.tsv", &[], "count(*), (SELECT count(*) FROM rejects) AS rejected FROM events", "48,2"),
    ("adobe-01-suiteid_2015-02-10.tsv.gz", &[], "count(*) FROM events", "10"),
    ("adobe-sample.tsv.csv", &[], "count(*) FROM events", "10"),
    ("rudderstack-3.json.gz", &[], "count(*), count(DISTINCT visitor_id) FROM events", "99,99"),
    ("rudderstack-4.csv.gz", &["unknown=load"], "count(*), count(DISTINCT column1) FROM rudderstack_file", "14,14"),
    ("rudderstack-5.json.gz", &["unknown=load"], "count(*), count(DISTINCT id) FROM rudderstack_file", "14,14"),
    ("mixpanel-seed-1.csv", &[], "count(*), count(DISTINCT visitor_id) FROM events", "3,3"),
];

const DESKS_AND_LOGS: [Case; 6] = [
    ("zendesk-seed-ticket_data.csv", &[], "count(*), count(solved_at) FROM tickets", "10,8"),
    ("zendesk-1.csv", &[], "count(*), count(solved_at), count(first_reply_at) FROM tickets", "50,37,50"),
    ("hubspot-seed-deal.csv", &[], "count(*), count(amount) FROM leads", "44,0"),
    ("cloudfront-1.log", &[], "count(*) FROM events", "9"),
    ("aws-alb-1.log", &[], "count(*), (SELECT count(*) FROM rejects) AS rejected FROM events", "3,1"),
    ("cloudflare-1.ndjson", &[], "count(*), min(event_time) FROM events", "5,2022-05-25T13:25:26Z"),
];

#[test]
fn exports_of_shops_reach_their_totals() {
    reaches(&SHOPS);
}

#[test]
fn exports_of_payments_and_ads_reach_their_totals() {
    reaches(&PAYMENTS_AND_ADS);
}

#[test]
fn exports_of_trackers_reach_their_totals() {
    reaches(&TRACKERS);
}

#[test]
fn exports_of_desks_and_logs_reach_their_totals() {
    reaches(&DESKS_AND_LOGS);
}

fn reaches(cases: &[Case]) {
    let Some(folder) = real_data("exports") else { return };
    let told = |case: &Case| (loaded(&folder, case), case.3);
    let wrong: Vec<_> =
        cases.iter().map(|case| (case.0, told(case))).filter(|(_, (told, known))| told != known).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The row that answers a case, once its file was set up and loaded in a folder of its own.
fn loaded(folder: &Path, case: &Case) -> String {
    let (file, answers, asked, _) = *case;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(file), fs::read(folder.join(file)).unwrap()).unwrap();
    let run = |args: &[&str]| {
        let ran: Ran = program().args(args).current_dir(dir.path()).output().unwrap().into();
        assert_eq!(ran.code, 0, "{file}: {args:?}: {}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    let answers = answers.iter().flat_map(|answer| ["--answer", *answer]);
    let init: Vec<&str> = ["init", "--from", file, "--answer", "timezone=UTC"].into_iter().chain(answers).collect();
    run(&init);
    run(&["load", "--final", "-q"]);
    run(&["sql", &format!("SELECT {asked}"), "--format", "csv"]).lines().nth(1).unwrap_or_default().to_owned()
}
