//! The pager at a terminal.

use std::path::Path;

use crate::support::{Workspace, jauge, python};

#[test]
fn what_is_taller_than_the_terminal_goes_through_a_pager() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\n");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli/pager.py");
    let args = [script.to_str().unwrap(), jauge().to_str().unwrap(), shop.path().to_str().unwrap()].map(str::to_owned);
    let _ = python(&args.each_ref().map(String::as_str));
}

#[test]
fn nothing_is_paged_into_a_pipe() {
    let shop = Workspace::new("[workspace]\nname = \"shop\"\n");
    let query = "SELECT value FROM generate_series(1, 100)";
    let mut command = shop.command(&["sql", query, "--format", "csv"]);
    let ran = command.env("JAUGE_PAGER", "false").env("TERM", "xterm").output().unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap().lines().count(), 101);
}
