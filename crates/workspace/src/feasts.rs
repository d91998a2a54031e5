//! `[calendar]` of jauge.toml: the feasts of a region, and those of a file of the workspace's own.

use std::path::Path;

use jauge_domain::{ConfigFault, Feasts, Position, ReadFault, TomlFault, WrongFeasts};
use serde::Deserialize;

use crate::WorkspaceError;

/// `[calendar]` as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CalendarConfig {
    /// The region whose feasts there are, by its ISO 3166 code: `fr` or `gb`.
    pub region: Option<String>,
    /// A file in the workspace with feasts of its own, each in place of the region's of the same id.
    pub file: Option<String>,
}

/// The feasts that `config` names of the workspace in `root`; `wrong` says that the value of a key is wrong.
pub(crate) fn read(
    root: &Path,
    config: &CalendarConfig,
    wrong: impl Fn(&str, ConfigFault) -> WorkspaceError,
) -> Result<Feasts, WorkspaceError> {
    let shipped = match &config.region {
        None => Feasts::default(),
        Some(code) => Feasts::of_region(code).ok_or_else(|| wrong("region", unknown(code)))?,
    };
    let Some(file) = &config.file else { return Ok(shipped) };
    let path = root.join(file);
    let text = jauge_durable::read_text_within(root, &path).map_err(|error| {
        let fault = ReadFault::of(&error);
        wrong("file", ConfigFault::Feasts { file: file.clone(), fault })
    })?;
    let own = Feasts::parse(&text).map_err(|error| misread(&path, &text, error))?;
    Ok(shipped.with(own))
}

fn unknown(code: &str) -> ConfigFault {
    ConfigFault::UnknownRegion { text: code.to_owned(), known: Feasts::regions().map(str::to_owned).collect() }
}

/// What is wrong in the file of feasts, with its place there.
fn misread(path: &Path, text: &str, error: WrongFeasts) -> WorkspaceError {
    let (offset, fault, source) = match error {
        WrongFeasts::Toml(error) => {
            let fault = ConfigFault::Toml { fault: TomlFault::read(error.message()) };
            (error.span().map_or(0, |span| span.start), fault, Some(error))
        }
        WrongFeasts::Day { text: day, why } => (text.find(&day).unwrap_or(0), ConfigFault::Calendar { why }, None),
    };
    WorkspaceError::Config { path: path.to_owned(), at: Position::of(text, offset), fault: Box::new(fault), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(config: &CalendarConfig, root: &Path) -> (Position, ConfigFault) {
        let wrong = |key: &str, fault| WorkspaceError::wrong(Path::new("jauge.toml"), key, key, fault);
        match read(root, config, wrong).unwrap_err() {
            WorkspaceError::Config { at, fault, .. } => (at, *fault),
            other => panic!("{other:?}"),
        }
    }

    fn of_file(text: &str) -> (Position, ConfigFault) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("feasts.toml"), text).unwrap();
        fault(&CalendarConfig { region: None, file: Some("feasts.toml".to_owned()) }, folder.path())
    }

    #[test]
    fn a_region_that_does_not_come_with_jauge_is_told_with_those_that_do() {
        let (_, fault) = fault(&CalendarConfig { region: Some("xx".to_owned()), file: None }, Path::new("/"));
        let known = vec!["fr".to_owned(), "gb".to_owned()];
        assert_eq!(fault, ConfigFault::UnknownRegion { text: "xx".to_owned(), known });
    }

    #[test]
    fn a_wrong_day_is_told_with_its_place_in_the_file_of_feasts() {
        let (at, fault) = of_file("[fair]\nname = \"Fair\"\ndays = [\"2026-05-01\", \"2026-04-31\"]\n");
        assert!(matches!(fault, ConfigFault::Calendar { .. }), "{fault:?}");
        assert_eq!(at.line, 3);
        let (at, fault) = of_file("[fair]\nname = \"Fair\"\ndates = []\n");
        assert!(matches!(fault, ConfigFault::Toml { .. }), "{fault:?}");
        assert_eq!(at.line, 3);
    }

    #[test]
    fn a_file_of_feasts_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let config = CalendarConfig { region: None, file: Some("feasts.toml".to_owned()) };
        assert!(matches!(fault(&config, folder.path()).1, ConfigFault::Feasts { .. }));
    }
}
