//! Every shipped recipe, planned over the columns that it names: what its SQL reads is among them, and what it gives fits its table.

use std::{collections::BTreeMap, fmt::Debug, fs, path::Path, sync::Arc};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::{datasource::MemTable, prelude::SessionContext};
use jauge_domain::{Calendar, KpiPack, Recipe};
use jauge_plugin::LINE_COLUMN;
use jauge_store::{local::in_zone, tables};
use jauge_workspace::{Config, Recipes};
use jiff::tz::TimeZone;

use super::{
    conform::{columns_for, schema_with},
    json::json_functions,
    local::reads,
    marks::RAW,
    parse::parse,
    read::plan,
    select::fit,
};

/// The pack in the folder `queries/name`.
fn pack(name: &str) -> KpiPack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../queries").join(name).join("sources");
    let files = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let file = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (format!("sources/{name}"), fs::read_to_string(path).unwrap())
    };
    let files: Vec<std::path::PathBuf> = files.collect();
    KpiPack { name: name.to_owned(), origin: name.to_owned(), files: files.iter().map(file).collect() }
}

/// The columns of each layout that `recipe` knows, its optional ones among them.
fn layouts(recipe: &Recipe) -> Vec<Vec<String>> {
    if recipe.source.get("format").and_then(|format| format.as_str()) == Some("lines") {
        return vec![vec!["line".to_owned()]];
    }
    let optional = recipe.source.get("columns").and_then(|columns| columns.as_array()).cloned().unwrap_or_default();
    let optional: Vec<String> = optional.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
    let named = |name: &String| name.replace("{currency}", "EUR");
    let all = |list: &Vec<String>| list.iter().chain(&optional).map(named).collect::<Vec<String>>();
    if recipe.recognise.is_empty() { vec![optional] } else { recipe.recognise.iter().map(all).collect() }
}

async fn planned(recipes: &Recipes, recipe: &Recipe, columns: &[String]) -> Result<(), String> {
    let currency = if recipe.wants_currency() { "currency = \"EUR\"\n" } else { "" };
    let text = format!(
        "[workspace]\nname = \"w\"\n[[source]]\nname = \"s\"\npath = \"x\"\nlike = \"{}\"\n{currency}",
        recipe.id
    );
    let config = Config::parse_like(Path::new("jauge.toml"), &text, recipes).map_err(said)?;
    let source = &config.sources[0];
    let own = || config.table.get(&source.into).map(|table| table.spec(&source.into));
    let spec = tables::shipped(&source.into).cloned().or_else(own).ok_or("its table is none")?;
    let targets: BTreeMap<String, DataType> =
        spec.sourced().map(|field| (field.name().clone(), field.data_type().clone())).collect();
    let texts = columns.iter().map(|name| Field::new(name, DataType::Utf8, true));
    let line = Field::new(LINE_COLUMN, DataType::Int64, true);
    let raw: SchemaRef = Arc::new(Schema::new(texts.chain([line]).collect::<Vec<_>>()));
    let query = parse("s", source.select.as_deref().ok_or("it has no SQL")?).map_err(said)?;
    let fitted = fit(&query, &raw, &targets).map_err(said)?;
    let ctx = SessionContext::new();
    json_functions().into_iter().for_each(|function| ctx.register_udf(function));
    let ctx = in_zone(&ctx, &Calendar::plain(TimeZone::UTC), reads(&TimeZone::UTC, None));
    let table = MemTable::try_new(schema_with(&raw, &fitted.companions), vec![Vec::new()]).map_err(said)?;
    ctx.register_table(RAW, Arc::new(table)).map_err(said)?;
    let plan = plan(&ctx, fitted.variants).await.map_err(said)?;
    ctx.state().optimize(&plan).map_err(said)?;
    columns_for(plan.schema().as_arrow(), &spec).map_err(said)?;
    Ok(())
}

fn said(error: impl Debug) -> String {
    format!("{error:?}")
}

#[tokio::test]
async fn every_shipped_recipe_reads_columns_that_it_names_and_fits_its_table() {
    let recipes = Recipes::of(None, &["core", "ecommerce", "leads", "support", "content"].map(pack));
    assert!(recipes.problems.is_empty(), "{:?}", recipes.problems);
    assert!(recipes.iter().count() > 50);
    let mut wrong = Vec::new();
    for recipe in recipes.iter() {
        for columns in layouts(recipe) {
            let done = planned(&recipes, recipe, &columns).await;
            wrong.extend(done.err().map(|why| format!("{}: {why}", recipe.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
