//! How to load.

/// How to load.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Load nothing where a row is rejected.
    pub strict: bool,
    /// Do everything but keep it.
    pub dry_run: bool,
    /// Take out what the source brought before, and load all of it anew.
    pub replace: bool,
    /// Take a last line without its end as it is: nobody writes to the files any more.
    pub with_tails: bool,
    /// Read every file, also those that look as they did when they were loaded.
    pub rehash: bool,
}
