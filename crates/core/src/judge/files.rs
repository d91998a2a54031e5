//! The files of objectives.

use std::{collections::BTreeMap, fs, io, path::Path};

use jauge_domain::{Objective, ObjectiveFault, Position, ReadFault};
use jauge_judge::{ObjectiveError, parse_objectives};

use super::JudgeError;

/// The objectives of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Objectives {
    /// Those that can be read, by file and place.
    pub objectives: Vec<Objective>,
    /// What is wrong with the others.
    pub errors: Vec<ObjectiveError>,
}

/// Reads `root`/objectives/*.toml; none where there is no such folder.
///
/// # Errors
/// A folder that cannot be read. What is wrong with a file or inside of it stands in [`Objectives::errors`]: it hinders no other.
pub fn read_objectives(root: &Path) -> Result<Objectives, JudgeError> {
    let folder = root.join("objectives");
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| JudgeError::Files { path, source }
    };
    let mut files = match jauge_durable::within(root, &folder).and_then(|_| fs::read_dir(&folder)) {
        Ok(entries) => {
            entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>().map_err(unreadable(&folder))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(unreadable(&folder)(error)),
    };
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut found = Objectives::default();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let shown = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let text = match jauge_durable::read_text_within(root, &file) {
            Ok(text) => text,
            Err(error) => {
                found.errors.push(unread(shown, &error));
                continue;
            }
        };
        let (objectives, errors) = parse_objectives(&shown, &text);
        found.errors.extend(errors);
        for objective in objectives {
            let place = format!("{}:{}", objective.file, objective.at.line);
            match known.get(&objective.id) {
                Some(first) => found.errors.push(ObjectiveError {
                    file: objective.file.clone(),
                    at: objective.at,
                    id: Some(objective.id.clone()),
                    fault: ObjectiveFault::IdTaken { id: objective.id.clone(), place: first.clone() },
                }),
                None => {
                    known.insert(objective.id.clone(), place);
                    found.objectives.push(objective);
                }
            }
        }
    }
    Ok(found)
}

/// A file that is there and cannot be read, such as one that is no UTF-8.
fn unread(file: String, error: &io::Error) -> ObjectiveError {
    let fault = ObjectiveFault::Unreadable { reason: ReadFault::of(error) };
    ObjectiveError { file, at: Position { line: 1, column: 1 }, id: None, fault }
}
