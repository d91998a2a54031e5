//! `docs/kpis.md`: every command that it names is run, in both languages.

use crate::{ecommerce::site::SMALL_SITE, edge, support::Workspace};

const TABLE: &str = include_str!("../docs/kpis.md");

#[test]
fn each_command_of_the_table_answers_in_both_languages() {
    let help = edge::workspace("support_pack/edge");
    let commands = commands();
    assert!(commands.len() > 35, "only {} commands were read", commands.len());
    for command in commands {
        let site: &Workspace = if command.contains("support.") { &help } else { &SMALL_SITE };
        for locale in ["en", "fr"] {
            let words = edge::words(command);
            let args: Vec<&str> = words.iter().map(String::as_str).chain(["--locale", locale]).collect();
            let ran = site.run(&args);
            // 1: an objective is off track, or a criterion fails.
            assert!(ran.code == 0 || ran.code == 1, "{command}: {} {}", ran.code, ran.stderr);
            assert!(!ran.stdout.trim().is_empty(), "{command} says nothing");
        }
    }
}

/// Every KPI that a line names is one of the shipped packs.
#[test]
fn each_kpi_of_the_table_is_known() {
    let help = edge::workspace("support_pack/edge");
    let mut known: Vec<String> = Vec::new();
    for site in [&SMALL_SITE as &Workspace, &help] {
        let listed = site.json(&["kpi", "list"]);
        known.extend(listed.as_array().unwrap().iter().map(|kpi| kpi["id"].as_str().unwrap().to_owned()));
    }
    let packs = ["core.", "ecommerce.", "leads.", "content.", "support."];
    let named = lines().flat_map(|line| line.rsplit_once(" | ").unwrap().1.split('`').skip(1).step_by(2));
    let named: Vec<&str> =
        named.filter(|name| packs.iter().any(|pack| name.len() > pack.len() && name.starts_with(pack))).collect();
    assert!(named.len() > 40, "only {} KPIs were read", named.len());
    for kpi in named.into_iter().filter(|kpi| *kpi != "ecommerce.purchase") {
        assert!(known.iter().any(|id| id == kpi), "{kpi} is unknown");
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
