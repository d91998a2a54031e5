//! One small export a system, each loaded by its recipe to the total that its rows add up to.

use std::fs;

use crate::support::{Ran, program};

/// What `sql` gives, without its heading, once `text` was set up as the file `name`, with `answers`, and loaded.
pub(super) fn loaded_as(name: &str, text: &str, answers: &[&str], sql: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(name), text).unwrap();
    let run = |args: &[&str]| {
        let ran: Ran = program().args(args).current_dir(dir.path()).output().unwrap().into();
        assert_eq!(ran.code, 0, "{name}: {args:?}: {}{}", ran.stdout, ran.stderr);
        ran.stdout
    };
    let answers = answers.iter().flat_map(|answer| ["--answer", *answer]);
    let init: Vec<&str> = ["init", "--from", name, "--answer", "timezone=UTC"].into_iter().chain(answers).collect();
    run(&init);
    run(&["load", "--final"]);
    run(&["sql", sql, "--format", "csv"]).lines().nth(1).unwrap_or_default().to_owned()
}

fn loaded(name: &str, text: &str, sql: &str) -> String {
    loaded_as(name, text, &["currency=EUR"], sql)
}

#[test]
fn what_excel_saved_again_of_shopify_has_its_years_and_the_order_of_day_and_month_that_was_answered() {
    let text = "Name,Financial Status,Currency,Created at,Total,Taxes,Shipping,Discount Amount,Lineitem quantity,Lineitem \
                name,Lineitem price,Lineitem sku\n8,paid,EUR,11/10/24 09:17,10.00,1,0,0,1,Lamp,10,L\n8,,,,,,,,1,Card,0,C\n\
                7,paid,EUR,11/10/24 09:13,5.00,1,0,0,1,Vase,5,V\n";
    let sql = "SELECT count(*), sum(revenue), min(ordered_at) FROM shop_orders";
    let answers = ["dates=month first"];
    assert_eq!(loaded_as("orders.csv", text, &answers, sql), "2,15.0000,2024-11-10T09:13:00Z");
    let answers = ["dates=day first"];
    assert_eq!(loaded_as("orders.csv", text, &answers, sql), "2,15.0000,2024-10-11T09:13:00Z");
}

#[test]
fn other_layouts_of_payments_and_shops_reach_their_totals() {
    let stripe = "id,Created (UTC),Amount,Currency,Converted Amount,Converted Amount Refunded,Fee,Converted Currency,Status,Customer \
                  ID\nch_1,2026-01-05 10:00,\"1,000.00\",usd,900.00,0.00,0.30,eur,Paid,cus\n\
                  ch_2,2026-01-06 10:00,1.00,eur,1.00,0.50,0.10,eur,Paid,\n";
    let sql = "SELECT count(*), sum(revenue), sum(refunded) FROM shop_orders";
    assert_eq!(loaded("payments.csv", stripe, sql), "2,901.0000,0.5000");
    let balance = "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category\n\
                   txn_1,2026-01-05 10:00:00,2026-01-07 00:00:00,eur,10.00,0.30,9.70,charge\n";
    assert_eq!(loaded("balance.csv", balance, "SELECT sum(gross), sum(net) FROM payments"), "10.0000,9.7000");
    let paypal = "\"Date\",\"Time\",\"Time zone\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email \
                  Address\",\"Transaction ID\"\n\"15/07/2026\",\"16:41:15\",\"BST\",\"General \
                  Payment\",\"Completed\",\"GBP\",\"310.00\",\"-1.00\",\"309.00\",\"a@example.com\",\"5KB\"\n";
    assert_eq!(loaded("uk.csv", paypal, "SELECT gross, paid_at FROM payments"), "310.0000,2026-07-15T15:41:15Z");
    let presta = "ID;Reference;New client;Delivery;Customer;Total;Payment;Status;Date\n\
                  5;XKBK;1;France;J. DOE;76.010000;Wire;Awaiting bank wire payment;2026-01-05 10:00:00\n\
                  6;XKBL;1;France;J. DOE;10.000000;Wire;Paid;2026-01-06 10:00:00\n";
    assert_eq!(loaded("presta.csv", presta, "SELECT count(*), sum(revenue) FROM shop_orders"), "2,86.0100");
    let analytics = "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net \
                     Sales\n2026-01-05 10:00:00,11,€9.50,completed,A B,new,1× Lamp,1,,9.5\n";
    assert_eq!(loaded("woo.csv", analytics, "SELECT count(*), sum(revenue) FROM shop_orders"), "1,9.5000");
    let several = "order_id,shop_id,user_id,order_amount,total_items,payment_method,created_at\n\
                   1,53,746,224,2,cash,2017/3/13 12:36\n2,92,925,90,1,debit,2017/3/3 17:38\n";
    let sql = "SELECT count(*), sum(revenue), max(channel), min(ordered_at) FROM shop_orders";
    assert_eq!(loaded("orders.csv", several, sql), "2,314.0000,shop 92,2017-03-03T17:38:00Z");
    let rest = r#"[{"id":45,"status":"pending","currency":"USD","date_created_gmt":"2026-01-05T20:17:50","discount_total":"0.00","shipping_total":"0.00","total":"90.00","total_tax":"0.00","customer_id":0,"line_items":[{"sku":"a","name":"A","price":90,"quantity":1}],"refunds":[{"id":60,"total":"-10.00"},{"id":61,"total":"-5.50"}]}]"#;
    let sql = "SELECT count(*), sum(revenue), sum(refunded) FROM shop_orders";
    assert_eq!(loaded("rest.json", rest, sql), "1,90.0000,15.5000", "both refunds");
    // An order that a file has twice is one, and was paid back once.
    let order = rest.trim_start_matches('[').trim_end_matches(']');
    assert_eq!(loaded("rest.json", &format!("[{order},{order}]"), sql), "1,90.0000,15.5000");
}

