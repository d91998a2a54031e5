//! Comparisons: as many days of the one period as of the other, and said where they are not those asked for.

use jauge_domain::{
    Alignment, Answer, AskMessage, Calendar, Compare, ComparisonNote, FeastFault, Feasts, Grain, Message, Period,
    Question, Span, Value, When,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::fused::KPIS;
use super::{HITS, Hit, Shop, int, question, values};

/// One page view at ten in the morning of each day, by `channel`.
const fn view(at: &'static str, channel: &'static str) -> Hit {
    (at, "page_view", "ann", Some(channel), None, 1)
}

const YEARS: &[Hit] = &[
    view("2025-03-02T09:00:00Z", "ads"),
    view("2025-03-03T09:00:00Z", "ads"),
    view("2025-03-03T10:00:00Z", "mail"),
    view("2025-04-20T09:00:00Z", "ads"),
    view("2026-01-02T09:00:00Z", "ads"),
    view("2026-01-08T09:00:00Z", "ads"),
    view("2026-02-01T09:00:00Z", "ads"),
    view("2026-02-10T09:00:00Z", "mail"),
    view("2026-02-18T09:00:00Z", "ads"),
    view("2026-02-25T09:00:00Z", "ads"),
    view("2026-03-01T09:00:00Z", "ads"),
    view("2026-03-02T09:00:00Z", "mail"),
    view("2026-03-18T07:00:00Z", "ads"),
];

fn shop() -> Shop {
    Shop::new(YEARS).kpi("hits", "count", "SELECT count(*) FROM hits").kpi(
        "twice",
        "count",
        "SELECT \"t.hits\" * 2 FROM kpis",
    )
}

/// A shop whose sources have reached the morning of 18 March.
fn under_way() -> Shop {
    let mut shop = shop();
    shop.coverage.began.insert("hits".into(), "2025-01-01T09:00:00Z".parse().unwrap());
    shop.coverage.reached.insert("hits".into(), "2026-03-18T07:00:00Z".parse().unwrap());
    shop
}

fn against(compare: Compare, period: &str) -> Question {
    Question { compare: Some(compare), ..question(&["hits"], period) }
}

fn compares(answers: &[Answer]) -> Vec<Value> {
    answers.iter().map(|answer| answer.compare.clone()).collect()
}

fn days(calendar: &Calendar, span: Span) -> (Date, Date) {
    let (first, after) = calendar.days_of(span);
    (first, after.yesterday().unwrap())
}

fn note(note: ComparisonNote) -> Vec<Message> {
    vec![note.into()]
}

#[tokio::test]
async fn a_period_under_way_is_compared_up_to_the_last_completed_day() {
    let shop = under_way();
    let asked = Question { kpis: vec!["t.hits".into(), "t.twice".into()], ..against(Compare::Previous, "2026-03") };
    let answered = shop.ask(&asked).await.unwrap();
    let [hits, twice] = answered.answers.as_slice() else { panic!("{answered:?}") };
    // All that is known is shown; two of March and two of February, up to the 17th, are compared.
    assert_eq!((&hits.value, &hits.compare, &hits.change), (&int(3), &int(2), &Value::Float(0.0)));
    let compared = hits.compared.clone().unwrap();
    assert_eq!(compared.value, int(2));
    let (now, then) = ((date(2026, 3, 1), date(2026, 3, 17)), (date(2026, 2, 1), date(2026, 2, 17)));
    assert_eq!((days(&shop.calendar, compared.now), days(&shop.calendar, compared.then)), (now, then));
    assert_eq!((&twice.value, &twice.compare, &twice.change), (&int(6), &int(4), &Value::Float(0.0)));
    assert_eq!(answered.notes, note(ComparisonNote::UpTo { kpis: Vec::new(), now, then }));
}

#[tokio::test]
async fn groups_and_totals_under_way_are_compared_alike() {
    let asked = Question { by: vec!["channel".into()], total: true, ..against(Compare::Previous, "2026-03") };
    let answers = under_way().answers(&asked).await;
    // By ads, by mail, and all of them.
    assert_eq!(values(&answers), [2, 1, 3].map(int));
    assert_eq!(compares(&answers), [1, 1, 2].map(int));
}

#[tokio::test]
async fn a_day_under_way_is_compared_with_nothing_and_one_bucket_of_many_up_to_its_last() {
    let by_day = Question { grain: Some(Grain::Day), ..against(Compare::Previous, "2026-03-17/2026-03-18") };
    let days = under_way().answers(&by_day).await;
    assert_eq!(compares(&days), [int(0), Value::Null]);
    let by_month = Question { grain: Some(Grain::Month), ..against(Compare::Previous, "2026-Q1") };
    let months = under_way().answers(&by_month).await;
    let spans: Vec<i64> =
        months.iter().filter_map(|answer| Some(shop().calendar.days_in(answer.compared.as_ref()?.then))).collect();
    // October and November whole; of December as many days as March has.
    assert_eq!(spans, [31, 30, 17]);
}

#[tokio::test]
async fn nothing_is_compared_before_a_day_is_completed() {
    let answered = under_way().ask(&against(Compare::Previous, "2026-03-18/2026-03-24")).await.unwrap();
    assert_eq!((&answered.answers[0].value, &answered.answers[0].compare), (&int(1), &Value::Null));
    assert_eq!(answered.notes, note(ComparisonNote::NothingYet { kpis: Vec::new() }));
}

#[tokio::test]
async fn a_comparison_with_what_is_under_way_is_of_its_completed_days() {
    let days = Compare::Days { from: date(2026, 3, 1), to: Some(date(2026, 3, 31)) };
    let answers = under_way().answers(&against(days, "2026-02")).await;
    assert_eq!((&answers[0].value, &answers[0].compare, &answers[0].change), (&int(4), &int(2), &Value::Float(0.0)));
}

#[tokio::test]
async fn weeks_that_a_month_cuts_are_marked_and_compared_with_as_many_days() {
    let asked = Question { grain: Some(Grain::Week), ..against(Compare::Previous, "2026-02") };
    let answers = shop().answers(&asked).await;
    assert_eq!(answers.iter().map(|answer| answer.cut).collect::<Vec<_>>(), [true, false, false, false, true]);
    assert_eq!(values(&answers), [1, 0, 1, 1, 1].map(int));
    // 1 January; 2 to 8 January; …
    assert_eq!(compares(&answers), [0, 2, 0, 0, 0].map(int));
}

#[tokio::test]
async fn months_of_different_length_are_said() {
    let answered = shop().ask(&against(Compare::Previous, "2026-03")).await.unwrap();
    assert_eq!((&answered.answers[0].value, &answered.answers[0].compare), (&int(3), &int(4)));
    let lengths = ComparisonNote::Lengths {
        now: (date(2026, 3, 1), date(2026, 3, 31)),
        days: 31,
        then: (date(2026, 2, 1), date(2026, 2, 28)),
        other_days: 28,
    };
    assert_eq!(answered.notes, note(lengths));
}

#[tokio::test]
async fn a_day_of_a_year_ago_is_the_same_weekday_unless_the_date_is_asked_for() {
    let asked = against(Compare::Year, "2026-03-02");
    let weekday = shop().ask(&asked).await.unwrap();
    assert_eq!(compares(&weekday.answers), [int(2)]);
    let day = |date| (date, date);
    let (now, then) = (day(date(2026, 3, 2)), day(date(2025, 3, 3)));
    assert_eq!(weekday.notes, note(ComparisonNote::Weekdays { now, then }));
    let by_date = shop().ask(&Question { align: Some(Alignment::Date), ..asked }).await.unwrap();
    assert_eq!((compares(&by_date.answers), by_date.notes), (vec![int(1)], Vec::new()));
    // A month has its dates.
    let month = shop().answers(&against(Compare::Year, "2026-03")).await;
    assert_eq!(compares(&month), [int(3)]);
}

#[tokio::test]
async fn a_period_before_the_data_is_said_to_be_no_comparison() {
    let mut shop = under_way();
    shop.coverage.began.insert("hits".into(), "2026-01-02T09:00:00Z".parse().unwrap());
    let answered = shop.ask(&against(Compare::Previous, "2026-01-02/2026-01-08")).await.unwrap();
    assert_eq!((values(&answered.answers), compares(&answered.answers)), (vec![int(2)], vec![Value::Null]));
    assert_eq!(answered.notes, note(ComparisonNote::NothingBefore { kpis: Vec::new(), began: date(2026, 1, 2) }));
    let known = shop.ask(&against(Compare::Previous, "2026-02-10/2026-02-18")).await.unwrap();
    assert_eq!(known.notes, []);
}

/// Neither up to which day, nor which weekdays: nothing is compared.
#[tokio::test]
async fn of_a_comparison_with_nothing_no_days_are_said() {
    let mut shop = under_way();
    shop.coverage.began.insert("hits".into(), "2026-03-10T09:00:00Z".parse().unwrap());
    for (compare, period) in [(Compare::Previous, "2026-03-10/2026-03-20"), (Compare::Year, "2026-03-10/2026-03-12")] {
        let answered = shop.ask(&against(compare, period)).await.unwrap();
        let nothing = ComparisonNote::NothingBefore { kpis: Vec::new(), began: date(2026, 3, 10) };
        assert_eq!(answered.notes, note(nothing), "{period}");
    }
}

#[tokio::test]
async fn any_other_days_can_be_compared() {
    let from = |from| Compare::Days { from, to: None };
    let answers = shop().answers(&against(from(date(2025, 3, 2)), "2026-03-01/2026-03-02")).await;
    assert_eq!(compares(&answers), [int(3)]);
    let wrong = Compare::Days { from: date(2025, 3, 3), to: Some(date(2025, 3, 2)) };
    assert!(shop().ask(&against(wrong, "2026-03")).await.is_err());
}

#[tokio::test]
async fn a_feast_is_compared_with_its_last_time_and_days_are_marked() {
    let mut shop = shop();
    shop.calendar = shop.calendar.with_feasts(Feasts::of_region("fr").unwrap());
    let asked = Question { grain: Some(Grain::Day), ..against(Compare::Feast(None), "2026-04-05") };
    let answered = shop.ask(&asked).await.unwrap();
    assert_eq!(compares(&answered.answers), [int(1)]);
    assert_eq!(answered.answers[0].feasts, ["easter"]);
    assert!(matches!(answered.notes.as_slice(), [Message::AskNote(_)]), "{:?}", answered.notes);
    let none = shop.ask(&against(Compare::Feast(None), "2026-03-10")).await.unwrap_err().message();
    let fault = FeastFault::NotInPeriod { id: None };
    assert_eq!(none, Message::from(AskMessage::Feast { fault }));
    // Easter of 2025 was in April, that of 2024 in March.
    let year = shop.ask(&against(Compare::Year, "2025-04")).await.unwrap();
    assert!(
        year.notes.iter().any(|note| matches!(note, Message::AskNote(note) if format!("{note:?}").contains("Easter")))
    );
}

fn run(shop: &Shop, question: &Question) -> Vec<Answer> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(shop.answers(question))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// What stands beside each other is what either stretch of days says alone, whatever is under way.
    #[test]
    fn what_is_compared_is_what_its_days_say_alone(
        reached in 20..40_i64,
        grain in prop::sample::select(vec![None, Some(Grain::Week), Some(Grain::Month)]),
        compare in prop::sample::select(vec![Compare::Previous, Compare::Year, Compare::Days { from: date(2026, 3, 1), to: None }]),
        period in prop::sample::select(vec!["2026-03", "2026-03-27/2026-03-30", "2026-W13", "2026-04"]),
    ) {
        let mut shop = KPIS.iter().filter(|kpi| kpi.0 != "growth").fold(Shop::new(HITS), |shop, (id, unit, sql)| shop.kpi(id, unit, sql));
        let at = date(2026, 3, 1).checked_add(jiff::SignedDuration::from_hours(24 * reached)).unwrap();
        shop.coverage.reached.insert("hits".into(), shop.calendar.day_start(at));
        let kpis = ["hits", "visitors", "rate", "revenue", "loyal", "per_visitor"];
        let asked = Question { grain, compare: Some(compare), ..question(&kpis, period) };
        for answer in run(&shop, &asked) {
            let Some(compared) = answer.compared else { continue };
            for (span, value) in [(compared.now, &compared.value), (compared.then, &answer.compare)] {
                let (first, last) = days(&shop.calendar, span);
                let when = When::Period(Period::range(Some(first), Some(last)).unwrap());
                let alone = Question { kpis: vec![answer.kpi.clone()], when, ..Question::default() };
                prop_assert_eq!(&run(&shop, &alone)[0].value, value, "{} from {} to {}", answer.kpi, first, last);
            }
        }
    }
}
