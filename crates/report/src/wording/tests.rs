//! What messages say, a few of each topic.

use jauge_domain::{Calendar, Grain, Language, Message, Period, Weekday};

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
