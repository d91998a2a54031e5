//! What can be asked: the KPIs, the models they read, and the tables below.

mod columns;
mod held;
mod inlined;
mod model_table;
mod problem;
mod read;
mod register;
mod resolve;
mod shared;
mod views;

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::{DataType, Schema};
use jauge_domain::{Basis, Funnel, Kpi, Language, Model};

pub use jauge_domain::ResolveError;
pub use problem::Problem;
pub(crate) use problem::position;
pub use register::tables_below;
pub(crate) use register::with_spans;
pub use resolve::fits;
pub(crate) use shared::{rows, share};

/// The KPIs, models and tables of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// KPIs by id.
    pub kpis: BTreeMap<String, Kpi>,
    /// Models by name.
    pub models: BTreeMap<String, Model>,
    /// Funnels by id.
    pub funnels: BTreeMap<String, Funnel>,
    /// Tables by name.
    pub tables: BTreeMap<String, TableInfo>,
    /// The workspace's name: under a short id, its own KPIs go before those of packs.
    pub name: String,
    /// The currency of amounts that name none.
    pub currency: Option<String>,
    /// Which part of what was paid for orders is revenue.
    pub basis: Basis,
}

/// What is known of a table beside its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// The column a period cuts by.
    pub time: Option<String>,
    /// Columns to group by; empty: every column that is not the time, nested or binary.
    pub dimensions: Vec<String>,
}

impl Catalog {
    /// The titles in `language`, by the ids of KPIs; those that have none are left out.
    pub fn titles(&self, language: Language) -> BTreeMap<String, String> {
        let titled = self.kpis.values().filter(|kpi| !kpi.title.is_empty());
        titled.map(|kpi| (kpi.id.clone(), kpi.title.get(language).to_owned())).collect()
    }

    /// The time column of a model or table.
    pub fn time(&self, name: &str) -> Option<&str> {
        let model = self.models.get(name).map(|model| model.time.as_deref());
        model.or_else(|| self.tables.get(name).map(|table| table.time.as_deref())).flatten()
    }

    /// The dimensions of a model or table whose columns are `schema`.
    pub fn dimensions(&self, name: &str, schema: &Schema) -> Vec<String> {
        let model = self.models.get(name).map(|model| &model.dimensions);
        let named = model.or_else(|| self.tables.get(name).map(|table| &table.dimensions));
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            return named.clone();
        }
        let time = self.time(name);
        let plain = schema.fields().iter().filter(|field| groups(field.data_type()));
        plain.map(|field| field.name().clone()).filter(|name| Some(name.as_str()) != time).collect()
    }
}

/// True for the types one groups by.
fn groups(kind: &DataType) -> bool {
    let binary = matches!(
        kind,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) | DataType::Null
    );
    !binary && !kind.is_nested()
}
