//! A recipe: a ready-made `select` for an export that many people have.

use serde::Deserialize;
use toml::Spanned;

use crate::currency::currency_code;
use crate::header::{Header, HeaderError};
use crate::message::HeaderMessage;
use crate::text::Localized;

/// In a recipe's columns and SQL, the code of the currency that the file names in its header: `Amount spent (EUR)`.
const CURRENCY: &str = "{currency}";
/// Keys of a source that its user decides: a recipe says how files are read, and never who reads what. So a recipe of somebody
/// else's asks for nothing beyond the folder.
const OF_SOURCE: [&str; 6] = ["name", "like", "connector", "path", "into", "select"];

/// A ready-made `select` for a known export, as its file defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// `system.what`, which a source names in `like`.
    pub id: String,
    /// What it reads, in a few words.
    pub title: Localized,
    /// The table it fills.
    pub into: String,
    /// Lists of columns: a file that has all of one list is such an export. A list a language or layout.
    pub recognise: Vec<Vec<String>>,
    /// Columns that no such export has: a file with one of them is a breakdown of what this one has whole.
    pub unless: Vec<String>,
    /// How many fields most lines of a file without a header have between tabs, where that tells such an export.
    pub fields: Option<usize>,
    /// The column of the file with the currency of its amounts; empty where no file of this kind says it, `None` where there are no
    /// amounts.
    pub currency: Option<String>,
    /// The column of the file with the status of an order; `None` where there are no orders, or none has one.
    pub status: Option<String>,
    /// The column of the file whose dates may be day or month first.
    pub dates: Option<String>,
    /// Its rows are what another system's are, too (payments of orders): it is taken only where no other fills its table.
    pub alone: bool,
    /// Columns of its table that name people, and are hashed.
    pub hash: Vec<String>,
    /// Columns of the file that tell of people, and are never kept.
    pub personal: Vec<String>,
    /// What a source of it has unless it says otherwise: `repeats` and settings of files.
    pub source: toml::Table,
    /// The table it fills, where that is none of the shipped: what `[table.NAME]` says.
    pub table: Option<toml::Table>,
    /// The whole file.
    pub text: String,
    /// Byte offset in `text` where the SQL starts.
    pub sql_at: usize,
    /// The file, for messages.
    pub file: String,
}

impl Recipe {
    /// Reads a recipe file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let (header, sql_at) = Header::of_sql(text)?;
        let written: Written = header.read()?;
        if written.recognise.get_ref().iter().any(Vec::is_empty) {
            return Err(header.fault(&written.recognise, HeaderMessage::NoColumns));
        }
        if let Some(source) = &written.source
            && let Some(key) = source.get_ref().iter().find_map(|(key, value)| is_of_source(key, value).then_some(key))
        {
            return Err(header.fault(source, HeaderMessage::OfSource { key: key.clone() }));
        }
        Ok(Self {
            id: written.id,
            title: written.title,
            into: written.into,
            recognise: written.recognise.into_inner(),
            unless: written.unless,
            fields: written.fields,
            currency: written.currency,
            status: written.status,
            dates: written.dates,
            alone: written.alone,
            hash: written.hash,
            personal: written.personal,
            source: written.source.map(Spanned::into_inner).unwrap_or_default(),
            table: written.table,
            text: text.to_owned(),
            sql_at,
            file: file.to_owned(),
        })
    }

    /// The SQL without the header.
    pub fn sql(&self) -> &str {
        self.text[self.sql_at..].trim()
    }

    /// True where its SQL names columns by the currency in them, so that a source says `currency`.
    pub fn wants_currency(&self) -> bool {
        self.sql().contains(CURRENCY)
    }

    /// The SQL over a file whose header names the currency called `code`.
    pub fn sql_in(&self, code: &str) -> String {
        self.sql().replace(CURRENCY, code)
    }

    /// The currency that a header with `columns` names, where its columns are to name one.
    pub fn currency_in(&self, columns: &[String]) -> Option<&'static str> {
        let named = self.recognise.iter().flatten().filter(|name| name.contains(CURRENCY));
        named.flat_map(|name| columns.iter().filter_map(move |column| code_in(column, name))).next()
    }

    /// How many of `columns` make a file with them one of its exports: the longest of its lists that they hold whole; `None`
    /// where they hold none, or one of those that no such export has. Capitals and spaces around a name do not matter.
    pub fn recognises(&self, columns: &[String]) -> Option<usize> {
        let is_there = |name: &String| columns.iter().any(|column| is_called(column, name));
        if self.unless.iter().any(is_there) {
            return None;
        }
        let whole = self.recognise.iter().filter(|list| list.iter().all(is_there));
        whole.map(Vec::len).max()
    }

    /// True where lines of so many fields, in a file without a header, are such an export.
    pub fn has_fields(&self, fields: Option<usize>) -> bool {
        self.fields.is_some() && self.fields == fields
    }
}

