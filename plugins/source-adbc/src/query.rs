//! The SQL that reads a stream.

use jauge_plugin::{ConnectorError, LINE_COLUMN, Scan, arrow_schema::Schema};

use crate::{
    cursor::{self, Kind, Mark},
    dialect::Dialect,
    filter,
    settings::{From, Settings},
    sqlite,
};

/// A query, in its parts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    from: String,
    /// The query as it was given, which is run as it is where nothing is asked of it.
    given: Option<String>,
    /// The columns; none are all.
    columns: Vec<String>,
    /// A row that goes before all others.
    before: Option<String>,
    conditions: Vec<String>,
    order: Option<String>,
    limit: Option<u64>,
}

/// What a scan becomes.
pub(crate) struct Planned {
    pub(crate) query: Query,
    /// The cursor column, as the database writes it.
    pub(crate) cursor: Option<String>,
    /// Which filters the query applies.
    pub(crate) applied: Vec<usize>,
    /// What the user should read.
    pub(crate) note: Option<String>,
}

impl Query {
    /// All of what the settings name.
    pub(crate) fn all(settings: &Settings, dialect: Dialect) -> Self {
        match &settings.from {
            From::Table(_, parts) => {
                let parts = parts.iter().map(|part| dialect.name(part)).collect::<Vec<_>>();
                Self { from: parts.join("."), ..Self::default() }
            }
            // The lines of their own keep a comment at the end from swallowing the bracket.
            From::Sql(sql) => Self { from: format!("(\n{sql}\n) jauge"), given: Some(sql.clone()), ..Self::default() },
        }
    }

    /// No row of it, for its columns.
    pub(crate) fn no_row(&self) -> Self {
        Self { conditions: vec!["1 = 0".to_owned()], ..self.clone() }
    }

    /// At most `limit` rows of it.
    pub(crate) fn first(&self, limit: u64) -> Self {
        Self { limit: Some(limit), ..self.clone() }
    }

    /// What `scan` asks of the columns in `schema`.
    ///
    /// # Errors
    /// There is no such cursor column or it cannot be one; a column is asked for that is not there; or the checkpoint is
    /// not one.
    pub(crate) fn plan(
        self,
        settings: &Settings,
        scan: &Scan,
        schema: &Schema,
        dialect: Dialect,
    ) -> Result<Planned, ConnectorError> {
        let cursor = settings.cursor.as_deref().map(|cursor| cursor_in(cursor, schema)).transpose()?;
        let mut query = Self { columns: columns(scan, cursor.as_deref(), schema, settings.stream())?, ..self };
        let mut note = None;
        if let Some(cursor) = &cursor {
            query.order = Some(dialect.name(cursor));
            let mark = scan.cursor.as_deref().map(Mark::parse).transpose()?;
            match mark {
                Some(mark) if mark.column == *cursor => query.conditions.push(mark.condition(dialect)),
                Some(mark) => {
                    let was = mark.column;
                    note = Some(format!("`cursor` is `{cursor}` and was `{was}`: everything is read again"));
                }
                None => {}
            }
        }
        let mut applied = Vec::new();
        for (place, filter) in scan.filters.iter().enumerate() {
            if let Some(condition) = filter::condition(filter, schema, dialect) {
                query.conditions.push(condition);
                applied.push(place);
            }
        }
        // A filter that is left to Jauge may throw out rows that the limit had counted.
        query.limit = scan.limit.filter(|_| applied.len() == scan.filters.len());
        if let (Some(_), Some(order)) = (query.limit, &query.order) {
            // Rows without a cursor value are left out, and must not be counted.
            query.conditions.push(format!("{order} IS NOT NULL"));
        }
        Ok(Planned { query, cursor, applied, note })
    }

    /// With a row before all others that tells SQLite's driver the types in `schema`.
    pub(crate) fn told(self, schema: &Schema) -> Self {
        let all = schema.fields().iter().map(|field| field.name().as_str());
        let before = match self.columns.is_empty() {
            true => sqlite::telling(all, schema),
            false => sqlite::telling(self.columns.iter().map(String::as_str), schema),
        };
        Self { before: Some(before), ..self }
    }

    /// As the database takes it.
    pub(crate) fn sql(&self, dialect: Dialect) -> String {
        let rows = self.sql_of_rows(dialect);
        match &self.before {
            // Without a limit, SQLite may forget the order of the rows within.
            Some(before) if self.limit.is_none() && self.order.is_some() => {
                format!("SELECT {before} UNION ALL SELECT * FROM ({rows} LIMIT -1)")
            }
            Some(before) => format!("SELECT {before} UNION ALL SELECT * FROM (\n{rows}\n)"),
            None => rows,
        }
    }

    /// As the database takes it, without the row before all others.
    pub(crate) fn sql_of_rows(&self, dialect: Dialect) -> String {
        let is_plain =
            self.columns.is_empty() && self.conditions.is_empty() && self.order.is_none() && self.limit.is_none();
        if let Some(given) = self.given.as_ref().filter(|_| is_plain) {
            return given.clone();
        }
        let columns = self.columns.iter().map(|column| dialect.name(column)).collect::<Vec<_>>();
        let columns = if columns.is_empty() { "*".to_owned() } else { columns.join(", ") };
        let (top, limit) = self.limit.map(|limit| dialect.limit(limit)).unwrap_or_default();
        let conditions = if self.conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.conditions.join(" AND "))
        };
        let order = self.order.as_ref().map(|order| format!(" ORDER BY {order}")).unwrap_or_default();
        format!("SELECT {top}{columns} FROM {}{conditions}{order}{limit}", self.from)
    }

    /// The order in which its rows come.
    pub(crate) fn order(&self) -> Option<&str> {
        self.order.as_deref()
    }
}

