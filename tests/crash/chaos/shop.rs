//! The shop that is tested: small, with every kind of repeated row, and the plain lists of what it promises.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::support::{Ran, jauge};

/// Rows as one reads them, each with how often it is there.
pub type Rows = BTreeMap<String, usize>;

const CONFIG: &str = r#"
[workspace]
name = "shop"
timezone = "UTC"
currency = "EUR"

[[source]]
name = "web"
path = "web/*.csv"
into = "events"

[[source]]
name = "log"
path = "log/*.csv"
into = "events"
repeats = "disjoint"

[[source]]
name = "orders"
path = "orders/*.csv"
into = "shop_orders"
"#;
const OBJECTIVE: &str =
    "[[objective]]\nid = \"more\"\nkpi = \"core.page_views\"\ntarget = 3\nperiod = \"2026-01-05/2026-01-05\"\n";
const EVENTS: &str = "event_time,event_name,visitor_id,value\n";
const ORDERS: &str = "order_id,ordered_at,revenue\n";
/// What is there before anything fails, file by file, each load's apart.
const FIRST: [(&str, &str, &str); 3] = [
    (
        "web/1.csv",
        EVENTS,
        "2026-01-05 10:00:00,page_view,annabelle,\n2026-01-05 10:01:00,purchase,annabelle,10\n2026-01-05 11:00:00,page_view,benjamin,\n\
         2026-01-05 11:00:00,page_view,fay,\n",
    ),
    ("log/1.csv", EVENTS, "2026-01-05 12:00:00,page_view,dora,\n2026-01-05 12:00:00,page_view,dora,\n"),
    ("orders/1.csv", ORDERS, "o1,2026-01-05 10:01:00,10\no2,2026-01-05 10:02:00,20\n"),
];
const SECOND: [(&str, &str, &str); 2] = [
    (
        "web/2.csv",
        EVENTS,
        "2026-01-05 11:00:00,page_view,benjamin,\n2026-01-05 11:20:00,page_view,benjamin,\n2026-01-06 10:00:00,page_view,cleo,\n",
    ),
    ("log/2.csv", EVENTS, "2026-01-06 12:00:00,page_view,dora,\nsoon,page_view,dora,\n"),
];
/// What the load that fails brings: a file that repeats a stored row, a log that grew, an order that was edited.
pub const PENDING: [(&str, &str, &str); 3] = [
    (
        "web/3.csv",
        EVENTS,
        "2026-01-06 10:00:00,page_view,cleo,\n2026-01-07 10:00:00,page_view,emil,\nnever,page_view,emil,\n",
    ),
    (
        "log/1.csv",
        EVENTS,
        "2026-01-05 12:00:00,page_view,dora,\n2026-01-05 12:00:00,page_view,dora,\n2026-01-05 12:00:00,page_view,dora,\n",
    ),
    ("orders/2.csv", ORDERS, "o2,2026-01-05 10:02:00,25\no3,2026-01-07 10:00:00,30\n"),
];
/// The promise after the first two loads.
const LOADED: &[&str] = &[
    "event web page_view annabelle 2026-01-05T10:00:00Z ",
    "event web purchase annabelle 2026-01-05T10:01:00Z 10.0000",
    "event web page_view benjamin 2026-01-05T11:00:00Z ",
    "event web page_view benjamin 2026-01-05T11:20:00Z ",
    "event web page_view cleo 2026-01-06T10:00:00Z ",
    "event web page_view fay 2026-01-05T11:00:00Z ",
    "event log page_view dora 2026-01-05T12:00:00Z ",
    "event log page_view dora 2026-01-05T12:00:00Z ",
    "event log page_view dora 2026-01-06T12:00:00Z ",
    "order o1 10.0000",
    "order o2 20.0000",
    "reject log log/2.csv soon",
    "session annabelle 2026-01-05T10:00:00Z 2",
    "session benjamin 2026-01-05T11:00:00Z 2",
    "session cleo 2026-01-06T10:00:00Z 1",
    "session dora 2026-01-05T12:00:00Z 2",
    "session fay 2026-01-05T11:00:00Z 1",
    "session dora 2026-01-06T12:00:00Z 1",
];

