//! What the library brings.

use include_dir::{Dir, include_dir};
use jauge_plugin::{Pack, Plugin};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../queries/content");

const SAYS: &str = "Models and KPIs of a medium: what is read, watched, shared and subscribed to";

/// The plugin.
pub(crate) fn plugin() -> Plugin {
    let files = FILES.dirs().flat_map(Dir::files);
    let files = files.filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    Plugin::new("content", env!("CARGO_PKG_VERSION"), SAYS).pack(Pack::new("content", SAYS, &files.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_is_well_formed() {
        jauge_plugin::testkit::check(&plugin(), env!("CARGO_MANIFEST_DIR")).unwrap();
    }
}
