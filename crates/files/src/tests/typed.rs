//! Typed formats.

use arrow::{
    array::{Int32Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use parquet::arrow::ArrowWriter;

use super::*;

fn batch(rows: i32) -> RecordBatch {
    let schema = Schema::new(vec![Field::new("n", DataType::Int32, false), Field::new("t", DataType::Utf8, false)]);
    let texts = StringArray::from_iter_values((0..rows).map(|row| format!("row {row}")));
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(Int32Array::from_iter_values(0..rows)), Arc::new(texts)])
        .unwrap()
}

fn parquet(rows: i32) -> Vec<u8> {
    let (mut bytes, batch) = (Vec::new(), batch(rows));
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn arrow_file(rows: i32) -> Vec<u8> {
    let (mut bytes, batch) = (Vec::new(), batch(rows));
    let mut writer = arrow::ipc::writer::FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn arrow_stream(rows: i32) -> Vec<u8> {
    let (mut bytes, batch) = (Vec::new(), batch(rows));
    let mut writer = arrow::ipc::writer::StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn typed(name: &str, bytes: &[u8]) -> Result<usize, ConnectorError> {
    let folder = Folder::new(name, bytes);
    let rows = folder.connector().scan(&folder.stream(), &Scan::default(), Arc::new(Ears::default()))?;
    assert!(rows.text.is_none());
    rows.batches.map(|batch| batch.map(|batch| batch.num_rows())).sum()
}

#[test]
fn typed_files_keep_their_types() {
    assert_eq!(typed("a.parquet", &parquet(20_000)).unwrap(), 20_000);
    assert_eq!(typed("no-name", &parquet(3)).unwrap(), 3);
    assert_eq!(typed("a.arrow", &arrow_file(5)).unwrap(), 5);
    assert_eq!(typed("a.arrow", &arrow_stream(4)).unwrap(), 4);
    assert!(typed("a.arrow", &arrow_stream(400)[..900]).is_err());
    let error = told(&typed("a.parquet", &parquet(10)[..50]).unwrap_err());
    assert!(error.starts_with("`a.parquet`: the file is not Parquet or is damaged"), "{error}");
    let error = told(&typed("a.parquet.gz", &gzip(&parquet(1))).unwrap_err());
    assert!(error.contains("not supported"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_damaged_typed_file_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for (name, mut bytes) in [("a.parquet", parquet(100)), ("a.arrow", arrow_file(100)), ("a.arrow", arrow_stream(100))] {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = typed(name, &bytes).is_ok();
        }
    }
}
