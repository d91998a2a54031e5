//! Progress and values as rows of characters.

use jauge_domain::{Evaluation, Target};

/// The eighths of a character, for small plots.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How far it is, `width` wide, with a mark where it should stand.
pub(super) fn bar(one: &Evaluation, width: usize) -> String {
    let Some(progress) = one.progress else { return String::new() };
    let place = |share: f64| (share.clamp(0.0, 1.0) * width as f64).round() as usize;
    let target = match one.target {
        Some(Target::Value(target)) if target != 0.0 => Some(target),
        _ => None,
    };
    // Of what is not prorated the target itself is expected: a mark at the end would say nothing.
    let mark = one.expected.zip(target).map(|(expected, target)| expected / target).filter(|share| *share < 0.995);
    let (filled, mark) = (place(progress), mark.map(|share| place(share).min(width - 1)));
    let cell = |at: usize| match (Some(at) == mark, at < filled) {
        (true, true) => '▌',
        (true, false) => '│',
        (false, true) => '█',
        (false, false) => '░',
    };
    (0..width).map(cell).collect()
}

/// Values from the least to the greatest, an eighth a step; a space where there is none.
pub(super) fn sparkline(values: &[Option<f64>]) -> String {
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let step = |value: f64| if high > low { ((value - low) / (high - low) * 7.0).round() as usize } else { 3 };
    let char =
        |value: &Option<f64>| value.filter(|value| value.is_finite()).map_or(' ', |value| EIGHTHS[step(value).min(7)]);
    values.iter().map(char).collect()
}
