//! What a user agent tells: device, system, browser, bot.

use regex::bytes::{RegexSet, RegexSetBuilder};
use ua_parser::{Extractor, Regexes};

use super::device;

static USER_AGENTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/user_agents.json"));
static CRAWLERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/crawlers.txt"));

/// Enough for all patterns at once.
const SIZE_LIMIT: usize = 64 << 20;

/// The reading of one user agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agent {
    /// `desktop`, `mobile`, `tablet`, …; `None` where it is unknown, and of bots.
    pub device_category: Option<&'static str>,
    /// Its name as people know it.
    pub operating_system: Option<String>,
    /// Its name as people know it.
    pub browser: Option<String>,
    /// True for crawlers and other programs.
    pub is_bot: bool,
}

/// Compiled patterns. Compiling takes a quarter of a second: build them once, when first needed.
pub struct Agents {
    extractor: Extractor<'static>,
    crawlers: RegexSet,
}

impl Agents {
    /// Compiles the patterns; the error is the compiler's text.
    pub fn new() -> Result<Self, String> {
        let regexes: Regexes<'static> = serde_json::from_str(USER_AGENTS).map_err(|error| error.to_string())?;
        let extractor = Extractor::try_from(regexes).map_err(|error| error.to_string())?;
        // The patterns are plain ASCII; Unicode classes would only make them slower.
        let crawlers = RegexSetBuilder::new(CRAWLERS.lines()).unicode(false).size_limit(SIZE_LIMIT).build();
        Ok(Self { extractor, crawlers: crawlers.map_err(|error| error.to_string())? })
    }

    /// What `user_agent` tells.
    pub fn read(&self, user_agent: &str) -> Agent {
        let user_agent = user_agent.trim();
        if matches!(user_agent, "" | "-") {
            return Agent::default();
        }
        let (browser, system, device) = self.extractor.extract(user_agent);
        let is_spider = device.is_some_and(|device| device.device == "Spider");
        let is_bot = is_spider || self.crawlers.is_match(user_agent.as_bytes());
        Agent {
            device_category: if is_bot { None } else { device::category(user_agent) },
            operating_system: system.and_then(|system| known(&system.os)),
            browser: browser.and_then(|browser| known(&browser.family)),
            is_bot,
        }
    }
}

