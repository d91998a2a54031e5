//! When a share broke: days on which less was seen than on all others.

use jiff::civil::Date;

use crate::change::CountedDay;

/// What broke keeps less than so much of its share.
const LEAST_FALL: f64 = 0.8;
/// One series in so many is said to have broken though it did not.
const ONE_OF: f64 = 1000.0;
/// Further back nothing is looked for: the work grows with the square of the days.
const MOST_DAYS: usize = 1100;

/// Days on which a share was lower than on all others, by more than chance gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Broke {
    /// The first day.
    pub from: Date,
    /// The last; `None`: it still is so on the last day there is.
    pub until: Option<Date>,
    /// The share on all other days.
    pub usual: f64,
    /// The share on these.
    pub during: f64,
}

/// The stretch of `days` whose share of what is seen (above) of what there is (below) stands out most as lower than that of the others,
/// where chance does not explain it: the scan statistic of Kulldorff (*A spatial scan statistic*, 1997) with the likelihood of
/// binomials, and as many times chance as there are stretches.
pub fn broke(days: &[CountedDay]) -> Option<Broke> {
    let days = &days[days.len().saturating_sub(MOST_DAYS)..];
    let mut running = vec![(0.0, 0.0)];
    for day in days {
        let (above, below) = running.last().copied().unwrap_or_default();
        running.push((above + day.above.clamp(0.0, day.below.max(0.0)), below + day.below.max(0.0)));
    }
    let all = running.last().copied()?;
    let stretches = (days.len() * (days.len() + 1)) as f64 / 2.0;
    let mut best: Option<(f64, usize, usize)> = None;
    for from in 0..days.len() {
        for after in from + 1..=days.len() {
            let inside = minus(running[after], running[from]);
            let ratio = ratio(inside, minus(all, inside)).unwrap_or(0.0);
            if best.is_none_or(|(most, ..)| ratio > most) {
                best = Some((ratio, from, after));
            }
        }
    }
    let (_, from, after) = best.filter(|(ratio, ..)| *ratio > (stretches * ONE_OF).ln())?;
    let inside = minus(running[after], running[from]);
    let outside = minus(all, inside);
    Some(Broke {
        from: days[from].day,
        until: (after < days.len()).then(|| days[after - 1].day),
        usual: outside.0 / outside.1,
        during: inside.0 / inside.1,
    })
}

fn minus(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (one.0 - other.0, one.1 - other.1)
}

/// The logarithm of how much likelier two shares are than one; `None` where the first is no fall.
fn ratio(inside: (f64, f64), outside: (f64, f64)) -> Option<f64> {
    let share = |(above, below): (f64, f64)| (below > 0.0).then(|| above / below);
    if share(inside)? >= LEAST_FALL * share(outside)? {
        return None;
    }
    Some(likelihood(inside) + likelihood(outside) - likelihood((inside.0 + outside.0, inside.1 + outside.1)))
}

/// The logarithm of the largest likelihood of so many of so many.
fn likelihood((above, below): (f64, f64)) -> f64 {
    let part = |some: f64| if some > 0.0 { some * (some / below).ln() } else { 0.0 };
    part(above) + part(below - above)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    fn days(shares: impl IntoIterator<Item = f64>) -> Vec<CountedDay> {
        let day = |(nth, share): (usize, f64)| CountedDay {
            day: date(2026, 1, 1) + (nth as i64).days(),
            above: (share * 20.0).round(),
            below: 20.0,
        };
        shares.into_iter().enumerate().map(day).collect()
    }

    #[test]
    fn the_day_it_broke_is_found_and_the_day_it_was_mended() {
        let still = broke(&days((0..60).map(|nth| if nth >= 50 { 0.1 } else { 0.9 }))).unwrap();
        assert_eq!((still.from, still.until), (date(2026, 2, 20), None));
        assert!((still.usual - 0.9).abs() < 1e-9 && (still.during - 0.1).abs() < 1e-9);
        let mended = broke(&days((0..60).map(|nth| if (20..25).contains(&nth) { 0.0 } else { 0.9 }))).unwrap();
        assert_eq!((mended.from, mended.until), (date(2026, 1, 21), Some(date(2026, 1, 25))));
    }

    #[test]
    fn what_varies_by_chance_did_not_break() {
        let mut random = crate::noise::seeded();
        let mut alarms = 0;
        for _ in 0..200 {
            let seen = |random: &mut fastrand::Rng| (0..20).filter(|_| random.f64() < 0.85).count() as f64 / 20.0;
            let shares: Vec<f64> = (0..90).map(|_| seen(&mut random)).collect();
            alarms += usize::from(broke(&days(shares)).is_some());
        }
        assert!(alarms <= 2, "{alarms}");
        assert_eq!(broke(&days((0..40).map(|_| 0.5))), None);
        assert_eq!(broke(&[]), None);
        // Better than usual is no break.
        assert_eq!(broke(&days((0..60).map(|nth| if nth < 30 { 0.5 } else { 0.55 }))), None);
    }
}
