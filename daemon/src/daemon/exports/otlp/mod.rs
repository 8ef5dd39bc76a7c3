//! OTLP over HTTP, as protobuf: [`metrics`] are sums since the store began, [`traces`] the slow samples, [`logs`] the errors.
//!
//! What a collector does not take waits, within a limit of bytes, and is sent again; metrics that wait are dropped for newer
//! ones, which hold all that they did.

mod client;
mod logs;
mod metrics;
mod traces;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue, any_value};
use opentelemetry_proto::tonic::resource::v1::Resource;

use self::client::{Client, Outcome};
use super::pause;
use crate::daemon::Shared;
use crate::daemon::config::Otlp;
use crate::daemon::store::Store;

/// The first pause after a failure, and the longest one.
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(60);

/// What is sent where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Metrics,
    Traces,
    Logs,
}

/// One request that waits.
#[derive(Debug)]
struct Waiting {
    kind: Kind,
    body: Vec<u8>,
}

/// Exports until the daemon ends, and once more then.
pub async fn run(shared: Arc<Shared>) {
    let mut marks = Marks::at(&mut shared.store());
    let mut queue = VecDeque::new();
    let mut failures = 0;
    let mut client: Option<(Arc<crate::daemon::config::Config>, Client)> = None;
    let mut due = Instant::now() + Duration::from_millis(shared.config().otlp.interval_ms);
    let mut try_again = Instant::now();
    loop {
        let next = if queue.is_empty() { due } else { due.min(try_again) };
        // While nothing is configured there is nothing to be in time for.
        let on = shared.config().otlp.is_on();
        let wait = if on {
            next.saturating_duration_since(Instant::now())
        } else {
            Duration::from_secs(1)
        };
        let ending = pause(&shared, wait).await;
        let config = shared.config();
        if !config.otlp.is_on() {
            let now = Marks::at(&mut shared.store());
            (marks.slow, marks.errors) = (now.slow, now.errors);
            if ending {
                return;
            }
            continue;
        }
        if client.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &config)) {
            match Client::new(&config.otlp) {
                Ok(made) => client = Some((Arc::clone(&config), made)),
                Err(error) => shared.refusals.warn(&format!("otlp: {error}")),
            }
        }
        if ending || Instant::now() >= due {
            collect(&shared, &config.otlp, &mut marks, &mut queue);
            due = Instant::now() + Duration::from_millis(config.otlp.interval_ms);
        }
        let Some((_, client)) = &client else {
            try_again = Instant::now() + LONGEST;
            if ending {
                return;
            }
            continue;
        };
        while let Some(waiting) = queue.front() {
            if !ending && Instant::now() < try_again {
                break;
            }
            match client.send(&config.otlp, waiting.kind, &waiting.body).await {
                Outcome::Taken => {
                    shared.exported.otlp_sent.fetch_add(1, Ordering::Relaxed);
                    failures = 0;
                    queue.pop_front();
                }
                Outcome::Refused(reason) => {
                    shared.exported.otlp_failed.fetch_add(1, Ordering::Relaxed);
                    shared.exported.otlp_dropped.fetch_add(1, Ordering::Relaxed);
                    shared.refusals.warn(&format!("otlp: the collector refuses {:?}: {reason}", waiting.kind));
                    queue.pop_front();
                }
                Outcome::Later(reason, told) => {
                    shared.exported.otlp_failed.fetch_add(1, Ordering::Relaxed);
                    shared.refusals.warn(&format!("otlp: {reason}; will be tried again"));
                    let pause = SHORTEST.saturating_mul(1 << failures.min(6)).min(LONGEST);
                    try_again = Instant::now() + told.unwrap_or(pause).min(Duration::from_secs(600));
                    failures += 1;
                    break;
                }
            }
        }
        let bytes: usize = queue.iter().map(|waiting| waiting.body.len()).sum();
        shared.exported.otlp_waiting.store(bytes as u64, Ordering::Relaxed);
        if ending {
            shared.exported.otlp_dropped.fetch_add(queue.len() as u64, Ordering::Relaxed);
            return;
        }
    }
}

/// How far samples and errors have been handed on.
#[derive(Debug)]
struct Marks {
    started_ns: u64,
    slow: u64,
    errors: logs::Counts,
}

