//! Exports of known systems: recognised, set up and loaded without a line of SQL, each to a total that is known.

use std::fs;

use tempfile::TempDir;

use crate::support::{Ran, program};

/// A folder with these files, each below `exports`.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("exports")).unwrap();
    for (name, text) in files {
        fs::write(dir.path().join("exports").join(name), text).unwrap();
    }
    dir
}

fn run(dir: &TempDir, args: &[&str]) -> Ran {
    program().args(args).current_dir(dir.path()).output().unwrap().into()
}

/// `jauge init --from exports`, answered, and `jauge load`; answers what `sql` gives, without its heading.
fn loaded(files: &[(&str, &str)], sql: &str) -> String {
    let dir = folder(files);
    let init = ["init", "--from", "exports", "--answer", "timezone=UTC", "--answer", "currency=EUR"];
    asked(&dir, &init, sql)
}

fn asked(dir: &TempDir, init: &[&str], sql: &str) -> String {
    for args in [init, &["load", "--final"]] {
        let ran = run(dir, args);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.stdout, ran.stderr);
    }
    let ran = run(dir, &["sql", sql, "--format", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout.lines().nth(1).unwrap_or_default().to_owned()
}

const SHOPIFY: &str = "\
Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount
#1002,ben@example.com,paid,2026-01-06 09:00:00 +0100,EUR,30.00,0.00,5.00,30.00,0.00,2026-01-06 09:00:00 +0100,1,Lamp,10.00,L-1,4.00
#1002,,,,,,,,,,,2,Vase,10.00,V-1,
#1001,anna@example.com,paid,2026-01-05 09:00:00 +0100,EUR,12.50,2.50,2.50,15.00,0.00,2026-01-05 09:00:00 +0100,1,Lamp,12.50,L-1,0.00
";

const STRIPE: &str = "\
id,Description,Created date (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Converted Currency,Fee,Status,Customer ID
ch_1,x,2026-01-05 10:00:00,10.00,0.00,usd,9.00,0.00,eur,0.30,Paid,cus_1
ch_2,x,2026-01-06 10:00:00,20.00,5.00,eur,20.00,5.00,eur,0.50,Refunded,
";

const STRIPE_OLD: &str = "\
Created date (UTC);Amount;Currency;Captured;Converted Amount;Converted Currency;Fee;Status;Customer ID;Invoice Number
2026-01-06 02:38:54;15.00;usd;TRUE;13.80;eur;0.40;Paid;cus_1;I-1
2026-01-05 02:38:54;9.00;eur;TRUE;9.00;eur;0.30;Paid;cus_2;
";

const PAYPAL: &str = "\
\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"Transaction ID\"
\"04/30/2026\",\"23:30:00\",\"PDT\",\"Anna\",\"Express Checkout Payment\",\"Completed\",\"EUR\",\"3,000.00\",\"-50.00\",\"2,950.00\",\"anna@example.com\",\"T1\"
\"05/01/2026\",\"00:10:00\",\"PDT\",\"Ben\",\"Invoice\",\"Pending\",\"EUR\",\"10.50\",\"\",\"\",\"\",\"T2\"
";

const WOOCOMMERCE: &str = "\
order_number,order_date,status,order_currency,shipping_total,tax_total,discount_total,order_total,customer_email,product_name,sku,quantity,item_total
11,2026-01-05 10:00:00,completed,EUR,5.00,0.00,0.00,25.00,anna@example.com,Lamp,L-1,2,20.00
11,2026-01-05 10:00:00,completed,EUR,,,,,anna@example.com,Card,C-1,1,0.00
12,2026-01-06 10:00:00,processing,EUR,0,0.00,0.00,10.00,,Vase,V-1,1,10.00
";

#[test]
fn a_shopify_export_is_loaded_without_sql_an_order_a_name() {
    let sql = "SELECT count(*), sum(revenue), sum(refunded), sum(CASE WHEN customer_id LIKE '%@%' THEN 1 ELSE 0 END) \
               FROM shop_orders";
    // Addresses are kept as pseudonyms.
    assert_eq!(loaded(&[("orders_export_1.csv", SHOPIFY)], sql), "2,45.0000,4.0000,0");
}

#[test]
fn a_shopify_order_says_when_it_was_cancelled_where_the_export_does() {
    let cells = ["Cancelled at", "2026-01-07 10:00:00 +0100", "", ""];
    let lines = SHOPIFY.lines().zip(cells).map(|(line, cell)| format!("{line},{cell}\n"));
    let text: String = lines.collect();
    let sql = "SELECT string_agg(concat_ws(' ', order_id, CAST(cancelled_at AS VARCHAR)), ', ' ORDER BY order_id) FROM shop_orders";
    let told = loaded(&[("orders_export_1.csv", &text)], sql);
    assert!(told.contains("1001, 1002 2026-01-07") && told.contains("09:00:00"), "{told}");
    assert_eq!(loaded(&[("orders_export_1.csv", SHOPIFY)], "SELECT count(cancelled_at) FROM shop_orders"), "0");
}

#[test]
fn exports_outside_of_the_folder_are_trusted_as_they_were_named_and_no_others() {
    let dir = folder(&[("orders.csv", SHOPIFY), ("later.csv", STRIPE)]);
    let init = ["init", "site", "--from", "exports/orders.csv", "--answer", "timezone=UTC", "--answer", "currency=EUR"];
    assert_eq!(run(&dir, &init).code, 0);
    let load = ["load", "--final", "--workspace", "site"];
    assert_eq!(run(&dir, &load).code, 0);
    // Whoever writes to jauge.toml afterwards is not believed.
    let config = dir.path().join("site/jauge.toml");
    let other = fs::read_to_string(&config).unwrap().replace("orders.csv", "later.csv");
    fs::write(&config, other).unwrap();
    let ran = run(&dir, &load);
    assert_ne!(ran.code, 0);
    assert!(ran.stderr.contains("was not trusted to read"), "{}", ran.stderr);
}

/// A stranger's folder may have recipes; adding one's own file there must not run or read anything of theirs.
#[test]
fn a_recipe_of_somebody_elses_asks_for_nothing_that_its_user_did_not_name() {
    let dir = folder(&[("mine.csv", "a,b\nx,2026-01-01\n")]);
    fs::create_dir_all(dir.path().join("queries/sources")).unwrap();
    fs::write(dir.path().join("jauge.toml"), "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\n").unwrap();
    let recipe = |source: &str| {
        let text = format!(
            "/*---\nid = \"theirs.all\"\ninto = \"events\"\nrecognise = [[\"a\", \"b\"]]\n[source]\n{source}\n---*/\nSELECT a \
             AS event_name, b AS event_time, 'v' AS visitor_id FROM raw\n"
        );
        fs::write(dir.path().join("queries/sources/x.sql"), text).unwrap();
    };
    for source in ["connector = \"adbc\"\ndriver = \"/no/such.so\"", "nulls = { command = \"id\" }"] {
        recipe(source);
        let ran = run(&dir, &["source", "recipes"]);
        assert!(ran.stderr.contains("a recipe does not say"), "{}", ran.stderr);
        assert!(!ran.stdout.contains("theirs.all"), "{}", ran.stdout);
    }
    recipe("repeats = \"disjoint\"");
    // A link among the files that were named leads where nobody said.
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.csv"), "a,b\ny,2026-01-01\n").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.csv"), dir.path().join("exports/link.csv")).unwrap();
    assert_eq!(run(&dir, &["source", "add", "exports"]).code, 0);
    let ran = run(&dir, &["load", "--final"]);
    assert!(ran.stderr.contains("was not trusted to read"), "{}", ran.stderr);
    let asked = run(&dir, &["sql", "SELECT event_name FROM events", "--format", "csv"]);
    assert_eq!(asked.stdout.lines().skip(1).collect::<Vec<_>>(), ["x"]);
}

