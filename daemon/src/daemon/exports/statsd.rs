//! statsd: what was added since the last time, by UDP.

use std::collections::HashMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::UdpSocket;

use super::pause;
use crate::aggregate::Sum;
use crate::daemon::Shared;
use crate::daemon::config::Statsd;
use crate::daemon::store::Store;

/// What fits into a datagram on every network.
const DATAGRAM: usize = 1_432;

/// What has been reported of each name.
type Reported = HashMap<String, (u64, u64, u64)>;

/// Reports until the daemon ends, and once more then.
pub async fn run(shared: Arc<Shared>) {
    let mut reported = Reported::new();
    // What was there when the daemon started has been reported by its forerunner.
    lines(&shared.store(), &shared.config().statsd, &mut reported);
    loop {
        let interval = shared.config().statsd.interval_ms;
        let ending = pause(&shared, Duration::from_millis(interval)).await;
        let config = shared.config();
        if let Some(address) = config.statsd.address.0 {
            let lines = lines(&shared.store(), &config.statsd, &mut reported);
            send(&shared, address, &lines).await;
        }
        if ending {
            return;
        }
    }
}

async fn send(shared: &Shared, address: SocketAddr, lines: &[String]) {
    let any: SocketAddr = if address.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0; 8], 0).into() };
    let Ok(socket) = UdpSocket::bind(any).await else {
        shared.exported.statsd_failed.fetch_add(1, Ordering::Relaxed);
        return;
    };
    for datagram in datagrams(lines) {
        let count = match socket.send_to(datagram.as_bytes(), address).await {
            Ok(_) => &shared.exported.statsd_sent,
            Err(_) => &shared.exported.statsd_failed,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }
}

fn datagrams(lines: &[String]) -> Vec<String> {
    let mut datagrams = vec![String::new()];
    for line in lines {
        let last = datagrams.len() - 1;
        if !datagrams[last].is_empty() && datagrams[last].len() + line.len() + 1 > DATAGRAM {
            datagrams.push(String::new());
        }
        if let Some(last) = datagrams.last_mut() {
            if !last.is_empty() {
                last.push('\n');
            }
            last.push_str(line);
        }
    }
    datagrams.retain(|datagram| !datagram.is_empty());
    datagrams
}

fn lines(store: &Store, config: &Statsd, reported: &mut Reported) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, service) in store.services() {
        put(&mut lines, config, reported, "request", name, None, &service.requests);
    }
    for (key, function) in store.functions() {
        let service = store.service_name(key.service);
        put(&mut lines, config, reported, "function", service, Some(&key.name), &function.sum);
    }
    lines
}

/// Calls and errors as counters, and the mean of the time that each took.
fn put(lines: &mut Vec<String>, config: &Statsd, reported: &mut Reported, kind: &str, service: &str, name: Option<&str>, sum: &Sum) {
    let now = (sum.calls, sum.errors, sum.total_ns);
    let (name, tags) = if config.tags {
        let mut tags = format!("|#service:{}", plain(service));
        if let Some(name) = name {
            let _ = write!(tags, ",function:{}", plain(name));
        }
        (format!("{}{kind}", config.prefix), tags)
    } else {
        let name = name.map_or_else(String::new, |name| format!(".{}", plain(name)));
        (format!("{}{}.{kind}{name}", config.prefix, plain(service)), String::new())
    };
    let before = reported.insert(format!("{name}{tags}"), now).unwrap_or_default();
    let added = |now: u64, before: u64| now.saturating_sub(before);
    let (calls, errors, ns) = (added(now.0, before.0), added(now.1, before.1), added(now.2, before.2));
    if calls > 0 {
        lines.push(format!("{name}.calls:{calls}|c{tags}"));
        if ns > 0 {
            lines.push(format!("{name}.ms:{:.3}|ms{tags}", ns as f64 / 1e6 / calls as f64));
        }
    }
    if errors > 0 {
        lines.push(format!("{name}.errors:{errors}|c{tags}"));
    }
}

/// A name without what means something in a line or in a tree of names.
fn plain(name: &str) -> String {
    name.replace("::", "-")
        .replace(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')), "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(calls: u64, errors: u64, total_ns: u64) -> Sum {
        Sum {
            calls,
            errors,
            total_ns,
            ..Sum::default()
        }
    }

    #[test]
    fn what_was_added_is_reported_once() {
        let mut config = Statsd::default();
        let mut reported = Reported::new();
        let mut report = |config: &Statsd, sum: &Sum| {
            let mut lines = Vec::new();
            put(&mut lines, config, &mut reported, "function", "my shop", Some("App\\C::m"), sum);
            lines
        };
        let name = "weft.my_shop.function.App_C-m";
        let expected = [format!("{name}.calls:2|c"), format!("{name}.ms:1.500|ms"), format!("{name}.errors:1|c")];
        assert_eq!(report(&config, &sum(2, 1, 3_000_000)), expected);
        assert!(report(&config, &sum(2, 1, 3_000_000)).is_empty());
        assert_eq!(report(&config, &sum(5, 1, 3_000_000)), [format!("{name}.calls:3|c")]);
        config.tags = true;
        assert_eq!(report(&config, &sum(1, 0, 0)), ["weft.function.calls:1|c|#service:my_shop,function:App_C-m"]);
    }

    #[test]
    fn datagrams_hold_whole_lines() {
        let lines: Vec<String> = (0..100).map(|n| format!("{}:{n}|c", "x".repeat(50))).collect();
        let datagrams = datagrams(&lines);
        assert!(datagrams.len() > 1 && datagrams.iter().all(|datagram| datagram.len() <= DATAGRAM));
        assert_eq!(datagrams.join("\n"), lines.join("\n"));
    }
}
