//! `/metrics`, in the text format that Prometheus and its kin read.

use std::cmp::Reverse;
use std::fmt::Write;
use std::sync::atomic::Ordering;

use weft_wire::Histogram;

use crate::aggregate::Sum;
use crate::daemon::Shared;

/// Upper ends of the buckets, in nanoseconds and as they are written.
const BOUNDS: [(u64, &str); 9] = [
    (10_000, "0.00001"),
    (100_000, "0.0001"),
    (1_000_000, "0.001"),
    (5_000_000, "0.005"),
    (25_000_000, "0.025"),
    (100_000_000, "0.1"),
    (500_000_000, "0.5"),
    (2_500_000_000, "2.5"),
    (10_000_000_000, "10"),
];

/// Everything, as it is now.
pub fn text(shared: &Shared) -> String {
    let limit = shared.config().http.functions;
    let mut out = Out(String::with_capacity(64 << 10));
    functions(shared, limit, &mut out);
    requests(shared, &mut out);
    others(shared, &mut out);
    daemon(shared, &mut out);
    out.0
}

fn functions(shared: &Shared, limit: usize, out: &mut Out) {
    let store = shared.store();
    let mut list: Vec<_> = store.functions().filter(|(_, function)| function.sum.calls > 0).collect();
    let left_out = list.len().saturating_sub(limit);
    if left_out > 0 {
        list.sort_by_cached_key(|(_, function)| Reverse(function.sum.total_ns));
        list.truncate(limit);
    }
    // Those of one name in two files are two series.
    let labels: Vec<String> = list
        .iter()
        .map(|(key, function)| {
            let service = store.service_name(key.service);
            let place = if key.file.is_empty() {
                String::new()
            } else {
                format!("{}:{}", key.file, key.line)
            };
            let rule = store.rule_name(function.rule);
            labels(&[
                ("service", service),
                ("function", &key.name),
                ("place", &place),
                ("wrapper", &function.wrapper),
                ("rule", rule),
            ])
        })
        .collect();
    let sums = || labels.iter().zip(list.iter().map(|(_, function)| &function.sum));
    out.head("weft_function_calls_total", "counter", "Calls of woven functions that ended.");
    sums().for_each(|(labels, sum)| out.line("weft_function_calls_total", labels, sum.calls));
    out.head("weft_function_errors_total", "counter", "Calls that ended with an exception.");
    sums().for_each(|(labels, sum)| out.line("weft_function_errors_total", labels, sum.errors));
    out.head(
        "weft_function_self_seconds_total",
        "counter",
        "Time in functions, without that in other woven ones.",
    );
    sums().for_each(|(labels, sum)| out.line("weft_function_self_seconds_total", labels, seconds(sum.self_ns)));
    out.head("weft_function_duration_seconds", "histogram", "How long calls took.");
    sums()
        .filter(|(_, sum)| !sum.durations.is_empty())
        .for_each(|(labels, sum)| out.histogram("weft_function_duration_seconds", labels, sum));
    out.head("weft_functions_left_out", "gauge", "Functions that are beyond the limit of this page.");
    out.line("weft_functions_left_out", "", left_out as u64);
    out.head("weft_rule_calls_total", "counter", "Calls of the functions that a rule names.");
    for (service, rule, tally) in store.rules() {
        out.line("weft_rule_calls_total", &labels_of(&store, service, &[("rule", rule)]), tally.calls);
    }
}

fn requests(shared: &Shared, out: &mut Out) {
    let store = shared.store();
    out.head(
        "weft_requests_total",
        "counter",
        "Requests that ended, by the first digit of their status; cli: those without HTTP.",
    );
    for (name, service) in store.services() {
        for (class, count) in service.classes.iter().enumerate().filter(|(_, count)| **count > 0) {
            let class = if class == 0 { "cli".to_owned() } else { format!("{class}xx") };
            out.line("weft_requests_total", &labels(&[("service", name), ("status", &class)]), *count);
        }
    }
    out.head("weft_request_duration_seconds", "histogram", "How long requests took.");
    for (name, service) in store.services().filter(|(_, service)| service.requests.calls > 0) {
        out.histogram("weft_request_duration_seconds", &labels(&[("service", name)]), &service.requests);
    }
    out.head("weft_processes", "gauge", "PHP processes that are connected.");
    for (name, service) in store.services() {
        out.line("weft_processes", &labels(&[("service", name)]), u64::from(service.processes));
    }
    out.head(
        "weft_lost_total",
        "counter",
        "Reports that PHP processes had no room for, or that broke off on the way.",
    );
    for (name, service) in store.services() {
        out.line("weft_lost_total", &labels(&[("service", name)]), service.lost);
    }
}

