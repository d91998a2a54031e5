//! Folders and files as people have them: what stands among exports, what nothing could be loaded of, and what is said of it.

use crate::support::{Ran, Workspace};

/// A workspace whose only source reads `in/*` into a table of its own, with `more` settings.
fn own(more: &str) -> Workspace {
    Workspace::new(&format!(
        "[workspace]\nname = \"own\"\ntimezone = \"UTC\"\n[table.t]\n[[source]]\nname = \"in\"\npath = \"in/*\"\ninto = \"t\"\n{more}\n"
    ))
}

/// What was said, a long message in one line.
fn said(ran: &Ran) -> String {
    ran.stderr.replace("\n  │ ", " ")
}

#[test]
fn what_stands_among_exports_is_named_and_passed_over() {
    let shop = own("");
    shop.write("in/a.csv", "id,n\na,1\nb,2\n").write("in/.DS_Store", b"\0\0\0\x01Bud1\0");
    shop.write("in/logo", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").write("in/none.csv", "");
    let ran = shop.run(&["load"]);
    let said = said(&ran);
    assert_eq!(ran.code, 0, "{said}");
    for part in ["`in/.DS_Store`: it is hidden", "`in/logo`: it is a picture", "`in/none.csv`: it is empty"] {
        assert!(said.contains(part), "no {part:?} in:\n{said}");
    }
    assert_eq!(shop.sql("SELECT sum(n) FROM t"), "3");
    assert!(shop.run(&["load"]).stderr.contains("nothing new"));
}
