//! Any Arrow array as any column: each row that is read is new, updated, a duplicate or rejected, and never lost on the way.

use std::{collections::BTreeMap, fs::File, sync::Arc};

use arrow::{
    array::{
        Array, ArrayData, ArrayRef, BinaryArray, DictionaryArray, LargeStringArray, ListArray, MapArray, NullArray,
        RecordBatch, StringArray, StringViewArray, StructArray, make_array,
    },
    buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer},
    datatypes::{DataType, Field, Fields, Int8Type, IntervalUnit, Schema, TimeUnit},
    ipc::writer::FileWriter,
};

use super::{keep, mutate::Random, rounds, sane};
use crate::support::Workspace;

/// Files in one round.
const FILES: usize = 16;
/// Columns that a file has now and then, beside those that every event has.
const COLUMNS: [&str; 13] = [
    "value",
    "page_status",
    "is_bot",
    "items",
    "properties",
    "search_results",
    "progress",
    "engagement_ms",
    "event_id",
    "currency",
    "page_location",
    "user_id",
    "something_else",
];
const TEXTS: [&str; 16] = [
    "",
    " ",
    "page_view",
    "anna",
    "2026-01-05 10:00:00",
    "2026-03-29T02:30:00",
    "03/04/2026",
    "1.5",
    "-0",
    "1e400",
    "NaN",
    "true",
    "été\u{0}",
    "{\"a\":[1]}",
    "99999999999999999999999999999999999999",
    "1735689600000",
];
/// Numbers at the edges of types, and epochs in each unit.
const NUMBERS: [i128; 12] = [
    0,
    1,
    -1,
    20_000,
    1_767_607_200,
    1_767_607_200_000_000,
    i64::MAX as i128,
    i64::MIN as i128,
    i128::MAX,
    i128::MIN,
    99_999,
    255,
];

#[test]
fn of_any_array_as_any_column_each_row_is_new_updated_a_duplicate_or_rejected() {
    rounds(1, |random, seed| {
        let mut config = String::from("[workspace]\nname = \"w\"\ntimezone = \"Europe/Paris\"\n");
        let batches: Vec<RecordBatch> = (0..FILES).map(|_| batch(random)).collect();
        for nth in 0..FILES {
            config.push_str(&format!("[[source]]\nname = \"s{nth}\"\npath = \"s{nth}.arrow\"\ninto = \"events\"\n"));
        }
        let workspace = Workspace::new(&config);
        for (nth, batch) in batches.iter().enumerate() {
            let file = File::create(workspace.path().join(format!("s{nth}.arrow"))).unwrap();
            let mut writer = FileWriter::try_new(file, batch.schema_ref()).unwrap();
            writer.write(batch).unwrap();
            writer.finish().unwrap();
        }
        let loaded = sane(&workspace, &["load", "-q", "--format", "json"], seed);
        let counted = sane(
            &workspace,
            &["sql", "-q", "--format", "ndjson", "SELECT source_name, count(*) AS n FROM events GROUP BY 1"],
            seed,
        );
        let counted = String::from_utf8_lossy(&counted.stdout).into_owned();
        let stored = counted.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let stored: BTreeMap<String, u64> =
            stored.map(|row| (row["source_name"].as_str().unwrap().to_owned(), row["n"].as_u64().unwrap())).collect();
        let told: serde_json::Value = serde_json::from_slice(&loaded.stdout).unwrap_or_default();
        for source in told.as_array().into_iter().flatten() {
            let count = |key: &str| source[key].as_u64().unwrap_or_default();
            let name = source["source"].as_str().unwrap();
            let sum = ["new", "updated", "duplicate", "rejected"].map(count).iter().sum::<u64>();
            let is_whole = count("read") == sum && stored.get(name).copied().unwrap_or_default() == count("new");
            assert!(is_whole, "seed {seed}: {source} in {}", keep(&workspace));
        }
    });
}

fn batch(random: &mut Random) -> RecordBatch {
    let rows = random.below(24);
    let mut names = vec!["event_time", "event_name", "visitor_id"];
    names.extend((0..random.below(5)).map(|_| *random.one(&COLUMNS)));
    names.sort_unstable();
    names.dedup();
    let columns: Vec<ArrayRef> = names.iter().map(|name| column(random, name, rows)).collect();
    let field = |(name, column): (&&str, &ArrayRef)| Field::new(*name, column.data_type().clone(), true);
    let fields: Vec<Field> = names.iter().zip(&columns).map(field).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap()
}

/// What a column usually is, or anything.
fn column(random: &mut Random, name: &str, rows: usize) -> ArrayRef {
    match (name, random.below(3)) {
        (_, 0) => any(random, rows, 2),
        ("event_time", _) => flat(random, &DataType::Timestamp(TimeUnit::Microsecond, None), rows),
        _ => texts(random, rows),
    }
}