/// The cursor column as the database writes it, whatever the case in which it was set.
fn cursor_in(cursor: &str, schema: &Schema) -> Result<String, ConnectorError> {
    let named = |name: &&String| name.eq_ignore_ascii_case(cursor);
    let mut names = schema.fields().iter().map(|field| field.name());
    let exact = names.clone().find(|name| *name == cursor);
    let Some(name) = exact.or_else(|| names.find(named)) else {
        return Err(ConnectorError::config(format!("there is no column `{cursor}` for `cursor`; {}", listed(schema))));
    };
    let data_type = schema.field_with_name(name).map(|field| field.data_type());
    match data_type {
        Ok(data_type) if Kind::of(data_type).is_none() => Err(ConnectorError::config(cursor::unfit(name, data_type))),
        _ => Ok(name.clone()),
    }
}

fn columns(scan: &Scan, cursor: Option<&str>, schema: &Schema, stream: &str) -> Result<Vec<String>, ConnectorError> {
    let Some(wanted) = &scan.columns else { return Ok(Vec::new()) };
    let mut names: Vec<&str> = wanted.iter().map(String::as_str).filter(|name| *name != LINE_COLUMN).collect();
    if let Some(missing) = names.iter().find(|name| schema.field_with_name(name).is_err()) {
        let message = format!("there is no column `{missing}`; {}", listed(schema));
        return Err(ConnectorError::format(stream, None, message));
    }
    names.extend(cursor.filter(|cursor| !wanted.iter().any(|name| name == cursor)));
    if names.is_empty() {
        names.extend(schema.fields().first().map(|field| field.name().as_str()));
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}

fn listed(schema: &Schema) -> String {
    let names = schema.fields().iter().map(|field| format!("`{}`", field.name())).collect::<Vec<_>>();
    format!("there are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use jauge_plugin::{
        Filter, Op,
        arrow_schema::{DataType, Field},
    };
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        let fields = [("Id", DataType::Int64), ("word", DataType::Utf8), ("f", DataType::Float64)];
        Schema::new(fields.map(|(name, data_type)| Field::new(name, data_type, true)).to_vec())
    }

    fn settings(cursor: Option<&str>) -> Settings {
        let from = From::Sql("SELECT * FROM t -- all".to_owned());
        Settings { from, cursor: cursor.map(str::to_owned), ..Settings::default() }
    }

    fn planned(cursor: Option<&str>, scan: &Scan) -> Result<(String, Planned), ConnectorError> {
        let settings = settings(cursor);
        let planned = Query::all(&settings, Dialect::Postgres).plan(&settings, scan, &schema(), Dialect::Postgres)?;
        Ok((planned.query.sql(Dialect::Postgres), planned))
    }

    #[test]
    fn a_query_of_which_nothing_is_asked_runs_as_it_is() {
        assert_eq!(planned(None, &Scan::default()).unwrap().0, "SELECT * FROM t -- all");
    }

    #[test]
    fn a_scan_becomes_one_query() {
        let filters = vec![Filter { column: "Id".to_owned(), op: Op::Less, value: json!(9) }];
        let scan = Scan {
            cursor: Some(r#"{"column":"Id","type":"int64","value":"5"}"#.to_owned()),
            columns: Some(vec!["word".to_owned()]),
            filters,
            limit: Some(3),
            ..Scan::default()
        };
        let (sql, planned) = planned(Some("id"), &scan).unwrap();
        let expected = "SELECT \"word\", \"Id\" FROM (\nSELECT * FROM t -- all\n) jauge \
                        WHERE \"Id\" > 5 AND \"Id\" < 9 AND \"Id\" IS NOT NULL ORDER BY \"Id\" LIMIT 3";
        assert_eq!((sql.as_str(), planned.applied.as_slice()), (expected, [0].as_slice()));
    }

    #[test]
    fn a_limit_waits_for_filters_that_are_left_to_jauge() {
        let filters = vec![Filter { column: "word".to_owned(), op: Op::Equal, value: json!("a") }];
        let (sql, planned) = planned(None, &Scan { filters, limit: Some(3), ..Scan::default() }).unwrap();
        assert!(planned.applied.is_empty() && !sql.contains("LIMIT"), "{sql}");
    }

    #[test]
    fn another_cursor_starts_again_and_says_so() {
        let cursor = Some(r#"{"column":"at","type":"text","value":"5"}"#.to_owned());
        let (sql, planned) = planned(Some("Id"), &Scan { cursor, ..Scan::default() }).unwrap();
        assert!(!sql.contains("WHERE"), "{sql}");
        assert!(planned.note.unwrap().contains("was `at`"));
    }

    #[test]
    fn what_is_no_cursor_is_named() {
        let said = |cursor| planned(Some(cursor), &Scan::default()).map(|_| ()).unwrap_err().to_string();
        assert!(said("none").contains("there are `Id`, `word`, `f`"));
        assert!(said("f").contains("choose one of whole numbers"));
    }
}
