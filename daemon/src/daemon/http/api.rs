//! What the page and the command line ask for, as JSON.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::rules::{self, Refusal};
use crate::aggregate::Sum;
use crate::daemon::store::timeline::{Cell, cell as find};
use crate::daemon::store::{Function, Key, Store, cell};
use crate::daemon::{Shared, exports};

/// How many lines an answer has, unless it is asked for more.
const LINES: usize = 200;

/// All questions.
pub fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/api/status", get(status))
        .route("/api/functions", get(functions))
        .route("/api/function/{number}", get(function))
        .route("/api/errors", get(errors))
        .route("/api/slow", get(slow))
        .route("/api/stacks", get(stacks))
        .route("/api/statements", get(statements))
        .route("/api/events", get(events))
        .route("/api/rules", get(rules_list).post(push))
        .route("/api/switch", post(switch))
        .route("/api/pause", post(pause))
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// Only of this service.
    service: Option<String>,
    /// `total`, `self`, `calls`, `errors`, `p95`, `max` or `name`.
    sort: Option<String>,
    limit: Option<usize>,
    /// A part of the name.
    search: Option<String>,
}

impl Wanted {
    fn is_service(&self, store: &Store, number: u32) -> bool {
        self.service.as_deref().is_none_or(|name| name.is_empty() || name == store.service_name(number))
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(LINES)
    }
}

type Asked = State<Arc<Shared>>;

async fn status(State(shared): Asked) -> Json<Value> {
    Json(status_of(&shared))
}

fn status_of(shared: &Shared) -> Value {
    let config = shared.config();
    let counts = &shared.counts;
    let load = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
    let acknowledged = shared.acknowledged();
    let off = rules::is_off(&config.rules);
    let mut store = shared.store();
    let now_ms = store.now().as_millis() as u64;
    let services: Vec<Value> = store
        .services()
        .map(|(name, service)| {
            json!({
                "name": name, "processes": service.processes, "php": service.php, "sapi": service.sapi,
                "requests": sum(&service.requests), "classes": service.classes, "lost": service.lost,
                "other_calls": service.other.calls,
            })
        })
        .collect();
    let paused = rules::paused(&config.rules);
    json!({
        "version": env!("CARGO_PKG_VERSION"), "protocol": weft_wire::PROTOCOL, "pid": std::process::id(),
        "uptime_s": shared.uptime().as_secs(), "now_ms": now_ms,
        "listen": config.listen.iter().map(|listen| listen.0.to_string()).collect::<Vec<_>>(),
        "page": config.http.listen.0.map(|address| format!("http://{address}/#{}", shared.secret)),
        "off": off, "paused": paused, "rules_folder": config.rules.folder,
        "connections": {
            "open": counts.open.load(Ordering::Relaxed), "threads": counts.threads.load(Ordering::Relaxed),
            "accepted": load(&counts.accepted), "greeted": load(&counts.greeted), "refused": load(&counts.refused),
            "too_many": load(&counts.too_many), "cut": load(&counts.cut),
        },
        "taken": store.taken, "acknowledged": acknowledged, "dropped": store.dropped, "disk_failures": load(&counts.disk_failures),
        "functions": store.functions().len(), "errors": store.failures.total, "text_bytes": store.texts_bytes(), "timeline_bytes": store.timeline.bytes(),
        "exports": exports::status(shared),
        "services": services,
    })
}

fn sum(sum: &Sum) -> Value {
    json!({
        "calls": sum.calls, "errors": sum.errors, "total_ns": sum.total_ns, "self_ns": sum.self_ns, "max_ns": sum.max_ns,
        "p50_ns": sum.durations.quantile(0.5), "p95_ns": sum.durations.quantile(0.95),
    })
}

fn line(store: &Store, number: u32, key: &Key, function: &Function) -> Value {
    let mut line = sum(&function.sum);
    line["id"] = json!(number);
    line["service"] = json!(store.service_name(key.service));
    line["name"] = json!(key.name);
    line["file"] = json!(key.file);
    line["line"] = json!(key.line);
    line["wrapper"] = json!(function.wrapper);
    line["join"] = json!(function.join);
    line["rule"] = json!(store.rule_name(function.rule));
    line["minute_calls"] = json!(function.minute.calls);
    line
}