#[test]
fn events_without_an_id_to_tell_those_sent_twice_are_each_one() {
    let text = "event_id,name,time,distinct_id,insert_id,properties,mp_country_code,current_url,referrer,city,region\n\
                1,page_view,2026-01-05T10:00:00Z,a,x,{},FR,https://a.example/,,P,I\n\
                2,page_view,2026-01-05T10:00:00Z,a,x,{},FR,https://a.example/,,P,I\n\
                3,page_view,2026-01-05T10:01:00Z,a,,{},FR,https://a.example/b,,P,I\n\
                4,page_view,2026-01-05T10:02:00Z,b,,{},FR,https://a.example/c,,P,I\n";
    assert_eq!(loaded("events.csv", text, "SELECT count(*), count(DISTINCT visitor_id) FROM events"), "3,2");
}

#[test]
fn ads_say_their_currency_in_the_header_or_a_column_and_a_row_of_a_month_is_no_day() {
    let meta = "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks\n\
                2026-01-05,2026-01-05,A,12.34,100,3\n2026-01-06,2026-01-06,A,1.00,10,1\n";
    let sql = "SELECT sum(cost), max(currency), sum(clicks) FROM spend";
    // The header says it, so that it is not asked.
    assert_eq!(loaded_as("meta.csv", meta, &[], sql), "13.3400,USD,4");
    let french = "Début des rapports,Fin des rapports,Nom de la campagne,Montant dépensé (EUR),Impressions,Clics sur le lien\n\
                  2026-01-05,2026-01-05,A,\"12,34\",100,3\n";
    assert_eq!(loaded_as("meta.csv", french, &[], sql), "12.3400,EUR,3");
    let linkedin = "Start Date (in UTC),Account Name,Campaign Name,Total Spent,Impressions,Clicks,Currency\n\
                    09/21/2026,Acme,Leads,\"1,234.50\",100,2,EUR\n09/22/2026,Acme,Leads,10.00,100,2,EUR\n";
    assert_eq!(loaded_as("linkedin.csv", linkedin, &[], sql), "1244.5000,EUR,4");
}

#[test]
fn deals_and_forms_are_leads() {
    let sql = "SELECT count(*), sum(amount), count(won_at), count(lost_at) FROM leads";
    let hubspot = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date\n1,A,Closed Won,25.00,2026-03-01,2026-01-05\n\
                   2,B,contractsent,,2026-11-01,2026-02-01\n3,C,closedlost,5.00,2026-02-02,2026-02-01\n";
    assert_eq!(loaded("hubspot.csv", hubspot, sql), "3,30.0000,1,1");
    let pipedrive = "Deal - ID,Deal - Value,Deal - Currency,Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time\n\
                     1,10,EUR,Won,2026-01-05 10:00:00,2026-01-06 10:00:00,\n2,4,EUR,Open,2026-01-05 10:00:00,,\n";
    assert_eq!(loaded("pipedrive.csv", pipedrive, sql), "2,14.0000,1,0");
    let salesforce = "Id,IsDeleted,StageName,Amount,CloseDate,LeadSource,IsClosed,IsWon,CreatedDate\n\
                      006A,false,Closed Won,100.0,2026-02-01,Web,true,true,2026-01-05T10:00:00.000Z\n\
                      006B,true,Closed Won,9.0,2026-02-01,Web,true,true,2026-01-05T10:00:00.000Z\n";
    assert_eq!(loaded("opportunity.csv", salesforce, sql), "1,100.0000,1,0");
    let typeform =
        "#,Question?,Start Date (UTC),Submit Date (UTC),Network ID\nabc,x,2026-01-05 10:00:00,2026-01-05 10:01:00,n\n";
    assert_eq!(loaded("typeform.csv", typeform, "SELECT count(*), min(lead_id) FROM leads"), "1,abc");
    let gravity = "Name,Created By (User Id),Entry Id,Entry Date,Source Url,User Agent,User IP\n\
                   A,,12,2026-01-05 10:00:00,https://a.example/contact,x,1.2.3.4\n";
    assert_eq!(loaded("gravity.csv", gravity, "SELECT count(*), min(lead_id) FROM leads"), "1,12");
}

