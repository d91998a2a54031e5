//! The pack that is built in.

use include_dir::{Dir, include_dir};
use jauge_domain::KpiPack;

static CORE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../queries/core");

/// The pack that is built in.
pub fn core_pack() -> KpiPack {
    let dirs = ["models", "kpis", "sources"].into_iter().filter_map(|kind| CORE.get_dir(kind));
    let files = dirs.flat_map(Dir::files);
    let text =
        |file: &include_dir::File<'_>| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned()));
    KpiPack { name: "core".to_owned(), origin: "jauge".to_owned(), files: files.filter_map(text).collect() }
}
