//! Objectives from the file to the verdict, through the program.

mod as_of;
mod bad_files;
mod derived;
mod letter;
mod page;
mod record;
mod serve;
mod ways;

use std::{
    collections::BTreeMap,
    fs,
    sync::{Mutex, PoisonError},
};

use jiff::{ToSpan, civil::Date};

use crate::support::Workspace;

/// A shop with two KPIs and one source, its purchases by day from `first` for so many days: loaded once in a run, then copied.
fn shop(first: Date, days: i64) -> Workspace {
    static LOADED: Mutex<BTreeMap<(Date, i64), Workspace>> = Mutex::new(BTreeMap::new());
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    loaded.entry((first, days)).or_insert_with(|| load(first, days)).copy()
}

fn load(first: Date, days: i64) -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\ncurrency = \"EUR\"\n\n[[source]]\nname = \"days\"\n\
         path = \"days-*.csv\"\ninto = \"events\"\n",
    );
    shop.kpi("shop.orders", "count", "SELECT count(*) FROM events WHERE event_name = 'purchase'");
    shop.kpi(
        "shop.conversion",
        "ratio",
        "SELECT count(*) FILTER (WHERE event_name = 'purchase') * 1.0 / nullif(count(*), 0) FROM events",
    );
    shop.kpi("shop.revenue", "money", "SELECT sum(value) FROM events WHERE event_name = 'purchase'");
    write_days(&shop, first, days);
    shop.ok(&["load", "--quiet"]);
    shop
}

/// A file of events: ten a day, of which some are purchases, more on Saturdays.
fn write_days(shop: &Workspace, first: Date, days: i64) {
    let mut csv = "event_id,event_time,event_name,visitor_id,value,currency,source,medium\n".to_owned();
    for nth in 0..days {
        let day = first + nth.days();
        let bought = 2 + (day.day_of_year() * 7 % 3) + if day.weekday().to_monday_one_offset() == 6 { 3 } else { 0 };
        for hit in 0..10 {
            let name = if hit < bought { "purchase" } else { "page_view" };
            let value = if hit < bought { format!("{}.50", 20 + hit) } else { String::new() };
            let source = if hit % 2 == 0 { "google,organic" } else { "newsletter,email" };
            csv += &format!(
                "{day}-{hit},{day} 1{hit}:15:00,{name},v{},{value},EUR,{source}\n",
                (nth * 3 + i64::from(hit)) % 400
            );
        }
    }
    shop.write(&format!("days-{first}.csv"), csv);
}

fn objectives(shop: &Workspace, text: &str) {
    fs::create_dir_all(shop.path().join("objectives")).unwrap();
    shop.write("objectives/shop.toml", text);
}

/// The evaluations as of a day, whatever the exit code.
fn evaluated(shop: &Workspace, as_of: &str) -> serde_json::Value {
    let ran = shop.run(&["evaluate", "--as-of", as_of, "--format", "json", "-q"]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr))
}
