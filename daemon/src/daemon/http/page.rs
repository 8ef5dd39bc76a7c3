//! The page: three files within the binary, which need nothing from elsewhere.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::get;

use crate::daemon::Shared;

/// The files by their paths.
pub fn routes() -> Router<Arc<Shared>> {
    let file = |kind: &'static str, text: &'static str| get(move || async move { ([(header::CONTENT_TYPE, kind)], text) });
    Router::new()
        .route("/", file("text/html; charset=utf-8", include_str!("page.html")))
        .route("/page.css", file("text/css; charset=utf-8", include_str!("page.css")))
        .route("/page.js", file("text/javascript; charset=utf-8", include_str!("page.js")))
}