impl Marks {
    /// All that there is has been handed on.
    fn at(store: &mut Store) -> Self {
        Marks {
            started_ns: store.now().as_nanos() as u64,
            slow: store.slow.next(),
            errors: logs::counts(store),
        }
    }
}

fn collect(shared: &Shared, config: &Otlp, marks: &mut Marks, queue: &mut VecDeque<Waiting>) {
    let mut fresh = Vec::new();
    {
        let mut store = shared.store();
        let now_ns = store.now().as_nanos() as u64;
        if !config.target(Kind::Metrics).is_empty() {
            fresh.extend(
                metrics::requests(&store, config, marks.started_ns, now_ns)
                    .into_iter()
                    .map(|body| (Kind::Metrics, body)),
            );
        }
        if !config.target(Kind::Traces).is_empty() {
            fresh.extend(traces::request(&store, config, marks.slow).map(|body| (Kind::Traces, body)));
        }
        if !config.target(Kind::Logs).is_empty() {
            fresh.extend(logs::request(&store, config, &mut marks.errors, now_ns).map(|body| (Kind::Logs, body)));
        }
        marks.slow = store.slow.next();
    }
    // The sums in there are in the new ones, too.
    queue.retain(|waiting| waiting.kind != Kind::Metrics);
    queue.extend(fresh.into_iter().map(|(kind, body)| Waiting { kind, body }));
    let mut bytes: usize = queue.iter().map(|waiting| waiting.body.len()).sum();
    while bytes > config.queue_bytes
        && let Some(oldest) = queue.pop_front()
    {
        bytes -= oldest.body.len();
        shared.exported.otlp_dropped.fetch_add(1, Ordering::Relaxed);
    }
}

impl Otlp {
    /// Where these go; empty: nowhere.
    pub fn target(&self, kind: Kind) -> String {
        let (own, path) = match kind {
            Kind::Metrics => (&self.metrics_endpoint, "v1/metrics"),
            Kind::Traces => (&self.traces_endpoint, "v1/traces"),
            Kind::Logs => (&self.logs_endpoint, "v1/logs"),
        };
        match (own.is_empty(), self.endpoint.is_empty()) {
            (false, _) => own.clone(),
            (true, true) => String::new(),
            (true, false) => format!("{}/{path}", self.endpoint.trim_end_matches('/')),
        }
    }
}

/// What goes out of one service stands together: puts one more to its service's, in the order in which services came.
fn add_to<T>(services: &mut Vec<(u32, Vec<T>)>, service: u32, one: T) {
    match services.iter_mut().find(|(number, _)| *number == service) {
        Some((_, list)) => list.push(one),
        None => services.push((service, vec![one])),
    }
}

fn resource(service: &str, more: &BTreeMap<String, String>) -> Option<Resource> {
    let mut attributes: Vec<KeyValue> = more.iter().map(|(name, value)| text(name, value)).collect();
    attributes.retain(|attribute| attribute.key != "service.name");
    attributes.push(text("service.name", service));
    attributes.push(text("telemetry.sdk.language", "php"));
    attributes.push(text("telemetry.sdk.name", "weft"));
    attributes.push(text("telemetry.sdk.version", env!("CARGO_PKG_VERSION")));
    Some(Resource {
        attributes,
        ..Resource::default()
    })
}

fn scope() -> Option<InstrumentationScope> {
    Some(InstrumentationScope {
        name: "weft".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..InstrumentationScope::default()
    })
}

fn text(key: &str, value: &str) -> KeyValue {
    attribute(key, any_value::Value::StringValue(value.to_owned()))
}

fn number(key: &str, value: i64) -> KeyValue {
    attribute(key, any_value::Value::IntValue(value))
}

fn attribute(key: &str, value: any_value::Value) -> KeyValue {
    KeyValue {
        key: key.to_owned(),
        value: Some(AnyValue { value: Some(value) }),
        ..KeyValue::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_those_of_the_specification() {
        let mut config = Otlp {
            endpoint: "http://collector:4318/".into(),
            ..Otlp::default()
        };
        assert_eq!(config.target(Kind::Traces), "http://collector:4318/v1/traces");
        config.traces_endpoint = "http://other:1/x".into();
        assert_eq!(config.target(Kind::Traces), "http://other:1/x");
        config.endpoint.clear();
        assert_eq!(config.target(Kind::Logs), "");
    }
}