fn texts(random: &mut Random, rows: usize) -> ArrayRef {
    let texts: Vec<Option<&str>> = (0..rows).map(|_| (random.below(6) > 0).then(|| *random.one(&TEXTS))).collect();
    match random.below(5) {
        0 => Arc::new(LargeStringArray::from(texts)),
        1 => Arc::new(StringViewArray::from(texts)),
        2 => Arc::new(BinaryArray::from(texts.iter().map(|text| text.map(str::as_bytes)).collect::<Vec<_>>())),
        3 => Arc::new(texts.into_iter().collect::<DictionaryArray<Int8Type>>()),
        _ => Arc::new(StringArray::from(texts)),
    }
}

/// An array of any type, `deep` levels at most.
fn any(random: &mut Random, rows: usize, deep: usize) -> ArrayRef {
    match random.below(if deep > 0 { 12 } else { 8 }) {
        0 => Arc::new(NullArray::new(rows)),
        1 => texts(random, rows),
        8 => {
            let offsets = offsets(random, rows);
            let values = any(random, *offsets.last().unwrap() as usize, deep - 1);
            let item = Arc::new(Field::new("item", values.data_type().clone(), true));
            Arc::new(ListArray::new(item, offsets, values, nulls(random, rows)))
        }
        9 | 10 => {
            let names = ["item_id", "price", "quantity", "a"];
            let columns: Vec<ArrayRef> = names.iter().map(|_| any(random, rows, deep - 1)).collect();
            let fields = names.iter().zip(&columns).map(|(name, of)| Field::new(*name, of.data_type().clone(), true));
            Arc::new(StructArray::new(fields.collect::<Fields>(), columns, nulls(random, rows)))
        }
        11 => {
            let offsets = offsets(random, rows);
            let length = *offsets.last().unwrap() as usize;
            let keys: ArrayRef =
                Arc::new(StringArray::from((0..length).map(|_| *random.one(&TEXTS)).collect::<Vec<_>>()));
            let values = any(random, length, deep - 1);
            let fields = Fields::from(vec![
                Field::new("key", DataType::Utf8, false),
                Field::new("value", values.data_type().clone(), true),
            ]);
            let entries = StructArray::new(fields.clone(), vec![keys, values], None);
            let entry = Arc::new(Field::new("entries", DataType::Struct(fields), false));
            Arc::new(MapArray::new(entry, offsets, entries, nulls(random, rows), false))
        }
        _ => {
            let data_type = random.one(&flat_types()).clone();
            flat(random, &data_type, rows)
        }
    }
}

fn flat_types() -> Vec<DataType> {
    use DataType::*;
    let mut types = vec![
        Boolean,
        Int8,
        Int16,
        Int32,
        Int64,
        UInt8,
        UInt16,
        UInt32,
        UInt64,
        Float16,
        Float32,
        Float64,
        Date32,
        Date64,
        Decimal128(38, 10),
        Decimal128(5, 2),
        Decimal256(76, 0),
        Interval(IntervalUnit::MonthDayNano),
    ];
    for unit in [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
        types.extend([Timestamp(unit, None), Timestamp(unit, Some("Asia/Kolkata".into())), Duration(unit)]);
    }
    types.extend([Time32(TimeUnit::Second), Time64(TimeUnit::Nanosecond)]);
    types
}

/// An array whose values are as many bytes as they have: of numbers at the edges, or of any.
fn flat(random: &mut Random, data_type: &DataType, rows: usize) -> ArrayRef {
    let width = data_type.primitive_width().unwrap_or(1);
    let mut bytes = Vec::with_capacity(rows * width);
    let wild = random.below(3) == 0;
    for _ in 0..rows {
        let number = if wild { i128::from(random.next()) << random.below(64) } else { *random.one(&NUMBERS) };
        let mut value = [if number < 0 { 0xff } else { 0 }; 32];
        value[..16].copy_from_slice(&number.to_le_bytes());
        bytes.extend_from_slice(&value[..width]);
    }
    let data = ArrayData::builder(data_type.clone()).len(rows).add_buffer(Buffer::from_slice_ref(&bytes));
    make_array(data.nulls(nulls(random, rows)).build().unwrap())
}

fn nulls(random: &mut Random, rows: usize) -> Option<NullBuffer> {
    let valid: Vec<bool> = (0..rows).map(|_| random.below(5) > 0).collect();
    (random.below(2) == 0).then(|| NullBuffer::new(BooleanBuffer::from(valid)))
}

fn offsets(random: &mut Random, rows: usize) -> OffsetBuffer<i32> {
    OffsetBuffer::from_lengths((0..rows).map(|_| random.below(4)))
}