fn others(shared: &Shared, out: &mut Out) {
    let store = shared.store();
    out.head("weft_errors_total", "counter", "Errors and exceptions of PHP, by class and place.");
    for group in store.failures.groups() {
        let place = format!("{}:{}", group.file, group.line);
        let class = group.text.split([':', ' ']).next().unwrap_or("");
        let fingerprint = format!("{:016x}", group.fingerprint);
        let own = [("event", &*group.event), ("class", class), ("place", &place), ("fingerprint", &fingerprint)];
        out.line("weft_errors_total", &labels_of(&store, group.service, &own), group.count);
    }
    out.head("weft_events_total", "counter", "Other events and signals.");
    for (service, event, text, sums) in store.events() {
        let own = [("event", event), ("text", text)];
        out.line("weft_events_total", &labels_of(&store, service, &own), sums.count);
    }
    out.head("weft_statement_calls_total", "counter", "What drivers were asked.");
    for (service, system, text, asked) in store.statements() {
        out.line(
            "weft_statement_calls_total",
            &labels_of(&store, service, &[("system", system), ("statement", text)]),
            asked.sum.calls,
        );
    }
    out.head("weft_statement_seconds_total", "counter", "How long answers took.");
    for (service, system, text, asked) in store.statements() {
        out.line(
            "weft_statement_seconds_total",
            &labels_of(&store, service, &[("system", system), ("statement", text)]),
            seconds(asked.sum.total_ns),
        );
    }
}

fn daemon(shared: &Shared, out: &mut Out) {
    let counts = &shared.counts;
    let load = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    out.head("weft_daemon_connections", "gauge", "Connections that are open.");
    out.line("weft_daemon_connections", "", counts.open.load(Ordering::Relaxed) as u64);
    out.head("weft_daemon_connections_total", "counter", "Connections, by what became of them.");
    for (fate, count) in [
        ("accepted", &counts.accepted),
        ("refused", &counts.refused),
        ("too_many", &counts.too_many),
        ("cut", &counts.cut),
    ] {
        out.line("weft_daemon_connections_total", &labels(&[("fate", fate)]), load(count));
    }
    let (taken, dropped) = {
        let store = shared.store();
        (store.taken, store.dropped)
    };
    out.head("weft_daemon_messages_total", "counter", "Messages that were taken.");
    out.line("weft_daemon_messages_total", "", taken.messages);
    out.head("weft_daemon_signals_total", "counter", "Signals that were taken.");
    out.line("weft_daemon_signals_total", "", taken.signals);
    out.head(
        "weft_daemon_dropped_total",
        "counter",
        "What was not kept, or is counted together with others, by what it was.",
    );
    for (what, count) in [
        ("calls", dropped.calls),
        ("statements", dropped.statements),
        ("events", dropped.events),
        ("stacks", dropped.stacks),
        ("errors", dropped.errors),
        ("samples", dropped.samples),
        ("minutes", dropped.minutes),
        ("rules", dropped.rules),
        ("by_senders", dropped.by_senders),
        ("otlp", load(&shared.exported.otlp_dropped)),
        ("statsd", load(&shared.exported.statsd_failed)),
    ] {
        out.line("weft_daemon_dropped_total", &labels(&[("what", what)]), count);
    }
    out.head("weft_daemon_disk_failures_total", "counter", "Writes to the disk that failed.");
    out.line("weft_daemon_disk_failures_total", "", load(&counts.disk_failures));
}

struct Out(String);

impl Out {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = if labels.is_empty() {
            writeln!(self.0, "{name} {value}")
        } else {
            writeln!(self.0, "{name}{{{labels}}} {value}")
        };
    }

    fn histogram(&mut self, name: &str, labels: &str, sum: &Sum) {
        let counts = up_to_bounds(&sum.durations);
        for ((_, bound), count) in BOUNDS.iter().zip(counts) {
            let _ = writeln!(self.0, "{name}_bucket{{{labels},le=\"{bound}\"}} {count}");
        }
        // Calls without a time are no part of a histogram.
        let count = sum.durations.count();
        let _ = writeln!(self.0, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}");
        let _ = writeln!(self.0, "{name}_sum{{{labels}}} {}", seconds(sum.total_ns));
        let _ = writeln!(self.0, "{name}_count{{{labels}}} {count}");
    }
}

/// How many were no longer than each bound. A bucket of ours that lies across one counts by its middle.
fn up_to_bounds(durations: &Histogram) -> [u64; BOUNDS.len()] {
    let mut counts = [0; BOUNDS.len()];
    for bucket in durations.buckets() {
        let middle = bucket.from + (bucket.to - bucket.from) / 2;
        for (count, (bound, _)) in counts.iter_mut().zip(BOUNDS) {
            if middle <= bound {
                *count += u64::from(bucket.count);
            }
        }
    }
    counts
}

fn seconds(ns: u64) -> f64 {
    ns as f64 / 1e9
}

fn labels_of(store: &crate::daemon::store::Store, service: u32, more: &[(&str, &str)]) -> String {
    let mut all = vec![("service", store.service_name(service))];
    all.extend(more);
    labels(&all)
}

fn labels(list: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in list {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(name);
        text.push_str("=\"");
        for character in value.chars() {
            match character {
                '\\' => text.push_str("\\\\"),
                '"' => text.push_str("\\\""),
                '\n' => text.push_str("\\n"),
                other => text.push(other),
            }
        }
        text.push('"');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped() {
        assert_eq!(labels(&[("a", "App\\f"), ("b", "x\"\ny")]), "a=\"App\\\\f\",b=\"x\\\"\\ny\"");
    }

    #[test]
    fn buckets_add_up() {
        let mut durations = Histogram::new();
        for ns in [5_000, 50_000, 500_000, 2_000_000_000, 60_000_000_000] {
            durations.record(ns);
        }
        assert_eq!(up_to_bounds(&durations), [1, 2, 3, 3, 3, 3, 3, 4, 4]);
    }
}
