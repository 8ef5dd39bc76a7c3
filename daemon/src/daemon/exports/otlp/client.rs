//! One request to a collector.

use std::io::Write;
use std::time::Duration;

use axum::body::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, StatusCode, header};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::timeout;

use super::Kind;
use crate::daemon::config::Otlp;

/// What is read of a collector's answer.
const MAX_ANSWER: usize = 64 << 10;

/// Keeps connections open between exports.
#[derive(Debug)]
pub struct Client(hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

/// What became of a request.
#[derive(Debug)]
pub enum Outcome {
    /// It is there.
    Taken,
    /// It would be refused again.
    Refused(String),
    /// It may be taken later, perhaps after a time that the collector told.
    Later(String, Option<Duration>),
}

impl Client {
    /// A client as configured.
    ///
    /// # Errors
    /// When the certificates cannot be used.
    pub fn new(config: &Otlp) -> Result<Self, String> {
        // A second time does no harm.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = HttpsConnectorBuilder::new();
        let builder = match &config.certificate {
            None => builder.with_native_roots().map_err(|error| format!("no certificates: {error}"))?,
            Some(file) => {
                let wrong = |error: &dyn std::fmt::Display| format!("certificate: {}: {error}", file.display());
                let mut roots = RootCertStore::empty();
                for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))? {
                    let certificate = certificate.map_err(|error| wrong(&error))?;
                    roots.add(certificate).map_err(|error| wrong(&error))?;
                }
                if roots.is_empty() {
                    return Err(wrong(&"found no certificate, expected PEM"));
                }
                builder.with_tls_config(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
            }
        };
        let connector = builder.https_or_http().enable_http1().build();
        Ok(Client(hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// Sends it, and waits for the answer at most as long as is configured.
    pub async fn send(&self, config: &Otlp, kind: Kind, body: &[u8]) -> Outcome {
        let target = config.target(kind);
        let mut request = Request::post(&target).header(header::CONTENT_TYPE, "application/x-protobuf");
        request = request.header(header::USER_AGENT, concat!("weft/", env!("CARGO_PKG_VERSION")));
        for (name, value) in &config.headers {
            request = request.header(name, value);
        }
        let body = if config.gzip {
            request = request.header(header::CONTENT_ENCODING, "gzip");
            gzipped(body)
        } else {
            body.to_vec()
        };
        let request = match request.body(Full::from(body)) {
            Ok(request) => request,
            Err(error) => return Outcome::Refused(error.to_string()),
        };
        match timeout(config.timeout(), self.answer(request)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Later(format!("{target} does not answer within {} ms", config.timeout_ms), None),
        }
    }

    async fn answer(&self, request: Request<Full<Bytes>>) -> Outcome {
        let target = request.uri().clone();
        let answer = match self.0.request(request).await {
            Ok(answer) => answer,
            Err(error) => {
                let mut text = error.to_string();
                let mut cause = std::error::Error::source(&error);
                while let Some(error) = cause {
                    text = format!("{text}: {error}");
                    cause = error.source();
                }
                return Outcome::Later(format!("{target}: {text}"), None);
            }
        };
        let status = answer.status();
        let later = answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        // Read to its end, or the connection would not be used again.
        let body = Limited::new(answer.into_body(), MAX_ANSWER)
            .collect()
            .await
            .map(|body| body.to_bytes())
            .unwrap_or_default();
        match status {
            status if status.is_success() => Outcome::Taken,
            // The specification's list.
            StatusCode::TOO_MANY_REQUESTS | StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
                Outcome::Later(format!("{target}: {status}"), later.map(Duration::from_secs))
            }
            status => {
                let text: String = String::from_utf8_lossy(&body).chars().filter(|c| !c.is_control()).take(200).collect();
                Outcome::Refused(format!("{target}: {status} {text}"))
            }
        }
    }
}

fn gzipped(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    // Into memory nothing can fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}
