//! Questions to a running daemon, over the Unix socket beside the one that PHP uses.

use std::path::PathBuf;
use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::UnixStream;
use tokio::time::timeout;
use weft_wire::Address;

use crate::cli;
use crate::daemon::config::Config;
use crate::daemon::control_path;
use crate::failure::{Failure, Result};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long an answer may be.
const MAX_ANSWER: usize = 64 << 20;
/// No daemon answers, as an exit code.
pub const ABSENT: u8 = 1;

/// The daemon that a command line means.
#[derive(Debug)]
pub struct Client {
    socket: PathBuf,
}

/// What it answered.
#[derive(Debug)]
pub struct Answer {
    /// Was it what was asked for?
    pub status: StatusCode,
    /// JSON, or a reason in words.
    pub body: Bytes,
}

impl Client {
    /// The daemon at the address that is given, or that the daemon itself would have by the same configuration.
    ///
    /// # Errors
    /// When the configuration is wrong, or names no Unix socket.
    pub fn of(options: &cli::Which) -> Result<Self> {
        let read = cli::Daemon {
            config: options.config.clone(),
            listen: options.daemon.iter().cloned().collect(),
            ..cli::Daemon::default()
        };
        let config = Config::read(&read, |name| std::env::var(name).ok()).map_err(|error| Failure::usage(error.to_string()))?;
        let socket = config.listen.iter().find_map(|listen| match &listen.0 {
            Address::Unix(path) => Some(control_path(path)),
            Address::Tcp(_) => None,
        });
        match socket {
            Some(socket) => Ok(Client { socket }),
            None => Err(Failure::usage(
                "the daemon is asked over its Unix socket, and it has none: expected unix:///path among its addresses",
            )),
        }
    }

    /// Asks, and reads the answer as JSON.
    ///
    /// # Errors
    /// When there is no daemon, or it does not like the question.
    pub async fn ask(&self, path: &str) -> Result<Value> {
        let answer = self.send(Method::GET, path, Bytes::new()).await?;
        if !answer.status.is_success() {
            return Err(Failure::ours(format!("{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body))));
        }
        serde_json::from_slice(&answer.body).map_err(|error| Failure::ours(format!("{path}: {error}")))
    }

    /// Sends something.
    ///
    /// # Errors
    /// When there is no daemon.
    pub async fn send(&self, method: Method, path: &str, body: Bytes) -> Result<Answer> {
        let absent = |error: &dyn std::fmt::Display| Failure {
            message: format!("no daemon answers at {}: {error}", self.socket.display()),
            code: ABSENT,
        };
        match timeout(PATIENCE, self.try_send(method, path, body)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(absent(&error)),
            Err(_) => Err(absent(&"it takes more than 5 seconds")),
        }
    }

    async fn try_send(&self, method: Method, path: &str, body: Bytes) -> std::result::Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let stream = UnixStream::connect(&self.socket).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Full::new(body))?;
        let answer = sender.send_request(request).await?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), MAX_ANSWER).collect().await?.to_bytes();
        connection.abort();
        Ok(Answer { status, body })
    }
}

/// A question's part behind the `?`.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_escaped() {
        assert_eq!(super::escaped("my shop/ü"), "my%20shop%2F%C3%BC");
    }
}
