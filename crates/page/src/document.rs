//! What stands around the body of every page.

use jauge_domain::Language;
use jauge_report::{Style, lines};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::policy::CSS;

/// A page called `title` around `body`, in the language of `style`. `policy` is what a browser lets it do; `None` where whoever serves
/// the page says so.
pub(crate) fn document(title: &str, policy: Option<&str>, body: &Markup, style: &Style) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang=(code(style.language)) {
            head {
                meta charset="utf-8";
                @if let Some(policy) = policy { meta http-equiv="Content-Security-Policy" content=(policy); }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(CSS)) }
            }
            body { (body) }
        }
    };
    // What turns the order of reading around is shown as its escape, as on a terminal; line ends of Windows are line ends.
    lines(&markup.into_string().replace("\r\n", "\n")).into_owned()
}

/// The language as browsers know it; the pseudo-language is English.
pub(crate) fn code(language: Language) -> &'static str {
    match language {
        Language::En | Language::Qps => "en",
        Language::Fr => "fr",
    }
}
