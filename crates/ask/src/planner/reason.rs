//! Why an answer has no value.

use jauge_domain::{Answer, NoValue, Span};
use jiff::Timestamp;

use super::coverage::Coverage;
use super::grid::Grid;
use super::measure::Measured;
use super::row_kind::RowKind;
use super::rows::{Cell, Group};
use super::run::{Grids, Run};
use super::window::Windows;

/// Finds the reasons in a question whose scans are done.
pub(crate) struct Reasons<'a> {
    pub(crate) run: &'a Run<'a>,
    pub(crate) coverage: &'a Coverage,
}

impl Reasons<'_> {
    /// Why `cell`, what a KPI is over `span`, has no value. That a KPI it is computed from has none says [`Self::name_below`] better.
    pub(crate) fn of(&self, kpi: &str, cell: &Cell, span: Option<Span>) -> NoValue {
        if cell.currencies.are_several() {
            return cell.currencies.why_none(&self.run.calendar);
        }
        let measured = self.run.prepared.measured.get(kpi).zip(self.run.reach(kpi, self.coverage));
        let Some((measured, reach)) = measured else { return self.of_derived(kpi, cell, span) };
        let unknown = span.and_then(|span| reach.why_unknown(span, cell.rows));
        unknown.unwrap_or_else(|| self.of_rows(measured, cell))
    }

    fn of_rows(&self, measured: &Measured, cell: &Cell) -> NoValue {
        match cell.denominator.as_f64() {
            _ if cell.rows == 0 => NoValue::NoRows,
            // A mean of nothing has nothing above the line, either: the rows have no values.
            Some(0.0) if !cell.numerator.is_null() => NoValue::ZeroDenominator,
            _ => self.not_one(measured).unwrap_or(NoValue::NoValueInRows),
        }
    }

    /// That a KPI which has a value for one content of a column was asked about several.
    fn not_one(&self, measured: &Measured) -> Option<NoValue> {
        let dimension = measured.one_of.as_ref()?;
        let question = self.run.question;
        let filtered = question.filter.as_ref().is_some_and(|filter| filter.contains(dimension));
        let told = filtered || question.by.contains(dimension);
        (!told).then(|| NoValue::NotOne { dimension: dimension.clone() })
    }

    fn of_derived(&self, kpi: &str, cell: &Cell, span: Option<Span>) -> NoValue {
        if cell.denominator.as_f64() == Some(0.0) {
            return NoValue::ZeroDenominator;
        }
        let of = |root: &str| {
            let why = self.run.reach(root, self.coverage)?.why_unknown(span?, 0)?;
            Some(NoValue::Of { kpi: root.to_owned(), why: Box::new(why) })
        };
        self.run.prepared.roots(kpi).into_iter().find_map(of).unwrap_or(NoValue::NoValueBelow)
    }

    /// Names the KPI for want of which those computed from it have no value, and why it has none.
    pub(crate) fn name_below(&self, grids: &Grids, answers: &mut [Answer]) {
        for answer in answers.iter_mut().filter(|answer| answer.why == Some(NoValue::NoValueBelow)) {
            let level = if answer.total { RowKind::Total } else { RowKind::Base };
            let group = Group(answer.by.iter().map(|(_, value)| value.clone()).collect());
            let row = Row { grids, windows: &self.run.windows, key: (level, group), end: answer.end };
            let named = self.below(&answer.kpi, &row);
            answer.why = named.or_else(|| answer.why.take());
        }
    }

    fn below(&self, kpi: &str, row: &Row<'_>) -> Option<NoValue> {
        let (_, derived) = self.run.prepared.derived.iter().find(|(id, _)| id == kpi)?;
        derived.reads().find_map(|(id, before)| {
            let (cell, span) = if before { row.before(id)? } else { row.now(id)? };
            if !cell.value.is_null() {
                return None;
            }
            let deeper = || if before { None } else { self.below(id, row) };
            let why = match self.of(id, &cell, span) {
                NoValue::NoValueBelow => deeper().unwrap_or(NoValue::NoValueBelow),
                why => why,
            };
            let (kpi, why) = (id.to_owned(), Box::new(why));
            Some(if before { NoValue::OfBefore { kpi, why } } else { NoValue::Of { kpi, why } })
        })
    }
}

/// One row of an answer, as it is found in the grids of all KPIs.
struct Row<'a> {
    grids: &'a Grids,
    windows: &'a Windows,
    key: (RowKind, Group),
    end: Option<Timestamp>,
}

impl Row<'_> {
    /// What `kpi` is there, and over which span.
    fn now(&self, kpi: &str) -> Option<(Cell, Option<Span>)> {
        let grid = self.grid(kpi, self.windows.main)?;
        Some(self.cell(grid, self.place(grid)?))
    }

    /// What `kpi` is in the bucket before, which may lie before the period.
    fn before(&self, kpi: &str) -> Option<(Cell, Option<Span>)> {
        let now = self.grid(kpi, self.windows.main)?;
        if let Some(at) = self.place(now)?.checked_sub(1) {
            return Some(self.cell(now, at));
        }
        let before = self.grid(kpi, self.windows.before_main?)?;
        Some(self.cell(before, before.frame.len().checked_sub(1)?))
    }

    fn grid(&self, kpi: &str, window: usize) -> Option<&Grid> {
        self.grids.get(&(kpi.to_owned(), window))
    }

    /// Buckets go by their ends; without buckets each KPI has one.
    fn place(&self, grid: &Grid) -> Option<usize> {
        let alone = (grid.frame.len() == 1).then_some(0);
        alone.or_else(|| grid.frame.iter().position(|span| span.map(|span| span.end) == self.end))
    }

    fn cell(&self, grid: &Grid, at: usize) -> (Cell, Option<Span>) {
        let cell = grid.groups.get(&self.key).and_then(|line| line.get(at)).or_else(|| grid.nothing(at));
        (cell.cloned().unwrap_or_default(), grid.frame.get(at).copied().flatten())
    }
}
