//! `jauge report --format md|txt|eml`: a letter, and every number in it is found by asking again.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::{objectives, shop};
use crate::{
    ecommerce::site::SMALL_SITE,
    support::{Workspace, python},
};

const AS_OF: &str = "2026-05-14";

fn goal(id: &str, target: i64, rest: &str) -> String {
    format!("[[objective]]\nid = \"{id}\"\nkpi = \"orders\"\ntarget = {target}\nperiod = \"2026-05\"\n{rest}\n")
}

/// A shop that had three times as many sessions in the last 28 days, with an objective that is met and one that will be missed.
fn risen() -> Workspace {
    let shop = shop(date(2025, 1, 1), 500);
    let mut csv = "event_id,event_time,event_name,visitor_id,source,medium\n".to_owned();
    let days = date(2026, 4, 17).series(jiff::Span::new().days(1)).take(28);
    for (day, nth) in days.flat_map(|day| (0..20).map(move |nth| (day, nth))) {
        csv += &format!("m-{day}-{nth},{day} 12:{:02}:00,page_view,m-{day}-{nth},google,organic\n", nth + 10);
    }
    shop.write("days-more.csv", csv);
    shop.ok(&["load", "--quiet"]);
    let action = "owner = \"Ann\"\nactions = [{ what = \"call them\", due = 2026-05-20 }]";
    objectives(&shop, &(goal("met", 30, "") + &goal("more", 130, action)));
    shop
}

/// The letter with these options; whether an objective needs somebody is another question.
fn letter(shop: &Workspace, as_of: &str, options: &[&str]) -> String {
    let ran = shop.run(&[&["report", "--as-of", as_of][..], options].concat());
    assert!(ran.code <= 1, "{}", ran.stderr);
    ran.stdout
}

/// The numbers of a text, without the days.
fn numbers(text: &str) -> BTreeSet<String> {
    let text = text.replace('\u{202f}', "");
    let runs = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | '/'));
    let runs =
        runs.map(|run| run.trim_matches(['.', ',', '-', '/'])).filter(|run| run.contains(|c: char| c.is_ascii_digit()));
    let is_day = |run: &&str| run.matches(['-', '/']).count() == 2;
    runs.filter(|run| !is_day(run)).map(str::to_owned).collect()
}

/// Asks every question of a letter in Markdown again, and finds the numbers of the sentences that name it.
fn is_found_by_asking(shop: &Workspace, letter: &str, missing: &str) -> usize {
    let (_, last) = letter.rsplit_once("\n## ").unwrap();
    let questions: Vec<&str> = last.split('`').skip(1).step_by(2).collect();
    let ask = |question: &&str| numbers(&shop.run(&question.split(' ').skip(1).collect::<Vec<_>>()).stdout);
    let answers: Vec<BTreeSet<String>> = questions.iter().map(ask).collect();
    let (body, _) = letter.split_once(missing).unwrap();
    let mut found = 0;
    for line in body.lines() {
        let mut rest = line;
        while let Some((sentence, after)) = rest.split_once(" [") {
            let (place, after) = after.split_once(']').unwrap();
            let place: usize = place.parse().unwrap();
            for number in numbers(sentence) {
                let (question, answer) = (questions[place - 1], &answers[place - 1]);
                assert!(answer.contains(&number), "`{number}` of `{sentence}` is not in `{question}`: {answer:?}");
                found += 1;
            }
            rest = after;
        }
        assert!(numbers(rest).is_empty(), "`{rest}` names no question");
    }
    found
}

#[test]
fn every_number_is_found_by_asking_again_in_each_language() {
    let shop = risen();
    let en = letter(&shop, AS_OF, &["--format", "md"]);
    assert!(en.starts_with("# shop: how things stand on 2026-05-14\n\n1 of 2 objectives is on track. [1]"), "{en}");
    assert!(en.contains("\n- **Page views** – ") && en.contains("call them, 2026-05-20, Ann. [2]"), "{en}");
    assert!(is_found_by_asking(&shop, &en, "\n## What is missing") > 10, "{en}");
    let fr = letter(&shop, AS_OF, &["--format", "md", "--locale", "fr"]);
    assert!(fr.contains("\n## Ce qui a changé\n\nDu 17/04/2026 au 14/05/2026, "), "{fr}");
    assert!(is_found_by_asking(&shop, &fr, "\n## Ce qui manque") > 10, "{fr}");
    assert_eq!(fr, letter(&shop, AS_OF, &["--format", "md", "--locale", "fr"]));
}

