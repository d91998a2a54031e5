use arrow::{
    array::{Float64Array, Int64Array},
    datatypes::{Int64Type, TimeUnit},
};

use jauge_report::Wording;

use super::*;

fn reading(zone: &str) -> Reading {
    Reading {
        zone: TimeZone::get(zone).unwrap(),
        decimal_mark: None,
        day_first: None,
        computed: false,
        currency: Some("EUR"),
    }
}

/// What `array` becomes as `target` in Paris: each value in words, and the reasons of faults by row.
fn converted(array: ArrayRef, target: &DataType) -> (Vec<Option<String>>, Vec<(usize, String)>) {
    let (column, faults) = convert(&array, target, &reading("Europe/Paris")).unwrap();
    assert_eq!(column.data_type(), target);
    let values = (0..column.len()).map(|row| shown(&column, row)).collect();
    (values, faults.into_iter().map(|fault| (fault.row, Wording::default().message(&fault.why))).collect())
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn some(values: &[&str]) -> Vec<Option<String>> {
    values.iter().map(|value| Some((*value).to_owned())).collect()
}

#[test]
fn a_float_becomes_the_amount_somebody_wrote() {
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![19.9, 0.1 + 0.2, 1e3]));
    assert_eq!(converted(floats, &jauge_store::tables::MONEY), (some(&["19.9000", "0.3000", "1000.0000"]), vec![]));
}

#[test]
fn an_amount_that_was_computed_is_rounded_half_to_even_and_never_cut() {
    let amounts = Decimal128Array::from(vec![100_005, 100_015, -100_005]).with_precision_and_scale(28, 5).unwrap();
    let computed = Reading { computed: true, ..reading("Europe/Paris") };
    let (column, faults) = convert(&(Arc::new(amounts) as ArrayRef), &jauge_store::tables::MONEY, &computed).unwrap();
    let values: Vec<_> = (0..3).map(|row| shown(&column, row)).collect();
    assert_eq!((values, faults), (some(&["1.0000", "1.0002", "-1.0000"]), vec![]));
}

#[test]
fn an_amount_as_the_source_has_it_keeps_every_digit_or_is_a_fault() {
    let why = "has 5 decimals, 4 are kept: round it in `select`";
    let amounts = Decimal128Array::from(vec![100_005, 100_010]).with_precision_and_scale(28, 5).unwrap();
    let (values, faults) = converted(Arc::new(amounts), &jauge_store::tables::MONEY);
    assert_eq!((values, faults), (vec![None, Some("1.0001".to_owned())], vec![(0, why.to_owned())]));
    let (values, faults) = converted(texts(&["254.049996", "1.23450", "1.5e-3"]), &jauge_store::tables::MONEY);
    assert_eq!(values, [None, Some("1.2345".to_owned()), Some("0.0015".to_owned())]);
    assert_eq!(faults, [(0, "has 6 decimals, 4 are kept: round it in `select`".to_owned())]);
    let (values, faults) = converted(texts(&["3.0", "1.000000001", "2.5"]), &DataType::Int64);
    assert_eq!((values, faults.len()), (vec![Some("3".to_owned()), None, None], 2));
    assert!(faults.iter().all(|(_, why)| !why.contains("decimals, 0 are kept")), "{faults:?}");
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![2.0, 2.5]));
    assert_eq!(converted(floats, &DataType::Int64).0, [Some("2".to_owned()), None]);
}

#[test]
fn a_float_keeps_every_digit_of_its_text() {
    let (values, faults) = converted(texts(&["0.1234567890123", "-2.25"]), &DataType::Float64);
    assert_eq!((values, faults), (some(&["0.1234567890123", "-2.25"]), vec![]));
}

#[test]
fn an_amount_too_large_is_a_fault_of_its_row() {
    let (values, faults) = converted(texts(&["1.5", "100000000000000"]), &jauge_store::tables::MONEY);
    assert_eq!(values, [Some("1.5000".to_owned()), None]);
    assert_eq!(faults, [(1, "too large: at most 14 digits stand before the decimal mark".to_owned())]);
}

#[test]
fn a_local_time_is_moved_to_utc_and_one_that_does_not_exist_is_a_fault() {
    let (values, faults) =
        converted(texts(&["2026-03-29 01:30:00", "2026-03-29 02:30:00"]), &jauge_store::tables::timestamp());
    assert_eq!(values, [Some("2026-03-29T00:30:00Z".to_owned()), None]);
    assert!(faults[0].1.contains("does not exist in Europe/Paris"), "{faults:?}");
}

