//! `weft status`: is there a daemon, what does it know, what has it lost?

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::Value;

use crate::cli;
use crate::client::Client;
use crate::failure::Result;
use crate::report::units::{counted, duration, thousands};
use crate::run::runtime;

/// Asks and prints; returns the exit code.
pub fn status(options: &cli::Status) -> Result<u8> {
    let client = Client::of(&options.which)?;
    let status = runtime()?.block_on(client.ask("/api/status"))?;
    let text = if options.json { format!("{status:#}\n") } else { words(&status) };
    // Who does not read it does not miss it.
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(0)
}

fn words(status: &Value) -> String {
    let number = |path: &str| status.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    let text = |path: &str| status.pointer(path).and_then(Value::as_str).unwrap_or("");
    let mut out = String::new();
    let up = duration(number("/uptime_s") * 1_000_000_000);
    let _ = writeln!(out, "weft {} runs as process {} for {up}", text("/version"), number("/pid"));
    for address in status["listen"].as_array().into_iter().flatten() {
        let _ = writeln!(out, "listens at   {}", address.as_str().unwrap_or(""));
    }
    let page = text("/page");
    let _ = writeln!(out, "page         {}", if page.is_empty() { "none" } else { page });
    let off = if status["off"] == true { "everything is off: `weft on`" } else { "on" };
    let paused = status["paused"].as_array().map_or(0, Vec::len) as u64;
    let _ = writeln!(
        out,
        "hooks        {off}{}",
        if paused > 0 { format!(", {paused} paused") } else { String::new() }
    );
    let _ = writeln!(
        out,
        "connections  {} open in {}, {} so far, {} refused, {} cut",
        thousands(number("/connections/open")),
        counted(number("/connections/threads"), "thread"),
        thousands(number("/connections/accepted")),
        thousands(number("/connections/refused") + number("/connections/too_many")),
        thousands(number("/connections/cut"))
    );
    let _ = writeln!(
        out,
        "taken        {}, {}, {}",
        counted(number("/taken/calls"), "call"),
        counted(number("/taken/requests"), "request"),
        counted(number("/errors"), "error")
    );
    if !status["acknowledged"].is_null() {
        let _ = writeln!(out, "on disk      {}", counted(number("/acknowledged/calls"), "call"));
    }
    let dropped: Vec<String> = status["dropped"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, count)| count.as_u64().unwrap_or(0) > 0)
        .map(|(what, count)| format!("{} {}", thousands(count.as_u64().unwrap_or(0)), what.replace('_', " ")))
        .collect();
    let _ = writeln!(
        out,
        "dropped      {}",
        if dropped.is_empty() { "nothing".to_owned() } else { dropped.join(", ") }
    );
    if status["exports"]["otlp"]["on"] == true {
        let of = |name: &str| thousands(number(&format!("/exports/otlp/{name}")));
        let _ = writeln!(
            out,
            "otlp         {} sent, {} failures, {} dropped, {} bytes wait",
            of("sent"),
            of("failed"),
            of("dropped"),
            of("waiting_bytes")
        );
    }
    for service in status["services"].as_array().into_iter().flatten() {
        let of = |path: &str| service.pointer(path).and_then(Value::as_u64).unwrap_or(0);
        let _ = writeln!(
            out,
            "service      {}: {}, {}, p95 {}",
            service["name"].as_str().unwrap_or(""),
            counted(of("/processes"), "connected process").replace("processs", "processes"),
            counted(of("/requests/calls"), "request"),
            duration(of("/requests/p95_ns"))
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_status_is_told_in_words() {
        let text = words(&json!({
            "version": "1.0", "pid": 7, "uptime_s": 61, "listen": ["unix:///x"], "page": "http://127.0.0.1:1/#s", "off": true,
            "paused": ["f"], "connections": { "open": 2, "threads": 1, "accepted": 3 }, "taken": { "calls": 1234 }, "acknowledged": null,
            "dropped": { "calls": 0, "by_senders": 5 }, "exports": {}, "services": [{ "name": "shop", "processes": 2, "requests": { "calls": 1 } }],
        }));
        assert!(text.starts_with("weft 1.0 runs as process 7 for 1m 01s\nlistens at   unix:///x\n"), "{text}");
        for line in [
            "hooks        everything is off: `weft on`, 1 paused",
            "taken        1,234 calls",
            "dropped      5 by senders",
            "shop: 2 connected processes, 1 request",
        ] {
            assert!(text.contains(line), "{text}");
        }
    }
}
