//! What other engines answer to the questions of `cargo xtask bench peers`, on a small site: nothing is timed here.

use std::path::{Path, PathBuf};

use crate::support::{jauge, python};

/// Where the bench is.
fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/bench/peers")
}

/// KPI by KPI, fused by hand, after a load and after one more day: a difference ends the bench, and this test.
#[test]
fn duckdb_and_polars_answer_the_bench_as_jauge_does() {
    let folder = tempfile::tempdir().unwrap();
    let (script, program) = (scripts().join("bench.py"), jauge());
    let [script, program, folder] =
        [script.as_path(), program.as_path(), folder.path()].map(|path| path.to_str().unwrap());
    let small = ["--repeats", "1", "--cold", "--engines", "duckdb,polars", "20000"];
    let Some(said) = python(&[&["-B", script, "--folder", folder, "--jauge", program][..], &small].concat()) else {
        return;
    };
    assert!(said.contains("| one more day, and the 18 KPIs by day again | "), "{said}");
    assert!(!said.contains("failed"), "{said}");
}

/// Differences are named, exponents fitted, tables written.
#[test]
fn the_bench_makes_of_what_it_measured_what_it_should() {
    let scripts = scripts();
    let _ = python(&["-B", "-m", "unittest", "discover", "-s", scripts.to_str().unwrap(), "-p", "test_*.py"]);
}
