//! The pack `leads`: the SQL of `queries/leads`, embedded.

mod pack;

jauge_plugin::export_plugin!(pack::plugin);
