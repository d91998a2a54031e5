//! What messages say, a few of each topic.

use jauge_domain::{
    Calendar, ConnectorMessage, Ending, Grain, Language, LockMessage, LockSection, Message, Period, Permissions,
    PluginIssue, PluginMessage, Weekday,
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

#[test]
fn the_pseudo_language_doubles_what_was_put_into_words_and_no_name() {
    let qps = Wording::new(Language::Qps);
    let shown = qps.message(&"2026-Q5".parse::<Period>().unwrap_err().into());
    assert_eq!(shown, "`2026-Q5` ddooeess nnoott eexxiisstt: aa yyeeaarr hhaass 4 qquuaarrtteerrss, QQ1 ttoo QQ4");
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
