//! The pack `ecommerce`: the SQL of `queries/ecommerce`, embedded.

mod pack;

jauge_plugin::export_plugin!(pack::plugin);
