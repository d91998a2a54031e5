use clap::Args;
use jauge_core::what_if::{ExtraCost, NeededDriver, what_if};
use jauge_domain::{Message, TreeNote, Unit, Value};
use jauge_judge::parse_target;
use jauge_report::{Column, Heading, Label, Sheet, Style, cell};

use super::{one_kpi, open_view, stretch::Stretch, tell_spilled, view::ViewArgs};
use crate::{error::CliError, exit::NO_DATA, io::Io};

/// What each driver of a KPI alone would have to become for a target, whether it ever was, and what that costs
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  jauge what-if revenue +10%                    the last 28 days, beside as many before them
  jauge what-if orders 1200 --period 2026-Q3
  jauge what-if purchase_conversion +0.5pt --where \"device_category = 'mobile'\"

Each driver is changed alone, the others stay as they are. Past periods are as long as the one asked about, one after the other
back from it, at most eight.")]
pub(crate) struct WhatIf {
    /// The KPI: one whose file has a `tree`
    kpi: String,
    /// What it should come to: `+10%`, `-5%`, `+0.5pt` (of a share), `+100` or a value
    #[arg(allow_hyphen_values = true)]
    target: String,
    #[command(flatten)]
    stretch: Stretch,
    #[command(flatten)]
    view: ViewArgs,
}

impl WhatIf {
    pub(crate) async fn run(self, io: &Io) -> Result<u8, CliError> {
        let target = parse_target(&self.target).map_err(CliError::told)?;
        let workspace = io.workspace()?;
        let (view, now) = self.view.of(io, &workspace)?;
        let snapshot = open_view(workspace, io, view).await?;
        let question = self.stretch.question(io, one_kpi(&snapshot, io, self.kpi)?)?;
        let found = match what_if(&snapshot, &question, target, now).await {
            Err(error) if error.is_of_data() => {
                io.tell(error.message());
                return Ok(NO_DATA);
            }
            found => found?,
        };
        tell_spilled(&snapshot, io);
        let (style, people) = (io.style(&snapshot, None), io.is_for_people());
        let title = |id: &str| style.titles.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let shown = Shown { style: &style, people };
        let mut rows = vec![shown.whole(&found.kpi, found.unit, [found.from, found.to])];
        rows.extend(found.drivers.iter().map(|driver| shown.row(driver)));
        io.sheet(&Sheet { columns: columns(people), rows }, &style)?;
        io.say("");
        found.drivers.iter().for_each(|driver| io.tell(said(driver, title(&driver.kpi))));
        if found.past == 0 {
            io.tell(TreeNote::NoPast);
        }
        found.cost.iter().flat_map(|cost| priced(cost, found.unit)).for_each(|note| io.tell(note));
        Ok(0)
    }
}

/// The columns, those with a heading in tables, too.
fn columns(people: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::text("driver").headed(Heading::Factor),
        Column::number("now", None).headed(Heading::Now),
        Column::number("needed", None).headed(Heading::Required),
        Column::number("best", None).headed(Heading::Best),
        Column::text("best_from").headed(Heading::From),
        Column::text("best_to").headed(Heading::To),
        Column::text("was_ever").headed(Heading::WasEver),
    ];
    if !people {
        columns.push(Column::number("depth", None));
        columns.push(Column::text("possible"));
    }
    columns
}

/// How rows are written.
struct Shown<'a> {
    style: &'a Style,
    people: bool,
}

impl Shown<'_> {
    /// The KPI itself.
    fn whole(&self, kpi: &str, unit: Unit, [from, to]: [f64; 2]) -> Vec<Value> {
        let numbers = [self.number(Some(from), unit), self.number(Some(to), unit)];
        let mut row: Vec<Value> = [self.name(kpi, 0)].into_iter().chain(numbers).collect();
        row.extend(std::iter::repeat_n(Value::Null, if self.people { 4 } else { 6 }));
        row
    }

    fn row(&self, driver: &NeededDriver) -> Vec<Value> {
        let day = |date: jiff::civil::Date| {
            Value::Text(if self.people { self.style.wording().date(date) } else { date.to_string() })
        };
        let flag = |flag: Option<bool>| match flag {
            Some(flag) if self.people => Value::Text(self.style.wording().label(Label::Flag(flag))),
            flag => flag.map_or(Value::Null, Value::Bool),
        };
        let (first, last) =
            driver.best.map_or((Value::Null, Value::Null), |(_, (first, last))| (day(first), day(last)));
        let mut row = vec![
            self.name(&driver.kpi, driver.depth + 1),
            self.number(Some(driver.now), driver.unit),
            self.number(driver.needed, driver.unit),
            self.number(driver.best.map(|(best, _)| best), driver.unit),
            first,
            last,
            flag(driver.was_ever()),
        ];
        if !self.people {
            row.extend([Value::Int(driver.depth as i64), Value::Bool(driver.is_possible())]);
        }
        row
    }

    /// The title, further in the further it stands from the KPI that is asked about; the id for programs.
    fn name(&self, kpi: &str, depth: usize) -> Value {
        if !self.people {
            return Value::Text(kpi.to_owned());
        }
        let title = self.style.titles.get(kpi).map_or(kpi, String::as_str);
        Value::Text(format!("{}{title}", "· ".repeat(depth)))
    }

    fn number(&self, number: Option<f64>, unit: Unit) -> Value {
        let value = number.map_or(Value::Null, Value::Float);
        if self.people { Value::Text(cell(&value, Some(unit), self.style)) } else { value }
    }
}

/// What there is to say of a driver.
fn said(driver: &NeededDriver, title: String) -> TreeNote {
    let NeededDriver { unit, now, needed, best, .. } = *driver;
    match needed.filter(|_| driver.is_possible()) {
        Some(needed) => {
            let needed = enough(unit, now, needed);
            TreeNote::Needed { title, unit, now, needed, best, was_ever: driver.was_ever() }
        }
        None => TreeNote::Impossible { title, unit, now, needed },
    }
}

/// `needed` as it is said: of what is counted a whole number that suffices, so that 4 does not have to become 4.
fn enough(unit: Unit, now: f64, needed: f64) -> f64 {
    // Sums of floating point are not told apart from what they stand for.
    let slack = 1e-9 * needed.abs();
    match unit {
        Unit::Count if needed > now => (needed - slack).ceil(),
        Unit::Count => (needed + slack).floor(),
        Unit::Ratio | Unit::Money | Unit::Duration | Unit::Number => needed,
    }
}

/// What more results would cost, and whether a budget covers it.
fn priced(cost: &ExtraCost, unit: Unit) -> Vec<Message> {
    let (results, each, total) = (cost.results, cost.each, cost.range());
    let mut notes = vec![TreeNote::Cost { results, unit, each, total }.into()];
    if let (Some((objective, amount)), Some(fits)) = (cost.budget.clone(), cost.fits()) {
        notes.push(TreeNote::Budget { objective, amount, fits }.into());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_is_counted_a_whole_number_suffices() {
        assert_eq!(enough(Unit::Count, 4.0, 4.4), 5.0);
        assert_eq!(enough(Unit::Count, 148.0, 163.000_000_000_001), 163.0);
        assert_eq!(enough(Unit::Count, 4.0, 3.6), 3.0);
        assert_eq!(enough(Unit::Ratio, 0.25, 0.275), 0.275);
    }
}
