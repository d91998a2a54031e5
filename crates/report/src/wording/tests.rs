//! What messages say, a few of each topic.

use jauge_domain::{
    AchievableFinding, AskMessage, AssessmentFinding, BaselineChange, Calendar, CatalogMessage, CellError, ConfigFault,
    ConnectorMessage, DiskFault, Ending, EngineMessage, FileNote, Finding, FitFault, ForecastRefusal, Grain,
    HeaderMessage, KpiFault, KpiNote, Language, LoadMessage, LoadNote, LockMessage, LockSection, MeasurableFinding,
    Message, Missing, NoValue, ObjectiveFault, ObjectiveMessage, Period, Permissions, PluginIssue, PluginMessage,
    Position, Power, RealisticFinding, RejectReason, RejectedRow, ResolveError, SourceNote, SpecificFinding,
    StoreMessage, TimeBoundFinding, TomlFault, TrustMessage, Unit, ValueKind, Weekday, WorkspaceMessage,
};
use jiff::civil::date;

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
fn a_question_without_an_answer_says_why() {
    let near = Some("channel".to_owned());
    let (kpi, model) = ("shop.orders".to_owned(), "hits".to_owned());
    let dimension = AskMessage::Dimension { kpi, dimension: "chanel".to_owned(), model, near };
    assert_eq!(
        en(dimension.clone()),
        "`shop.orders` has no dimension `chanel`: `hits` lacks it; did you mean `channel`?"
    );
    assert_eq!(
        fr(dimension),
        "`shop.orders` n'a pas de dimension `chanel` : elle manque à `hits` ; vouliez-vous dire `channel` ?"
    );
    let kpis = ["shop.orders", "shop.revenue"].map(str::to_owned).into();
    let reason = Box::new(Message::Quoted("Divide by zero".to_owned()));
    assert_eq!(en(AskMessage::Run { kpis, reason }), "`shop.orders`, `shop.revenue` failed: Divide by zero");
}

#[test]
fn a_missing_value_names_what_was_never_loaded() {
    let missing = vec![Missing::Table { name: "spend".to_owned() }, Missing::Event { name: "purchase".to_owned() }];
    let why = Box::new(NoValue::NeverLoaded { missing });
    assert_eq!(
        en(NoValue::Of { kpi: "shop.roas".to_owned(), why }),
        "`shop.roas` has no value: the table `spend` has no rows; load them first, and no `purchase` event was ever loaded"
    );
    let missing = vec![Missing::Column { table: "shop_orders".to_owned(), column: "refunded".to_owned() }];
    assert_eq!(en(NoValue::NeverLoaded { missing }), "no row of `shop_orders` has `refunded`");
    let date = date(2026, 4, 30);
    assert_eq!(en(NoValue::DataReach { date }), "the data reach 2026-04-30 only");
    assert_eq!(fr(NoValue::DataReach { date }), "les données s'arrêtent au 30/04/2026");
    assert_eq!(en(NoValue::DataBegin { date }), "the data begin on 2026-04-30");
    assert_eq!(fr(NoValue::DataBegin { date }), "les données commencent le 30/04/2026");
}

#[test]
fn what_is_wrong_in_a_file_says_what_to_do_next() {
    let said = |message: Message| {
        let english = Wording::default();
        (english.message(&message), english.help(&message).unwrap_or_default())
    };
    let of = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    assert_eq!(said(KpiFault::Limit.into()), of("a KPI has no LIMIT", "ask with `--top`"));
    let window = "a funnel of sessions has no `window`: a session is one itself";
    let instead = "leave `window` out, or write `per = \"visitor\"`";
    assert_eq!(said(HeaderMessage::WindowOfSession.into()), of(window, instead));
    let once = of(
        "a session goes through a funnel once: it has no `reentry`",
        "leave `reentry` out, or write `per = \"visitor\"`",
    );
    assert_eq!(said(HeaderMessage::ReentryOfSession.into()), once);
    let models = ["a", "b", "a"].map(str::to_owned).into();
    let circle = of("models read each other in a circle: a → b → a", "let one of them read the table instead");
    assert_eq!(said(CatalogMessage::ModelCircle { models }.into()), circle);
    let ids = ["leads.orders", "shop.orders"].map(str::to_owned).into();
    let ambiguous = ResolveError::Ambiguous { name: "orders".to_owned(), ids };
    assert_eq!(said(ambiguous.into()).0, "`orders` could be `leads.orders` or `shop.orders`; write the whole id");
    let known = ["events", "hits"].map(str::to_owned).into();
    let table = EngineMessage::NoTable { name: "event".to_owned(), near: Some("events".to_owned()), known };
    let missing = of("no table or model `event`", "did you mean `events`? there are events, hits");
    assert_eq!(said(table.into()), missing);
}

