//! What messages say, a few of each topic.

use jauge_domain::{
    Calendar, CellError, ConfigFault, DiskFault, FileNote, FitFault, Grain, Language, LoadMessage, Message, Period,
    Position, RejectReason, RejectedRow, SourceNote, StoreMessage, Weekday, WorkspaceMessage,
};

use super::Wording;

fn en(message: impl Into<Message>) -> String {
    Wording::default().message(&message.into())
}

#[test]
fn a_wrong_period_says_what_would_be_right() {
    let says = |text: &str| en(text.parse::<Period>().unwrap_err());
    assert!(says("april").starts_with("`april` is not a period") && says("april").contains("`2026-W14`"));
    assert_eq!(says("2026-02-30"), "`2026-02-30` does not exist: 2026-02 has 28 days, counted from 01");
    assert_eq!(says("2025-W53"), "`2025-W53` does not exist: 2025 has 52 ISO weeks, W01 to W52");
    assert_eq!(says("2026-Q5"), "`2026-Q5` does not exist: a year has 4 quarters, Q1 to Q4");
    assert_eq!(says("0000"), "`0000` does not exist: years run from 0001 to 9998");
}

#[test]
fn a_wrong_zone_or_grain_names_the_nearest() {
    let says = |zone: &str| en(Calendar::new(zone, Weekday::Monday, (1, 1)).unwrap_err());
    assert_eq!(says("Paris"), "unknown time zone `Paris`: did you mean `Europe/Paris`?");
    assert!(says("").contains("write an IANA name"));
    let says = |grain: &str| en(grain.parse::<Grain>().unwrap_err());
    assert!(says("weak").contains("did you mean `week`?"));
    assert!(says("fortnight").contains("`quarter`"));
}

fn fr(message: impl Into<Message>) -> String {
    Wording::new(Language::Fr).message(&message.into())
}

#[test]
fn a_wrong_jauge_toml_says_where_and_what_there_is() {
    let unknown = |near: Option<&str>, known: &[&str]| ConfigFault::UnknownKey {
        key: "timezon".to_owned(),
        near: near.map(str::to_owned),
        known: known.iter().map(|key| (*key).to_owned()).collect(),
    };
    let (at, fault) = (Position { line: 3, column: 1 }, Box::new(unknown(Some("timezone"), &["timezone"])));
    let wrong = WorkspaceMessage::Config { path: "jauge.toml".to_owned(), at, fault };
    assert_eq!(en(wrong.clone()), "jauge.toml:3:1: unknown key `timezon`: did you mean `timezone`?");
    assert_eq!(fr(wrong), "jauge.toml:3:1 : clé `timezon` inconnue : vouliez-vous dire `timezone` ?");
    assert_eq!(en(unknown(None, &["a", "b"])), "unknown key `timezon`, expected `a` or `b`");
    assert_eq!(en(unknown(None, &["a", "b", "c"])), "unknown key `timezon`, expected one of `a`, `b`, `c`");
    assert_eq!(en(ConfigFault::NoEffectYet { table: "orders".to_owned() }), "[orders] has no effect yet: take it out");
}

#[test]
fn a_full_disk_says_what_to_do() {
    let (table, reason) = ("events".to_owned(), "No space left on device (os error 28)".to_owned());
    let message = StoreMessage::Table { table, reason, disk: Some(DiskFault::Full) }.into();
    let help = |language| Wording::new(language).help(&message).unwrap_or_default();
    assert!(help(Language::En).starts_with("the disk is full: free some space"), "{}", help(Language::En));
    assert!(help(Language::Fr).starts_with("le disque est plein : libérer"), "{}", help(Language::Fr));
}

#[test]
fn a_file_is_described_and_others_like_it_are_counted() {
    let note = FileNote::Layout {
        separator: ';',
        decimal_mark: Some(','),
        encoding: None,
        headless: false,
        day_first: Some(true),
        dates: Vec::new(),
        open: Vec::new(),
    };
    let said = |more| SourceNote::OfFiles { stream: "a.csv".to_owned(), more, note: note.clone() };
    assert_eq!(en(said(0)), "`a.csv`: separator `;`, decimal mark `,`, dates day first");
    assert_eq!(en(said(2)), "`a.csv` and 2 more: separator `;`, decimal mark `,`, dates day first");
    assert_eq!(fr(said(1)), "`a.csv` et 1 autre : séparateur `;`, marque décimale `,`, dates jour en premier");
}

#[test]
fn a_rejected_row_says_where_it_stands_and_why() {
    let why = RejectReason::Field { field: "price".to_owned(), why: Box::new(CellError::NotANumber.into()) };
    let row = Box::new(RejectedRow {
        stream: "a.csv".to_owned(),
        line: Some(2),
        column: Some("items".to_owned()),
        value: Some("x".to_owned()),
        why: Box::new(why.into()),
    });
    let note = SourceNote::Rejected { row: row.clone() };
    assert_eq!(en(note), "rejected a.csv:2: `items` \"x\": `price`: not a number");
    let strict = LoadMessage::Strict { source: "in".to_owned(), rejected: 1, first: Some(row) };
    assert!(en(strict).ends_with("the first: a.csv:2 `items` = \"x\": `price`: not a number"));
}

#[test]
fn a_column_that_no_table_has_names_the_nearest_and_the_cure() {
    let (table, column) = ("events".to_owned(), "event_nam".to_owned());
    let fault = Box::new(FitFault::UnknownColumn { table, column, near: Some("event_name".to_owned()) });
    let message = LoadMessage::Fit { source: "in".to_owned(), table: "events".to_owned(), fault };
    let expected = "source `in` does not fit the table `events`: the table `events` has no column `event_nam`: did you \
                    mean `event_name`?; put what has no column into `properties`";
    assert_eq!(en(message), expected);
}

#[test]
fn the_pseudo_language_doubles_what_was_put_into_words_and_no_name() {
    let qps = Wording::new(Language::Qps);
    let shown = qps.message(&"2026-Q5".parse::<Period>().unwrap_err().into());
    assert_eq!(shown, "`2026-Q5` ddooeess nnoott eexxiisstt: aa yyeeaarr hhaass 4 qquuaarrtteerrss, QQ1 ttoo QQ4");
}
