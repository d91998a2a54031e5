//! What the reader of a comparison should know: which days were compared, where those are not what was asked.

use jauge_domain::{Compare, Comparison, ComparisonNote, Grain, Localized, Message, Pairing, Span};
use jiff::civil::Date;

use super::counterparts::{Counterparts, Pair, place};
use super::coverage::Coverage;
use super::grid::Grid;
use super::run::{Grids, Run};

/// What is to be said of the comparison of a question; nothing where there is none, or it is as asked.
pub(crate) fn notes(run: &Run<'_>, grids: &Grids, counterparts: &Counterparts, coverage: &Coverage) -> Vec<Message> {
    let Some(comparison) = run.windows.comparison else { return Vec::new() };
    let compared = ComparedPeriods { run, grids, counterparts, coverage, comparison };
    let mut notes: Vec<ComparisonNote> = Vec::new();
    // Where nothing is compared, there is no more to say than that.
    if compared.with_days().next().is_some() {
        notes.extend(compared.alignment());
        notes.extend(compared.one_sided());
        notes.extend(compared.up_to());
        notes.extend(compared.nothing_yet());
        notes.extend(compared.lengths());
        notes.extend(compared.begun());
    }
    notes.extend(compared.nothing_before());
    notes.into_iter().map(Message::from).collect()
}

struct ComparedPeriods<'a> {
    run: &'a Run<'a>,
    grids: &'a Grids,
    counterparts: &'a Counterparts,
    coverage: &'a Coverage,
    comparison: Comparison,
}

