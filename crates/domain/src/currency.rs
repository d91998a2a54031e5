//! Currencies by ISO 4217.

/// The codes of ISO 4217 that amounts are paid in, and those that were withdrawn since 2010, in order. Metals, funds and the codes
/// for tests are no currencies.
const CODES: [&str; 170] = [
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BYR", "BZD", "CAD", "CDF", "CHF", "CLF", "CLP", "CNY",
    "COP", "CRC", "CUC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EEK", "EGP", "ERN", "ETB", "EUR", "FJD",
    "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS",
    "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LTL", "LVL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRO",
    "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN",
    "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
    "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STD", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VEF", "VES", "VND", "VUV", "WST", "XAF",
    "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMK", "ZMW", "ZWG", "ZWL",
];

/// The code of ISO 4217 that `text` is, whatever its case.
pub fn currency_code(text: &str) -> Option<&'static str> {
    let upper = text.trim().to_ascii_uppercase();
    let at = CODES.binary_search(&upper.as_str()).ok()?;
    CODES.get(at).copied()
}

/// Every code that [`currency_code`] knows.
pub fn currency_codes() -> impl Iterator<Item = &'static str> {
    CODES.into_iter()
}

/// The sign that people write for `code` and for nothing else once they work in it; `None` where its sign is usually another
/// currency's: `$` is that of USD, and says nothing in a shop that is paid in Canadian dollars.
pub fn currency_sign(code: &str) -> Option<&'static str> {
    Some(match code {
        "BRL" => "R$",
        "CZK" => "Kč",
        "EUR" => "€",
        "GBP" => "£",
        "ILS" => "₪",
        "INR" => "₹",
        "JPY" => "¥",
        "KRW" => "₩",
        "NGN" => "₦",
        "PHP" => "₱",
        "PLN" => "zł",
        "TRY" => "₺",
        "UAH" => "₴",
        "USD" => "$",
        "VND" => "₫",
        _ => return None,
    })
}

/// The code of ISO 4217 that a cell with `text` names: a code whatever its case, or the sign of `own`, the workspace's currency.
pub fn named_currency(text: &str, own: Option<&'static str>) -> Option<&'static str> {
    let is_sign = |own: &&str| currency_sign(own) == Some(text.trim());
    currency_code(text).or_else(|| own.filter(is_sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_whatever_its_case() {
        assert!(CODES.is_sorted());
        assert_eq!(currency_code(" eur "), Some("EUR"));
        assert_eq!(currency_code("Jpy"), Some("JPY"));
        for none in ["", "euro", "EURO", "€", "XAU", "BTC", "(not set)", "ZZZ"] {
            assert_eq!(currency_code(none), None, "{none}");
        }
    }

    #[test]
    fn a_sign_names_the_workspaces_own_currency_alone() {
        assert_eq!(named_currency("€", Some("EUR")), Some("EUR"));
        assert_eq!(named_currency("$", Some("USD")), Some("USD"));
        assert_eq!(named_currency("usd", Some("EUR")), Some("USD"));
        for (text, own) in [("$", Some("CAD")), ("€", Some("USD")), ("€", None), ("kr", Some("SEK"))] {
            assert_eq!(named_currency(text, own), None, "{text}");
        }
    }
}
