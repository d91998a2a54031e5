//! What fails, and what is done next: each with the plain list of what must be there then.

use std::{fs, path::Path};

use super::shop::{PENDING, Rows, Shop, loaded, without};

/// The row that `undo` takes back.
const UNDONE: [&str; 3] = [
    "event log page_view dora 2026-01-06T12:00:00Z ",
    "reject log log/2.csv soon",
    "session dora 2026-01-06T12:00:00Z 1",
];

/// A command that is to fail at every one of its calls.
pub struct Operation {
    pub name: &'static str,
    pub args: Vec<String>,
    /// Exit codes by which it says that it is done.
    pub done: &'static [i32],
    /// The rows in each way in which it may have ended: not at all comes first, as a whole last.
    pub now: Vec<Rows>,
    /// The rows once everything was loaded, for each of these ways.
    pub later: Vec<Rows>,
    /// What it writes besides, as SQL whose rows are part of the lists.
    pub more: &'static str,
    /// Who is to be found in no file of the store once it said that it was done.
    pub forgets: Option<&'static str>,
}

/// A command after the one that failed.
#[derive(Clone, Copy, PartialEq)]
pub enum Next {
    Load,
    LoadTwice,
    Rebuild,
    Undo,
    Forget,
    Ask,
    Doctor,
    Again,
}

impl Next {
    pub const ALL: [Self; 8] =
        [Self::Load, Self::LoadTwice, Self::Rebuild, Self::Undo, Self::Forget, Self::Ask, Self::Doctor, Self::Again];

    pub fn name(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::LoadTwice => "load, load",
            Self::Rebuild => "rebuild",
            Self::Undo => "undo",
            Self::Forget => "forget",
            Self::Ask => "ask",
            Self::Doctor => "doctor",
            Self::Again => "the same again",
        }
    }

    /// The commands, and the exit codes that are fine.
    pub fn commands(self, operation: &Operation, said: bool, undone: &str) -> (Vec<Vec<String>>, &'static [i32]) {
        let one = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
        match self {
            Self::Load => (vec![one(&["load", "-q"])], &[0]),
            Self::LoadTwice => (vec![one(&["load", "-q"]), one(&["load", "-q"])], &[0]),
            Self::Rebuild => (vec![one(&["rebuild", "-q"])], &[0]),
            // The batch may be gone already.
            Self::Undo => (vec![one(&["load", "-q", "--undo", undone])], &[0, 2]),
            Self::Forget => (vec![one(&["forget", "-q", "benjamin"])], &[0]),
            Self::Ask => (vec![one(&["ask", "-q", "page_views", "--period", "all"])], &[0]),
            // A plugin that is half added is wrong with the workspace; what was loaded is not.
            Self::Doctor if operation.name == "plugin add" && !said => (vec![one(&["doctor", "-q"])], &[0, 1]),
            Self::Doctor => (vec![one(&["doctor", "-q"])], &[0]),
            Self::Again if operation.name == "undo" => (vec![operation.args.clone()], &[0, 2]),
            Self::Again => (vec![operation.args.clone()], operation.done),
        }
    }

    /// Who is forgotten for good where the operation `said` that it was done, and this command did what it is for.
    pub fn forgotten(self, operation: &Operation, said: bool, done: bool) -> Vec<&'static str> {
        let again = self == Self::Again && done;
        let own = operation.forgets.filter(|_| said || again);
        own.into_iter().chain((self == Self::Forget && done).then_some("benjamin")).collect()
    }

    /// What must be there right after it, where the operation ended in `way`; `done` is whether it did what it is for.
    pub fn now(self, operation: &Operation, way: usize, done: bool) -> Rows {
        let (now, later) = (&operation.now[way], &operation.later[way]);
        match self {
            Self::Load | Self::LoadTwice => later.clone(),
            Self::Undo if done => undone(now),
            Self::Forget => without(now, "benjamin"),
            Self::Again if done => operation.now[operation.whole()].clone(),
            _ => now.clone(),
        }
    }

    /// What must be there once everything was loaded after it.
    pub fn later(self, operation: &Operation, way: usize, done: bool) -> Rows {
        match self {
            Self::Forget => without(&operation.later[way], "benjamin"),
            Self::Again if done => operation.later[operation.whole()].clone(),
            _ => operation.later[way].clone(),
        }
    }
}

impl Operation {
    /// The way in which it ends where nothing fails.
    pub fn whole(&self) -> usize {
        self.now.len() - 1
    }

    /// The ways in which it may have ended: any, unless it said that it was done.
    pub fn ways(&self, said: bool) -> Vec<usize> {
        if said { vec![self.whole()] } else { (0..=self.whole()).collect() }
    }
}

/// `now` without the batch that is taken back.
fn undone(now: &Rows) -> Rows {
    now.iter().filter(|(row, _)| !UNDONE.contains(&row.as_str())).map(|(row, times)| (row.clone(), *times)).collect()
}

