//! A moment in SQL.

use datafusion::{
    prelude::{Expr, lit},
    scalar::ScalarValue,
};

/// The moment `micros` microseconds after 1970, as SQL has it.
pub fn instant(micros: i64) -> Expr {
    lit(ScalarValue::TimestampMicrosecond(Some(micros), Some("UTC".into())))
}
