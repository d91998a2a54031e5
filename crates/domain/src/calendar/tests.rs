use proptest::prelude::*;

use super::*;

pub(super) fn calendar(zone: &str) -> Calendar {
    Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap()
}

pub(super) fn any_calendar() -> impl Strategy<Value = Calendar> {
    let week_start = prop::sample::select(vec![
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ]);
    let fiscal = prop_oneof![Just((1, 1)), Just((4, 1)), Just((4, 6)), (1..=12i8, 1..=28i8)];
    (any_zone(), week_start, fiscal)
        .prop_map(|(zone, week_start, fiscal)| Calendar::new(&zone, week_start, fiscal).unwrap())
}

fn any_zone() -> impl Strategy<Value = String> {
    Just("UTC".to_owned())
}
