//! What the commands say that no room below them says.

use jauge_domain::CommandMessage;

use super::{forms::counted, names::meant, system};

pub(super) fn message(message: &CommandMessage) -> String {
    match message {
        CommandMessage::JunitElsewhere => "`--format junit` is of `jauge evaluate` only".to_owned(),
        CommandMessage::JunitOfVerdicts => "`--format junit` is of verdicts, and `--record` has none".to_owned(),
        CommandMessage::LetterElsewhere => "`--format txt` and `eml` are of `jauge report` only".to_owned(),
        CommandMessage::WorkbookElsewhere => "`--format xlsx` is of `jauge ask`, `evaluate` and `sql` only".to_owned(),
        CommandMessage::WorkbookForTerminal => "a workbook is not for a terminal".to_owned(),
        CommandMessage::WorkbookTooSmall => {
            "a workbook holds 1,048,576 rows of 16,384 columns, and there are more".to_owned()
        }
        CommandMessage::OutputElsewhere => "`-o` is of workbooks only".to_owned(),
        CommandMessage::NoReportAs => "a report is a page or a letter, nothing that a program reads".to_owned(),
        CommandMessage::NotAMail => "`--from` and `--to` are of mails only".to_owned(),
        CommandMessage::SafeCsvElsewhere => "`--safe-csv` is of CSV only".to_owned(),
        CommandMessage::System { reason } => format!("the system refuses it: {}", system::reason(reason)),
        CommandMessage::NotForTerminal => "Parquet and Arrow are not for a terminal".to_owned(),
        CommandMessage::CannotWrite { reason } => format!("cannot be written: {}", system::reason(reason)),
        CommandMessage::Unwritable { path, reason } => format!("cannot write `{path}`: {}", system::reason(reason)),
        CommandMessage::PluginSettings { name, reason } => format!("jauge.toml: [plugins.{name}]: {reason}"),
        CommandMessage::Waiting => "waiting for another jauge that is writing to this workspace".to_owned(),
        CommandMessage::NoSuchPack { pack, near, .. } => format!("no plugin brings a pack `{pack}`{}", meant(near)),
        CommandMessage::InTheWay { path } => format!("`{path}` is a file or a link, where a folder belongs"),
        CommandMessage::ConfigThere { path } => format!("`{path}` is there already"),
        CommandMessage::Made { dir } => format!(
            "Made `{dir}` with an example export and a KPI.\nNext: cd {dir} && jauge load && jauge ask '*' --period all"
        ),
        CommandMessage::Kept { path } => format!("`{path}` is there already and stays as it is"),
        CommandMessage::NotEmpty { dir } => format!("`{dir}` is not empty"),
        CommandMessage::DemoThere { dir } => format!("`{dir}` is a workspace already"),
        CommandMessage::DemoWriting { dir } => format!("Writing two years of a made-up site's exports into {dir} …"),
        CommandMessage::DemoLoading => "Loading them the ordinary way: jauge load".to_owned(),
        CommandMessage::NoFile { path } => format!("no file `{path}`"),
        CommandMessage::NotTabular { path } => format!("`{path}` is neither csv, tsv nor Parquet"),
        CommandMessage::NoTable { path } => format!(
            "`{path}` is no table as it stands: it is empty, a row has more fields than the first, a quote never \
             closes, or it is not UTF-8"
        ),
        CommandMessage::CannotRead { path, reason } => format!("`{path}` cannot be read: {}", system::reason(reason)),
        CommandMessage::Profiled { path, rows, columns } => {
            format!("{path}: {}, {}", counted(*rows, "row", "rows"), counted(*columns, "column", "columns"))
        }
        CommandMessage::Expired { rows, rejects, cut } => {
            let gone = if *rows == 1 { "is gone" } else { "are gone" };
            let events = format!("events: {} from before {cut} {gone}", counted(*rows, "row", "rows"));
            let rejects =
                if *rejects == 0 { String::new() } else { format!("; rejects: {}", counted(*rejects, "row", "rows")) };
            format!("{events}{rejects}")
        }
        CommandMessage::Rewritten { table, before, after } => {
            format!("{table}: {}, {after} now", counted(*before, "file before", "files before"))
        }
        CommandMessage::NothingToForget { visitor } => {
            format!("nothing names `{visitor}`, and nothing is kept of it; with `--refuse`, rows that come are refused")
        }
        CommandMessage::NothingLeft { visitor } => {
            format!("no row of `{visitor}` is left in any version; rows that come are refused")
        }
        CommandMessage::NotYourTable { table } => format!("the table `{table}` is Jauge's own and cannot be dropped"),
        CommandMessage::NoTableToDrop { table, near } => {
            format!("the store has no table `{table}` of your own{}", meant(near))
        }
        CommandMessage::AsksToDrop { table } => {
            format!("All rows of `{table}` go, for good; the files they came from stay. Drop it? [y/N] ")
        }
        CommandMessage::DropUnasked { table } => format!("nobody is there to be asked whether to drop `{table}`"),
        CommandMessage::NotDropped { table } => format!("`{table}` stays as it is"),
        CommandMessage::Dropped { table, rows, files } => {
            let gone = if *rows == 1 { "is gone" } else { "are gone" };
            let rows = counted(*rows, "row", "rows");
            let files = counted(*files, "file", "files");
            format!("{table}: {rows} {gone}; the next `jauge load` reads {files} again")
        }
        CommandMessage::PageWritten { path } => format!("Wrote `{path}`"),
        CommandMessage::KeyRotated => {
            "new rows get their pseudonyms under a new key; rows that are there keep theirs".to_owned()
        }
        CommandMessage::Forgotten { table, rows } => {
            format!("{table}: {}", counted(*rows, "row is gone", "rows are gone"))
        }
    }
}

