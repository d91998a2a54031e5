//! Nothing is said that was not put into words: in the pseudo-language every letter of Jauge's own is doubled.

use crate::support::Workspace;

fn shop() -> Workspace {
    let shop = Workspace::new(
        "[workspace]\nname = \"shop\"\ntimezone = \"Europe/Paris\"\ncurrency = \"EUR\"\npacks = [\"ecommerce\"]\n\
         [[source]]\nname = \"in\"\npath = \"in/*\"\n\
         select = \"SELECT 'purchase' AS event_name, at AS event_time, who AS visitor_id, amount AS value FROM raw\"\n",
    );
    shop.write(
        "in/a.csv",
        "at;who;amount\n2026-01-05 10:00:00;a;1,50\n2026-01-06 10:00:00;b;2,50\n2026-01-07 25:00:00;c;x\n",
    );
    shop.kpi("shop.takings", "money", "SELECT sum(value) FROM events");
    shop.kpi("shop.wrong", "count", "SELECT country FROM events");
    let goal = |id: &str, kpi: &str| {
        format!("[[objective]]\nid = \"{id}\"\nkpi = \"{kpi}\"\ntarget = 5\nperiod = \"2026-01\"\n\n")
    };
    shop.write("objectives/a.toml", goal("more", "shop.takings") + &goal("none", "shop.nothing"));
    shop
}

#[test]
fn every_screen_is_put_into_words() {
    let shop = shop();
    let commands: &[&[&str]] = &[
        &["load"],
        &["load"],
        &["load", "nosuch"],
        &["source", "list"],
        &["source", "check", "in"],
        &["ask", "takings", "--period", "2026-01", "--grain", "week"],
        &["ask", "takings", "--period", "2025-01"],
        &["ask", "nosuch"],
        &["ask", "takings", "--by", "nosuch"],
        &["ask", "takings", "--where", "nosuch = 1"],
        &["ask", "takings", "--period", "april"],
        &["ask", "takings", "--sort", "value"],
        &["ask", "--funnel", "nosuch"],
        &["kpi", "list"],
        &["kpi", "check"],
        &["objective", "check", "--as-of", "2026-01-20"],
        &["objective", "list"],
        &["evaluate", "--as-of", "2026-01-20"],
        &["plugin", "list"],
        &["plugin", "verify"],
        &["doctor"],
        &["doctor", "--deep"],
        &["repair"],
        &["trust"],
        &["plugin", "remove", ".."],
        &["sql", "SELECT nosuch FROM events"],
    ];
    let mut found = Vec::new();
    for command in commands.iter().copied() {
        let ran = shop.run(&[command, &["--locale", "qps"]].concat());
        let said = format!("{}{}", ran.stdout, ran.stderr);
        found.extend(plain(&said).into_iter().map(|line| format!("jauge {command:?}: {line}")));
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// The lines with three plain words in a row, what stands in backticks left out.
fn plain(text: &str) -> Vec<&str> {
    let is_plain = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        let doubled = letters.len().is_multiple_of(2) && letters.chunks(2).all(|pair| pair[0] == pair[1]);
        letters.len() > 2 && letters.iter().all(|letter| letter.is_ascii_lowercase()) && !doubled
    };
    let has_sentence = |line: &&str| {
        let outside: Vec<&str> = line.split('`').step_by(2).collect();
        let words: Vec<&str> = outside.iter().flat_map(|part| part.split(' ')).collect();
        words.windows(3).any(|three| three.iter().all(|word| is_plain(word)))
    };
    // Titles of KPIs and pictures of a file's lines are the user's own.
    text.lines()
        .filter(|line| !line.contains('│') && !line.contains("core.") && !line.contains("ecommerce."))
        .filter(has_sentence)
        .collect()
}
