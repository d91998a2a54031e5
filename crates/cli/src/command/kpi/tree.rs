//! `jauge kpi tree`: a change over the factors of a KPI.

use jauge_core::{
    snapshot::Snapshot,
    tree::{ChangeTree, TreePart, change_tree},
};
use jauge_domain::{Compare, Noise, Question, TreeNote, Unit, Value};
use jauge_report::{Column, Heading, Sheet, Style, added_cell, added_places, cell};
use jiff::Timestamp;

use crate::{command::tell_spilled, error::CliError, exit::NO_DATA, io::Io};

/// Takes the change that `question` asks for of its KPI apart; without another period, on the one before.
pub(super) async fn show(snapshot: &Snapshot, io: &Io, question: Question, now: Timestamp) -> Result<u8, CliError> {
    let compare = question.compare.clone().or(Some(Compare::Previous));
    let question = Question { compare, ..question };
    let tree = match change_tree(snapshot, &question, now).await {
        Err(error) if error.is_of_data() => {
            io.tell(error.message());
            return Ok(NO_DATA);
        }
        tree => tree?,
    };
    tell_spilled(snapshot, io);
    let style = io.style(snapshot, None);
    io.sheet(&Drawn { tree: &tree, snapshot, style: &style, people: io.is_for_people() }.sheet(&question), &style)?;
    if tree.noise.as_ref().and_then(Noise::is_within) == Some(true) {
        io.tell(TreeNote::WithinUsual);
    }
    io.tell(TreeNote::Method);
    Ok(0)
}

/// A tree on its way into a table.
struct Drawn<'a> {
    tree: &'a ChangeTree,
    snapshot: &'a Snapshot,
    style: &'a Style,
    people: bool,
}

impl Drawn<'_> {
    fn sheet(&self, question: &Question) -> Sheet {
        let mut columns: Vec<Column> = question.by.iter().map(Column::text).collect();
        if !self.people {
            columns.insert(0, Column::text("kpi"));
            columns.push(Column::number("term", None));
        }
        columns.push(Column::text("factor").headed(Heading::Factor));
        columns.push(Column::number("before", None).headed(Heading::Before));
        columns.push(Column::number("now", None).headed(Heading::Now));
        columns.push(Column::number("contribution", None).headed(Heading::Contribution));
        columns.push(Column::number("share", Some(Unit::Ratio)).headed(Heading::ShareOfChange));
        let places = added_places(self.tree.values[1] - self.tree.values[0], self.tree.unit, self.currency());
        let (change, parts) = self.tree.contributions(self.people.then_some(places));
        let whole = TreePart {
            by: question.by.iter().map(|name| (name.clone(), Value::Null)).collect(),
            term: None,
            factor: Some(self.tree.kpi.clone()),
            values: self.tree.values.map(Value::Float),
            change: self.tree.values[1] - self.tree.values[0],
        };
        let rows = [(&whole, change)].into_iter().chain(self.tree.parts.iter().zip(parts));
        let rows = rows.map(|(part, change)| self.row(part, change, question.by.len())).collect();
        Sheet { columns, rows }
    }

    fn row(&self, part: &TreePart, change: Value, dimensions: usize) -> Vec<Value> {
        let mut row = Vec::new();
        if !self.people {
            row.push(Value::Text(self.tree.kpi.clone()));
        }
        row.extend((0..dimensions).map(|nth| part.by.get(nth).map(|(_, value)| value.clone()).unwrap_or_default()));
        if !self.people {
            row.push(part.term.map_or(Value::Null, |term| Value::Int(term as i64)));
        }
        row.push(self.factor(part));
        row.extend(part.values.iter().map(|value| self.value(part, value)));
        row.push(self.added(change));
        let all = self.tree.values[1] - self.tree.values[0];
        row.push(if all == 0.0 { Value::Null } else { Value::Float(part.change / all) });
        row
    }

    fn currency(&self) -> Option<&str> {
        self.tree.currency.as_deref().or(self.style.currency.as_deref())
    }

    fn factor(&self, part: &TreePart) -> Value {
        match (&part.factor, self.people) {
            (Some(id), true) => Value::Text(self.style.titles.get(id).cloned().unwrap_or_else(|| id.clone())),
            (Some(id), false) => Value::Text(id.clone()),
            (None, true) => Value::Text(self.style.wording().message(&TreeNote::Unexplained.into())),
            (None, false) => Value::Null,
        }
    }

    /// A factor's value, in its own unit where people read it.
    fn value(&self, part: &TreePart, value: &Value) -> Value {
        let unit = part.factor.as_ref().and_then(|id| self.snapshot.catalog.kpis.get(id)).map(|kpi| kpi.unit);
        match (self.people, part.factor.is_some()) {
            (true, true) => Value::Text(cell(value, unit, self.style)),
            (true, false) => Value::Text(String::new()),
            (false, _) => value.clone(),
        }
    }

    fn added(&self, change: Value) -> Value {
        if !self.people {
            return change;
        }
        Value::Text(added_cell(&change, self.tree.unit, self.currency(), self.style))
    }
}
