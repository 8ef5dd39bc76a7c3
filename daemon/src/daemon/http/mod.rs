//! The page, the interface behind it, and `/metrics`.
//!
//! Two doors lead to the same interface. The page's is a port that every user of the machine can reach, and every web
//! site through a browser: whoever wants more than `/metrics` shows the daemon's secret. The other one is a Unix socket
//! that only the daemon's user can open, for `weft status` and its kind: who comes there need show nothing.

mod api;
mod page;
mod rules;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::{TcpListener, UnixListener};
use weft_wire::Address;

use super::access::is_same;
use super::{Shared, control_path, exports};
use crate::failure::{Failure, Result};

/// The header that carries the secret.
pub const SECRET: &str = "x-weft-secret";

/// What serves, and what is to be removed when it no longer does.
#[derive(Debug)]
pub struct Http {
    files: Vec<PathBuf>,
}

impl Http {
    /// Removes the sockets.
    pub fn end(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
    }
}

/// A new secret.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn secret() -> Result<String> {
    let mut bytes = [0; 16];
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).map_err(|error| Failure::ours(format!("no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Opens both doors.
///
/// # Errors
/// When the port is taken. Without the Unix socket the daemon does its work all the same.
pub async fn start(shared: &Arc<Shared>) -> Result<Http> {
    let config = shared.config();
    let mut files = Vec::new();
    for address in config.listen.iter().map(|listen| &listen.0) {
        let Address::Unix(socket) = address else { continue };
        let path = control_path(socket);
        match control(&path) {
            Ok(listener) => {
                files.push(path);
                let service = api::routes().with_state(Arc::clone(shared)).into_make_service();
                tokio::spawn(async move { axum::serve(listener, service).await });
            }
            Err(error) => tracing::warn!("cannot listen at {}: {error}", path.display()),
        }
    }
    if let Some(address) = config.http.listen.0 {
        match TcpListener::bind(address).await {
            Ok(listener) => {
                let service = public(shared).into_make_service();
                tokio::spawn(async move { axum::serve(listener, service).await });
                tracing::info!("the page is at http://{address}/, the way in is told by `weft status`");
            }
            // A second daemon on one machine has reports to take, too.
            Err(error) => tracing::error!("cannot listen at http://{address}: {error}; there is no page and no /metrics"),
        }
    }
    Ok(Http { files })
}

fn control(path: &PathBuf) -> std::io::Result<UnixListener> {
    // The lock of the socket beside it is ours, so this is nobody else's.
    let _ = fs::remove_file(path);
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

fn public(shared: &Arc<Shared>) -> Router {
    let closed = api::routes().layer(from_fn_with_state(Arc::clone(shared), with_secret));
    page::routes()
        .route("/metrics", get(metrics))
        .merge(closed)
        .layer(from_fn(local_names_only))
        .with_state(Arc::clone(shared))
}

async fn metrics(State(shared): State<Arc<Shared>>) -> Response {
    let text = exports::prometheus::text(&shared);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

async fn with_secret(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let found = request.headers().get(SECRET).map_or(&b""[..], HeaderValue::as_bytes);
    if is_same(found, shared.secret.as_bytes()) {
        next.run(request).await
    } else {
        (StatusCode::UNAUTHORIZED, "the way in is told by `weft status`\n").into_response()
    }
}

/// A web site whose name an attacker points at this machine is no name of ours.
async fn local_names_only(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
    if !is_local(host) {
        return (StatusCode::FORBIDDEN, "expected localhost or a loopback address as Host\n").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for host in ["localhost", "localhost:4731", "127.0.0.1:4731", "[::1]:4731", "127.0.0.2"] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "evil.example:4731",
            "localhost.evil.example",
            "10.0.0.1",
            "[::2]:80",
            "[",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn secrets_are_long_and_differ() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
