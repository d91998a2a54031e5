//! What the page may do: nothing but look as its own style says.

use sha2::{Digest, Sha256};

use crate::encoding::base64;

/// How the page looks, on screens and on paper.
pub(crate) const CSS: &str = include_str!("page.css");

/// The policy that a browser keeps to: the page's one style sheet, known by its hash, and nothing else.
pub(crate) fn policy() -> String {
    let hash = base64(Sha256::digest(CSS.as_bytes()).as_slice());
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

#[cfg(test)]
mod tests {
    use super::*;

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