#[test]
fn a_wrong_jauge_toml_says_where_and_what_there_is() {
    let unknown = |near: Option<&str>, known: &[&str]| {
        let (near, known) = (near.map(str::to_owned), known.iter().map(|key| (*key).to_owned()).collect());
        ConfigFault::Toml { fault: TomlFault::UnknownKey { key: "timezon".to_owned(), near, known } }
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
fn what_the_toml_parser_found_is_said_in_every_language() {
    let (en, fr) = (|fault| en(Message::Toml(fault)), |fault| fr(Message::Toml(fault)));
    let missing = TomlFault::MissingKey { key: "id".to_owned() };
    assert_eq!(
        (en(missing.clone()), fr(missing)),
        ("the key `id` is missing".to_owned(), "il manque la clé `id`".to_owned())
    );
    let (near, known) = (Some("monday".to_owned()), Vec::new());
    let word = TomlFault::UnknownWord { word: "montag".to_owned(), near, known };
    assert_eq!(en(word.clone()), "`montag` cannot stand here: did you mean `monday`?");
    assert_eq!(fr(word), "`montag` ne va pas ici : vouliez-vous dire `monday` ?");
    let wrong = |found, value: &str, expected| TomlFault::WrongKind { found, value: Some(value.to_owned()), expected };
    let text = wrong(ValueKind::Integer, "5", Some(ValueKind::Text));
    assert_eq!(en(text.clone()), "the number `5` cannot stand here, expected a text in quotes");
    assert_eq!(fr(text), "le nombre `5` ne va pas ici : il faut un texte entre guillemets");
    let large = wrong(ValueKind::Integer, "999", Some(ValueKind::Integer));
    assert_eq!(en(large), "the number `999` is out of range");
    assert_eq!(en(wrong(ValueKind::Text, "2024", None)), "the text `2024` cannot stand here");
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
fn what_the_system_says_is_put_into_words_with_what_to_do() {
    let (path, reason) = (".jauge/format".to_owned(), "Is a directory (os error 21)".to_owned());
    let message = Message::from(StoreMessage::Io { path, reason, disk: None });
    let [en, fr] = Language::ALL.map(Wording::new);
    assert_eq!(en.message(&message), "cannot read or write `.jauge/format`: it is a folder, where a file belongs");
    assert!(fr.message(&message).ends_with(" : c'est un dossier, là où il faut un fichier"));
    assert!(en.help(&message).is_some() && fr.help(&message).is_some());
}

#[test]
fn a_file_is_described_and_others_like_it_are_counted() {
    let note = FileNote::Layout {
        separator: Some(';'),
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
    assert_eq!(fr(note.clone()), "rejet a.csv:2: `items` \"x\" : `price` : pas un nombre");
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
                    mean `event_name`?; put what has no column into `properties`, or let `keep` name it";
    assert_eq!(en(message), expected);
}

#[test]
fn the_pseudo_language_doubles_what_was_put_into_words_and_no_name() {
    let qps = Wording::new(Language::Qps);
    let shown = qps.message(&"2026-Q5".parse::<Period>().unwrap_err().into());
    assert_eq!(shown, "`2026-Q5` ddooeess nnoott eexxiisstt: aa yyeeaarr hhaass 4 qquuaarrtteerrss, QQ1 ttoo QQ4");
}

/// One finding of each topic, in both languages and as programs read it.
#[test]
fn a_finding_is_a_code_with_arguments_and_a_sentence_a_language() {
    let (en, fr) = (Wording::default(), Wording::new(Language::Fr));
    let on = date(2026, 6, 30);
    let because = ForecastRefusal::TooFewDays { have: 3, need: 7 };
    let change = BaselineChange::Data { as_of: "2026-05-01".into(), was: 1.5, now: 2.0 };
    let cases: [(Finding, &str, &str, &str); 7] = [
        (
            SpecificFinding::NoRows { kpi: "shop.orders".into(), filter: Some("x = 1".into()) }.into(),
            "no_rows",
            "no row passes (x = 1): check its values with `jauge ask shop.orders --by …`",
            "aucune ligne ne passe (x = 1) : vérifier ses valeurs avec `jauge ask shop.orders --by …`",
        ),
        (
            MeasurableFinding::Noise { low: 0.018, high: 0.0225, unit: Unit::Ratio }.into(),
            "noise",
            "chance alone gives 1.8 %–2.25 %",
            "le hasard seul donne 1,8_%–2,25_%",
        ),
        (
            MeasurableFinding::BaselineMoved { objective: "more".into(), change }.into(),
            "baseline_moved",
            "the data of the baseline changed since 2026-05-01: it was 1.5, now it is 2; accept it with `jauge objective rebase more --reason \"…\"`",
            "les données du départ ont changé depuis le 2026-05-01 : il était 1.5, il est maintenant 2 ; l'accepter avec `jauge objective rebase more --reason \"…\"`",
        ),
        (
            AchievableFinding::Best { days: 91, value: 12_345.6, unit: Unit::Count }.into(),
            "best",
            "feasible? the best 91 days so far: 12,346",
            "faisable ? les meilleurs 91 jours à ce jour : 12_346",
        ),
        (
            RealisticFinding::Growth { asked: 0.104, most: -0.02 }.into(),
            "growth",
            "it asks for +10 % on the baseline; from one period to the next it was -2 % at most",
            "elle demande +10_% par rapport au départ ; d'une période à l'autre ce fut -2_% au plus",
        ),
        (
            TimeBoundFinding::Expired { on }.into(),
            "expired",
            "it expired on 2026-06-30: give it a new period, or repeat it: repeat = \"…\"",
            "il a expiré le 30/06/2026 : lui donner une nouvelle période, ou le répéter : repeat = \"…\"",
        ),
        (
            AssessmentFinding::StraightLine { because }.into(),
            "straight_line",
            "no forecast: 3 days known, a forecast needs 7; load more history or evaluate later; judged by a straight line",
            "pas de prévision : trop peu d'historique ; jugé selon une droite",
        ),
    ];
    for (finding, code, english, french) in cases {
        assert_eq!(serde_json::to_value(&finding).unwrap()["code"], code);
        assert_eq!(en.finding(&finding), english);
        assert_eq!(fr.finding(&finding).replace('\u{202f}', "_"), french);
    }
}

#[test]
fn a_message_about_something_names_it_and_keeps_its_help() {
    let fault = ObjectiveFault::UnknownKey { key: "targt".into(), near: Some("target".into()), known: Vec::new() };
    let in_file = ObjectiveMessage::InFile { file: "o.toml".into(), at: Position { line: 5, column: 1 }, fault };
    let about = Message::About { subject: "goal".into(), message: Box::new(in_file.into()) };
    let (en, fr) = (Wording::default(), Wording::new(Language::Fr));
    assert_eq!(en.message(&about), "goal: o.toml:5:1: an objective has no key `targt`");
    assert_eq!(en.help(&about).as_deref(), Some("did you mean `target`?"));
    assert_eq!(fr.message(&about), "goal : o.toml:5:1: un objectif n'a pas de clé `targt`");
    assert_eq!(fr.help(&about).as_deref(), Some("vouliez-vous dire `target` ?"));
    let read = serde_json::to_value(&about).unwrap();
    assert_eq!(read["message"]["fault"]["code"], "unknown_key");
}

#[test]
fn a_plugin_is_told_with_what_to_do_next_in_each_language() {
    let dead = PluginIssue::Ended {
        how: Ending::Signal { number: 6, name: Some("SIGABRT".to_owned()) },
        last_words: Some("out of cheese".to_owned()),
    };
    let message = Message::from(PluginMessage { plugin: "acme".to_owned(), issue: dead });
    let [en, fr] = Language::ALL.map(Wording::new);
    assert_eq!(
        en.message(&message),
        "the plugin `acme` was ended by SIGABRT: it gave up (abort), ran out of memory, or could not unwind a panic; its \
         last words: out of cheese"
    );
    assert!(en.help(&message).unwrap().starts_with("this is a fault in the plugin"));
    assert!(fr.message(&message).starts_with("le plugin `acme` a été terminé par SIGABRT : "));
    assert!(fr.help(&message).unwrap().contains("jauge plugin remove acme"));
}

#[test]
fn what_a_message_takes_the_cause_of_is_in_the_same_language() {
    let lock = LockMessage::Section { section: LockSection::Plugin, reason: "invalid type".to_owned() };
    let issue = PluginIssue::Lock { reason: Box::new(lock.into()) };
    let message = Message::from(PluginMessage { plugin: "acme".to_owned(), issue });
    assert_eq!(en(message.clone()), "the plugin `acme` cannot be checked: jauge.lock: [plugin]: invalid type");
    let fr = Wording::new(Language::Fr).message(&message);
    assert_eq!(fr, "le plugin `acme` ne peut pas être vérifié : jauge.lock : [plugin] : invalid type");
}

#[test]
fn permissions_read_as_the_object_of_their_sentence() {
    let issue = PluginIssue::Wants {
        wants: Permissions { network: true, paths: vec!["/data".to_owned()] },
        permitted: Permissions::default(),
        dir: "plugins/acme".to_owned(),
    };
    let says = en(PluginMessage { plugin: "acme".to_owned(), issue });
    assert_eq!(says, "the plugin `acme` now wants the network and to read /data, and was permitted no network");
}

#[test]
fn a_setting_is_told_with_the_nearest() {
    let message = ConnectorMessage::UnknownSetting {
        connector: "stress".to_owned(),
        setting: "fualt".to_owned(),
        near: Some("fault".to_owned()),
        known: vec!["fault".to_owned(), "rows".to_owned()],
    };
    assert_eq!(en(message), "connector `stress`: unknown setting `fualt`: did you mean `fault`? there are fault, rows");
}

#[test]
fn what_commands_say_of_sources_is_said_in_each_language() {
    let [en, fr] = Language::ALL.map(Wording::new);
    let both = |note: LoadNote| {
        let message = Message::from(note);
        [en.message(&message), fr.message(&message).replace('\u{202f}', "_")]
    };
    assert_eq!(
        both(LoadNote::Derived { days: 1, bytes: 2048 }),
        ["sessions: 1 day derived, 2.00 KiB written", "sessions : 1 jour calculé, 2,00_Kio écrits"]
    );
    assert_eq!(
        both(LoadNote::Reads { source: "in".to_owned(), streams: 2, files: true, table: "events".to_owned() }),
        ["in: 2 files, into `events`", "in : 2 fichiers, vers `events`"]
    );
}

/// A source of which somebody else's connector says what is wrong keeps what there is to do about it.
#[test]
fn a_cause_keeps_its_help() {
    let missing = LoadNote::NoSource {
        name: "ordrs".to_owned(),
        near: Some("orders".to_owned()),
        known: vec!["orders".to_owned(), "calls".to_owned()],
    };
    let message = Message::from(LoadNote::FromConnector {
        source: "shop".to_owned(),
        connector: "acme".to_owned(),
        reason: Box::new(missing.into()),
        kept_from: None,
    });
    let [en, fr] = Language::ALL.map(Wording::new);
    assert_eq!(en.message(&message), "source `shop`, connector `acme`: no source `ordrs` in jauge.toml");
    assert_eq!(en.help(&message).as_deref(), Some("did you mean `orders`? sources: orders, calls"));
    assert_eq!(fr.help(&message).as_deref(), Some("vouliez-vous dire `orders` ? sources : orders, calls"));
}

#[test]
fn a_kpi_needs_one_of_what_is_joined() {
    let needs = KpiNote::Needs { needs: vec![vec!["purchase".into(), "lead".into()], vec!["spend".into()]] };
    let message = Message::from(needs);
    let [en, fr] = Language::ALL.map(|language| Wording::new(language).message(&message));
    assert_eq!([en, fr], ["purchase or lead, spend", "purchase ou lead, spend"]);
}

#[test]
fn what_takes_trust_is_said_in_full_and_hides_nothing() {
    let (source, setting, told) = ("crm".to_owned(), "uri".to_owned(), "ab".to_owned());
    let files = [("get.sh".to_owned(), "0123456789abcdef0123".to_owned())].into();
    let command = Power::Command { source: source.clone(), setting, command: "id\u{1b}[2K".to_owned(), files, told };
    let reads = Power::Reads { source: source.clone(), path: "/home/anna/.ssh/*".to_owned() };
    let withheld = TrustMessage::Withheld { source, powers: vec![command, reads] };
    assert_eq!(
        en(withheld.clone()),
        "the source `crm` is not read: this workspace was not trusted to run `id\\u{1b}[2K` (`get.sh` sha256 0123456789abcdef) and \
         tell the source `crm` its output as `uri`; to read `/home/anna/.ssh/*` for the source `crm`"
    );
    assert!(fr(withheld.clone()).contains("la confiance pour exécuter `id\\u{1b}[2K`"));
    assert!(Wording::default().help(&withheld.into()).is_some_and(|help| help.contains("`jauge trust`")));
    let permissions = Permissions { network: true, paths: vec!["/data".to_owned()] };
    let plugin = Power::Plugin { plugin: "acme".to_owned(), sha256: "0123456789abcdef0123".to_owned(), permissions };
    assert_eq!(
        en(TrustMessage::Allows { what: plugin }),
        "run the plugin `acme` (sha256 0123456789abcdef), which may use the network and to read /data"
    );
}
