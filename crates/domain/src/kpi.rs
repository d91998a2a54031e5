//! A KPI: one aggregate over one model, with what people must agree on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::calendar::Grain;
use crate::header::{Header, HeaderError};
use crate::orders::OfOrders;
use crate::text::Localized;
use crate::unit::Unit;

/// A KPI as its file defines it.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    /// `pack.name`, unique in a workspace.
    pub id: String,
    /// A short title.
    pub title: Localized,
    /// What it counts, in a sentence.
    pub says: Localized,
    /// Strategic or tactical.
    pub level: Level,
    /// What the value is counted in.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// One of the few of its pack that are shown first, and asked where none is named.
    pub headline: bool,
    /// Events and tables without which there is no value.
    pub needs: Vec<String>,
    /// KPIs that move this one.
    pub levers: Vec<String>,
    /// What it is made of: a sum of terms, each a product of KPIs; empty where that is not said.
    pub tree: Vec<Vec<String>>,
    /// KPIs that say how much each source knows of what is set side by side here: shares, 1 where all of it is known.
    pub coverage: Vec<String>,
    /// Where it is the share of the books that a tag saw: the dimensions that the books know by themselves; empty elsewhere.
    pub books: Vec<String>,
    /// Of a share of the books: the KPI as the tag has it, and as the books do; what is true lies between.
    pub between: Option<[String; 2]>,
    /// How other tools count it.
    pub differs: BTreeMap<String, String>,
    /// Where the formula comes from.
    pub source: Option<String>,
    /// Its numerator counts some of what its denominator counts, which sums do not show by themselves.
    pub share: bool,
    /// It rests on telling visitors apart: an estimate where nothing but address and user agent tells them.
    pub per_visitor: bool,
    /// How it hangs on orders; `None`: not at all, or only through the KPIs it is computed from.
    pub of_orders: Option<OfOrders>,
    /// Days that an answer looks back from the end of its bucket.
    pub window_days: Option<i64>,
    /// Days of data that must lie before a period for the answer to be certain.
    pub history_days: Option<i64>,
    /// Days after the end of a bucket until its answer is complete.
    pub matures_days: Option<i64>,
    /// The grains at which it makes sense; empty: all.
    pub grains: Vec<Grain>,
    /// The whole file, header included, so that positions in `sql` are positions in the file.
    pub text: String,
    /// Byte offset in `text` where the SQL starts.
    pub sql_at: usize,
    /// The file, for messages.
    pub file: String,
}

/// What a KPI is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// From the first session to the goal.
    Strategic,
    /// One step on the way.
    #[default]
    Tactical,
}

/// Which way a KPI is meant to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    #[default]
    Increase,
    /// Less is better.
    Decrease,
}

