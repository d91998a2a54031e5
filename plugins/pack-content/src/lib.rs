//! The pack `content`: the SQL of `queries/content`, embedded.

mod pack;

jauge_plugin::export_plugin!(pack::plugin);
