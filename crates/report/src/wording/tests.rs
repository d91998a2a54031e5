//! What messages say, a few of each topic.

use jauge_domain::{
    AskMessage, Calendar, CatalogMessage, EngineMessage, Grain, HeaderMessage, KpiFault, Language, Message, Missing,
    NoValue, Period, ResolveError, Weekday,
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
    let date = jiff::civil::date(2026, 4, 30);
    assert_eq!(en(NoValue::DataReach { date }), "the data reach 2026-04-30 only");
    assert_eq!(fr(NoValue::DataReach { date }), "les données s'arrêtent au 30/04/2026");
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
fn the_pseudo_language_doubles_what_was_put_into_words_and_no_name() {
    let qps = Wording::new(Language::Qps);
    let shown = qps.message(&"2026-Q5".parse::<Period>().unwrap_err().into());
    assert_eq!(shown, "`2026-Q5` ddooeess nnoott eexxiisstt: aa yyeeaarr hhaass 4 qquuaarrtteerrss, QQ1 ttoo QQ4");
}
