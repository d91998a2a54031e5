//! The pack `ecommerce`: the SQL of `queries/ecommerce`, embedded: models, KPIs, funnels and recipes of exports.

mod pack;

jauge_plugin::export_plugin!(pack::plugin);