impl Kpi {
    /// Reads a KPI file. `file` names it in messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let (header, sql_at) = Header::of_sql(text)?;
        let written: Written = header.read()?;
        Ok(Self {
            id: written.id,
            title: written.title,
            says: written.says,
            level: written.level,
            unit: written.unit,
            direction: written.direction,
            headline: written.headline,
            needs: written.needs,
            levers: written.levers,
            tree: written.tree,
            coverage: written.coverage,
            books: written.books,
            between: written.between,
            differs: written.differs,
            source: written.source,
            share: written.share,
            per_visitor: written.per_visitor,
            of_orders: written.of_orders,
            window_days: header.days(written.window)?,
            history_days: header.days(written.history)?,
            matures_days: header.days(written.matures)?,
            grains: written.grains,
            text: text.to_owned(),
            sql_at,
            file: file.to_owned(),
        })
    }

    /// The SQL without the header.
    pub fn sql(&self) -> &str {
        &self.text[self.sql_at..]
    }

    /// The part of the id behind the last dot.
    pub fn short_id(&self) -> &str {
        self.id.rsplit('.').next().unwrap_or(&self.id)
    }

    /// True where rows of `daily` may count in it: what it needs is a column of `daily` among others, or nothing.
    pub fn may_count_days(&self) -> bool {
        let is_daily = |need: &String| need.split('|').any(|one| one.trim().starts_with("daily."));
        self.needs.is_empty() || self.needs.iter().any(is_daily)
    }

    /// The part of the id before the first dot: the pack, or the workspace's own name.
    pub fn pack(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default)]
    title: Localized,
    #[serde(default)]
    says: Localized,
    #[serde(default)]
    level: Level,
    unit: Unit,
    #[serde(default)]
    direction: Direction,
    #[serde(default)]
    headline: bool,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    levers: Vec<String>,
    #[serde(default)]
    tree: Vec<Vec<String>>,
    #[serde(default)]
    coverage: Vec<String>,
    #[serde(default)]
    books: Vec<String>,
    between: Option<[String; 2]>,
    #[serde(default)]
    differs: BTreeMap<String, String>,
    source: Option<String>,
    #[serde(default)]
    share: bool,
    #[serde(default)]
    per_visitor: bool,
    of_orders: Option<OfOrders>,
    /// How far an answer looks back from the end of its bucket, such as `"30d"`.
    window: Option<Spanned<String>>,
    /// How much data must lie before a period for the answer to be certain, such as `"90d"`.
    history: Option<Spanned<String>>,
    /// How long after the end of a bucket its answer is complete, such as `"8d"`.
    matures: Option<Spanned<String>>,
    #[serde(default)]
    grains: Vec<Grain>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{HeaderMessage, Position};

    #[test]
    fn a_file_gives_its_header_and_its_sql() {
        let text =
            "/*---\nid = \"shop.orders\"\nunit = \"count\"\nwindow = \"30d\"\n---*/\nSELECT count(*) FROM events";
        let kpi = Kpi::parse("orders.sql", text).unwrap();
        assert_eq!((kpi.pack(), kpi.short_id(), kpi.window_days), ("shop", "orders", Some(30)));
        assert_eq!(kpi.sql().trim(), "SELECT count(*) FROM events");
    }

    #[test]
    fn what_needs_events_alone_counts_no_row_of_daily() {
        let counts = |needs: &str| {
            let text = format!("/*---\nid = \"a.b\"\nunit = \"count\"\n{needs}---*/\nSELECT count(*) FROM traffic");
            Kpi::parse("b.sql", &text).unwrap().may_count_days()
        };
        let needs = ["", "needs = [\"page_view | daily.sessions\"]\n", "needs = [\"page_view\"]\n"];
        assert_eq!(needs.map(counts), [true, true, false]);
    }

    #[test]
    fn a_headline_says_so() {
        let headline = |line: &str| {
            let text = format!("/*---\nid = \"a.b\"\nunit = \"count\"\n{line}---*/\nSELECT count(*) FROM events");
            Kpi::parse("b.sql", &text).unwrap().headline
        };
        assert_eq!((headline(""), headline("headline = true\n")), (false, true));
    }

    #[test]
    fn a_tree_is_a_sum_of_products() {
        let text = "/*---\nid = \"a.b\"\nunit = \"count\"\ntree = [[\"a.c\", \"a.d\"], [\"a.e\"]]\n---*/\nSELECT count(*) FROM t";
        assert_eq!(Kpi::parse("b.sql", text).unwrap().tree, [vec!["a.c", "a.d"], vec!["a.e"]]);
    }

    #[test]
    fn how_it_hangs_on_orders_stands_in_its_header() {
        let text = |how: &str| format!("/*---\nid = \"a.b\"\nunit = \"money\"\nof_orders = \"{how}\"\n---*/\nSELECT 1");
        assert_eq!(Kpi::parse("b.sql", &text("amounts")).unwrap().of_orders, Some(OfOrders::Amounts));
        assert!(Kpi::parse("b.sql", &text("amount")).is_err());
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = Kpi::parse("x.sql", "/*---\nid = \"a\"\nunit = \"count\"\nunits = 1\n---*/").unwrap_err();
        assert!(error.to_string().contains("units"), "{error}");
    }

    #[test]
    fn what_is_no_number_of_days_is_named_at_its_place() {
        let error = Kpi::parse("x.sql", "/*---\nid = \"a\"\nunit = \"count\"\nwindow = \"30x\"\n---*/").unwrap_err();
        assert_eq!(error.message(), HeaderMessage::NotDays { text: "30x".to_owned() }.into());
        assert_eq!(error.at(), Position { line: 4, column: 10 });
    }
}