/// What is there once the sources of `PENDING` were loaded whose bits are set.
fn brought(sources: usize) -> Rows {
    const GONE: [&[&str]; 3] = [&[], &["session dora 2026-01-05T12:00:00Z 2"], &["order o2 20.0000"]];
    const MORE: [&[&str]; 3] = [
        &[
            "event web page_view emil 2026-01-07T10:00:00Z ",
            "reject web web/3.csv never",
            "session emil 2026-01-07T10:00:00Z 1",
        ],
        &["event log page_view dora 2026-01-05T12:00:00Z ", "session dora 2026-01-05T12:00:00Z 3"],
        &["order o2 25.0000", "order o3 30.0000"],
    ];
    let chosen = |lists: [&[&'static str]; 3]| {
        let lists = lists.into_iter().enumerate().filter(|(source, _)| sources >> source & 1 == 1);
        lists.flat_map(|(_, list)| list.to_vec()).collect::<Vec<_>>()
    };
    loaded(&chosen(GONE), &chosen(MORE))
}

/// All operations, each with its shop made ready in `folder`.
pub fn all(base: &Shop, folder: &Path, plugin: &Path) -> Vec<(Operation, Shop)> {
    let make = |name: &str| base.copy(&folder.join(name.replace(' ', "-")));
    let unchanged = || vec![loaded(&[], &[]), loaded(&[], &[])];
    let operation = |name, args: &[&str], now: Vec<Rows>, later: Vec<Rows>| Operation {
        name,
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        done: &[0],
        now,
        later,
        more: "",
        forgets: None,
    };
    let mut all = Vec::new();

    let shop = make("load");
    shop.put(&PENDING);
    // Each source is loaded as a whole or not at all, whatever became of the others.
    let ways: Vec<Rows> = (0..8).map(brought).collect();
    all.push((operation("load", &["load", "-q"], ways, vec![brought(7); 8]), shop));

    let shop = make("replace");
    let text = fs::read_to_string(shop.path("web/1.csv")).unwrap();
    fs::write(shop.path("web/1.csv"), text.replace("annabelle,10", "annabelle,11")).unwrap();
    let old = "event web purchase annabelle 2026-01-05T10:01:00Z 10.0000";
    let new = "event web purchase annabelle 2026-01-05T10:01:00Z 11.0000";
    let replaced = loaded(&[old], &[new]);
    let session = "session annabelle 2026-01-05T10:00:00Z";
    // Loaded rather than replaced, the edited row comes beside the old one.
    let beside = loaded(&[&format!("{session} 2")], &[new, &format!("{session} 3")]);
    all.push((
        operation(
            "replace",
            &["load", "-q", "--replace", "web"],
            vec![loaded(&[], &[]), replaced.clone()],
            vec![beside, replaced],
        ),
        shop,
    ));

    let shop = make("undo");
    let args = ["load", "-q", "--undo", &shop.undone_batch()];
    all.push((operation("undo", &args, vec![loaded(&[], &[]), undone(&loaded(&[], &[]))], unchanged()), shop));

    let shop = make("forget");
    let forgotten = vec![loaded(&[], &[]), without(&loaded(&[], &[]), "annabelle")];
    let mut forget = operation("forget", &["forget", "-q", "annabelle"], forgotten.clone(), forgotten);
    forget.forgets = Some("annabelle");
    all.push((forget, shop));

    let shop = make("rebuild");
    all.push((operation("rebuild", &["rebuild", "-q"], unchanged(), unchanged()), shop));

    // Other rules: all sessions are derived anew, by whoever asks first.
    let shop = make("derive");
    let config = fs::read_to_string(shop.path("jauge.toml")).unwrap();
    fs::write(shop.path("jauge.toml"), format!("{config}\n[sessions]\ntimeout = \"10m\"\n")).unwrap();
    let split = || {
        let more = ["session benjamin 2026-01-05T11:00:00Z 1", "session benjamin 2026-01-05T11:20:00Z 1"];
        loaded(&["session benjamin 2026-01-05T11:00:00Z 2"], &more)
    };
    let args = ["ask", "-q", "page_views", "--period", "all"];
    all.push((operation("derive", &args, vec![split(), split()], vec![split(), split()]), shop));

    let shop = make("evaluate");
    let judged = vec![loaded(&[], &[]), loaded(&[], &["evaluation more achieved"])];
    let mut evaluate = operation("evaluate", &["evaluate", "-q", "--as-of", "2026-01-05"], judged.clone(), judged);
    evaluate.more = "UNION ALL SELECT DISTINCT concat_ws(' ', 'evaluation', objective, status) FROM evaluations";
    all.push((evaluate, shop));

    let shop = make("plugin add");
    let args = ["plugin", "add", "-q", plugin.to_str().unwrap()];
    all.push((operation("plugin add", &args, unchanged(), unchanged()), shop));
    all
}