/// Whether `column` is what a recipe calls `name`.
fn is_called(column: &str, name: &str) -> bool {
    plain(column) == plain(name) || code_in(column, name).is_some()
}

/// The currency in `column`, where a recipe calls it `name`.
fn code_in(column: &str, name: &str) -> Option<&'static str> {
    let (column, name) = (plain(column), plain(name));
    let (before, behind) = name.split_once(CURRENCY)?;
    currency_code(column.strip_prefix(before)?.strip_suffix(behind)?)
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

/// True for what jauge.toml alone says; a table is where a secret comes from.
fn is_of_source(key: &str, value: &toml::Value) -> bool {
    OF_SOURCE.contains(&key) || value.is_table()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default)]
    title: Localized,
    into: String,
    recognise: Spanned<Vec<Vec<String>>>,
    #[serde(default)]
    unless: Vec<String>,
    fields: Option<usize>,
    currency: Option<String>,
    status: Option<String>,
    dates: Option<String>,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    hash: Vec<String>,
    #[serde(default)]
    personal: Vec<String>,
    #[serde(default)]
    source: Option<Spanned<toml::Table>>,
    table: Option<toml::Table>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "/*---\nid = \"shop.sales\"\ninto = \"shop_orders\"\nrecognise = [[\"Day\", \"Sum\"], [\"Jour\", \
                        \"Somme\", \"Client\"]]\ncurrency = \"Cur\"\n[source]\nrepeats = \"disjoint\"\n---*/\nSELECT 1\n";

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_file_is_recognised_by_all_columns_of_one_list_whatever_their_capitals_and_order() {
        let recipe = Recipe::parse("sales.sql", TEXT).unwrap();
        assert_eq!(recipe.recognises(&columns(&["SUM ", "x", "day"])), Some(2));
        assert_eq!(recipe.recognises(&columns(&["Jour", "Somme", "Client", "Day", "Sum"])), Some(3));
        assert_eq!(recipe.recognises(&columns(&["Jour", "Sum"])), None);
        assert_eq!((recipe.sql(), recipe.currency.as_deref()), ("SELECT 1", Some("Cur")));
    }

    #[test]
    fn a_breakdown_of_an_export_is_another() {
        let recipe =
            Recipe::parse("sales.sql", &TEXT.replace("currency =", "unless = [\"Page\"]\ncurrency =")).unwrap();
        assert_eq!(recipe.recognises(&columns(&["Day", "Sum"])), Some(2));
        assert_eq!(recipe.recognises(&columns(&["Day", "Sum", "page"])), None);
    }

    #[test]
    fn a_file_without_a_header_is_recognised_by_its_fields_alone() {
        let recipe = Recipe::parse("hits.sql", &TEXT.replace("currency = \"Cur\"", "fields = 131")).unwrap();
        assert_eq!([Some(131), Some(130), None].map(|fields| recipe.has_fields(fields)), [true, false, false]);
        assert!(!Recipe::parse("sales.sql", TEXT).unwrap().has_fields(None));
    }

    #[test]
    fn a_column_may_name_its_currency() {
        let recipe = Recipe::parse(
            "ads.sql",
            &TEXT.replace("Sum", "Spent ({currency})").replace("SELECT 1", "SELECT '{currency}'"),
        );
        let recipe = recipe.unwrap();
        assert!(recipe.wants_currency());
        assert_eq!(recipe.recognises(&columns(&["Day", "spent (eur)"])), Some(2));
        assert_eq!(recipe.recognises(&columns(&["Day", "Spent (total)"])), None);
        assert_eq!(recipe.currency_in(&columns(&["Day", "Spent (EUR)"])), Some("EUR"));
        assert_eq!(recipe.sql_in("EUR"), "SELECT 'EUR'");
    }

    #[test]
    fn a_recipe_says_how_files_are_read_and_never_who_reads_what() {
        for key in OF_SOURCE {
            let text = TEXT.replace("repeats = ", &format!("{key} = "));
            let fault = Recipe::parse("sales.sql", &text).unwrap_err().message();
            assert_eq!(fault, HeaderMessage::OfSource { key: key.to_owned() }.into());
        }
        let secret = TEXT.replace("repeats = \"disjoint\"", "nulls = { command = \"id\" }");
        let fault = Recipe::parse("sales.sql", &secret).unwrap_err().message();
        assert_eq!(fault, HeaderMessage::OfSource { key: "nulls".to_owned() }.into());
    }

    #[test]
    fn a_list_without_columns_would_recognise_everything_and_is_refused() {
        let text = TEXT.replace("[\"Day\", \"Sum\"]", "[]");
        assert_eq!(Recipe::parse("sales.sql", &text).unwrap_err().message(), HeaderMessage::NoColumns.into());
    }
}