impl ComparedPeriods<'_> {
    /// Which days are compared, where their dates are others.
    fn alignment(&self) -> Option<ComparisonNote> {
        let Comparison { now, then, pairing } = self.comparison;
        let (calendar, question) = (&self.run.calendar, self.run.question);
        let days = (self.days(now), self.days(then));
        match question.compare.as_ref()? {
            Compare::Year if question.align.is_none() && matches!(pairing, Pairing::Earlier(_)) => {
                Some(ComparisonNote::Weekdays { now: days.0, then: days.1 })
            }
            Compare::Feast(wanted) => {
                let (id, _) = calendar.feast_before(now, wanted.as_deref()).ok()?;
                let feast = calendar.feasts().get(id)?.name.clone();
                Some(ComparisonNote::LastTime { feast, now: days.0, then: days.1 })
            }
            Compare::Year | Compare::Previous | Compare::Days { .. } => None,
        }
    }

    /// The feasts that a year's period has, and the other year's has not.
    fn one_sided(&self) -> Vec<ComparisonNote> {
        if self.run.question.compare != Some(Compare::Year) {
            return Vec::new();
        }
        let calendar = &self.run.calendar;
        let [now, then] = [self.comparison.now, self.comparison.then].map(|span| calendar.feasts_in(span));
        let name = |id: &&str| calendar.feasts().get(id).map(|feast| feast.name.clone());
        let only = |these: &[&str], others: &[&str]| -> Vec<Localized> {
            these.iter().filter(|id| !others.contains(*id)).filter_map(name).collect()
        };
        let sides = [(only(&now, &then), true), (only(&then, &now), false)].into_iter();
        let sides = sides.filter(|(feasts, _)| !feasts.is_empty());
        sides.map(|(feasts, now)| ComparisonNote::OneSided { feasts, now }).collect()
    }

    /// Up to which day what is under way is compared.
    fn up_to(&self) -> Vec<ComparisonNote> {
        let found = self.by_kpi(|id| self.under_way(id).filter(|_| self.began_after(id).is_none()));
        let note =
            |(Pair { now, then }, kpis)| ComparisonNote::UpTo { kpis, now: self.days(now), then: self.days(then) };
        found.into_iter().map(note).collect()
    }

    /// That there is a value, and no day of it to compare. Where nothing is known, that is said of the value.
    fn nothing_yet(&self) -> Vec<ComparisonNote> {
        let whole = self.run.question.grain.is_none() && !self.comparison.then.is_empty();
        let known = |id: &str| self.grid(id).is_some_and(|grid| !grid.unknown.contains(&0));
        let nothing = |id: &str| whole && known(id) && self.counterparts.pairs(id).next().is_none();
        let found = self.by_kpi(|id| nothing(id).then_some(()));
        found.into_iter().map(|(_, kpis)| ComparisonNote::NothingYet { kpis }).collect()
    }

    /// That not as many days are compared.
    fn lengths(&self) -> Option<ComparisonNote> {
        let calendar = &self.run.calendar;
        let first = self.with_days().next()?;
        let fine = self.run.question.grain.is_some_and(|grain| grain < Grain::Month);
        let periods = Pair { now: self.comparison.now, then: self.comparison.then };
        let whole = (fine && self.under_way(first).is_none()).then_some(periods);
        let mut pairs = self.counterparts.pairs(first).filter(|_| !fine).chain(whole);
        let days = |pair: &Pair| (calendar.days_in(pair.now), calendar.days_in(pair.then));
        let pair = pairs.find(|pair| days(pair).0 != days(pair).1)?;
        let (days, other_days) = days(&pair);
        Some(ComparisonNote::Lengths { now: self.days(pair.now), days, then: self.days(pair.then), other_days })
    }

    /// That the data begin within what is compared with.
    fn begun(&self) -> Vec<ComparisonNote> {
        let began = |id: &str| {
            let reaches = self.run.prepared.roots(id).into_iter();
            let reaches: Vec<_> = reaches.filter_map(|root| self.run.reach(root, self.coverage)).collect();
            let within = |pair: Pair| reaches.iter().filter_map(|reach| reach.begins_in(pair.then)).max();
            self.counterparts.pairs(id).find_map(within).map(|began| self.run.calendar.date(began))
        };
        let found = self.by_kpi(began);
        found.into_iter().map(|(began, kpis)| ComparisonNote::Begun { kpis, began }).collect()
    }

    /// That the data begin after all that a KPI with a value would be compared with.
    fn nothing_before(&self) -> Vec<ComparisonNote> {
        let found = self.by_kpi(|id| self.began_after(id));
        found.into_iter().map(|(began, kpis)| ComparisonNote::NothingBefore { kpis, began }).collect()
    }

    /// The day on which the data of a KPI with a value begin, where that is after all that it would be compared with.
    fn began_after(&self, id: &str) -> Option<Date> {
        let reaches = self.run.prepared.roots(id).into_iter();
        let reaches: Vec<_> = reaches.filter_map(|root| self.run.reach(root, self.coverage)).collect();
        let after = |pair: Pair| reaches.iter().filter_map(|reach| reach.begins_after(pair.then)).max();
        let pairs = self.counterparts.pairs(id).filter(|pair| reaches.iter().all(|reach| reach.has_begun(pair.now)));
        let began: Option<Vec<_>> = pairs.map(after).collect();
        began?.into_iter().max().map(|began| self.run.calendar.date(began))
    }

    /// The bucket of a KPI of which only some days are completed.
    fn under_way(&self, id: &str) -> Option<Pair> {
        let grid = self.grid(id)?;
        self.counterparts.pairs(id).find(|pair| place(grid, pair.now).is_none())
    }

    /// What is found of KPIs, each with those it is found of; none are named where that is all.
    fn by_kpi<T: PartialEq>(&self, of: impl Fn(&str) -> Option<T>) -> Vec<(T, Vec<String>)> {
        let mut all: Vec<(T, Vec<String>)> = Vec::new();
        for id in self.kpis() {
            let Some(found) = of(id) else { continue };
            match all.iter_mut().find(|(known, _)| *known == found) {
                Some((_, kpis)) => kpis.push(id.to_owned()),
                None => all.push((found, vec![id.to_owned()])),
            }
        }
        if let [(_, kpis)] = all.as_mut_slice()
            && kpis.len() == self.kpis().count()
        {
            kpis.clear();
        }
        all
    }

    /// The KPIs that are answered.
    fn kpis(&self) -> impl Iterator<Item = &str> {
        self.run.question.kpis.iter().map(String::as_str).filter(|id| self.grid(id).is_some())
    }

    /// Those that are not all before their data.
    fn with_days(&self) -> impl Iterator<Item = &str> {
        self.kpis().filter(|id| self.began_after(id).is_none())
    }

    fn grid(&self, id: &str) -> Option<&Grid> {
        self.grids.get(&(id.to_owned(), self.run.windows.main))
    }

    /// The first and the last day of `span`.
    fn days(&self, span: Span) -> (Date, Date) {
        let (first, after) = self.run.calendar.days_of(span);
        (first, after.yesterday().unwrap_or(after).max(first))
    }
}
