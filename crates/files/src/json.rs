//! JSON: an object a line, or an array of objects.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jauge_domain::{FileFault, RejectReason};
use jauge_plugin::{ConnectorError, Host, LINE_COLUMN, Rows, TextFormat};

use super::{
    FileFormat, FileSettings,
    asides::Asides,
    batches::{Batch, Batches, MOST_COLUMNS, RowReader, text_schema},
    detect,
    elements::Elements,
    hears::{Hears, reject, tell},
    lines::{content, next_line},
    object::{Object, value_text, why},
    settings::DateOrder,
    text::Text,
    values::Values,
};
use crate::cells::{DayOrder, order_of};

/// Where one object ends and the next begins.
enum Splitter {
    Lines,
    Elements(Elements),
}

/// The keys of all objects of a file.
#[derive(Default)]
struct Keys {
    index: HashMap<String, usize>,
    /// What the dates of each column tell.
    orders: Vec<DayOrder>,
}

/// Opens a JSON file. `again` begins the file anew, after the given bytes of it.
///
/// Reads it twice, first for its keys: a column that only a late object has is a column all the same.
pub(super) fn open(
    mut text: Text,
    format: FileFormat,
    settings: &FileSettings,
    skip: u64,
    host: Arc<dyn Hears>,
    again: impl Fn(u64) -> Result<(Text, u64), ConnectorError>,
) -> Result<Rows, ConnectorError> {
    let splitter =
        || if format == FileFormat::Json { Splitter::Elements(Elements::default()) } else { Splitter::Lines };
    let keys = Keys::collect(&mut text, splitter(), &*host)?;
    let skip = if format == FileFormat::Json { 0 } else { skip };
    let text = again(skip)?.0;
    let mut by_index: Vec<_> = keys.index.iter().collect();
    by_index.sort_unstable_by_key(|(_, index)| **index);
    let header: Vec<_> = by_index.iter().map(|(key, _)| Some(Cow::Borrowed(key.as_str()))).collect();
    let (mut names, notes) = detect::names(Some(&header), header.len(), LINE_COLUMN);
    notes.into_iter().for_each(|note| tell(&*host, text.stream(), note));
    let text_format = TextFormat {
        // JSON writes its numbers with a point; only numbers in quotes can differ.
        decimal_mark: Some(settings.decimal_mark.unwrap_or('.')),
        marks: BTreeMap::new(),
        day_first: keys.day_first(&names, settings),
        ambiguous: keys.ambiguous(&names, settings),
        nulls: settings.nulls.clone(),
    };
    let (stream, stored) = (text.stream().to_owned(), text.stored());
    let asides = Asides::of(&mut names, settings, &stream, None);
    let schema = text_schema(&names);
    let values = Values::new(settings);
    let rows = JsonReader { text, splitter: splitter(), keys, row: Vec::new(), asides, values };
    let batches = Batches::new(rows, schema.clone(), &stream, host, stored);
    Ok(Rows { text: Some(text_format), ..Rows::new(schema, Box::new(batches)) })
}

impl Splitter {
    /// The length of the next object, which is at the start of what is buffered.
    fn next(&mut self, text: &mut Text) -> Result<Option<usize>, ConnectorError> {
        match self {
            Self::Lines => next_line(text),
            Self::Elements(elements) => elements.next(text),
        }
    }
}

impl Keys {
    fn collect(text: &mut Text, mut splitter: Splitter, host: &dyn Host) -> Result<Self, ConnectorError> {
        let (mut keys, mut rows) = (Self::default(), 0u64);
        while let Some(length) = splitter.next(text)? {
            if let Ok(Object(entries)) = serde_json::from_slice::<Object<'_>>(content(&text.rest()[..length])) {
                entries.iter().for_each(|(key, value)| keys.see(key, value));
            }
            if keys.index.len() > MOST_COLUMNS {
                return Err(text.error(text.line(), FileFault::TooManyKeys { most: MOST_COLUMNS }));
            }
            text.consume(length);
            rows += 1;
            if rows.is_multiple_of(8192) && host.is_cancelled() {
                return Err(ConnectorError::Cancelled);
            }
        }
        Ok(keys)
    }

    fn see(&mut self, key: &str, value: &serde_json::value::RawValue) {
        let index = self.index.get(key).copied().unwrap_or_else(|| {
            self.index.insert(key.to_owned(), self.orders.len());
            self.orders.push(DayOrder::Other);
            self.orders.len() - 1
        });
        // A date in quotes: digits first, and short.
        let is_short_string = matches!(value.get().as_bytes(), [b'"', b'0'..=b'9', ..]) && value.get().len() < 40;
        if is_short_string && matches!(self.orders[index], DayOrder::Other | DayOrder::Open) {
            match value_text(value).map_or(DayOrder::Other, |text| order_of(&text)) {
                DayOrder::Other => {}
                seen => self.orders[index] = seen,
            }
        }
    }

    fn ambiguous(&self, names: &[String], settings: &FileSettings) -> BTreeSet<String> {
        let open = names.iter().zip(&self.orders).filter(|(_, order)| **order == DayOrder::Open);
        open.filter(|_| settings.dates.is_none()).map(|(name, _)| name.clone()).collect()
    }

    fn day_first(&self, names: &[String], settings: &FileSettings) -> BTreeMap<String, bool> {
        let by_dates = |order: &DayOrder| match order {
            DayOrder::DayFirst => Some(true),
            DayOrder::MonthFirst => Some(false),
            DayOrder::Open | DayOrder::Other => None,
        };
        let day_first = |order| settings.dates.as_ref().map_or_else(|| by_dates(order), DateOrder::day_first);
        names.iter().zip(&self.orders).filter_map(|(name, order)| Some((name.clone(), day_first(order)?))).collect()
    }
}

struct JsonReader {
    text: Text,
    splitter: Splitter,
    keys: Keys,
    /// The texts of the row under way, by column.
    row: Vec<Option<String>>,
    asides: Asides,
    values: Values,
}

impl RowReader for JsonReader {
    fn next_row(&mut self, batch: &mut Batch, host: &dyn Hears) -> Result<bool, ConnectorError> {
        let Some(length) = self.splitter.next(&mut self.text)? else { return Ok(false) };
        let (line, json) = (self.text.line(), content(&self.text.rest()[..length]));
        match serde_json::from_slice::<Object<'_>>(json) {
            Ok(Object(entries)) => {
                self.row.clear();
                self.row.resize(self.keys.orders.len(), None);
                for (key, value) in entries {
                    let text = value_text(value).and_then(|text| self.values.of(text));
                    if let Some(column) = self.keys.index.get(&*key).and_then(|index| self.row.get_mut(*index)) {
                        *column = text.map(Cow::into_owned);
                    }
                }
                self.row.iter().enumerate().for_each(|(column, text)| batch.put(column, text.as_deref()));
                self.asides.put(batch);
                batch.end_row(line);
            }
            Err(error) => {
                let why = match str::from_utf8(json) {
                    Err(wrong) => RejectReason::NotUtf8 { byte: wrong.valid_up_to() + 1 },
                    Ok(_) => why(&error),
                };
                host.rejected(reject(self.text.stream(), line, json, why));
            }
        }
        self.text.consume(length);
        Ok(true)
    }
}
