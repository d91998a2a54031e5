//! What the page may do: nothing but look as its own style says; the catalog may search in itself, too.

use sha2::{Digest, Sha256};

use crate::encoding::base64;

/// How the page looks, on screens and on paper.
pub(crate) const CSS: &str = include_str!("page.css");

/// The policy that a browser keeps to: the page's one style sheet, known by its hash, and nothing else.
pub(crate) fn policy() -> String {
    let hash = base64(Sha256::digest(CSS.as_bytes()).as_slice());
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

/// What searches in a catalog: what has no such text is hidden.
pub(crate) const SEARCH: &str = "const field = document.getElementById('search');\n\
  if (field) field.addEventListener('input', () => {\n\
    const wanted = field.value.toLowerCase();\n\
    for (const one of document.querySelectorAll('.found')) one.hidden = !one.textContent.toLowerCase().includes(wanted);\n\
  });";

/// As [`policy`], with the one script that searches.
pub(crate) fn policy_with_search() -> String {
    let hash = base64(Sha256::digest(SEARCH.as_bytes()).as_slice());
    format!("{}; script-src 'sha256-{hash}'", policy())
}

/// The policy of pages that are served live: their own style and the one script that searches, by their hashes; forms that are sent
/// to where they came from; in no frame of others.
pub fn live_policy() -> String {
    let policy = policy_with_search().replace("form-action 'none'", "form-action 'self'");
    format!("{policy}; frame-ancestors 'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn live_pages_may_send_forms_home_and_nothing_else() {
        let live = live_policy();
        assert!(live.starts_with("default-src 'none'; style-src 'sha256-"), "{live}");
        assert!(live.contains("form-action 'self'; script-src 'sha256-"), "{live}");
        assert!(live.ends_with("frame-ancestors 'none'") && !live.contains("unsafe"), "{live}");
    }

    #[test]
    fn every_colour_of_text_is_legible_on_its_ground() {
        let (light, dark) = CSS.split_once("prefers-color-scheme: dark").unwrap();
        for scheme in [light, dark] {
            let color = |name: &str| luminance(scheme.split(&format!("--{name}: #")).nth(1).unwrap().get(..6).unwrap());
            for ground in ["ground", "card"] {
                for text in ["text", "soft", "good", "warning", "bad", "neutral"] {
                    let (one, other) = (color(text), color(ground));
                    let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                    assert!(contrast >= 4.5, "{text} on {ground}: {contrast}");
                }
            }
        }
    }

    /// Relative luminance by WCAG 2.
    fn luminance(hex: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }
}