#[test]
fn what_brings_the_pack_of_a_recipe_runs_without_it() {
    let dir = folder(&[]);
    let config = "[workspace]\nname = \"w\"\ntimezone = \"UTC\"\npacks = [\"ours\"]\n[[source]]\nname = \"s\"\nlike = \
                  \"ours.sales\"\npath = \"exports/*.csv\"\n";
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    assert_eq!(run(&dir, &["load"]).code, 4);
    for args in [["plugin", "list"], ["trust", "--yes"]] {
        assert_eq!(run(&dir, &args).code, 0, "{args:?}");
    }
    let doctor = run(&dir, &["doctor"]);
    assert!(doctor.code == 1 && doctor.stdout.contains("workspace"), "{}{}", doctor.stdout, doctor.stderr);
}

#[test]
fn a_woocommerce_order_has_its_totals_on_its_first_row_alone() {
    let sql = "SELECT count(*), sum(revenue), sum(shipping) FROM shop_orders";
    assert_eq!(loaded(&[("orders.csv", WOOCOMMERCE)], sql), "2,35.0000,5.0000");
}

#[test]
fn payments_are_the_orders_where_no_shop_is_and_payments_beside_one() {
    let sql = "SELECT count(*), sum(revenue), sum(refunded) FROM shop_orders";
    assert_eq!(loaded(&[("payments.csv", STRIPE)], sql), "2,29.0000,5.0000");
    let both = [("orders_export.csv", SHOPIFY), ("payments.csv", STRIPE), ("activity.csv", PAYPAL)];
    let sql = "SELECT (SELECT sum(revenue) FROM shop_orders), (SELECT sum(gross) FROM payments), (SELECT count(*) FROM \
               payments)";
    // Each sale once: the orders are the shop's alone.
    assert_eq!(loaded(&both, sql), "45.0000,3039.5000,4");
}

