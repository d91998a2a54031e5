//! The aggregate `distinct_set(value)`: which different values a group has, as something that two groups can add up.
//!
//! `count(DISTINCT …)` of two days is not the sum of theirs, but the size of their sets' union. A value stands there as two
//! 64-bit hashes with random keys, so that no column's width matters; two values among a thousand million meet with a
//! probability below 10⁻²⁰.

use std::{
    hash::RandomState,
    mem::size_of,
    sync::{Arc, OnceLock},
};

use datafusion::{
    arrow::{
        array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, UInt64Array},
        buffer::OffsetBuffer,
        datatypes::{DataType, Field, FieldRef, UInt64Type},
    },
    common::{Result as EngineResult, ScalarValue, exec_err, hash_utils::create_hashes_with_hasher},
    logical_expr::{
        Accumulator, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
    },
};

/// One value: two hashes of it.
pub(super) type Id = u128;

/// `distinct_set(value)`.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct DistinctSet(Signature);

impl DistinctSet {
    pub(super) fn new() -> Self {
        Self(Signature::any(1, Volatility::Immutable))
    }
}

/// The ids in one cell of the aggregate's result.
pub(super) fn read(list: &ArrayRef) -> Vec<Id> {
    let halves = list.as_primitive::<UInt64Type>().values();
    halves.chunks_exact(2).map(|pair| (u128::from(pair[0]) << 64) | u128::from(pair[1])).collect()
}

fn list_type() -> DataType {
    DataType::List(item())
}

fn item() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::UInt64, true))
}

impl AggregateUDFImpl for DistinctSet {
    fn name(&self) -> &str {
        "distinct_set"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(list_type())
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> EngineResult<Vec<FieldRef>> {
        Ok(vec![Arc::new(Field::new(format!("{}[distinct_set]", args.name), list_type(), true))])
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> EngineResult<Box<dyn Accumulator>> {
        Ok(Box::new(One(Groups::default())))
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> EngineResult<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Groups::default()))
    }
}

/// The ids of each group. They are sorted and made unique each time they have doubled.
#[derive(Debug, Default)]
struct Groups(Vec<Group>);

#[derive(Clone, Debug, Default)]
struct Group {
    ids: Vec<Id>,
    /// How many of them are known to differ.
    different: usize,
}

impl Group {
    fn push(&mut self, id: Id) {
        if self.ids.len() == self.ids.capacity() && self.ids.len() > 2 * self.different {
            self.tidy();
        }
        self.ids.push(id);
    }

    fn tidy(&mut self) {
        self.ids.sort_unstable();
        self.ids.dedup();
        self.different = self.ids.len();
    }
}

impl Groups {
    fn emit(&mut self, emit_to: EmitTo) -> ArrayRef {
        let mut groups = emit_to.take_needed(&mut self.0);
        groups.iter_mut().for_each(Group::tidy);
        let offsets = OffsetBuffer::from_lengths(groups.iter().map(|group| group.ids.len() * 2));
        let halves = groups.iter().flat_map(|group| &group.ids).flat_map(|id| [(id >> 64) as u64, *id as u64]);
        Arc::new(ListArray::new(item(), offsets, Arc::new(UInt64Array::from_iter_values(halves)), None))
    }
}

impl GroupsAccumulator for Groups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> EngineResult<()> {
        self.0.resize_with(total_num_groups.max(self.0.len()), Group::default);
        let [column] = values else { return exec_err!("`distinct_set` takes one argument") };
        let nulls = column.logical_nulls();
        let counted = |row: usize| {
            nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row))
                && opt_filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
        };
        let [first, second] = hashes(column)?;
        for (row, group) in group_indices.iter().enumerate().filter(|(row, _)| counted(*row)) {
            self.0[*group].push((u128::from(first[row]) << 64) | u128::from(second[row]));
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> EngineResult<ArrayRef> {
        Ok(self.emit(emit_to))
    }

    fn state(&mut self, emit_to: EmitTo) -> EngineResult<Vec<ArrayRef>> {
        Ok(vec![self.emit(emit_to)])
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        total_num_groups: usize,
    ) -> EngineResult<()> {
        self.0.resize_with(total_num_groups.max(self.0.len()), Group::default);
        let [lists] = values else { return exec_err!("`distinct_set` has one state") };
        let lists = lists.as_list::<i32>();
        for (row, group) in group_indices.iter().enumerate().filter(|(row, _)| lists.is_valid(*row)) {
            for id in read(&lists.value(row)) {
                self.0[*group].push(id);
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> EngineResult<Vec<ArrayRef>> {
        let rows = values.first().map_or(0, Array::len);
        let mut each = Self::default();
        let indices: Vec<usize> = (0..rows).collect();
        each.update_batch(values, &indices, opt_filter, rows)?;
        each.state(EmitTo::All)
    }

    fn size(&self) -> usize {
        let ids: usize = self.0.iter().map(|group| group.ids.capacity()).sum();
        self.0.capacity() * size_of::<Group>() + ids * size_of::<Id>()
    }
}

/// Two hashes of each value, with keys of this process's own.
fn hashes(column: &ArrayRef) -> EngineResult<[Vec<u64>; 2]> {
    static KEYS: OnceLock<[RandomState; 2]> = OnceLock::new();
    let keys = KEYS.get_or_init(|| [RandomState::new(), RandomState::new()]);
    let mut found = [vec![0; column.len()], vec![0; column.len()]];
    for (key, hashes) in keys.iter().zip(&mut found) {
        create_hashes_with_hasher([column], key, hashes)?;
    }
    Ok(found)
}

/// The ids of everything, where nothing is grouped.
#[derive(Debug)]
struct One(Groups);

impl Accumulator for One {
    fn update_batch(&mut self, values: &[ArrayRef]) -> EngineResult<()> {
        let rows = values.first().map_or(0, Array::len);
        self.0.update_batch(values, &vec![0; rows], None, 1)
    }

    fn evaluate(&mut self) -> EngineResult<ScalarValue> {
        self.0.0.resize_with(1, Group::default);
        ScalarValue::try_from_array(&self.0.emit(EmitTo::All), 0)
    }

    fn size(&self) -> usize {
        self.0.size()
    }

    fn state(&mut self) -> EngineResult<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> EngineResult<()> {
        let rows = states.first().map_or(0, Array::len);
        self.0.merge_batch(states, &vec![0; rows], 1)
    }
}
