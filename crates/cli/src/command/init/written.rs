//! What jauge.toml says of exports: a source a group, and a comment a decision.

use std::{collections::BTreeSet, path::Path};

use jauge_core::{load::FileHead, store::tables};
use jauge_domain::{Language, Message, nearest};
use jauge_report::one_line;

use super::{
    found::{Group, Seen, escaped, relative},
    questions::Answers,
};

/// The tables that a file nobody knows may be meant for.
const TABLES: [&str; 5] = ["events", "shop_orders", "leads", "tickets", "spend"];

/// What people call columns, as [`plain`] spells it, and the column that is meant where a table has it.
const MEANT: [(&str, &str); 26] = [
    ("order", "order_id"),
    ("order_number", "order_id"),
    ("order_no", "order_id"),
    ("commande", "order_id"),
    ("numéro_de_commande", "order_id"),
    ("date", "ordered_at"),
    ("order_date", "ordered_at"),
    ("date_de_commande", "ordered_at"),
    ("amount", "revenue"),
    ("total", "revenue"),
    ("order_total", "revenue"),
    ("montant", "revenue"),
    ("montant_ttc", "revenue"),
    ("total_ttc", "revenue"),
    ("customer", "customer_id"),
    ("client", "customer_id"),
    ("email", "customer_id"),
    ("e_mail", "customer_id"),
    ("statut", "status"),
    ("état", "status"),
    ("devise", "currency"),
    ("taxes", "tax"),
    ("tva", "tax"),
    ("frais_de_port", "shipping"),
    ("remise", "discount"),
    ("campagne", "campaign"),
];

/// `text` as TOML has it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The language of a new workspace, as jauge.toml has it: the one that is spoken to who makes it.
pub(super) fn language(spoken: Language) -> &'static str {
    match spoken {
        Language::Fr => "fr",
        // The pseudo-language is no workspace's.
        Language::En | Language::Qps => "en",
    }
}

/// The sources that `groups` make, none called like one of `names`, which get theirs.
pub(super) fn sources(groups: &[Group<'_>], names: &mut BTreeSet<String>, answers: &mut Answers<'_>) -> String {
    groups.iter().map(|group| source(group, names, answers)).collect()
}

fn source(group: &Group<'_>, names: &mut BTreeSet<String>, answers: &mut Answers<'_>) -> String {
    let recipe = group.recipe;
    let name = unused(&recipe.id.replace('.', "-"), names);
    let title = recipe.title.get(Language::En);
    let mut text = format!("\n# {}\n", one_line(if title.is_empty() { &recipe.id } else { title }));
    if recipe.alone {
        text += "# No shop's own export is among the files: these payments are the orders.\n";
    }
    text += &format!(
        "[[source]]\nname = {}\nlike = {}\npath = {}\n",
        quoted(&name),
        quoted(&recipe.id),
        quoted(&group.path)
    );
    if let Some(member) = &group.member {
        text += &format!("member = {}\n", quoted(member));
    }
    if let Some(code) = group.files.first().and_then(|file| file.currency(recipe)) {
        text += &format!("currency = {}  # as the header names it\n", quoted(code));
    }
    if let Some(encoding) = group.files.first().and_then(|file| file.encoding()) {
        text += &format!("encoding = {}  # it is not UTF-8, and reads so\n", quoted(encoding));
    }
    if let Some(order) = answers.dates(group) {
        text += &format!("dates = {}\n", quoted(&order));
    }
    text
}

/// The source that reads the access logs at `path`.
pub(super) fn log(path: &str, names: &mut BTreeSet<String>) -> String {
    format!(
        "\n# A web server's access log. With `host = \"www.example.com\"` links within the site are no referrals.\n[[source]]\nname = \
         {}\nconnector = \"weblog\"\npath = {}\ninto = \"events\"\nrepeats = \"disjoint\"\n",
        quoted(&unused("log", names)),
        quoted(path)
    )
}

/// `name`, or with a number behind it where one of `names` is that; it is one of them from now on.
pub(super) fn unused(name: &str, names: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|nth| format!("{name}-{nth}"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !names.contains(name));
    let free = free.unwrap_or_else(|| name.to_owned());
    names.insert(free.clone());
    free
}

/// What is said of a file that was not recognised: why, or its columns and a `select` to start from, all of it a comment.
pub(super) fn unknown(file: &Seen, root: &Path, why: impl FnOnce(&Message) -> String) -> String {
    let path = file.called(root);
    let text = match &file.head {
        Err(message) => format!("{} was not read: {}", quoted(&path), why(message)),
        Ok(head) if head.columns.is_empty() => format!("{} is empty", quoted(&path)),
        Ok(head) => proposal(file, root, head),
    };
    let lines = text.lines().map(|line| format!("# {}", one_line(line)).trim_end().to_owned() + "\n");
    format!("\n{}", lines.collect::<String>())
}

fn proposal(file: &Seen, root: &Path, head: &FileHead) -> String {
    let (path, member) = (escaped(&relative(&file.path, root)), file.member.as_deref().map(escaped));
    let member = member.map(|member| format!("member = {}\n", quoted(&member))).unwrap_or_default();
    let (table, pairs) = guess(&head.columns);
    let columns: Vec<String> = head.columns.iter().map(|column| quoted(column)).collect();
    let named: Vec<String> =
        pairs.iter().map(|(column, meant)| format!("\"{}\" AS {meant}", column.replace('"', "\"\""))).collect();
    let named = if named.is_empty() { "…".to_owned() } else { named.join(",\n       ") };
    format!(
        "{} is not recognised. Its columns: {}\nTo load it, finish this and take the signs before it away; what is not \
         named is left out:\n[[source]]\nname = \"…\"\npath = {}\n{member}into = \"{table}\"\nselect = '''\nSELECT {named}\nFROM \
         raw'''",
        quoted(&file.called(root)),
        columns.join(", "),
        quoted(&path),
    )
}

/// The table most of whose columns are nearly called like `columns`, and which is which.
fn guess(columns: &[String]) -> (&'static str, Vec<(&str, String)>) {
    let of_table = |table: &'static str| {
        let spec = tables::shipped(table);
        let names: Vec<&str> =
            spec.into_iter().flat_map(|spec| spec.sourced()).map(|field| field.name().as_str()).collect();
        let mut taken = BTreeSet::new();
        let pairs = columns.iter().filter_map(|column| {
            let meant = meant(&plain(column), &names)?;
            taken.insert(meant.to_owned()).then(|| (column.as_str(), meant.to_owned()))
        });
        (table, pairs.collect::<Vec<_>>())
    };
    // Of as many, the first: events.
    let mut best = ("events", Vec::new());
    for (table, pairs) in TABLES.map(of_table) {
        if pairs.len() > best.1.len() {
            best = (table, pairs);
        }
    }
    best
}