#[test]
fn every_number_of_the_demos_letter_is_found_by_asking_again() {
    let en = letter(&SMALL_SITE, "2026-10-15", &["--format", "md"]);
    assert!(is_found_by_asking(&SMALL_SITE, &en, "\n## What is missing") > 30, "{en}");
    let fr = letter(&SMALL_SITE, "2026-10-15", &["--format", "md", "--locale", "fr"]);
    assert!(is_found_by_asking(&SMALL_SITE, &fr, "\n## Ce qui manque") > 30, "{fr}");
}

/// What did not move beyond what chance gives is named without its numbers.
#[test]
fn what_is_noise_is_not_news() {
    let shop = shop(date(2025, 1, 1), 500);
    let text = letter(&shop, AS_OF, &["--format", "txt"]);
    assert!(
        text.contains("Nothing changed beyond its usual ups and downs.\nWithin their usual ups and downs:"),
        "{text}"
    );
    assert!(!text.contains("jauge ask") && text.contains("There are no objectives to show."), "{text}");
    let page = letter(&shop, AS_OF, &["-o", "-"]);
    assert!(page.contains("within its usual ups and downs"), "{page}");
    let fewer = letter(&risen(), AS_OF, &["--format", "txt", "--owner", "ann"]);
    assert!(fewer.contains("[1] jauge evaluate more --as-of 2026-05-14 --format md --locale en"), "{fewer}");
}

#[test]
fn a_mail_is_read_by_other_programs_and_has_the_page() {
    let shop = risen();
    let mail = letter(
        &shop,
        AS_OF,
        &["--format", "eml", "--from", "jauge@example.com", "--to", "a@example.com,b@example.com"],
    );
    shop.write("monday.eml", &mail);
    let script = "import email, email.policy, sys\n\
        mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)\n\
        text, page = mail.iter_parts()\n\
        print(mail['From'], mail['To'], mail['Subject'], page.get_filename(), sep='|')\n\
        print(text.get_content() + '\\0' + page.get_content(), end='')";
    let Some(read) = python(&["-c", script, shop.path().join("monday.eml").to_str().unwrap()]) else { return };
    let (head, parts) = read.split_once('\n').unwrap();
    assert_eq!(head, "jauge@example.com|a@example.com, b@example.com|shop: how things stand on 2026-05-14|report.html");
    let (text, page) = parts.split_once('\0').unwrap();
    assert!(
        text.contains("The whole page is attached as report.html.") || text.contains("attached as\nreport.html."),
        "{text}"
    );
    assert_eq!(page.trim_end(), letter(&shop, AS_OF, &["-o", "-"]).trim_end());
}

/// 1: something needs somebody; 2: the request is wrong; 3: nothing could be judged or answered.
#[test]
fn the_exit_code_is_the_gravest() {
    let shop = shop(date(2025, 1, 1), 500);
    let code = |args: &[&str]| shop.run(&[&["report", "--as-of", AS_OF, "-o", "-"][..], args].concat()).code;
    objectives(&shop, &(goal("met", 30, "owner = \"Ann\"") + &goal("late", 400, "owner = \"Bob\"")));
    assert_eq!([code(&[]), code(&["--owner", "ann"]), code(&["--format", "txt"])], [1, 0, 1]);
    assert_eq!([code(&["--objective", "met"]), code(&["--objective", "late"])], [0, 1]);
    objectives(&shop, &goal("none", 1, "where = \"source = 'x'\""));
    assert_eq!([code(&[]), code(&["--objective", "none"])], [0, 3]);
    for wrong in [&["--format", "json"][..], &["--to", "a@example.com"], &["--format", "eml", "--to", "nobody"]] {
        assert_eq!(code(wrong), 2, "{wrong:?}");
    }
    assert_eq!(shop.run(&["ask", "orders", "--format", "eml"]).code, 2);
    let empty = Workspace::new("[workspace]\nname = \"empty\"\n");
    assert_eq!(empty.run(&["report", "-o", "-"]).code, 3);
}
