//! Other engines read the store as it stands.

use std::{env, process::Command};

use super::retail;

/// What a Python script prints, its first argument the store's events; `None`, said so, where there is no Python for it.
fn python(script: &str, table: &str) -> Option<String> {
    let Some(python) = env::var_os("JAUGE_PYTHON") else {
        eprintln!("skipped: JAUGE_PYTHON does not name a Python with `deltalake` and `polars`");
        return None;
    };
    let ran = Command::new(python).args(["-c", script, table]).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8(ran.stdout).unwrap().trim().to_owned())
}

#[test]
fn polars_and_deltalake_count_the_same() {
    let Some(shop) = retail::loaded() else { return };
    let table = shop.path().join(".jauge/events");
    let table = table.to_str().unwrap();
    let polars = "import sys, polars as pl; t = pl.scan_delta(sys.argv[1]); \
                  p = t.filter(pl.col('event_name') == 'purchase'); \
                  print(t.select(pl.len()).collect().item(), p.select(pl.col('value').sum()).collect().item())";
    if let Some(found) = python(polars, table) {
        assert_eq!(found, "25900 10644560.4240");
    }
    let delta = "import sys; from deltalake import DeltaTable; t = DeltaTable(sys.argv[1]); \
                 print(sum(a['num_records'] for a in t.get_add_actions(flatten=True).to_pylist()) \
                 if hasattr(t.get_add_actions(flatten=True), 'to_pylist') else t.count())";
    if let Some(found) = python(delta, table) {
        assert_eq!(found, "25900");
    }
}
