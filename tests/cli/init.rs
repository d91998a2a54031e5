//! What `jauge init` makes, and that it makes nothing where it cannot make all of it.

use std::{fs, path::Path};

use crate::support::{Ran, Workspace, program};

fn init(dir: &Path, args: &[&str]) -> Ran {
    program().arg("init").args(args).current_dir(dir).output().unwrap().into()
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_way_is_named_and_nothing_is_made() {
    for make in ["objectives", "queries", "exports"] {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("elsewhere", dir.path().join(make)).unwrap();
        let ran = init(dir.path(), &["."]);
        assert!(ran.code == 2 && ran.stderr.contains("is a file or a link"), "{make}: {}", ran.stderr);
        assert!(ran.stderr.contains("nothing was made"), "{make}: {}", ran.stderr);
        assert_eq!(names(dir.path()), [make]);
        fs::remove_file(dir.path().join(make)).unwrap();
        let ran = init(dir.path(), &["."]);
        assert_eq!(ran.code, 0, "{make}, the second time: {}", ran.stderr);
    }
}

#[test]
fn a_file_is_no_folder_to_make_a_workspace_in() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("afile"), "mine").unwrap();
    for target in ["afile", "afile/site"] {
        let ran = init(dir.path(), &[target]);
        assert_eq!(ran.code, 2, "{target}: {}", ran.stderr);
        assert!(ran.stderr.contains("help:") && !ran.stderr.contains("os error"), "{target}: {}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(dir.path().join("afile")).unwrap(), "mine");
}

#[test]
fn a_pack_that_nobody_brings_is_refused_and_noted() {
    let dir = tempfile::tempdir().unwrap();
    let ran = init(dir.path(), &["--pack", "ecomerce", "q1"]);
    assert!(ran.code == 2 && ran.stderr.contains("no plugin brings a pack `ecomerce`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `ecommerce`?"), "{}", ran.stderr);
    assert_eq!(names(dir.path()), Vec::<String>::new());
    assert_eq!(init(dir.path(), &["--pack", "ecommerce", "q1"]).code, 0);
    let shop =
        Workspace::new("[workspace]\nname = \"shop\"\npacks = [\"x\"]\n[[source]]\nname = \"in\"\npath = \"in/*\"\n");
    shop.write("in/a.csv", "event_time,event_name,visitor_id\n2026-01-05 10:00:00,page_view,a\n");
    let ran = shop.run(&["load"]);
    assert!(ran.code == 0 && ran.stderr.contains("no plugin brings a pack `x`"), "{}: {}", ran.code, ran.stderr);
}
