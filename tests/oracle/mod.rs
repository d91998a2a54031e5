//! Every KPI of a pack once more, by engines that know nothing of this one: Polars from the exports, a script a pack beside
//! this file, and DuckDB over the models, with the KPI's own SQL.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use serde_json::Value;

use crate::{
    ecommerce::site::SMALL_SITE,
    support::{Workspace, jauge, python},
};

/// KPIs that no oracle has, or without a dimension, each with the reason.
const LEFT_OUT: [(&str, &str); 4] = [
    ("core.stickiness", "it looks back thirty days from each day: `sessions::kpis` computes it"),
    ("support.contact_rate", "what the desk knows and what the tag knows have no dimension in common"),
    ("support.tickets_per_100_sessions", "what the desk knows and what the tag knows have no dimension in common"),
    ("ecommerce.shop_orders_per_session", "what the shop knows and what the tag knows have no dimension in common"),
];

/// The site of `site.py`, loaded; none where there is no Python to make it.
static SMALL: LazyLock<Option<Workspace>> = LazyLock::new(|| {
    let site = Workspace::new(include_str!("jauge.toml"));
    python(&[script("oracle/site.py").as_str(), site.path().join("exports").to_str().unwrap()])?;
    site.ok(&["load", "--quiet"]);
    Some(site)
});

#[test]
fn every_kpi_of_leads_is_what_polars_finds_in_the_exports() {
    whole_pack("leads");
}

#[test]
fn every_kpi_of_content_is_what_polars_finds_in_the_exports() {
    whole_pack("content");
}

#[test]
fn every_kpi_of_support_is_what_polars_finds_in_the_exports() {
    whole_pack("support");
}

/// Of all four packs: of the small site's, and of the demo's, which has a shop.
#[test]
fn duckdb_answers_the_same() {
    if let Some(site) = &*SMALL {
        same_in_duckdb(site, 120);
    }
    same_in_duckdb(&SMALL_SITE, 170);
}

fn whole_pack(pack: &str) {
    let Some(site) = &*SMALL else { return };
    let found = same_as_polars(site, &format!("oracle/{pack}.py"), &site.path().join("exports"));
    every_kpi_is_among(&found, site, &[pack]);
    none_is_the_same_everywhere(&found);
}

/// Fails where all that an oracle knows of a KPI is one number: whatever else is that one would pass for it.
fn none_is_the_same_everywhere(found: &Figures) {
    for (kpi, kinds) in found {
        let values = kinds.values().flat_map(BTreeMap::values).flatten().filter(|value| **value != 0.0);
        let different: BTreeSet<u64> = values.map(|value| value.to_bits()).collect();
        assert!(different.len() > 1, "{kpi}: {kinds:?}");
    }
}

/// The path of a script, from that in this folder's own.
fn script(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).to_str().unwrap().to_owned()
}

/// Values by KPI, by what they are told by (`all`, `month` or a dimension), and by group.
pub type Figures = BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<f64>>>>;

/// Values as `script` computes them from `exports`, which are those that are answered; empty where there is no Python.
pub fn same_as_polars(site: &Workspace, path: &str, exports: &Path) -> Figures {
    let Some(wanted) = python(&[script(path).as_str(), exports.to_str().unwrap(), "Europe/Paris"]) else {
        return Figures::new();
    };
    let wanted: Figures = serde_json::from_str(&wanted).unwrap();
    let kinds: BTreeSet<&String> = wanted.values().flat_map(BTreeMap::keys).collect();
    for kind in kinds {
        same_by(site, &wanted, kind);
    }
    wanted
}