#[test]
fn help_desks_tell_when_a_ticket_was_answered_and_solved() {
    let sql = "SELECT count(*), count(solved_at), min(first_reply_at) FROM tickets";
    let zendesk = "Id,Requester id,Assignee,Group,Status,Priority,Via,Created at,Solved at,Satisfaction Score,Reopens,Replies,First \
                   reply time in minutes\n7,8,Joe,Help,Closed,High,Mail,2026-01-05 10:00,2026-01-06 10:00,Good,0,2,90\n\
                   8,8,,,Open,,Mail,2026-01-05 10:00,,Not Offered,,,\n";
    assert_eq!(loaded("zendesk.csv", zendesk, sql), "2,1,2026-01-05T11:30:00Z");
    let freshdesk = "Ticket ID,Status,Priority,Source,Agent,Group,Created time,Resolved time,Closed time,Initial response time,First \
                     response time (in hrs),Resolution time (in hrs)\n1,Closed,Low,Portal,J,G,2026-01-05 10:00:00,,2026-01-06 \
                     10:00:00,2026-01-05 11:00:00,,00:00:05\n2,Open,Low,Email,,,2026-01-05 10:00:00,,,,,\n";
    assert_eq!(loaded("freshdesk.csv", freshdesk, sql), "2,1,2026-01-05T11:00:00Z");
    let intercom = "id,created_at,updated_at,state,source_type,first_contact_reply_created_at,conversation_rating_value,\
                    _fivetran_active\n1,2026-01-05 10:00:00,2026-01-06 10:00:00,closed,conversation,2026-01-05 10:05:00,5,true\n\
                    1,2026-01-05 10:00:00,2026-01-05 10:00:00,open,conversation,,,false\n";
    assert_eq!(loaded("intercom.csv", intercom, sql), "1,1,2026-01-05T10:05:00Z");
}

#[test]
fn search_by_day_and_ga4s_numbered_days_have_their_dates() {
    let days = "Date,Clicks,Impressions,CTR,Position\n2026-01-05,3,40,7.5%,2.6\n2026-01-06,1,10,10%,3\n";
    let sql = "SELECT sum(clicks), sum(impressions), max(date) FROM search_days";
    assert_eq!(loaded_as("Chart.csv", days, &[], sql), "4,50,2026-01-06");
    let french = "Requêtes les plus fréquentes,Clics,Impressions,CTR,Position\nlampe,3,40,\"7,5 %\",\"2,6\"\n\
                  vase,1,10,\"10,00 %\",\"3,0\"\n";
    let sql = "SELECT sum(clicks), sum(impressions) FROM search_queries";
    assert_eq!(loaded_as("Requêtes.csv", french, &[], sql), "4,50");
    let ga4 = "# ----\n# Report\n# Start date: 20260105\n# End date: 20260106\nNth day,Users\n0000,3\n0001,4\n";
    let sql = "SELECT sum(value), max(date) FROM ga4_days WHERE metric = 'Users'";
    assert_eq!(loaded_as("ga4.csv", ga4, &[], sql), "7,2026-01-06");
}

#[test]
fn trackers_and_mailers_count_what_was_sent_twice_once() {
    let sql = "SELECT count(*), count(DISTINCT visitor_id) FROM events";
    let segment = "{\"messageId\":\"1\",\"type\":\"track\",\"event\":\"lead\",\"userId\":\"u\",\"originalTimestamp\":\
                   \"2026-01-05T10:00:00Z\",\"sentAt\":\"2026-01-05T10:00:00Z\"}\n";
    assert_eq!(loaded_as("segment.ndjson", &segment.repeat(2), &[], sql), "1,1");
    let amplitude = "{\"uuid\":\"a\",\"event_time\":\"2026-01-01 00:00:00.000000\",\"event_type\":\"x\",\"amplitude_id\":7,\
                     \"user_id\":null,\"session_id\":-1,\"country\":\"FR\",\"region\":null,\"city\":\"Paris\",\"language\":\"fr\"}\n";
    assert_eq!(loaded_as("amplitude.ndjson", amplitude, &[], sql), "1,1");
    let posthog = "uuid,event,distinct_id,person_id,properties,timestamp\n\
                   u1,$pageview,d1,p1,\"{\"\"$current_url\"\":\"\"https://a.example/x\"\"}\",2026-01-05T10:00:00Z\n";
    let pages = "SELECT event_name, page_path FROM events";
    assert_eq!(loaded_as("posthog.csv", posthog, &[], pages), "page_view,/x");
    let mailchimp = "action,campaign_id,member_id,timestamp,url\nopen,c1,m1,2026-01-05 10:00:00,\n\
                     click,c1,m1,2026-01-05 10:01:00,https://a.example/\n";
    assert_eq!(loaded_as("mailchimp.csv", mailchimp, &[], sql), "2,1");
}