#[test]
fn payments_without_ids_and_activity_with_its_zone_in_a_column_keep_every_row() {
    let sql = "SELECT count(*), sum(gross), sum(fee) FROM payments";
    assert_eq!(loaded(&[("unified.csv", STRIPE_OLD)], sql), "2,22.8000,0.7000");
    let sql = "SELECT sum(gross), sum(net), min(paid_at), max(paid_at) FROM payments";
    let found = loaded(&[("activity.csv", PAYPAL)], sql);
    assert_eq!(found, "3010.5000,2950.0000,2026-05-01T06:30:00Z,2026-05-01T07:10:00Z");
}

#[test]
fn reports_of_ads_and_of_trackers_fill_spend_and_daily() {
    let ads = "date,account_id,campaign_id,currency_code,device_os,bid_match_type,clicks,impressions,spend\n\
               2026-01-05,7,1,EUR,Unknown,Broad,3,40,1.25\n2026-01-05,7,1,EUR,Unknown,Exact,1,10,0.50\n";
    let sql = "SELECT count(*), sum(clicks), sum(cost) FROM spend";
    assert_eq!(loaded(&[("ads.csv", ads)], sql), "2,4,1.7500");
    let days =
        "date,visitors,pageviews,bounces,visits,visit_duration\n2026-01-05,10,40,3,12,900\n2026-01-06,5,11,2,5,100\n";
    let sql = "SELECT sum(sessions), sum(engaged_sessions), sum(page_views) FROM daily";
    assert_eq!(loaded(&[("imported_visitors_20260105_20260106.csv", days)], sql), "17,12,51");
    let visits = "idSite,idVisit,lastActionDateTime,referrerTypeName,country,deviceType,actions\n\
                  1,1,2026-01-05 10:00:00,Direct Entry,France,Desktop,3\n1,2,2026-01-05 11:00:00,Direct Entry,France,Desktop,1\n";
    let sql = "SELECT max(channel), sum(sessions), sum(page_views) FROM daily";
    assert_eq!(loaded(&[("visits.csv", visits)], sql), "Direct,2,4");
}

