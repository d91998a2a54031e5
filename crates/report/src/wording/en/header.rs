//! Headers of KPIs, models and funnels.

use jauge_domain::HeaderMessage;

pub(super) fn message(message: &HeaderMessage) -> String {
    match message {
        HeaderMessage::Missing => "no header: the file must start with `/*---`, TOML lines, and `---*/`".to_owned(),
        HeaderMessage::Open => "the header has no end: a line `---*/` closes it".to_owned(),
        HeaderMessage::NotDays { text } => format!("`{text}` is not a number of days such as \"30d\""),
        HeaderMessage::NotALength { text } => {
            format!("`{text}` is no length of time such as \"30m\", \"24h\" or \"7d\"")
        }
        HeaderMessage::NotAnAnswer { text } => {
            format!("`{text}` is no value that a KPI can have: a number, or \"null\" where it must have none")
        }
        HeaderMessage::Steps { steps } => format!("a funnel has 2 to 62 steps, and this one {steps}"),
        HeaderMessage::WindowOfSession => "a funnel of sessions has no `window`: a session is one itself".to_owned(),
        HeaderMessage::ReentryOfSession => "a session goes through a funnel once: it has no `reentry`".to_owned(),
        HeaderMessage::Stored => "no model is stored yet: each is computed when it is asked".to_owned(),
        HeaderMessage::NoColumns => "a list of `recognise` is empty: it would recognise every file".to_owned(),
        HeaderMessage::OfSource { key } => {
            format!("a recipe does not say `{key}`: only the source in jauge.toml that is like it may")
        }
    }
}

pub(super) fn help(message: &HeaderMessage) -> Option<String> {
    match message {
        HeaderMessage::WindowOfSession => Some("leave `window` out, or write `per = \"visitor\"`".to_owned()),
        HeaderMessage::ReentryOfSession => Some("leave `reentry` out, or write `per = \"visitor\"`".to_owned()),
        HeaderMessage::Stored => Some("leave `materialize` out, or write `materialize = \"view\"`".to_owned()),
        HeaderMessage::Missing
        | HeaderMessage::Open
        | HeaderMessage::NotDays { .. }
        | HeaderMessage::NotALength { .. }
        | HeaderMessage::NotAnAnswer { .. }
        | HeaderMessage::NoColumns
        | HeaderMessage::OfSource { .. }
        | HeaderMessage::Steps { .. } => None,
    }
}
