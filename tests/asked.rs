//! `docs/kpis.md`: every command that it names is run, in both languages.

use crate::{ecommerce::site::SMALL_SITE, edge};

const TABLE: &str = include_str!("../docs/kpis.md");

#[test]
fn each_command_of_the_table_answers_in_both_languages() {
    let commands = commands();
    assert!(commands.len() > 35, "only {} commands were read", commands.len());
    for command in commands {
        for locale in ["en", "fr"] {
            let words = edge::words(command);
            let args: Vec<&str> = words.iter().map(String::as_str).chain(["--locale", locale]).collect();
            let ran = SMALL_SITE.run(&args);
            // 1: an objective is off track, or a criterion fails.
            assert!(ran.code == 0 || ran.code == 1, "{command}: {} {}", ran.code, ran.stderr);
            assert!(!ran.stdout.trim().is_empty(), "{command} says nothing");
        }
    }
}

/// Every KPI that a line names is one of the shipped packs.
#[test]
fn each_kpi_of_the_table_is_known() {
    let listed = SMALL_SITE.json(&["kpi", "list"]);
    let known: Vec<&str> = listed.as_array().unwrap().iter().map(|kpi| kpi["id"].as_str().unwrap()).collect();
    let packs = ["core.", "ecommerce.", "leads.", "content.", "support."];
    let named = lines().flat_map(|line| line.rsplit_once(" | ").unwrap().1.split('`').skip(1).step_by(2));
    let named: Vec<&str> =
        named.filter(|name| packs.iter().any(|pack| name.len() > pack.len() && name.starts_with(pack))).collect();
    assert!(named.len() > 40, "only {} KPIs were read", named.len());
    for kpi in named.into_iter().filter(|kpi| *kpi != "ecommerce.purchase") {
        assert!(known.contains(&kpi), "{kpi} is unknown");
    }
}

/// The lines of the tables, without their heads.
fn lines() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter(|line| line.contains("| `jauge ")).map(|line| line.trim_end_matches(" |"))
}

/// The commands, without their first word.
fn commands() -> Vec<&'static str> {
    lines().filter_map(|line| line.split_once("`jauge ")?.1.split('`').next()).collect()
}
