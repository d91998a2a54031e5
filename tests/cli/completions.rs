//! What shells complete.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::support::{Workspace, jauge};

#[test]
fn shells_complete_the_names_of_the_workspace() {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\n\n[[source]]\nname = \"till\"\npath = \"in.csv\"\ninto = \"events\"\n",
    );
    shop.kpi("shop.takings", "money", "SELECT sum(value) FROM events");
    shop.write(
        "objectives/a.toml",
        "[[objective]]\nid = \"more\"\nkpi = \"shop.takings\"\ntarget = 5\nperiod = \"2026-01\"\n",
    );
    for (kind, name) in [
        ("kpis", "shop.takings"),
        ("kpis", "core.sessions"),
        ("dimensions", "channel"),
        ("sources", "till"),
        ("objectives", "more"),
    ] {
        let names = shop.ok(&["names", kind]);
        assert!(names.lines().any(|line| line == name), "{kind}: {names}");
    }
    // As bash asks when somebody types `jauge ask shop.`, Tab.
    let script = "source /dev/stdin; COMP_WORDS=(jauge ask shop.); COMP_CWORD=2; _jauge_names jauge shop. ask; \
                  printf '%s\\n' \"${COMPREPLY[@]}\"";
    let Ok(mut bash) = Command::new("bash")
        .args(["-c", script])
        .current_dir(shop.path())
        .env("PATH", format!("{}:{}", jauge().parent().unwrap().display(), std::env::var("PATH").unwrap()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    else {
        return;
    };
    bash.stdin.take().unwrap().write_all(shop.ok(&["completions", "bash"]).as_bytes()).unwrap();
    let ran = bash.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "shop.takings\n");
}
