//! Who is answered: a browser that was sent here under a name of this machine. A name of somebody else's that leads here would let
//! another page read this one (DNS rebinding). A page of somebody else's that has one of ours as its picture or frame could not read it,
//! but have it made again and again.

use std::net::IpAddr;

/// True where `host`, as a request says it, is a name of this machine, which listens on `ip`; at whatever port, for one may be
/// led to another.
pub(crate) fn is_ours(host: Option<&str>, ip: IpAddr) -> bool {
    let Some(host) = host else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost") || literal.parse().is_ok_and(|named: IpAddr| named == ip || is_usual(named))
}

/// True where another page has this one fetched, as a browser tells (Fetch Metadata, W3C): who follows a link from it is let in.
pub(crate) fn is_embedded(site: Option<&str>, destination: Option<&str>) -> bool {
    !matches!(site, None | Some("same-origin" | "none")) && destination != Some("document")
}

/// True for the addresses that every machine calls itself by.
fn is_usual(ip: IpAddr) -> bool {
    matches!(ip.to_string().as_str(), "127.0.0.1" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_ours() {
        let ip = "127.0.0.2".parse().unwrap();
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:4000", "127.0.0.2:1", "[::1]", "[::1]:80"] {
            assert!(is_ours(Some(host), ip), "{host}");
        }
    }

    #[test]
    fn who_follows_a_link_is_let_in_and_a_picture_of_another_page_is_not() {
        for (site, destination) in [
            (None, None),
            (Some("none"), Some("document")),
            (Some("same-origin"), Some("empty")),
            (Some("cross-site"), Some("document")),
        ] {
            assert!(!is_embedded(site, destination), "{site:?} {destination:?}");
        }
        for (site, destination) in [
            (Some("cross-site"), Some("image")),
            (Some("cross-site"), Some("iframe")),
            (Some("same-site"), Some("empty")),
            (Some("cross-site"), None),
        ] {
            assert!(is_embedded(site, destination), "{site:?} {destination:?}");
        }
    }

    #[test]
    fn other_names_are_not_whatever_they_begin_or_end_with() {
        let ip = "127.0.0.1".parse().unwrap();
        let others =
            ["", ":80", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", "127.0.0.2"];
        for host in others {
            assert!(!is_ours(Some(host), ip), "{host}");
        }
        assert!(!is_ours(None, ip));
    }
}