#[test]
fn what_stands_above_and_below_a_report_is_none_of_its_rows() {
    let terms = "Search terms report\n\"January 17, 2026 - February 15, 2026\"\nSearch term,Match type,Campaign,Ad \
                 group,Keyword,Impr.,Clicks,Currency code,Cost,Conversions\nlamp,Exact,Lamps,All,lamp,\"1,000\",3,EUR,1.25,1.00\n\
                 total lamp,Exact,Lamps,All,lamp,10,1,EUR,0.50,0.00\nTotal: Search terms, --, --, --, \
                 --,\"1,010\",4,EUR,1.75,1.00\n";
    let sql = "SELECT sum(impressions), sum(clicks), sum(cost) FROM search_terms";
    assert_eq!(loaded(&[("terms.csv", terms)], sql), "1010,4,1.7500");
    let days = "Campaign report\n\"January 5, 2026 - January 6, 2026\"\nDay,Campaign,Currency code,Cost,Impr.,Clicks\n\
                2026-01-05,Lamps,EUR,12.50,40,3\n2026-01-06,Lamps,EUR, --,7,0\nTotal: Campaigns, --, --,12.50,47,3\n";
    assert_eq!(loaded(&[("campaigns.csv", days)], "SELECT sum(cost), sum(impressions) FROM spend"), "12.5000,47");
    let pages = "# ----------\n# Pages and screens\n# Start date: 20260101\n# End date: 20260131\nPage path and screen \
                 class,Views,Active users,Event count,Key events,Total revenue\n/a,12,9,41,0,0\n/b,10,8,35,1,2.5\n";
    assert_eq!(loaded(&[("pages.csv", pages)], "SELECT sum(views), sum(revenue) FROM ga4_pages"), "22,2.5000");
}

#[test]
fn deals_tickets_and_queries_fill_their_tables() {
    let deals = "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,property_amount,property_createdate\n\
                 1,false,,,10.00,2026-01-05 10:00:00\n2,true,,,99.00,2026-01-05 10:00:00\n3,false,,,,2026-01-06 10:00:00\n";
    assert_eq!(loaded(&[("deal.csv", deals)], "SELECT count(*), sum(amount) FROM leads"), "2,10.0000");
    let tickets = "id,created_at,updated_at,status,ticket_form_id,via_channel\n1,2026-01-05 10:00:00,2026-01-06 \
                   10:00:00,solved,1,web\n2,2026-01-05 10:00:00,2026-01-05 10:00:00,deleted,1,web\n3,2026-01-05 \
                   10:00:00,2026-01-05 10:00:00,open,1,web\n";
    // Deleted ones are there with their status, and no ticket that somebody works on.
    assert_eq!(loaded(&[("ticket.csv", tickets)], "SELECT count(*), count(solved_at) FROM tickets"), "3,1");
    let worked_on = "SELECT count(*) FROM tickets WHERE status <> 'deleted'";
    assert_eq!(loaded(&[("ticket.csv", tickets)], worked_on), "2");
    let queries = "Top queries,Clicks,Impressions,CTR,Position\nlamp,3,40,7.5%,2.6\nvase,1,10,10%,3\n";
    let sql = "SELECT sum(clicks), sum(impressions) FROM search_queries";
    assert_eq!(loaded(&[("Queries.csv", queries)], sql), "4,50");
}

