//! What the library brings.

use include_dir::{Dir, include_dir};
use jauge_plugin::{Pack, Plugin};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../queries/support");

const SAYS: &str =
    "Models and KPIs of a support or information site: forms, downloads, searches, help pages and tickets";

/// The plugin.
pub(crate) fn plugin() -> Plugin {
    let files = FILES.dirs().flat_map(Dir::files);
    let files = files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    Plugin::new("support", env!("CARGO_PKG_VERSION"), SAYS).pack(Pack::new("support", SAYS, &files.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_is_well_formed() {
        jauge_plugin::testkit::check(&plugin(), env!("CARGO_MANIFEST_DIR")).unwrap();
    }
}