/// Which of a table's `names` a column called `column` is meant for: the one that is called so, but for a slip, or that people call so.
/// What is only a little alike is another thing: a client is no `client_ip`.
fn meant<'a>(column: &str, names: &[&'a str]) -> Option<&'a str> {
    let called = MEANT.iter().find(|(said, _)| *said == column).map(|(_, meant)| *meant);
    let own = |name: &&str| *name == column || called == Some(*name);
    let is_slip =
        |near: &&str| near.len().abs_diff(column.len()) <= 1 && near.as_bytes().first() == column.as_bytes().first();
    names.iter().copied().find(own).or_else(|| nearest(column, names.iter().copied()).filter(is_slip))
}

/// A column's name as tables spell theirs.
fn plain(name: &str) -> String {
    let plain = |char: char| if char.is_alphanumeric() { char } else { '_' };
    name.trim().to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_guessed_by_the_names_it_would_have() {
        let columns: Vec<String> = ["Order ID", "Revenue", "Currency", "Colour"].map(str::to_owned).into();
        let (table, pairs) = guess(&columns);
        assert_eq!(table, "shop_orders");
        assert_eq!(pairs[0], ("Order ID", "order_id".to_owned()));
    }

    #[test]
    fn columns_are_guessed_by_what_people_call_them_and_not_by_what_is_a_little_alike() {
        let columns: Vec<String> =
            ["Numéro de commande", "Date", "Client", "Montant TTC", "Statut", "Mode"].map(str::to_owned).into();
        let (table, pairs) = guess(&columns);
        assert_eq!(table, "shop_orders");
        let meant: Vec<&str> = pairs.iter().map(|(_, meant)| meant.as_str()).collect();
        assert_eq!(meant, ["order_id", "ordered_at", "customer_id", "revenue", "status"]);
        assert!(
            guess(&["Client", "Montant", "Mode"].map(str::to_owned)).1.iter().all(|(_, meant)| meant != "client_ip")
        );
        assert_eq!(meant_alone("visitorid"), Some("visitor_id"));
        assert_eq!(["montant", "pagelocale", "sales"].map(meant_alone), [None; 3]);
    }

    /// Of events alone.
    fn meant_alone(column: &str) -> Option<&'static str> {
        super::meant(column, &["visitor_id", "content", "page_location", "value"])
    }

    #[test]
    fn a_second_source_of_one_recipe_has_a_number() {
        let mut names = BTreeSet::new();
        assert_eq!([unused("a", &mut names), unused("a", &mut names), unused("a", &mut names)], ["a", "a-2", "a-3"]);
    }
}
