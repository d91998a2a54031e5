//! Arrow columns, read cell by cell as [`Value`]s whatever their type.

use std::borrow::Cow;

use jauge_plugin::{
    arrow_array::{
        Array, ArrayRef, BinaryArray, BooleanArray, Decimal128Array, Float32Array, Float64Array, Int32Array,
        Int64Array, ListArray, StringArray, StructArray, TimestampMicrosecondArray, TimestampMillisecondArray,
        TimestampNanosecondArray, new_empty_array,
    },
    arrow_schema::{DataType, TimeUnit},
};

use crate::value::Value;

/// One column of scalars; a column that is not there is full of nulls.
#[derive(Default)]
pub(crate) enum Column<'a> {
    #[default]
    Absent,
    Text(&'a StringArray),
    Bytes(&'a BinaryArray),
    Bool(&'a BooleanArray),
    Int32(&'a Int32Array),
    Int64(&'a Int64Array),
    Float32(&'a Float32Array),
    Float64(&'a Float64Array),
    Decimal(&'a Decimal128Array),
    Milli(&'a TimestampMillisecondArray),
    Micro(&'a TimestampMicrosecondArray),
    Nano(&'a TimestampNanosecondArray),
}

/// A struct, or nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Group<'a>(Option<&'a StructArray>);

/// A list of structs, or nothing.
pub(crate) struct Groups<'a> {
    list: Option<&'a ListArray>,
    pub(crate) element: Group<'a>,
}

fn as_type<T: 'static>(array: &ArrayRef) -> Option<&T> {
    array.as_any().downcast_ref()
}

impl<'a> Column<'a> {
    fn of(array: &'a ArrayRef) -> Self {
        use TimeUnit::{Microsecond, Millisecond, Nanosecond};
        let found = match array.data_type() {
            DataType::Utf8 => as_type(array).map(Self::Text),
            DataType::Binary => as_type(array).map(Self::Bytes),
            DataType::Boolean => as_type(array).map(Self::Bool),
            DataType::Int32 => as_type(array).map(Self::Int32),
            DataType::Int64 => as_type(array).map(Self::Int64),
            DataType::Float32 => as_type(array).map(Self::Float32),
            DataType::Float64 => as_type(array).map(Self::Float64),
            DataType::Decimal128(_, _) => as_type(array).map(Self::Decimal),
            DataType::Timestamp(Millisecond, _) => as_type(array).map(Self::Milli),
            DataType::Timestamp(Microsecond, _) => as_type(array).map(Self::Micro),
            DataType::Timestamp(Nanosecond, _) => as_type(array).map(Self::Nano),
            _ => None,
        };
        found.unwrap_or_default()
    }

    /// True where cells of this type can be read.
    pub(crate) fn reads(data_type: &DataType) -> bool {
        *data_type == DataType::Null || Column::of(&new_empty_array(data_type)).is_there()
    }

    /// True where the cells can be read.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// The cell in `row`.
    #[inline]
    pub(crate) fn value(&self, row: usize) -> Value<'a> {
        match self {
            Self::Absent => Value::Null,
            Self::Text(array) if array.is_valid(row) => Value::Text(Cow::Borrowed(array.value(row))),
            Self::Bytes(array) if array.is_valid(row) => Value::Text(String::from_utf8_lossy(array.value(row))),
            Self::Bool(array) if array.is_valid(row) => Value::Text(Cow::Owned(array.value(row).to_string())),
            Self::Int32(array) if array.is_valid(row) => Value::Int(array.value(row).into()),
            Self::Int64(array) if array.is_valid(row) => Value::Int(array.value(row)),
            Self::Float32(array) if array.is_valid(row) => Value::Float(widened(array.value(row))),
            Self::Float64(array) if array.is_valid(row) => Value::Float(array.value(row)),
            Self::Decimal(array) if array.is_valid(row) => Value::Text(Cow::Owned(array.value_as_string(row))),
            Self::Milli(array) if array.is_valid(row) => {
                array.value(row).checked_mul(1000).map_or(Value::Null, Value::Int)
            }
            Self::Micro(array) if array.is_valid(row) => Value::Int(array.value(row)),
            Self::Nano(array) if array.is_valid(row) => Value::Int(array.value(row).div_euclid(1000)),
            _ => Value::Null,
        }
    }
}

/// The float that the shortest text of `number` stands for: 19.9, not 19.899999618530273.
fn widened(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

impl<'a> Group<'a> {
    pub(crate) fn new(group: &'a StructArray) -> Self {
        Self(Some(group))
    }

    fn child(&self, name: &str) -> Option<&'a ArrayRef> {
        self.0?.column_by_name(name)
    }

    /// The column called `name`.
    pub(crate) fn column(&self, name: &str) -> Column<'a> {
        self.child(name).map(Column::of).unwrap_or_default()
    }

    /// The struct called `name`.
    pub(crate) fn group(&self, name: &str) -> Self {
        Self(self.child(name).and_then(as_type))
    }

    /// The list of structs called `name`.
    pub(crate) fn groups(&self, name: &str) -> Groups<'a> {
        let list: Option<&ListArray> = self.child(name).and_then(as_type);
        Groups { list, element: Group(list.and_then(|list| as_type(list.values()))) }
    }

    /// True where there is a struct.
    pub(crate) fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

impl Groups<'_> {
    /// Where the elements of `row` stand in the columns of `element`.
    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        let Some(list) = self.list.filter(|list| list.is_valid(row)) else { return 0..0 };
        let offsets = list.value_offsets();
        let place = |row: usize| offsets.get(row).and_then(|offset| usize::try_from(*offset).ok()).unwrap_or_default();
        place(row)..place(row + 1)
    }
}
