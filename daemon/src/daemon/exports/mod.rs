//! What the daemon hands on: asked for ([`prometheus`]), or by itself ([`otlp`], [`statsd`]).

pub mod otlp;
pub mod prometheus;
mod statsd;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::Shared;

/// How long the last exports may take when the daemon ends.
const LAST: Duration = Duration::from_secs(3);

/// How the exports fare.
#[derive(Debug, Default)]
pub struct Counts {
    /// Requests that a collector took.
    pub otlp_sent: AtomicU64,
    /// Tries that failed, each time.
    pub otlp_failed: AtomicU64,
    /// Requests that were given up.
    pub otlp_dropped: AtomicU64,
    /// Bytes that wait to be sent again.
    pub otlp_waiting: AtomicU64,
    /// Datagrams.
    pub statsd_sent: AtomicU64,
    /// Datagrams that could not be sent.
    pub statsd_failed: AtomicU64,
}

/// The tasks that export.
#[derive(Debug)]
pub struct Exports(Vec<JoinHandle<()>>);

/// Starts them. They look at the configuration each time, so a reload may switch them on and off.
pub fn start(shared: &Arc<Shared>) -> Exports {
    Exports(vec![tokio::spawn(otlp::run(Arc::clone(shared))), tokio::spawn(statsd::run(Arc::clone(shared)))])
}

impl Exports {
    /// Waits until each has exported once more, having been told of the end.
    pub async fn end(self) {
        for task in self.0 {
            let _ = timeout(LAST, task).await;
        }
    }
}

/// For `weft status`.
pub fn status(shared: &Shared) -> Value {
    let config = shared.config();
    let counts = &shared.exported;
    let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
    json!({
        "otlp": { "on": config.otlp.is_on(), "sent": load(&counts.otlp_sent), "failed": load(&counts.otlp_failed),
                  "dropped": load(&counts.otlp_dropped), "waiting_bytes": load(&counts.otlp_waiting) },
        "statsd": { "on": config.statsd.address.0.is_some(), "sent": load(&counts.statsd_sent), "failed": load(&counts.statsd_failed) },
    })
}

/// Waits so long, or until the daemon ends: then `true`.
async fn pause(shared: &Shared, pause: Duration) -> bool {
    let mut complete = shared.complete.subscribe();
    timeout(pause, complete.wait_for(|complete| *complete)).await.is_ok()
}