async fn functions(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let search = wanted.search.as_deref().unwrap_or("").to_lowercase();
    let mut list: Vec<(u32, &Key, &Function)> = (0..)
        .zip(store.functions())
        .map(|(number, (key, function))| (number, key, function))
        .filter(|(_, key, _)| wanted.is_service(&store, key.service))
        .filter(|(_, key, _)| search.is_empty() || key.name.to_lowercase().contains(&search))
        .collect();
    match wanted.sort.as_deref() {
        Some("name") => list.sort_by(|a, b| a.1.name.cmp(&b.1.name)),
        other => list.sort_by_cached_key(|(_, _, function)| {
            let sum = &function.sum;
            std::cmp::Reverse(match other {
                Some("calls") => sum.calls,
                Some("errors") => sum.errors,
                Some("self") => sum.self_ns,
                Some("p95") => sum.durations.quantile(0.95),
                Some("max") => sum.max_ns,
                _ => sum.total_ns,
            })
        }),
    }
    let all = list.len();
    let lines: Vec<Value> = list
        .iter()
        .take(wanted.limit())
        .map(|(number, key, function)| line(&store, *number, key, function))
        .collect();
    Json(json!({ "functions": lines, "left_out": all - lines.len() }))
}

async fn function(State(shared): Asked, Path(number): Path<u32>) -> Response {
    let store = shared.store();
    let Some((key, function)) = store.function(number) else {
        return (StatusCode::NOT_FOUND, "there is no such function\n").into_response();
    };
    let mut answer = line(&store, number, key, function);
    answer["histogram"] = function
        .sum
        .durations
        .buckets()
        .map(|bucket| json!([bucket.from, bucket.to, bucket.count]))
        .collect();
    let past = store
        .timeline
        .minutes()
        .map(|minute| (minute.start, find(&minute.functions, number).copied().unwrap_or_default()));
    let present = (store.minute(), cell(number, &function.minute));
    answer["minutes"] = past.chain([present]).map(|(start, cell)| minute(start, &cell)).collect();
    answer["slow"] = store
        .slow
        .since(0)
        .filter(|(_, slow)| slow.function == Some(number))
        .map(|(_, slow)| sample(&store, slow))
        .collect();
    Json(answer).into_response()
}

fn minute(start: u64, cell: &Cell) -> Value {
    json!({ "at": start * 60, "calls": cell.calls, "errors": cell.errors, "seconds": cell.seconds, "p50": cell.p50, "p95": cell.p95 })
}

fn sample(store: &Store, slow: &crate::daemon::store::slow::Slow) -> Value {
    let name = slow.function.and_then(|number| store.function(number)).map(|(key, _)| &*key.name);
    json!({
        "at_ms": slow.at_ms, "service": store.service_name(slow.service), "function": name, "ns": slow.ns,
        "subject": slow.subject, "status": slow.status, "pid": slow.pid, "sapi": slow.sapi,
    })
}

async fn slow(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let list = store.slow.since(0).rev().filter(|(_, slow)| wanted.is_service(&store, slow.service));
    Json(list.take(wanted.limit()).map(|(_, slow)| sample(&store, slow)).collect())
}

async fn errors(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let mut list: Vec<_> = store
        .failures
        .groups()
        .iter()
        .filter(|group| wanted.is_service(&store, group.service))
        .collect();
    list.sort_by_key(|group| std::cmp::Reverse(group.last.at_ms));
    let lines = list.into_iter().take(wanted.limit()).map(|group| {
        json!({
            "service": store.service_name(group.service), "fingerprint": format!("{:016x}", group.fingerprint),
            "event": group.event, "text": group.text, "file": group.file, "line": group.line, "count": group.count,
            "first_ms": group.first_ms, "last_ms": group.last.at_ms, "subject": group.last.subject, "pid": group.last.pid,
            "attributes": group.last.attributes.iter().map(|(name, value)| json!([name, scalar(value)])).collect::<Vec<_>>(),
        })
    });
    Json(lines.collect())
}

