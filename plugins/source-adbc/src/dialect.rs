//! How databases differ in what this connector writes: names, literals, limits.

/// A family of databases that write SQL alike, as far as it is written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// As the standard has it.
    Standard,
    Sqlite,
    Postgres,
    MySql,
    BigQuery,
    /// Spark and Databricks.
    Spark,
    SqlServer,
    Snowflake,
    Oracle,
}

const NAMES: [(&str, Dialect); 14] = [
    ("sqlite", Dialect::Sqlite),
    ("postgres", Dialect::Postgres),
    ("redshift", Dialect::Postgres),
    ("cockroach", Dialect::Postgres),
    ("mysql", Dialect::MySql),
    ("mariadb", Dialect::MySql),
    ("bigquery", Dialect::BigQuery),
    ("databricks", Dialect::Spark),
    ("spark", Dialect::Spark),
    ("sql server", Dialect::SqlServer),
    ("sqlserver", Dialect::SqlServer),
    ("mssql", Dialect::SqlServer),
    ("snowflake", Dialect::Snowflake),
    ("oracle", Dialect::Oracle),
];

/// What a literal is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    Number,
    Text,
    Date,
    /// A time without a zone.
    Time,
    /// A moment.
    Moment,
}

impl Dialect {
    /// The dialect of the database, or the driver, that calls itself `vendor`.
    pub(crate) fn of(vendor: &str) -> Self {
        let vendor = vendor.to_lowercase();
        NAMES.iter().find(|(name, _)| vendor.contains(name)).map_or(Self::Standard, |(_, dialect)| *dialect)
    }

    /// `name` as a quoted identifier.
    pub(crate) fn name(self, name: &str) -> String {
        match self {
            Self::MySql | Self::Spark => format!("`{}`", name.replace('`', "``")),
            Self::BigQuery => format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`")),
            Self::SqlServer => format!("[{}]", name.replace(']', "]]")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// `value` as a literal; a number is written as it is and must be one.
    pub(crate) fn literal(self, of: Literal, value: &str) -> String {
        let text = self.text(value);
        match (of, self) {
            (Literal::Number, _) => value.to_owned(),
            (Literal::Date, Self::Standard | Self::BigQuery | Self::Oracle | Self::Spark) => format!("DATE {text}"),
            (Literal::Time, Self::BigQuery) => format!("DATETIME {text}"),
            (Literal::Time, Self::Spark) => format!("TIMESTAMP_NTZ {text}"),
            (Literal::Time | Literal::Moment, Self::Standard | Self::BigQuery | Self::Oracle | Self::Spark) => {
                format!("TIMESTAMP {text}")
            }
            _ => text,
        }
    }

    /// What goes before the columns, and what goes at the end, so that there are at most `limit` rows.
    pub(crate) fn limit(self, limit: u64) -> (String, String) {
        match self {
            Self::SqlServer => (format!("TOP ({limit}) "), String::new()),
            Self::Oracle => (String::new(), format!(" FETCH FIRST {limit} ROWS ONLY")),
            _ => (String::new(), format!(" LIMIT {limit}")),
        }
    }

    fn text(self, value: &str) -> String {
        match self {
            // A backslash escapes in these, and in BigQuery a doubled quote does not.
            Self::BigQuery | Self::Spark => {
                let escaped =
                    value.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\r', "\\r");
                format!("'{escaped}'")
            }
            Self::MySql => format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''")),
            Self::Snowflake => format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''")),
            // In an E string a backslash escapes whatever the server is set to.
            Self::Postgres if value.contains('\\') => {
                format!("E'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
            }
            _ => format!("'{}'", value.replace('\'', "''")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_tells_its_dialect() {
        assert_eq!(Dialect::of("PostgreSQL"), Dialect::Postgres);
        assert_eq!(Dialect::of("Microsoft SQL Server"), Dialect::SqlServer);
        assert_eq!(Dialect::of("/opt/libadbc_driver_sqlite.so"), Dialect::Sqlite);
        assert_eq!(Dialect::of("DuckDB"), Dialect::Standard);
    }

    #[test]
    fn a_name_stays_one_name() {
        assert_eq!(Dialect::Standard.name(r#"a"b"#), r#""a""b""#);
        assert_eq!(Dialect::MySql.name("a`b"), "`a``b`");
        assert_eq!(Dialect::BigQuery.name("a`b\\"), "`a\\`b\\\\`");
        assert_eq!(Dialect::SqlServer.name("a]b"), "[a]]b]");
    }

    #[test]
    fn a_text_stays_one_text() {
        assert_eq!(Dialect::Standard.literal(Literal::Text, "it's\\"), "'it''s\\'");
        assert_eq!(Dialect::Postgres.literal(Literal::Text, "it's\\"), "E'it''s\\\\'");
        assert_eq!(Dialect::MySql.literal(Literal::Text, "it's\\"), "'it''s\\\\'");
        assert_eq!(Dialect::BigQuery.literal(Literal::Text, "it's\\"), "'it\\'s\\\\'");
    }

    #[test]
    fn times_and_limits_differ() {
        let time = |dialect: Dialect| dialect.literal(Literal::Time, "2026-01-01 00:00:00");
        assert_eq!(time(Dialect::Postgres), "'2026-01-01 00:00:00'");
        assert_eq!(time(Dialect::Standard), "TIMESTAMP '2026-01-01 00:00:00'");
        assert_eq!(time(Dialect::BigQuery), "DATETIME '2026-01-01 00:00:00'");
        assert_eq!(Dialect::SqlServer.limit(3), ("TOP (3) ".to_owned(), String::new()));
        assert_eq!(Dialect::Sqlite.limit(3).1, " LIMIT 3");
    }
}
