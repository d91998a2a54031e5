//! A folder in which a dozen systems left their exports, set up in one go.

use std::fs;

use crate::support::{Ran, program};

/// File, content, and a count over the table it fills with what that is.
const EXPORTS: [(&str, &str, &str, &str); 12] = [
    (
        "orders_export_1.csv",
        "Name,Email,Financial Status,Currency,Taxes,Shipping,Total,Discount Amount,Created at,Lineitem quantity,Lineitem \
         name,Lineitem price,Lineitem sku,Refunded Amount\n#1,a@example.com,paid,EUR,1,0,12.50,0,2026-01-05 09:00:00 \
         +0100,1,Lamp,12.50,L,0\n",
        "sum(revenue) FROM shop_orders",
        "12.5000",
    ),
    (
        "unified_payments.csv",
        "id,Created date (UTC),Amount,Currency,Converted Amount,Converted Amount Refunded,Converted Currency,Fee,Status,Customer \
         ID\nch_1,2026-01-05 08:00:00,12.50,eur,12.50,0,eur,0.30,Paid,\n",
        "count(*) FROM payments WHERE payment_id = 'ch_1'",
        "1",
    ),
    (
        "Download.CSV",
        "\"Date\",\"Time\",\"TimeZone\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"Transaction \
         ID\"\n\"01/15/2026\",\"23:30:00\",\"PST\",\"Payment\",\"Completed\",\"EUR\",\"20.00\",\"-1.00\",\"19.00\",\"\",\"T1\"\n",
        "count(*) FROM payments",
        "2",
    ),
    (
        "campaigns.csv",
        "Campaign report\n\"January 5, 2026 - January 6, 2026\"\nDay,Campaign,Currency code,Cost,Impr.,Clicks\n\
         2026-01-05,Lamps,EUR,12.50,40,3\n2026-01-06,Lamps,EUR,1.00,7,0\nTotal: Campaigns, --, --,13.50,47,3\n",
        "sum(cost) FROM spend WHERE source = 'google'",
        "13.5000",
    ),
    (
        "ads.csv",
        "date,account_id,campaign_id,currency_code,device_os,bid_match_type,clicks,impressions,spend\n2026-01-05,7,1,EUR,x,Broad,3,40,\
         1.25\n",
        "sum(cost) FROM spend WHERE source = 'bing'",
        "1.2500",
    ),
    (
        "pages.csv",
        "# ---\n# Pages\nPage path and screen class,Views,Active users,Event count,Key events,Total revenue\n/a,12,9,41,0,0\n",
        "sum(views) FROM ga4_pages",
        "12",
    ),
    (
        "Queries.csv",
        "Top queries,Clicks,Impressions,CTR,Position\nlamp,3,40,7.5%,2.6\n",
        "sum(clicks) FROM search_queries",
        "3",
    ),
    (
        "imported_visitors_20260105_20260105.csv",
        "date,visitors,pageviews,bounces,visits,visit_duration\n2026-01-05,10,40,3,12,900\n",
        "sum(sessions) FROM daily",
        "12",
    ),
    (
        "hubspot.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date\n1,A,Closed Won,25.00,2026-03-01,2026-01-05\n",
        "sum(amount) FROM leads",
        "25.0000",
    ),
    (
        "ticket_data.csv",
        "id,created_at,updated_at,status,via_channel,ticket_form_id\n1,2026-01-05 10:00:00,2026-01-06 10:00:00,solved,web,1\n",
        "count(solved_at) FROM tickets",
        "1",
    ),
    (
        "track.ndjson",
        "{\"messageId\":\"1\",\"type\":\"track\",\"event\":\"lead\",\"userId\":\"u\",\"originalTimestamp\":\"2026-01-05T10:00:00Z\",\
         \"sentAt\":\"2026-01-05T10:00:00Z\"}\n",
        "count(*) FROM events WHERE event_name = 'lead'",
        "1",
    ),
    (
        "access.log",
        "203.0.113.9 - - [05/Jan/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) \
         Gecko/20100101 Firefox/128.0\"\n",
        "count(*) FROM events WHERE event_name = 'page_view'",
        "1",
    ),
];

#[test]
fn a_folder_of_twelve_systems_is_set_up_and_loaded_in_one_go_and_each_sale_counts_once() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("exports")).unwrap();
    for (name, text, ..) in EXPORTS {
        fs::write(dir.path().join("exports").join(name), text).unwrap();
    }
    let run = |args: &[&str]| -> Ran {
        let ran: Ran = program().args(args).current_dir(dir.path()).output().unwrap().into();
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.stdout, ran.stderr);
        ran
    };
    let ran = run(&["init", "--from", "exports", "--answer", "timezone=UTC", "--answer", "currency=EUR"]);
    assert!(!ran.stderr.contains("not recognised") && !ran.stderr.contains("not read"), "{}", ran.stderr);
    run(&["load", "--final"]);
    for (name, _, sql, expected) in EXPORTS {
        let told = run(&["sql", &format!("SELECT {sql}"), "--format", "csv"]).stdout;
        assert_eq!(told.lines().nth(1), Some(expected), "{name}: {sql}");
    }
    let told = run(&["ask", "ecommerce.revenue", "--period", "all", "--format", "csv"]).stdout;
    assert!(told.contains(",12.5000,"), "{told}");
}
