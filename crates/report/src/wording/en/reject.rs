//! Why a row is not loaded.

use jauge_domain::RejectReason;

use super::Wording;

pub(super) fn message(reason: &RejectReason, wording: &Wording) -> String {
    match reason {
        RejectReason::Fields { has, wanted } => format!(
            "has {has} field{}, the first row has {wanted}: quote fields that hold the separator",
            if *has == 1 { "" } else { "s" },
        ),
        RejectReason::AfterQuote { backslash: true } => {
            "text follows a quote behind a backslash: set `escape = \"\\\\\"` where backslashes keep quotes from closing"
                .to_owned()
        }
        RejectReason::AfterQuote { backslash: false } => {
            "text follows a closing quote: write a quote within a quoted field twice, or set `quote = \"\"` where quotes \
             are letters"
                .to_owned()
        }
        RejectReason::OpenQuote => {
            "a quote that opens on this line never closes, and the rest of the file is within it: close it, or set `quote = \
             \"\"` where quotes are letters"
                .to_owned()
        }
        RejectReason::LineContinued => {
            "the rest of a line whose start was loaded as a whole line, with `--final`".to_owned()
        }
        RejectReason::NotUtf8 { byte } => {
            format!("byte {byte} is not UTF-8: set `encoding = \"windows-1252\"` or the encoding it was written in")
        }
        RejectReason::NotAnObject { reason, byte } => format!("not a JSON object: {reason} at byte {byte}"),
        RejectReason::NotJson { reason } => format!("not JSON: {reason}"),
        RejectReason::TooDeep { most } => format!("arrays and objects nest more than {most} levels deep"),
        RejectReason::OtherJson { list: true } => {
            "not a list in JSON, such as `[{\"item_id\": \"7\", \"quantity\": 2}]`: leave it out of `select`, or make one \
             of it"
                .to_owned()
        }
        RejectReason::OtherJson { list: false } => {
            "not an object in JSON, such as `{\"colour\": \"red\"}`: leave it out of `select`, or make one of it".to_owned()
        }
        RejectReason::TooManyDigits { digits } => {
            format!("too large: at most {digits} digits stand before the decimal mark")
        }
        RejectReason::NotWhole => "not a whole number".to_owned(),
        RejectReason::NotACurrency => "no currency: write a code of ISO 4217 such as `EUR`".to_owned(),
        RejectReason::OtherSign { currency } => {
            format!("its sign is another currency's than `{currency}`, which the row names: correct one of them")
        }
        RejectReason::NotARate => {
            "a rate is above 0: what one unit of the currency is worth in the workspace's".to_owned()
        }
        RejectReason::RateOfOwn => {
            "the workspace's own currency has no rate: its amounts are what the others are converted to".to_owned()
        }
        RejectReason::BeyondData { from, until } => format!(
            "no row is of a time before {from} or from {until} on: where it stands for no date, `select` leaves such rows out"
        ),
        RejectReason::TooLarge => "too large".to_owned(),
        RejectReason::Field { field, why } => format!("`{field}`: {}", super::message(why, wording)),
        RejectReason::Forgotten => "its visitor was forgotten: `jauge forget` refuses them from then on".to_owned(),
        RejectReason::NoValue { column } => {
            let cure = match column.as_str() {
                "visitor_id" => ": give one in `select`, such as `coalesce(customer, 'order ' || order_id)`",
                _ => "",
            };
            format!("a row needs a `{column}`, and this one has none{cure}")
        }
        RejectReason::Conflict { key } => {
            format!("conflict: another row has this {key} and different content; the first one stays")
        }
    }
}
