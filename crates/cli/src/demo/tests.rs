use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

use jauge_domain::{Kpi, Language};

use super::*;

/// A folder of this test's own, removed when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("jauge-demo-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn texts(&self, folder: &str) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.0.join("exports").join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: PathBuf| {
            let bytes = fs::read(&path).unwrap();
            let mut text = String::new();
            match path.extension().unwrap().to_str().unwrap() {
                "gz" => flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap(),
                _ => (&bytes[..]).read_to_string(&mut text).unwrap(),
            };
            (path.file_name().unwrap().to_str().unwrap().to_owned(), text)
        };
        entries.map(read).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_same_seed_writes_the_same_files() {
    let (one, two, other) = (Folder::new("one"), Folder::new("two"), Folder::new("other"));
    let truths = [(&one, 7), (&two, 7), (&other, 8)].map(|(folder, seed)| write_site(&folder.0, seed, 5).unwrap());
    assert_eq!(truths[0], truths[1]);
    assert_ne!(truths[0], truths[2]);
    for file in ["exports/pages/2025-03.ndjson.gz", "exports/orders/2025-03.csv", "exports/refunds.csv", "truth.csv"] {
        let [a, b, c] = [&one, &two, &other].map(|folder| fs::read(folder.0.join(file)).unwrap());
        assert_eq!(a, b, "{file}");
        assert_ne!(a, c, "{file}");
    }
}

#[test]
fn the_files_add_up_to_the_truth() {
    let folder = Folder::new("truth");
    let truth = write_site(&folder.0, 1, 20).unwrap();

    let pages = folder.texts("pages");
    let mut events = BTreeMap::new();
    let mut rows = 0;
    for line in pages.values().flat_map(|text| text.lines()) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        rows += 1;
        events.insert(row["id"].as_str().unwrap().to_owned(), row);
    }
    assert_eq!((events.len() as u64, rows), (truth.page_events, truth.page_events + truth.duplicates));
    let mut months: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
    for row in events.values().filter(|row| row["event"] == "page_view") {
        let month = months.entry(row["time"].as_str().unwrap()[..7].to_owned()).or_default();
        month.0 += 1;
        month.1.insert(row["visitor"].to_string());
    }
    for month in &truth.months {
        let (views, visitors) = &months[&month.name];
        assert_eq!((*views, visitors.len() as u64), (month.page_views, month.visitors), "{}", month.name);
    }

    let mut lines = BTreeMap::new();
    for line in folder.texts("orders").values().flat_map(|text| text.lines().skip(1)) {
        let cells: Vec<&str> = line.split(';').collect();
        let cents: i128 = cells[8].replace(',', "").parse().unwrap();
        let (day, time) = cells[1].split_once(' ').unwrap();
        assert_eq!((day.len(), time.len()), (10, 5));
        let month = format!("{}-{}", &day[6..], &day[3..5]);
        // An overlapping export repeats whole lines.
        lines.insert((cells[0].to_owned(), cells[4].to_owned()), (month, cells[7].parse::<i128>().unwrap() * cents));
    }
    for month in &truth.months {
        let mine = lines.iter().filter(|(_, (name, _))| *name == month.name);
        let orders: BTreeSet<&String> = mine.clone().map(|((order, _), _)| order).collect();
        let revenue: i128 = mine.map(|(_, (_, cents))| cents).sum();
        assert_eq!((orders.len() as u64, revenue), (month.orders, month.revenue), "{}", month.name);
    }
}

#[test]
fn by_default_it_is_a_small_shop_that_grows() {
    let folder = Folder::new("default");
    let truth = write_site(&folder.0, 1, VISITORS_PER_DAY).unwrap();
    let views: u64 = truth.months.iter().map(|month| month.page_views).sum();
    let orders: u64 = truth.months.iter().map(|month| month.orders).sum();
    assert!((90_000..120_000).contains(&views), "{views} page views");
    assert!((4_000..6_000).contains(&orders), "{orders} orders");
    assert!(truth.duplicates > 100 && truth.late > 20 && truth.repeated_orders > 100, "{truth:?}");
    assert!(truth.months[12].visitors > truth.months[0].visitors);
    assert!(truth.months.iter().all(|month| month.refunds > 0 && month.refunds < month.revenue));
}

#[test]
fn the_workspace_has_a_title_in_both_languages_for_every_kpi() {
    let folder = Folder::new("workspace");
    write_workspace(&folder.0).unwrap();
    assert!(folder.0.join("jauge.toml").is_file());
    for (path, text) in WORKSPACE.iter().filter(|(path, _)| path.ends_with(".sql")) {
        let kpi = Kpi::parse(path, text).unwrap();
        assert_eq!(format!("queries/kpis/{}.sql", kpi.short_id()), *path);
        assert_eq!(kpi.pack(), "shop");
        assert_ne!(kpi.title.get(Language::En), kpi.title.get(Language::Fr), "{path}");
        assert_ne!(kpi.says.get(Language::En), kpi.says.get(Language::Fr), "{path}");
    }
}
