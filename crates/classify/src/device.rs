//! The kind of device a user agent names.

/// Words of televisions and of boxes and sticks for them.
const TV: [&str; 27] = [
    "smart-tv",
    "smarttv",
    "smart tv",
    "googletv",
    "google tv",
    "android tv",
    "appletv",
    "apple tv",
    "hbbtv",
    "netcast",
    "nettv",
    "inettvbrowser",
    "web0s",
    "webos.tv",
    "webostv",
    "viera",
    "bravia",
    "aquosbrowser",
    "opera tv",
    "philipstv",
    "roku/",
    "crkey",
    "ce-html",
    "tv safari",
    "mitv",
    "mibox",
    "large screen",
];

const TABLETS: [&str; 6] = ["ipad", "kindle", "silk/", "tablet", "playbook", "touchpad"];

const PHONES: [&str; 15] = [
    "iphone",
    "ipod",
    "windows phone",
    "opera mini",
    "opera mobi",
    "iemobile",
    "blackberry",
    "bb10",
    "symbian",
    "series60",
    "midp",
    "windows ce",
    "nokia",
    "ucweb",
    "up.browser",
];

const DESKTOPS: [&str; 6] = ["windows", "macintosh", "mac os x", "x11", "linux", "cros"];

/// Mobile, tablet, desktop or smart tv.
pub(super) fn category(user_agent: &str) -> Option<&'static str> {
    // Internet Explorer names a desktop with a pen a Tablet PC.
    let text = user_agent.to_ascii_lowercase().replace("tablet pc", "");
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&TV) || (has(&["android"]) && is_fire_tv(user_agent)) {
        Some("smart tv")
    } else if has(&TABLETS) || (has(&["macintosh"]) && has(&["mobile/"])) {
        // An iPad calls itself a Mac, and no Mac is mobile; one that does not say so is a desktop to everybody.
        Some("tablet")
    } else if has(&PHONES) || has(&["mobile"]) {
        Some("mobile")
    } else if has(&["android"]) {
        // Google's rule: an Android phone says Mobile, a tablet does not.
        Some("tablet")
    } else {
        has(&DESKTOPS).then_some("desktop")
    }
}

/// Amazon's sticks and boxes have models such as AFTS and AFTMM, and speak like tablets otherwise.
fn is_fire_tv(user_agent: &str) -> bool {
    let mut words = user_agent.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| word.strip_prefix("AFT").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_decide() {
        for (user_agent, expected) in [
            ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Tablet PC 2.0)", Some("desktop")),
            ("Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423", Some("mobile")),
            ("Opera/9.80 (iPad; Opera Mini/7.0.5/28; U; en) Presto/2.8", Some("tablet")),
            ("Mozilla/5.0 (Android 13; Tablet; rv:109.0) Gecko/118.0 Firefox/118.0", Some("tablet")),
            ("Mozilla/5.0 (Mobile; Nokia_8000; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5", Some("mobile")),
            ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/120.0 Safari/537.36", Some("desktop")),
            ("Roku/DVP-12.0 (12.0.0.4184-88)", Some("smart tv")),
            ("AFTER the rain", None),
            ("Mozilla/5.0 (PlayStation 4 3.11) AppleWebKit/537.73 (KHTML, like Gecko)", None),
            ("curl/8.4.0", None),
        ] {
            assert_eq!(category(user_agent), expected, "{user_agent}");
        }
    }
}