/// Fails where a pack has a KPI that `found` lacks in total, by month or by a dimension, and that is not [`LEFT_OUT`].
pub fn every_kpi_is_among(found: &Figures, site: &Workspace, packs: &[&str]) {
    if found.is_empty() {
        return;
    }
    let is_whole = |kpi: &str| {
        let kinds = found.get(kpi).map(|kinds| kinds.keys().map(String::as_str).collect::<BTreeSet<_>>());
        kinds.is_some_and(|kinds| kinds.len() > 2 && kinds.contains("all") && kinds.contains("month"))
    };
    let listed = site.json(&["kpi", "list"]);
    for kpi in listed.as_array().unwrap().iter().map(|kpi| kpi["id"].as_str().unwrap()) {
        let is_known = is_whole(kpi) || LEFT_OUT.iter().any(|(id, _)| *id == kpi);
        assert!(is_known || !packs.iter().any(|pack| kpi.split('.').next() == Some(pack)), "no oracle computes {kpi}");
    }
}

fn same_by(site: &Workspace, wanted: &Figures, kind: &str) {
    let kpis: Vec<&str> = wanted.iter().filter(|(_, by)| by.contains_key(kind)).map(|(kpi, _)| kpi.as_str()).collect();
    let args = match kind {
        "all" => vec![],
        "month" => vec!["--grain", "month"],
        dimension => vec!["--by", dimension],
    };
    let found = asked(site, &kpis, kind, &args);
    for kpi in &kpis {
        for (key, wanted) in &wanted[*kpi][kind] {
            let row = found.get(&((*kpi).to_owned(), key.clone()));
            let value = row.and_then(|row| number(&row["value"]));
            let is_same = match (wanted.filter(|wanted| wanted.is_finite()), value) {
                (Some(wanted), Some(value)) => (wanted - value).abs() <= near(kpi, row, wanted),
                (wanted, value) => wanted.unwrap_or(0.0) == 0.0 && value.is_none(),
            };
            assert!(is_same, "{kpi} {kind} {key}: {value:?}, and should be {wanted:?}");
        }
    }
    for ((kpi, key), row) in &found {
        let value = number(&row["value"]).unwrap_or(0.0);
        assert!(value == 0.0 || wanted[kpi][kind].contains_key(key), "{kpi} {kind} {key}: {value} out of nothing");
    }
}

/// How far an answer may lie from `wanted`: amounts have four decimals, anything else the digits of a double.
fn near(kpi: &str, row: Option<&Value>, wanted: f64) -> f64 {
    // Between two values the engine goes a whole number of millionths of the way.
    let digits = if kpi.ends_with("_p90") { 1e-5 } else { 1e-9 };
    if row.is_some_and(|row| row["unit"] == "money") { 6e-5 } else { digits * wanted.abs().max(1.0) }
}

/// The SQL of every KPI of `site`'s packs as it stands, over its models as Parquet files; `least` of them have the same total.
pub fn same_in_duckdb(site: &Workspace, least: u32) {
    let [in_duckdb, queries] = ["oracle/in_duckdb.py", "../queries"].map(script);
    let program = jauge();
    let args = [in_duckdb.as_str(), program.to_str().unwrap(), site.path().to_str().unwrap(), queries.as_str()];
    let Some(said) = python(&args) else { return };
    let (equal, rest) = said.split_once(" equal, ").unwrap();
    assert!(rest.starts_with("0 differ"), "{said}");
    assert!(equal.parse::<u32>().unwrap() >= least, "{said}");
}

/// Answers by KPI and group.
pub type Found = BTreeMap<(String, String), Value>;

/// Answers by KPI and by month (`month`), by the month and its channel (`both`), in all (`all`), or by the dimension `kind`.
pub fn asked(site: &Workspace, kpis: &[&str], kind: &str, args: &[&str]) -> Found {
    let rows = site.json(&[&["ask"], kpis, &["--period", "all", "-q"], args].concat());
    let month = |row: &Value| row["start"].as_str().map(|start| start[..7].to_owned()).unwrap_or_default();
    let group = |row: &Value, name: &str| match &row["by"][name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let key = |row: &Value| match kind {
        "all" => "all".to_owned(),
        "month" => month(row),
        "both" => format!("{} {}", month(row), group(row, "channel")),
        dimension => group(row, dimension),
    };
    let rows = rows.as_array().unwrap();
    rows.iter().map(|row| ((row["kpi"].as_str().unwrap().to_owned(), key(row)), row.clone())).collect()
}

/// A number, which JSON has as text where it is an exact amount.
pub fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