fn scalar(value: &weft_wire::Value) -> Value {
    match value {
        weft_wire::Value::Null => Value::Null,
        weft_wire::Value::Bool(value) => json!(value),
        weft_wire::Value::Int(value) => json!(value),
        weft_wire::Value::Float(value) => json!(value),
        weft_wire::Value::Text(text) => json!(text),
        weft_wire::Value::Bytes(bytes) => json!(String::from_utf8_lossy(bytes)),
    }
}

async fn stacks(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let mut list: Vec<(&str, u64)> = store
        .stacks()
        .filter(|(service, ..)| wanted.is_service(&store, *service))
        .map(|(_, stack, count)| (stack, count))
        .collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list.truncate(wanted.limit.unwrap_or(5_000));
    Json(json!(list))
}

async fn statements(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let mut list: Vec<_> = store.statements().filter(|(service, ..)| wanted.is_service(&store, *service)).collect();
    list.sort_by_key(|(.., asked)| std::cmp::Reverse(asked.sum.total_ns));
    let lines = list.into_iter().take(wanted.limit()).map(|(service, system, text, asked)| {
        let mut line = sum(&asked.sum);
        line["service"] = json!(store.service_name(service));
        line["system"] = json!(system);
        line["text"] = json!(text);
        line["rows"] = json!(asked.rows);
        line["error"] = json!(asked.error);
        line
    });
    Json(lines.collect())
}

async fn events(State(shared): Asked, Query(wanted): Query<Wanted>) -> Json<Value> {
    let store = shared.store();
    let list = store.events().filter(|(service, ..)| wanted.is_service(&store, *service));
    let lines = list.map(
        |(service, event, text, sums)| json!({ "service": store.service_name(service), "event": event, "text": text, "count": sums.count, "more": sums.more }),
    );
    Json(lines.collect())
}

async fn rules_list(State(shared): Asked) -> Json<Value> {
    let paused = rules::paused(&shared.config().rules);
    let store = shared.store();
    let list: Vec<Value> = store
        .rules()
        .map(|(service, rule, tally)| {
            json!({ "service": store.service_name(service), "rule": rule, "calls": tally.calls, "errors": tally.errors, "total_ns": tally.total_ns })
        })
        .collect();
    Json(json!({ "rules": list, "paused": paused }))
}

/// What the pushed rules are called in messages.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pushed {
    name: Option<String>,
}

async fn push(State(shared): Asked, Query(pushed): Query<Pushed>, body: Bytes) -> Response {
    let name = pushed.name.unwrap_or_else(|| "pushed.toml".to_owned());
    answer(rules::push(&shared.config().rules, &body, &name).map(|count| {
        tracing::info!("{count} rules were pushed");
        json!({ "rules": count })
    }))
}

#[derive(Debug, Deserialize)]
struct Switch {
    off: bool,
}

async fn switch(State(shared): Asked, Json(wanted): Json<Switch>) -> Response {
    answer(rules::switch(&shared.config().rules, wanted.off).map(|()| {
        tracing::info!("everything was switched {}", if wanted.off { "off" } else { "on" });
        json!({ "off": wanted.off })
    }))
}

#[derive(Debug, Deserialize)]
struct Pause {
    target: String,
    paused: bool,
}

async fn pause(State(shared): Asked, Json(wanted): Json<Pause>) -> Response {
    answer(rules::pause(&shared.config().rules, &wanted.target, wanted.paused).map(|paused| {
        tracing::info!("{} {}", wanted.target, if wanted.paused { "is paused" } else { "goes on" });
        json!({ "paused": paused })
    }))
}

fn answer(result: Result<Value, Refusal>) -> Response {
    match result {
        Ok(value) => Json(value).into_response(),
        Err(Refusal::Wrong(reason)) => (StatusCode::BAD_REQUEST, reason).into_response(),
        Err(Refusal::Failed(reason)) => (StatusCode::INTERNAL_SERVER_ERROR, reason).into_response(),
    }
}
