//! How deep SQL nests, told from its text: reading, planning and forgetting a statement take a step of the stack for each level
//! of it, and a stack that is used up ends the program.

use datafusion::error::DataFusionError;
use jauge_domain::EngineMessage;

use crate::told;

/// Levels that every stack has room for; nobody writes so many.
const MOST: usize = 1000;

/// What a union or join takes of the stack, measured in operators.
const OF_SETS: usize = 2;

/// Refuses `sql` that nests too deeply.
pub fn bounded(sql: &str) -> Result<(), DataFusionError> {
    if depth(sql) > MOST { Err(told(EngineMessage::TooDeep { most: MOST })) } else { Ok(()) }
}

/// What stands open between two brackets.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// Unions and joins so far: each holds all those before it.
    sets: usize,
    /// AND and OR since the last comma, each of which holds those before it.
    logical: usize,
    /// Other operators since then.
    others: usize,
    /// Commas join tables.
    in_from: bool,
}

impl Level {
    fn depth(self) -> usize {
        1 + self.sets * OF_SETS + self.logical + self.others
    }

    fn word(&mut self, word: &str) {
        let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
        if is(&["union", "except", "intersect", "join"]) {
            self.sets += 1;
            (self.logical, self.others) = (0, 0);
        } else if is(&["and", "or"]) {
            self.logical += 1;
            self.others = 0;
        } else if is(&[
            "not", "like", "ilike", "in", "is", "between", "collate", "similar", "at", "case", "when", "xor",
        ]) {
            self.others += 1;
        } else if is(&["select", "from", "where", "group", "having", "order", "limit"]) {
            (self.logical, self.others) = (0, 0);
            self.in_from = is(&["from"]);
        }
    }

    fn comma(&mut self) {
        self.sets += usize::from(self.in_from);
        (self.logical, self.others) = (0, 0);
    }
}

/// An upper bound of how deep `sql` nests.
fn depth(sql: &str) -> usize {
    let bytes = sql.as_bytes();
    let mut levels = vec![Level::default()];
    let (mut at, mut below, mut deepest) = (0, 0usize, 0);
    while at < bytes.len() {
        let length = token(&bytes[at..]);
        let (first, text) = (bytes[at], &sql.get(at..at + length).unwrap_or_default());
        at += length;
        let Some(level) = levels.last_mut() else { break };
        match first {
            b'(' | b'[' | b'{' => {
                below += level.depth();
                levels.push(Level::default());
            }
            b')' | b']' | b'}' => below -= closed(&mut levels),
            b',' | b';' => level.comma(),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'|' | b'&' | b'^' | b'=' | b'<' | b'>' | b'!' | b'~' | b':' | b'.'
                if !is_comment(text) =>
            {
                level.others += 1;
            }
            _ if first.is_ascii_alphabetic() => level.word(text),
            _ => {}
        }
        deepest = deepest.max(below + levels.last().map_or(0, |level| level.depth()));
    }
    deepest
}

fn is_comment(text: &str) -> bool {
    text.starts_with("--") || text.starts_with("/*")
}

/// The length of the token, text in quotes or comment that `bytes` begin with.
fn token(bytes: &[u8]) -> usize {
    let until = |end: &[u8], from: usize| {
        let found = bytes.windows(end.len()).skip(from).position(|window| window == end);
        found.map_or(bytes.len(), |at| at + from + end.len())
    };
    match bytes {
        [b'-', b'-', ..] => until(b"\n", 2),
        [b'/', b'*', ..] => until(b"*/", 2),
        [quote @ (b'\'' | b'"' | b'`'), ..] => until(&[*quote], 1),
        [first, ..] if first.is_ascii_alphanumeric() || *first == b'_' || !first.is_ascii() => {
            let within = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_' || !byte.is_ascii();
            bytes.iter().take_while(within).count()
        }
        _ => 1,
    }
}

/// Ends the innermost level, which is not the statement itself: how deep the one around it is by itself.
fn closed(levels: &mut Vec<Level>) -> usize {
    if levels.len() > 1 {
        levels.pop();
        return levels.last().map_or(0, |level| level.depth());
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_as_deep_as_it_is_long() {
        let plus = |terms: usize| vec!["1"; terms].join(" + ");
        assert!(bounded(&format!("SELECT {}", plus(500))).is_ok());
        assert!(bounded(&format!("SELECT {}", plus(20_000))).is_err());
        assert!(bounded(&vec!["SELECT 1, 2"; 3000].join(" UNION ALL ")).is_err());
        assert!(bounded(&format!("SELECT {}1{}", "(".repeat(20_000), ")".repeat(20_000))).is_err());
        assert!(bounded(&format!("SELECT 1 FROM {}", vec!["events"; 3000].join(", "))).is_err());
        assert!(bounded(&format!("SELECT {} 1", "NOT ".repeat(3000))).is_err());
    }

    #[test]
    fn a_list_is_flat_however_long() {
        let many: Vec<String> = (0..20_000).map(|number| format!("a = {number}")).collect();
        assert!(bounded(&format!("SELECT {}", many.join(", "))).is_ok());
        assert!(bounded(&format!("SELECT * FROM t WHERE a IN ({})", many.join(", "))).is_ok());
        assert!(bounded(&format!("SELECT '{}' -- {}", "+ ".repeat(5000), "- ".repeat(5000))).is_ok());
        assert!(bounded(&format!("SELECT 1 WHERE {}", many[..400].join(" OR "))).is_ok());
    }
}