#[test]
fn what_nobody_answered_is_an_error_with_its_choices_and_never_a_default() {
    let dir = folder(&[("orders.csv", SHOPIFY)]);
    let ran = run(&dir, &["init", "--from", "exports"]);
    assert!(ran.code == 0 && ran.stderr.contains("timezone"), "{}", ran.stderr);
    // Every row says the currency, so that it is no question.
    let config = fs::read_to_string(dir.path().join("jauge.toml")).unwrap();
    assert!(config.contains("currency = \"EUR\"") && config.contains("like = \"shopify.orders\""), "{config}");
    let ran = run(&dir, &["load"]);
    assert!(ran.code == 2 && ran.stderr.contains("`timezone` is not answered yet"), "{}", ran.stderr);
    let ran = run(&dir, &["init", "elsewhere", "--from", "exports", "--answer", "colour=red"]);
    assert!(ran.code == 2 && ran.stderr.contains("answers no question"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_set_up_is_named_for_what_it_is_in_the_language_of_its_user() {
    let dir =
        folder(&[("orders.csv", SHOPIFY), ("broken.zip", "x"), ("empty.csv", ""), ("other.csv", "Farbe,Form\n1,2\n")]);
    let ran = run(&dir, &["init", "--from", "exports", "--locale", "fr"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for said in [
        "broken.zip : pas lu",
        "empty.csv : vide",
        "other.csv : pas reconnu",
        "sans réponse dans son jauge.toml : timezone",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    // Who is in the folder need not go there.
    assert!(!ran.stderr.contains("cd ."), "{}", ran.stderr);
    let config = fs::read_to_string(dir.path().join("jauge.toml")).unwrap();
    assert!(config.contains("language = \"fr\"\n"), "{config}");
    assert!(config.contains("? le fuseau") && config.contains("l'archive zip est abîmée"), "{config}");
}

#[test]
fn months_of_one_export_are_one_source_and_a_file_nobody_knows_a_proposal() {
    let odd = "Order ID,Day of sale,Revenue\n1,2026-01-05,10.00\n";
    let dir = folder(&[("orders_1.csv", SHOPIFY), ("orders_2.csv", SHOPIFY), ("odd.csv", odd)]);
    assert_eq!(run(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]).code, 0);
    let config = fs::read_to_string(dir.path().join("jauge.toml")).unwrap();
    assert!(config.contains("path = \"exports/orders_*.csv\""), "{config}");
    assert!(config.contains("# SELECT \"Order ID\" AS order_id"), "{config}");
    assert_eq!(run(&dir, &["load", "--final"]).code, 0);
}

#[test]
fn a_file_is_added_to_a_workspace_that_is_there() {
    let dir = folder(&[("orders.csv", SHOPIFY)]);
    assert_eq!(run(&dir, &["init", "--from", "exports", "--answer", "timezone=UTC"]).code, 0);
    fs::write(dir.path().join("payments.csv"), STRIPE).unwrap();
    let ran = run(&dir, &["source", "add", "payments.csv"]);
    assert!(ran.code == 0 && ran.stderr.contains("stripe-charges"), "{}", ran.stderr);
    assert_eq!(run(&dir, &["load", "--final"]).code, 0);
}

#[test]
fn recipes_are_listed_and_shown_and_one_of_a_workspaces_own_works_like_a_shipped_one() {
    let dir = folder(&[("sales.csv", "Day,Sum\n2026-01-05,12.50\n")]);
    let ran = run(&dir, &["source", "recipes", "--format", "csv"]);
    // Nothing is wrong with any that is shipped.
    assert!(ran.code == 0 && ran.stderr.is_empty(), "{}", ran.stderr);
    let listed = ran.stdout;
    assert!(listed.contains("shopify.orders,shop_orders,") && listed.contains("matomo.visits,daily,"), "{listed}");
    assert!(run(&dir, &["source", "show", "shopify.orders"]).stdout.contains("GROUP BY \"Name\""));
    assert_eq!(run(&dir, &["source", "show", "shopify.order"]).code, 2);
    let config = "[workspace]\nname = \"shop\"\n[[source]]\nname = \"sales\"\nlike = \"till.sales\"\npath = \
                  \"exports/*.csv\"\n";
    fs::write(dir.path().join("jauge.toml"), config).unwrap();
    let ran = run(&dir, &["load"]);
    assert!(ran.code == 2 && ran.stderr.contains("no recipe `till.sales`"), "{}", ran.stderr);
    let recipe = "/*---\nid = \"till.sales\"\ninto = \"daily\"\nrecognise = [[\"Day\", \"Sum\"]]\n---*/\nSELECT \"Day\" AS \
                  date, \"Sum\" AS revenue FROM raw\n";
    fs::create_dir_all(dir.path().join("queries/till/sources")).unwrap();
    fs::write(dir.path().join("queries/till/sources/till-sales.sql"), recipe).unwrap();
    assert_eq!(run(&dir, &["load"]).code, 0);
    let found = run(&dir, &["sql", "SELECT sum(revenue) FROM daily", "--format", "csv"]).stdout;
    assert_eq!(found.lines().nth(1), Some("12.5000"));
}

#[test]
fn an_export_that_is_not_utf_8_is_recognised_and_set_up_with_its_encoding() {
    let dir = folder(&[]);
    let latin: Vec<u8> = SHOPIFY.replace("Lamp", "Théière").chars().map(|char| char as u8).collect();
    fs::write(dir.path().join("exports/orders.csv"), latin).unwrap();
    let init = ["init", "--from", "exports", "--answer", "timezone=UTC", "--answer", "currency=EUR"];
    assert_eq!(asked(&dir, &init, "SELECT count(*) FROM shop_orders"), "2");
    let config = fs::read_to_string(dir.path().join("jauge.toml")).unwrap();
    assert!(config.contains("encoding = \"windows-1252\"  # it is not UTF-8"), "{config}");
}