/// A family by the name people know.
fn known(family: &str) -> Option<String> {
    match family {
        "" | "Other" => None,
        "Mac OS X" => Some("macOS".to_owned()),
        _ => Some(family.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use regex::bytes::RegexBuilder;

    use super::*;

    static AGENTS: LazyLock<Agents> = LazyLock::new(|| Agents::new().unwrap());

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (user_agent, expected) in cases {
            let found = AGENTS.read(user_agent);
            assert!(!found.is_bot, "{user_agent}");
            let parts = [found.device_category, found.operating_system.as_deref(), found.browser.as_deref()];
            assert_eq!(parts.map(|part| part.unwrap_or("-")).join(" | "), *expected, "{user_agent}");
        }
    }

    #[test]
    fn all_crawler_patterns_compile() {
        let left_out = CRAWLERS.lines().filter(|line| RegexBuilder::new(line).unicode(false).build().is_err()).count();
        assert_eq!((AGENTS.crawlers.len(), left_out), (1500, 0));
    }

    #[test]
    fn phones_and_tablets() {
        check(&[
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/17.5 Mobile/15E148 Safari/604.1",
                "mobile | iOS | Mobile Safari",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile \
                 Safari/537.36",
                "mobile | Android | Chrome Mobile",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 \
                 Chrome/115.0.0.0 Mobile Safari/537.36",
                "mobile | Android | Samsung Internet",
            ),
            (
                "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0",
                "mobile | Android | Firefox Mobile",
            ),
            (
                "Mozilla/5.0 (Linux; Android 4.4.2; CUBOT P9 Build/KOT49H) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/43.0.2357.93 Mobile Safari/537.36",
                "mobile | Android | Chrome Mobile",
            ),
            (
                "Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; ARM; Trident/7.0; Touch; rv:11.0; IEMobile/11.0; \
                 NOKIA; Lumia 520) like iPhone OS 7_0_3 Mac OS X AppleWebKit/537 (KHTML, like Gecko) Mobile Safari/537",
                "mobile | Windows Phone | IE Mobile",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 \
                 Mobile/15E148 Safari/604.1",
                "tablet | macOS | Safari",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 8_1_3 like Mac OS X) AppleWebKit/600.1.4 (KHTML, like Gecko) Version/8.0 \
                 Mobile/12B466 Safari/600.1.4",
                "tablet | iOS | Mobile Safari",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 \
                 Safari/537.36",
                "tablet | Android | Chrome",
            ),
            (
                "Mozilla/5.0 (Linux; Android 5.1.1; KFDOWI Build/LVY48F) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Silk/59.2.2 like Chrome/59.0.3071.117 Safari/537.36",
                "tablet | Android | Amazon Silk",
            ),
        ]);
    }

    #[test]
    fn desktops_and_televisions() {
        check(&[
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 \
                 Safari/537.36",
                "desktop | Windows | Chrome",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 \
                 Safari/537.36 Edg/126.0.0.0",
                "desktop | Windows | Edge",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 \
                 Safari/605.1.15",
                "desktop | macOS | Safari",
            ),
            (
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:38.0) Gecko/20100101 Firefox/38.0",
                "desktop | Ubuntu | Firefox",
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 \
                 Safari/537.36",
                "desktop | Chrome OS | Chrome",
            ),
            ("Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "desktop | Windows | IE"),
            ("Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.17", "desktop | Windows | Opera"),
            (
                "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV \
                 Safari/537.36",
                "smart tv | Tizen | Safari",
            ),
            (
                "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 \
                 Safari/537.36 WebAppManager",
                "smart tv | Web0S | Chrome",
            ),
            (
                "Mozilla/5.0 (Linux; Android 9; AFTS Build/PS7233) AppleWebKit/537.36 (KHTML, like Gecko) Silk/98.6.10 \
                 like Chrome/98.0.4758.136 Safari/537.36",
                "smart tv | Android | Amazon Silk",
            ),
        ]);
    }

    #[test]
    fn bots() {
        for user_agent in [
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/126.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 \
             Safari/537.36",
            "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "python-requests/2.31.0",
            "curl/8.4.0",
            "Wget/1.21.3",
            "msnbot/2.0b (+http://search.msn.com/msnbot.htm)",
        ] {
            let found = AGENTS.read(user_agent);
            assert_eq!((found.is_bot, found.device_category), (true, None), "{user_agent}");
        }
    }

    #[test]
    fn browsers_inside_apps_are_no_bots() {
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let android = "Mozilla/5.0 (Linux; Android 13; SM-A536B; wv) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36";
        for user_agent in [
            format!("{iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0;FBDV/iPhone14,5;FBSN/iOS;FBLC/fr_FR]"),
            format!("{iphone} Mobile/15E148 Instagram 330.0.0.1 (iPhone14,5; iOS 17_4; fr_FR; scale=3.00)"),
            format!("{iphone} GSA/316.0.630095250 Mobile/15E148 Safari/604.1"),
            format!("{iphone} Mobile/15E148 Snapchat/12.80.0.34 (like Safari/8617.1.17, panda)"),
            format!("{iphone} Mobile/15E148 [LinkedInApp]/9.29.9061"),
            format!("{iphone} Mobile/15E148 MicroMessenger/8.0.47 NetType/WIFI Language/en"),
            format!("{iphone} Mobile/15E148 [Pinterest/iOS]"),
            format!("{android} [FB_IAB/FB4A;FBAV/460.0.0.0;]"),
            format!("{android} musical_ly_2023405030 BytedanceWebview/d8a21c6"),
            format!("{android} DuckDuckGo/5 Line/14.0.0"),
        ] {
            let found = AGENTS.read(&user_agent);
            assert_eq!((found.is_bot, found.device_category), (false, Some("mobile")), "{user_agent}");
        }
    }

    #[test]
    fn nothing_is_told_by_nothing() {
        assert!(["", " ", "-"].iter().all(|user_agent| AGENTS.read(user_agent) == Agent::default()));
    }

    #[test]
    fn no_text_panics() {
        for text in ["\0", "é", "🦀", "%", "Mozilla/", "(((", "Android;;;", "AFT", "\u{202e}Mobile", "\n\r\t", "''\"\\"]
        {
            let _ =
                (AGENTS.read(text), AGENTS.read(&text.repeat(5_000)), AGENTS.read(&format!("Mozilla/5.0 ({text})")));
        }
    }
}