/// Every table that a row could be lost from, one row a line; `hits` and `loads` only where they differ from the events.
/// Rows of a forgotten visitor that a later file brings are refused without a value.
const QUERY: &str = "
SELECT concat_ws(' ', 'event', source_name, event_name, visitor_id, to_char(event_time, '%Y-%m-%dT%H:%M:%SZ'), coalesce(cast(value AS VARCHAR), '')) AS row FROM events
UNION ALL SELECT concat_ws(' ', 'twice', event_id) FROM events GROUP BY event_id HAVING count(*) > 1
UNION ALL SELECT concat_ws(' ', 'order', order_id, cast(revenue AS VARCHAR)) FROM shop_orders
UNION ALL SELECT concat_ws(' ', 'reject', source_name, stream, value) FROM rejects WHERE value IS NOT NULL
UNION ALL SELECT concat_ws(' ', 'session', visitor_id, to_char(session_start, '%Y-%m-%dT%H:%M:%SZ'), cast(events AS VARCHAR)) FROM sessions
UNION ALL SELECT concat_ws(' ', 'underived', event_id) FROM events WHERE event_id NOT IN (SELECT event_id FROM hits)
UNION ALL SELECT concat_ws(' ', 'orphaned hit', event_id) FROM hits WHERE event_id NOT IN (SELECT event_id FROM events)
UNION ALL SELECT concat_ws(' ', 'unlanded', source_name, stream) FROM loads
  WHERE batch_id NOT IN (SELECT batch_id FROM events) AND table_name = 'events' AND new > 0 AND undoes IS NULL
  AND batch_id NOT IN (SELECT undoes FROM loads WHERE undoes IS NOT NULL)";

/// A folder with the shop in `shop` and a home of its own, so that nothing outside of it is written.
#[derive(Clone)]
pub struct Shop {
    pub folder: PathBuf,
}

impl Shop {
    /// The shop after its first two loads.
    pub fn new(folder: PathBuf) -> Self {
        let shop = Self { folder };
        for part in ["home", "shop/web", "shop/log", "shop/orders", "shop/objectives"] {
            fs::create_dir_all(shop.folder.join(part)).unwrap();
        }
        fs::write(shop.path("jauge.toml"), CONFIG).unwrap();
        fs::write(shop.path("objectives/more.toml"), OBJECTIVE).unwrap();
        for files in [&FIRST[..], &SECOND[..]] {
            shop.put(files);
            shop.ok(&["load", "-q"]);
        }
        shop
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join("shop").join(name)
    }

    pub fn put(&self, files: &[(&str, &str, &str)]) {
        for (name, head, lines) in files {
            fs::write(self.path(name), format!("{head}{lines}")).unwrap();
        }
    }

    /// The same shop in another folder, times of files included.
    pub fn copy(&self, folder: &Path) -> Self {
        let copied = Command::new("cp").arg("-a").arg(&self.folder).arg(folder).status().unwrap();
        assert!(copied.success(), "cannot copy to {}", folder.display());
        Self { folder: folder.to_owned() }
    }

    /// `jauge` in the shop, not yet started.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(jauge());
        let home = self.folder.join("home");
        command.current_dir(self.path("")).args(args).env("HOME", &home).env("XDG_DATA_HOME", home.join("data"));
        command.env("NO_COLOR", "1").env("XDG_CONFIG_HOME", home.join("config")).env_remove("RUST_BACKTRACE");
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn ok(&self, args: &[&str]) -> Ran {
        let ran = Ran::from(self.run(args));
        assert_eq!(ran.code, 0, "jauge {args:?}: {}{}", ran.stdout, ran.stderr);
        ran
    }

    /// The batch that brought `log/2.csv`.
    pub fn undone_batch(&self) -> String {
        let batch =
            self.ok(&["sql", "-q", "--format", "csv", "SELECT max(batch_id) FROM events WHERE source_name = 'log'"]);
        batch.stdout.lines().last().unwrap().to_owned()
    }

    /// All rows that are visible, and those of `more` (a `UNION ALL` of more of them); what was said where there is no answer.
    pub fn rows(&self, more: &str) -> Result<Rows, Output> {
        let output = self.run(&["sql", "-q", "--format", "ndjson", &format!("{QUERY} {more}")]);
        if !output.status.success() {
            return Err(output);
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let row = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["row"].as_str().map(str::to_owned);
        Ok(rows(text.lines().filter_map(row)))
    }
}

/// The rows of a list.
pub fn rows(list: impl IntoIterator<Item = impl Into<String>>) -> Rows {
    let mut rows = Rows::new();
    for row in list {
        *rows.entry(row.into()).or_default() += 1;
    }
    rows
}

/// The promise after the first two loads, without `gone` and with `more`.
pub fn loaded(gone: &[&str], more: &[&str]) -> Rows {
    let mut promised = rows(LOADED.iter().copied());
    for row in gone {
        assert!(promised.contains_key(*row), "no row {row:?}");
        promised.entry((*row).to_owned()).and_modify(|times| *times -= 1);
    }
    for row in more {
        *promised.entry((*row).to_owned()).or_default() += 1;
    }
    promised.retain(|_, times| *times > 0);
    promised
}

/// `promised` without what belongs to `visitor`.
pub fn without(promised: &Rows, visitor: &str) -> Rows {
    promised
        .iter()
        .filter(|(row, _)| !row.split(' ').any(|word| word == visitor))
        .map(|(r, n)| (r.clone(), *n))
        .collect()
}
