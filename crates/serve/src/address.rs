//! Where pages are served: addresses of this machine that no other can reach.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
};

use jauge_domain::ServeMessage;

/// An address of this machine alone, with a port where one was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loopback {
    /// The address.
    pub ip: IpAddr,
    /// The port.
    pub port: Option<u16>,
}

impl Default for Loopback {
    fn default() -> Self {
        Self { ip: Ipv4Addr::LOCALHOST.into(), port: None }
    }
}

impl FromStr for Loopback {
    type Err = ServeMessage;

    fn from_str(text: &str) -> Result<Self, ServeMessage> {
        let named = text.strip_prefix("localhost").map(|rest| format!("{}{rest}", Ipv4Addr::LOCALHOST));
        let address = named.as_deref().unwrap_or(text);
        let with_port = address.parse().map(|at: SocketAddr| Self { ip: at.ip(), port: Some(at.port()) });
        let found = with_port.or_else(|_| address.parse().map(|ip| Self { ip, port: None }));
        found
            .ok()
            .filter(|at| at.ip.is_loopback())
            .ok_or_else(|| ServeMessage::NotLoopback { address: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_its_names() {
        let read = |text: &str| text.parse::<Loopback>().map(|at| (at.ip.to_string(), at.port)).ok();
        assert_eq!(read("localhost"), Some(("127.0.0.1".to_owned(), None)));
        assert_eq!(read("localhost:80"), Some(("127.0.0.1".to_owned(), Some(80))));
        assert_eq!(read("127.0.0.2:0"), Some(("127.0.0.2".to_owned(), Some(0))));
        assert_eq!(read("::1"), Some(("::1".to_owned(), None)));
        assert_eq!(read("[::1]:8080"), Some(("::1".to_owned(), Some(8080))));
    }

    #[test]
    fn what_others_can_reach_is_refused_by_name() {
        for text in ["0.0.0.0", "0.0.0.0:80", "::", "192.168.1.4", "localhost.example.com", "example.com", ""] {
            assert_eq!(text.parse::<Loopback>(), Err(ServeMessage::NotLoopback { address: text.to_owned() }));
        }
    }
}
