//! The ids of events: GA4 gives them none, so they are made of what never changes between a day's intraday and daily tables.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use crate::{
    record::{Event, Item, Param},
    value::Value,
};

/// Starts every id, so that it can be told from those that Jauge gives.
const PREFIX: &str = "ga4:";

/// Gives ids to the events of one file, in its order. Keeps some 10 bytes an event.
#[derive(Default)]
pub(crate) struct Ids {
    seen: HashSet<u64>,
    repeats: HashMap<u64, u32>,
    buffer: Vec<u8>,
    part: Vec<u8>,
}

impl Ids {
    /// The id of the next event: its content, and from its second occurrence in this file on, which one it is.
    pub(crate) fn next(&mut self, event: &Event<'_>) -> String {
        self.buffer.clear();
        content(event, &mut self.buffer, &mut self.part);
        let hash = blake3::hash(&self.buffer);
        let (hash, bytes) = (&hash.to_hex()[..32], hash.as_bytes());
        // A part of the hash is enough to count by: where two events share it, one is numbered for nothing and stays unique.
        let short = bytes[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        if self.seen.insert(short) {
            return format!("{PREFIX}{hash}");
        }
        let occurrence = self.repeats.entry(short).or_default();
        *occurrence = occurrence.saturating_add(1);
        format!("{PREFIX}{hash}:{occurrence}")
    }
}

/// What tells events apart. Where GA4 numbers the events of a batch, the number does; older tables lack it, and
/// events that were sent together share even the microsecond: then what they carry tells.
fn content(event: &Event<'_>, out: &mut Vec<u8>, part: &mut Vec<u8>) {
    let who = [&event.user_pseudo_id, &event.event_timestamp, &event.event_name, &event.event_bundle_sequence_id];
    let place = [&event.batch_page_id, &event.batch_ordering_id, &event.batch_event_index];
    who.into_iter().chain(place).for_each(|value| add(value, out));
    if event.batch_event_index.is_null() {
        params(&event.event_params, out, part);
        event.items.iter().for_each(|item| item_fields(item).into_iter().for_each(|value| add(value, out)));
    }
}

/// In an order of their own, because that of parameters means nothing. One without a value counts for nothing.
fn params(params: &[Param<'_>], out: &mut Vec<u8>, part: &mut Vec<u8>) {
    part.clear();
    let mut places: Vec<Range<usize>> = Vec::with_capacity(params.len());
    for param in params.iter().filter(|param| !param.value.is_null()) {
        let start = part.len();
        add(&param.key, part);
        add(&param.value, part);
        places.push(start..part.len());
    }
    places.sort_by(|one, other| part[one.clone()].cmp(&part[other.clone()]));
    out.extend((places.len() as u64).to_le_bytes());
    places.into_iter().for_each(|place| out.extend(&part[place]));
}

fn item_fields<'e, 'a>(item: &'e Item<'a>) -> [&'e Value<'a>; 5] {
    [&item.item_id, &item.item_name, &item.item_category, &item.price, &item.quantity]
}

/// Appends `value` so that no two lists of values give the same bytes.
fn add(value: &Value<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend([u8::MAX; 8]);
    if !value.is_null() {
        value.write(out);
        let length = (out.len() - start - 8) as u64;
        out[start..start + 8].copy_from_slice(&length.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(line: &str) -> Event<'_> {
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn an_id_never_changes() {
        let line = r#"{"user_pseudo_id": "1.2", "event_timestamp": "17", "event_name": "scroll", "event_bundle_sequence_id": "3",
                       "event_params": [{"key": "a", "value": {"int_value": "1"}}], "items": [{"item_id": "x", "price": 2.5}]}"#;
        assert_eq!(Ids::default().next(&event(line)), "ga4:ec98665c0497639bdbf5e9247b64bc8a");
    }

    #[test]
    fn order_of_parameters_and_types_of_numbers_do_not_count() {
        let id = |line: &str| Ids::default().next(&event(line));
        let one = r#"{"event_timestamp": "17", "event_params": [{"key": "a", "value": {"int_value": "1"}}, {"key": "b", "value": {"double_value": 2.0}}]}"#;
        let two = r#"{"event_timestamp": 17, "event_params": [{"key": "b", "value": {"double_value": 2}}, {"key": "a", "value": {"int_value": 1}}, {"key": "c", "value": {}}]}"#;
        let other = r#"{"event_timestamp": 17, "event_params": [{"key": "a", "value": {"int_value": 2}}, {"key": "b", "value": {"int_value": 1}}]}"#;
        assert_eq!(id(one), id(two));
        assert_ne!(id(one), id(other));
    }

    #[test]
    fn repeats_are_numbered_and_a_batch_index_is_enough() {
        let mut ids = Ids::default();
        let line = r#"{"event_timestamp": "17", "event_name": "view_item"}"#;
        let [first, second, third] = [(); 3].map(|()| ids.next(&event(line)));
        assert_eq!([second, third], [format!("{first}:1"), format!("{first}:2")]);
        let indexed = r#"{"event_timestamp": "17", "batch_event_index": "1", "event_params": [{"key": "late", "value": {"int_value": 1}}]}"#;
        let earlier = r#"{"event_timestamp": "17", "batch_event_index": "1"}"#;
        assert_eq!(Ids::default().next(&event(indexed)), Ids::default().next(&event(earlier)));
    }
}
