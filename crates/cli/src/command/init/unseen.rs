//! Files that no recipe knows, whose rows are loaded as they are: each kind into a table of its own.

use std::{collections::BTreeSet, path::Path};

use jauge_core::store::tables;
use jauge_domain::{currency_codes, currency_sign};

use super::{
    found::{Seen, escaped, globs, relative},
    written::{quoted, unused},
};

/// What the first filled cell of a row of totals says.
const TOTALS: &str =
    r#"["Total", "TOTAL", "Totals", "Grand total", "Total général", "Gesamt", "Summe", "Totale", "Totaal"]"#;

/// Letters with marks, and those that are left without.
const ACCENTED: [(&str, char); 7] =
    [("àáâãäå", 'a'), ("ç", 'c'), ("èéêë", 'e'), ("ìíîï", 'i'), ("ñ", 'n'), ("òóôõö", 'o'), ("ùúûü", 'u')];

/// Those of `rest` that have rows to load; a log in an archive is none of them.
pub(super) fn loadable<'a>(rest: &[&'a Seen]) -> Vec<&'a Seen> {
    let has_rows = |file: &&&Seen| {
        file.head.as_ref().is_ok_and(|head| !head.is_log && !head.columns.is_empty() && !head.rows.is_empty())
    };
    rest.iter().filter(has_rows).copied().collect()
}

/// The currency whose sign stands beside numbers in `files`, where it is one: `$` is that of several.
pub(super) fn currency(files: &[&Seen]) -> Option<&'static str> {
    let heads = files.iter().filter_map(|file| file.head.as_ref().ok());
    let cells = heads.flat_map(|head| head.rows.iter().flatten().flatten());
    let mut said: BTreeSet<&'static str> = cells.filter_map(|cell| currency_of(cell)).collect();
    let only = said.pop_first();
    only.filter(|_| said.is_empty())
}

fn currency_of(cell: &str) -> Option<&'static str> {
    let is_number = |text: &str| {
        let is_part = |char: char| char.is_ascii_digit() || char.is_whitespace() || ",.'-".contains(char);
        text.chars().all(is_part) && text.chars().any(|char| char.is_ascii_digit())
    };
    let cell = cell.trim();
    currency_codes().find(|code| {
        // It is that of many countries.
        let sign = currency_sign(code).filter(|sign| !sign.contains('$'));
        let number = sign.and_then(|sign| cell.strip_prefix(sign).or_else(|| cell.strip_suffix(sign)));
        number.is_some_and(is_number)
    })
}

/// The tables and sources of `files`, none called like one of `names`, which get theirs. Files of one folder with the same columns are
/// one table.
pub(super) fn sources(files: &[&Seen], seen: &[Seen], root: &Path, names: &mut BTreeSet<String>) -> String {
    let mut kinds: Vec<Vec<&Seen>> = Vec::new();
    for file in files.iter().copied() {
        let alike = |other: &Seen| file.member.is_none() && other.member.is_none() && columns(other) == columns(file);
        match kinds.iter_mut().find(|kind| kind.iter().all(|other| alike(other) && other.encoding() == file.encoding()))
        {
            Some(kind) => kind.push(file),
            None => kinds.push(vec![file]),
        }
    }
    let of_kind = |kind: Vec<&Seen>| match kind.as_slice() {
        [file] => vec![source(&escaped(&relative(&file.path, root)), file, names)],
        files => globs(files, seen, root).iter().map(|(path, files)| source(path, files[0], names)).collect(),
    };
    kinds.into_iter().flat_map(of_kind).collect()
}

fn columns(file: &Seen) -> &[String] {
    file.head.as_ref().map(|head| head.columns.as_slice()).unwrap_or_default()
}

fn source(path: &str, file: &Seen, names: &mut BTreeSet<String>) -> String {
    let name = unused(&name_of(file), names);
    let table = format!("{}_file", name.replace('-', "_"));
    let mut text = format!(
        "\n# No recipe knows this file. Its rows are in a table of their own, whose columns are what all of their values are:\n# jauge sql \
         \"SELECT * FROM {table}\"\n[table.{table}]\n\n[[source]]\nname = {}\npath = {}\n",
        quoted(&name),
        quoted(path)
    );
    if let Some(member) = &file.member {
        text += &format!("member = {}\n", quoted(&escaped(member)));
    }
    text += &format!("into = {}\n", quoted(&table));
    if let Some(encoding) = file.encoding() {
        text += &format!("encoding = {}  # it is not UTF-8, and reads so\n", quoted(encoding));
    }
    if !file_name(file).contains("json") {
        text += &format!("totals = {TOTALS}  # left out, and counted\n");
    }
    text + &renamed(columns(file))
}

/// The `select` of a file some of whose `columns` are called like those that Jauge fills; nothing where none is.
fn renamed(columns: &[String]) -> String {
    let is_own = |column: &String| {
        let name = column.to_lowercase();
        name == tables::ROW_ID || tables::is_bookkeeping(&name)
    };
    if !columns.iter().any(is_own) {
        return String::new();
    }
    let named = columns.iter().map(|column| {
        let quoted = format!("\"{}\"", column.replace('"', "\"\""));
        if is_own(column) { format!("{quoted} AS its_{}", column.to_lowercase()) } else { quoted }
    });
    format!("select = '''\nSELECT {}\nFROM raw'''\n", named.collect::<Vec<_>>().join(",\n       "))
}

fn file_name(file: &Seen) -> String {
    let of_path = || file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let whole = file.member.clone().unwrap_or_else(of_path);
    whole.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What a source of `file` is called: the start of the file's name, without what changes from month to month.
fn name_of(file: &Seen) -> String {
    let whole = file_name(file);
    named(whole.split('.').next().unwrap_or_default())
}

/// `stem` as the name of a source: words of plain letters, without the number at either end.
fn named(stem: &str) -> String {
    let is_mark = |char: &char| ('\u{300}'..='\u{36f}').contains(char);
    let name: String = stem.chars().filter(|char| !is_mark(char)).map(plain).collect();
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    let name = name.trim_matches(|char: char| char == '_' || char.is_ascii_digit());
    if name.is_empty() { "rows".to_owned() } else { name.to_owned() }
}

/// The plain letter or digit that `char` is, else what parts words.
fn plain(char: char) -> char {
    let lower = char.to_lowercase().next().unwrap_or(char);
    let accented = ACCENTED.into_iter().find(|(letters, _)| letters.contains(lower));
    match accented {
        Some((_, plain)) => plain,
        None if lower.is_ascii_alphanumeric() => lower,
        None => '_',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_beside_a_number_tells_the_currency_and_one_of_several_does_not() {
        assert_eq!(currency_of("1.234,50 €"), Some("EUR"));
        assert_eq!(currency_of(" £ 10.00"), Some("GBP"));
        assert_eq!(["$5", "€", "5 € off", "a", "12"].map(currency_of), [None; 5]);
    }

    #[test]
    fn a_source_is_called_by_the_words_of_its_file() {
        let names = ["Export ventes (fév)", "fe\u{301}v", "2026-01 Café", "ventes-2026", "2026", "数据"].map(named);
        assert_eq!(names, ["export_ventes_fev", "fev", "cafe", "ventes", "rows", "rows"]);
    }

    #[test]
    fn a_column_called_as_one_that_jauge_fills_gets_another_name() {
        let columns = ["id", "Received_at"].map(str::to_owned);
        let select = renamed(&columns);
        assert!(select.contains("SELECT \"id\",\n       \"Received_at\" AS its_received_at\nFROM raw"), "{select}");
        assert_eq!(renamed(&columns[..1]), "");
    }
}
