//! Answers and sheets in the formats people and programs read.
//!
//! JSON and NDJSON are for programs: never translated, every digit kept. Tables, CSV and Markdown are for people: in
//! their language, with units. Nothing here computes; what is shown was answered.
//!
//! ```
//! use jauge_domain::{Unit, Value};
//! use jauge_report::{Column, Format, Sheet, Style, write_sheet};
//!
//! let calendar = jauge_domain::Calendar::new("Europe/Paris", jauge_domain::Weekday::Monday, (1, 1)).unwrap();
//! let sheet = Sheet {
//!     columns: vec![Column::text("channel"), Column::number("orders", Some(Unit::Count))],
//!     rows: vec![vec![Value::Text("search".into()), Value::Int(1234)]],
//! };
//! let mut out = Vec::new();
//! write_sheet(&mut out, &sheet, &Style::new(Format::Md, calendar)).unwrap();
//! assert!(String::from_utf8(out).unwrap().contains("| search  |  1,234 |"));
//! ```

mod answers;
mod evaluations;
mod fit;
mod grid;
mod harmless;
mod json;
mod label;
mod number;
mod pivot;
mod plot;
mod sheet;
mod sheets;
mod style;
#[cfg(test)]
mod tests;
mod wording;
mod workbook;

pub use answers::write_answers;
pub use evaluations::{
    CriteriaOf, CriterionTexts, EvaluationTexts, MovementTexts, by_urgency, criteria_sheet, evaluation_sentences,
    evaluations_sheet, record_sheet, target_text, value_text, write_criteria, write_evaluations, write_junit,
};
pub use harmless::{in_place, lines, markdown, one_line};
pub use label::{bucket, days_text};
pub use number::{added_cell, added_places, answer_cell, before_cell, cell, change_cell};
pub use plot::write_plot;
pub use sheet::{Align, Column, Sheet};
pub use sheets::write_sheet;
pub use style::{Format, Style, UnknownFormat};
pub use wording::{EntryWord, Heading, Label, LetterHeading, LetterText, PageText, PageWord, Wording, WorkbookWord};
pub use workbook::{answers_workbook, evaluations_workbook, sheet_workbook};
