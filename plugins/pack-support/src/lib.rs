//! The pack `support`: the SQL of `queries/support`, embedded.

mod pack;

jauge_plugin::export_plugin!(pack::plugin);
