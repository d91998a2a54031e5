//! `jauge source recipes` and `jauge source show`.

use jauge_core::settings::Recipes;
use jauge_domain::Value;
use jauge_report::{Column, Heading, Label, Sheet};

use crate::{error::CliError, io::Io, recipes::all_packs};

/// The recipes of the workspace one is in, where that can be opened, and of every pack there is.
fn known(io: &Io) -> Result<Recipes, CliError> {
    let workspace = io.workspace().ok();
    let packs = all_packs(workspace.as_ref())?;
    Ok(Recipes::of(workspace.as_ref().map(|workspace| workspace.root.as_path()), &packs))
}

/// Lists them.
pub(super) fn list(io: &Io) -> Result<u8, CliError> {
    let recipes = known(io)?;
    let language = io.answer_wording().language;
    let text = |text: &str| Value::Text(text.to_owned());
    let rows =
        recipes.iter().map(|recipe| vec![text(&recipe.id), text(&recipe.into), text(recipe.title.get(language))]);
    let columns = [
        Column::text("recipe").headed(Label::Heading(Heading::Id)),
        Column::text("table").headed(Label::Heading(Heading::Table)),
        Column::text("title").headed(Label::Heading(Heading::Title)),
    ];
    io.sheet(&Sheet { columns: columns.into(), rows: rows.collect() }, &io.plain_style()?)?;
    recipes.problems.into_iter().for_each(|problem| CliError::from(problem).show(io));
    Ok(0)
}

/// Prints the SQL of the recipe called `id`.
pub(super) fn show(io: &Io, id: &str) -> Result<u8, CliError> {
    let recipes = known(io)?;
    io.text(recipes.get(id).map_err(CliError::told)?.text.as_str())?;
    Ok(0)
}