#[test]
fn an_epoch_is_told_by_its_size() {
    let epochs: ArrayRef = Arc::new(Int64Array::from(vec![1_774_746_000, 1_774_746_000_000, 1_774_746_000_000_000]));
    let at = "2026-03-29T01:00:00Z";
    assert_eq!(converted(epochs, &jauge_store::tables::timestamp()).0, some(&[at, at, at]));
}

#[test]
fn a_text_that_was_a_number_is_what_was_written() {
    let numbers = Decimal128Array::from(vec![53_636_500, 1250]).with_precision_and_scale(28, 2).unwrap();
    assert_eq!(converted(Arc::new(numbers), &DataType::Utf8).0, some(&["536365", "12.5"]));
}

#[test]
fn items_take_their_fields_by_name_and_their_faults_name_the_order() {
    let fields = arrow::datatypes::Fields::from(vec![
        arrow::datatypes::Field::new("Price", DataType::Utf8, true),
        arrow::datatypes::Field::new("item_id", DataType::Utf8, true),
    ]);
    let items = StructArray::new(fields.clone(), vec![texts(&["1.5", "2", "x"]), texts(&["a", "b", "c"])], None);
    let item = Arc::new(arrow::datatypes::Field::new("item", DataType::Struct(fields), true));
    let offsets = arrow::buffer::OffsetBuffer::from_lengths([2, 0, 1]);
    let orders: ArrayRef = Arc::new(ListArray::new(item, offsets, Arc::new(items), None));
    let target = jauge_store::tables::shipped("events").unwrap().field("items").unwrap().data_type().clone();
    let (values, faults) = converted(orders, &target);
    assert!(values[0].as_ref().unwrap().contains("price: 1.5000"), "{values:?}");
    assert_eq!(faults, [(2, "`price`: not a number".to_owned())]);
}

#[test]
fn what_can_never_fit_is_an_error() {
    let list: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(1)])]));
    assert!(convert(&list, &DataType::Utf8, &reading("UTC")).is_err());
}

#[test]
fn a_time_that_no_calendar_has_is_a_fault_of_its_row_in_every_type() {
    let ends = || Int64Array::from(vec![i64::MAX, i64::MIN, 0]);
    let as_type = |data_type: DataType| cast(&(Arc::new(ends()) as ArrayRef), &data_type).unwrap();
    let units = [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond];
    let zones = [None, Some("UTC".into()), Some("+05:30".into())];
    let times = units.iter().flat_map(|unit| zones.iter().map(|zone| DataType::Timestamp(*unit, zone.clone())));
    for data_type in times.chain([DataType::Date64, DataType::Int64]) {
        for target in [jauge_store::tables::timestamp(), DataType::Date32] {
            if (data_type == DataType::Int64 && target == DataType::Date32) || is_nano(&data_type) {
                continue;
            }
            let (values, faults) = converted(as_type(data_type.clone()), &target);
            assert_eq!((&values[0], &values[1]), (&None, &None), "{data_type} as {target}");
            assert!(values[2].is_some(), "{data_type} as {target}");
            let why = "before 0001-01-02 or after 9999-12-30: where it stands for no date, name it in `nulls`";
            assert_eq!(faults, [(0, why.to_owned()), (1, why.to_owned())], "{data_type} as {target}");
        }
    }
    let days: ArrayRef = Arc::new(arrow::array::Date32Array::from(vec![i32::MAX, i32::MIN, 0]));
    assert_eq!(converted(days, &DataType::Date32).1.len(), 2);
    assert_eq!(converted(texts(&["0000-01-05", "2026-01-05"]), &jauge_store::tables::timestamp()).1.len(), 1);
}

/// Nanoseconds in 64 bits reach from 1677 to 2262.
fn is_nano(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp(TimeUnit::Nanosecond, _))
}

#[test]
fn a_number_that_does_not_fit_is_never_a_null() {
    let numbers: ArrayRef = Arc::new(arrow::array::UInt64Array::from(vec![u64::MAX, 1]));
    let (values, faults) = converted(numbers, &DataType::Int64);
    assert_eq!((values, faults.len()), (vec![None, Some("1".to_owned())], 1));
}

#[test]
fn a_rejected_number_is_quoted_as_it_was_written() {
    let numbers =
        Decimal128Array::from(vec![12_345_678_000, 1_000_000_000, 0]).with_precision_and_scale(38, 9).unwrap();
    let quoted: Vec<_> = (0..3).map(|row| written(&numbers, row)).collect();
    assert_eq!(quoted, some(&["12.345678", "1", "0"]));
    assert_eq!(written(&texts(&["1.50"]), 0).as_deref(), Some("1.50"));
}
