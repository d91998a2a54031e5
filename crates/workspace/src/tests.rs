use std::path::Path;

use jauge_domain::{ConfigFault, Position, TomlFault};

use crate::{Config, WorkspaceError};

const HEAD: &str = "[workspace]\nname = \"shop\"\n";

fn fault(rest: &str) -> (Position, ConfigFault) {
    match Config::parse(Path::new("jauge.toml"), &format!("{HEAD}{rest}")).unwrap_err() {
        WorkspaceError::Config { at, fault, .. } => (at, *fault),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_second_of_two_sources_with_one_name_is_at_fault() {
    let source = "[[source]]\nname = \"in\"\npath = \"a.csv\"\n";
    let (at, fault) = fault(&format!("{source}{source}"));
    assert_eq!(fault, ConfigFault::SourceTwice { name: "in".to_owned() });
    assert_eq!(at, Position { line: 7, column: 1 });
}

#[test]
fn a_table_that_has_no_effect_yet_is_refused() {
    let (at, fault) = fault("[support]\nhours = \"9-17\"\n");
    assert_eq!(fault, ConfigFault::NoEffectYet { table: "support".to_owned() });
    assert_eq!(at.line, 3);
}

#[test]
fn names_of_jauges_own_are_no_tables_of_the_users() {
    for name in
        ["events", "loads", "evaluations", "hits", "derived_sessions", "raw", "kpis", "hits_once", "spill", "key"]
    {
        let (_, fault) = fault(&format!("[table.{name}]\n"));
        assert_eq!(fault, ConfigFault::ReservedTable { name: name.to_owned() });
    }
}

#[test]
fn a_table_is_never_a_path() {
    for name in ["", "..", "../x", "/tmp/x", "a-b", "A", "_a"] {
        let (_, fault) = fault(&format!("[table.\"{name}\"]\n"));
        assert_eq!(fault, ConfigFault::TableName { name: name.to_owned() });
    }
}

#[test]
fn a_day_that_no_year_has_is_told_as_it_was_written() {
    let (at, fault) = fault("fiscal_year_start = \"02-30\"\n");
    assert_eq!(fault, ConfigFault::NotADayOfYear { text: "02-30".to_owned() });
    assert_eq!(at.line, 3);
}

#[test]
fn a_currency_is_a_code_of_iso_4217_whatever_its_case() {
    let named = |text: &str| Config::parse(Path::new("jauge.toml"), &format!("{HEAD}currency = \"{text}\"\n"));
    assert_eq!(named("eur").unwrap().workspace.currency.as_deref(), Some("EUR"));
    let (at, euro) = fault("currency = \"euro\"\n");
    assert_eq!(euro, ConfigFault::Currency { text: "euro".to_owned(), near: Some("EUR".to_owned()) });
    assert_eq!(at.line, 3);
    let (_, sign) = fault("currency = \"\"\n");
    assert!(matches!(sign, ConfigFault::Currency { .. }));
}

#[test]
fn a_length_that_is_none_is_told_as_it_was_written() {
    let (at, fault) = fault("[sessions]\ntimeout = \"half an hour\"\n");
    assert_eq!(fault, ConfigFault::NotALength { text: "half an hour".to_owned() });
    assert_eq!(at.line, 4);
}

#[test]
fn a_misspelt_key_and_a_misspelt_setting_name_the_one_meant() {
    let near = |(_, fault): (Position, ConfigFault)| match fault {
        ConfigFault::Toml { fault: TomlFault::UnknownKey { near, .. } } | ConfigFault::UnknownSetting { near, .. } => {
            near
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(near(fault("timezon = \"UTC\"\n")).as_deref(), Some("timezone"));
    let source = "[[source]]\nname = \"in\"\npath = \"a.csv\"\nseperator = \";\"\n";
    assert_eq!(near(fault(source)).as_deref(), Some("separator"));
}
