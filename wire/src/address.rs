//! Where the daemon listens.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// `unix:///path` or `tcp://host:port`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    /// A socket in the file system.
    Unix(PathBuf),
    /// A port.
    Tcp(SocketAddr),
}

/// The longest path that a Unix socket may have on Linux.
const MAX_PATH: usize = 107;

impl Address {
    /// Reads an address as `weft.daemon` has it.
    ///
    /// The host is an IP address or `localhost`: to look up any other name, a request might have to wait.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let error = |expected| AddressError {
            found: text.to_owned(),
            expected,
        };
        if let Some(path) = text.strip_prefix("unix://") {
            return match path {
                _ if !path.starts_with('/') => Err(error("an absolute path, as in unix:///run/weft.sock")),
                _ if path.len() > MAX_PATH => Err(error("a path of at most 107 bytes")),
                _ if path.contains('\0') => Err(error("a path without NUL bytes")),
                _ => Ok(Self::Unix(PathBuf::from(path))),
            };
        }
        let Some(place) = text.strip_prefix("tcp://") else {
            return Err(error("unix:///path or tcp://host:port"));
        };
        if let Some(port) = place.strip_prefix("localhost:") {
            let port = port.parse().map_err(|_| error("a port from 1 to 65535 after \"localhost:\""))?;
            return match port {
                0 => Err(error("a port from 1 to 65535")),
                port => Ok(Self::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))),
            };
        }
        match place.parse::<SocketAddr>() {
            Ok(address) if address.port() != 0 => Ok(Self::Tcp(address)),
            Ok(_) => Err(error("a port from 1 to 65535")),
            Err(_) => Err(error("an IP address or \"localhost\", and a port, as in tcp://127.0.0.1:4730")),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
        }
    }
}

/// What is wrong with an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddressError {
    found: String,
    expected: &'static str,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found \"{}\", expected {}", self.found, self.expected)
    }
}

impl std::error::Error for AddressError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_shown() {
        for text in ["unix:///run/weft.sock", "tcp://127.0.0.1:4730", "tcp://[::1]:4730"] {
            assert_eq!(Address::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Address::parse("tcp://localhost:80").unwrap().to_string(), "tcp://127.0.0.1:80");
    }

    #[test]
    fn what_is_no_address_is_told_apart() {
        let long = format!("unix:///{}", "x".repeat(107));
        for (text, expected) in [
            ("/run/weft.sock", "unix:///path or tcp://host:port"),
            ("udp://127.0.0.1:1", "unix:///path or tcp://host:port"),
            ("unix://run/weft.sock", "an absolute path, as in unix:///run/weft.sock"),
            (&long, "a path of at most 107 bytes"),
            ("unix:///a\0b", "a path without NUL bytes"),
            ("tcp://localhost", "an IP address or \"localhost\", and a port, as in tcp://127.0.0.1:4730"),
            ("tcp://localhost:", "a port from 1 to 65535 after \"localhost:\""),
            ("tcp://localhost:0", "a port from 1 to 65535"),
            ("tcp://127.0.0.1:0", "a port from 1 to 65535"),
            (
                "tcp://127.0.0.1:65536",
                "an IP address or \"localhost\", and a port, as in tcp://127.0.0.1:4730",
            ),
            (
                "tcp://collector.example:4730",
                "an IP address or \"localhost\", and a port, as in tcp://127.0.0.1:4730",
            ),
        ] {
            let found = Address::parse(text).unwrap_err().to_string();
            assert_eq!(found, format!("found \"{text}\", expected {expected}"));
        }
    }
}