#[test]
fn a_breakdown_of_a_trackers_days_is_not_counted_beside_them() {
    let sources = "date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,visitors,visits,visit_duration,\
                   bounces\n2026-01-05,Google,google.com,,,,,,30,8,9,700,2\n2026-01-05,,,,,,,,10,2,3,200,1\n";
    let sql = "SELECT sum(sessions), sum(page_views), (SELECT count(*) FROM daily) FROM plausible_sources";
    assert_eq!(loaded_as("imported_sources_20260105_20260105.csv", sources, &[], sql), "12,40,0");
    let pages = "date,hostname,page,visits,visitors,pageviews,total_scroll_depth,total_scroll_depth_visits,total_time_on_page,\
                 total_time_on_page_visits\n2026-01-05,a.example,/x,9,8,30,0,0,0,0\n";
    let sql = "SELECT sum(page_views), (SELECT count(*) FROM daily) FROM plausible_pages";
    assert_eq!(loaded_as("imported_pages_20260105_20260105.csv", pages, &[], sql), "30,0");
}

#[test]
fn other_layouts_of_deals_tickets_and_ads_reach_their_totals() {
    let deals = "Deal - Title,Deal - Value,Deal - Currency (of value),Deal - Stage,Deal - Status,Deal - Expected close date,Person - \
                 Name,Organization - Name\nA,10.50,EUR,Won,Won,2026-02-01,J D,Acme\nB,4,EUR,New,Open,,J D,\n";
    let sql = "SELECT count(*), sum(value), (SELECT count(*) FROM leads) AS leads FROM pipedrive_deals";
    assert_eq!(loaded("pipedrive.csv", deals, sql), "2,14.5000,0");
    let tickets = r#"{"id":7,"created_at":"2026-01-05T10:00:00Z","updated_at":"2026-01-06T10:00:00Z","status":"solved","priority":null,"via":{"channel":"web"},"satisfaction_rating":{"score":"good"},"metric_set":{"solved_at":"2026-01-06T10:00:00Z","reopens":0,"replies":2,"reply_time_in_minutes":{"calendar":90,"business":30}}}
"#;
    let sql = "SELECT ticket_id, first_reply_at, solved_at, satisfaction, channel FROM tickets";
    let told = loaded_as("tickets.ndjson", tickets, &[], sql);
    assert_eq!(told, "7,2026-01-05T11:30:00Z,2026-01-06T10:00:00Z,5,web");
    let french = "Rapport sur les campagnes\n1 janvier 2026 - 31 janvier 2026\nJour,Campagne,ID de la campagne,Code de la \
                  devise,Coût,Impr.,Clics\n2026-01-05,Lampes,7,EUR,\"1 234,56\",\"1 000\",3\n2026-01-06,Lampes,7,EUR, --,7,0\n\
                  Total : campagnes, --, --, --,\"1 234,56\",\"1 007\",3\n";
    assert_eq!(
        loaded_as("campagnes.csv", french, &[], "SELECT sum(cost), sum(impressions) FROM spend"),
        "1234.5600,1007"
    );
}

#[test]
fn a_trackers_own_tables_are_events() {
    let umami = "event_id,website_id,session_id,visit_id,created_at,url_path,url_query,utm_source,utm_medium,utm_campaign,referrer_path,\
                 referrer_domain,page_title,event_type,event_name,hostname\n\
                 e1,w,s1,v1,2026-01-05 10:00:00+00,/x,a=1,,,,/,search.example,X,1,,a.example\n\
                 e2,w,s1,v1,2026-01-05 10:01:00+00,/x,,,,,,,X,2,signup,a.example\n";
    let sql = "SELECT string_agg(concat_ws(' ', event_name, page_path), ', ' ORDER BY event_time) || ' ' || count(DISTINCT session_id) FROM \
               events";
    assert_eq!(loaded_as("website_event.csv", umami, &[], sql), "\"page_view /x, signup /x 1\"");
    let snowplow = "app_id,event_id,event_name,derived_tstamp,domain_userid,domain_sessionid,user_id,page_url,page_title,page_referrer,\
                    geo_country,useragent\nsite,e1,page_view,2026-01-05 10:00:00.123,u1,s1,,https://a.example/x,X,,FR,UA\n";
    let sql = "SELECT count(*), max(page_path), max(country) FROM events";
    assert_eq!(loaded_as("atomic.csv", snowplow, &[], sql), "1,/x,FR");
}