pub(super) fn help(message: &CommandMessage) -> Option<String> {
    match message {
        CommandMessage::JunitElsewhere => Some("elsewhere: table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::JunitOfVerdicts => Some("leave one of them out".to_owned()),
        CommandMessage::LetterElsewhere => Some("elsewhere: table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::WorkbookElsewhere => Some("elsewhere: table, json, ndjson, csv, md, list, parquet, arrow".to_owned()),
        CommandMessage::WorkbookForTerminal => Some("name its file: `-o answers.xlsx`".to_owned()),
        CommandMessage::WorkbookTooSmall => {
            Some("ask for fewer rows, or write them with `--format csv` or `--format parquet`".to_owned())
        }
        CommandMessage::OutputElsewhere => Some("add `--format xlsx`, or write the rest with `> answers.csv`".to_owned()),
        CommandMessage::NoReportAs => Some(
            "without `--format` it is a page, with `--format md`, `txt` or `eml` a letter; `jauge evaluate --format json` is for programs".to_owned(),
        ),
        CommandMessage::NotAMail => Some("add `--format eml`, or leave them out".to_owned()),
        CommandMessage::SafeCsvElsewhere => Some("add `--format csv`, or leave it out".to_owned()),
        CommandMessage::System { reason } => system::help(reason),
        CommandMessage::NotForTerminal => Some("write to a file: `> answers.parquet`".to_owned()),
        CommandMessage::NoSuchPack { known, .. } if !known.is_empty() => {
            Some(format!("there are {}", known.join(", ")))
        }
        CommandMessage::NoSuchPack { .. } => Some("`jauge plugin add` brings packs".to_owned()),
        CommandMessage::InTheWay { .. } => Some("move it away; nothing was made".to_owned()),
        CommandMessage::ConfigThere { .. } => Some("edit it, or choose another folder".to_owned()),
        CommandMessage::DemoThere { dir } => {
            Some(format!("ask it: jauge -w {dir} ask '*' --period all, or make the demo elsewhere: jauge demo DIR"))
        }
        CommandMessage::NotEmpty { .. } => Some("choose a folder that is not there yet: `jauge demo DIR`".to_owned()),
        CommandMessage::NotTabular { .. } => {
            Some("`jauge source check` shows what a source of another format gives".to_owned())
        }
        CommandMessage::NoTable { .. } | CommandMessage::CannotRead { .. } => {
            Some("`jauge load --file` says which line is wrong".to_owned())
        }
        CommandMessage::NotYourTable { .. } => {
            Some("`jauge load --undo BATCH` takes a load back, `jauge load --replace SOURCE` reads one anew".to_owned())
        }
        CommandMessage::NoTableToDrop { .. } => {
            Some("`jauge source list` names the tables that sources fill".to_owned())
        }
        CommandMessage::DropUnasked { .. } => Some("say so with `--yes`".to_owned()),
        CommandMessage::CannotWrite { reason } | CommandMessage::Unwritable { reason, .. } => system::help(reason),
        CommandMessage::PluginSettings { .. }
        | CommandMessage::Waiting
        | CommandMessage::Made { .. }
        | CommandMessage::Kept { .. }
        | CommandMessage::DemoWriting { .. }
        | CommandMessage::DemoLoading
        | CommandMessage::NoFile { .. }
        | CommandMessage::Profiled { .. }
        | CommandMessage::Expired { .. }
        | CommandMessage::Rewritten { .. }
        | CommandMessage::NothingToForget { .. }
        | CommandMessage::NothingLeft { .. }
        | CommandMessage::AsksToDrop { .. }
        | CommandMessage::NotDropped { .. }
        | CommandMessage::Dropped { .. }
        | CommandMessage::PageWritten { .. }
        | CommandMessage::KeyRotated
        | CommandMessage::Forgotten { .. } => None,
    }
}
