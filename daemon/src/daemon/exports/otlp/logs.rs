//! Errors and exceptions as log records: one for each group that has grown, with its last sample.

use std::collections::HashMap;

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, any_value};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs, SeverityNumber};
use prost::Message;
use weft_wire::Value;

use super::{add_to, attribute, number, resource, scope, text};
use crate::daemon::config::Otlp;
use crate::daemon::store::Store;
use crate::daemon::store::failures::Failure;

/// How often each group had been seen when it was told of.
pub type Counts = HashMap<(u32, u64), u64>;

/// The counts as they are.
pub fn counts(store: &Store) -> Counts {
    store
        .failures
        .groups()
        .iter()
        .map(|group| ((group.service, group.fingerprint), group.count))
        .collect()
}

/// What has come since; none when nothing has.
pub fn request(store: &Store, config: &Otlp, told: &mut Counts, now_ns: u64) -> Option<Vec<u8>> {
    let mut services: Vec<(u32, Vec<LogRecord>)> = Vec::new();
    for group in store.failures.groups() {
        let before = told.get(&(group.service, group.fingerprint)).copied().unwrap_or(0);
        // A group that had to go and came again counts from 1.
        let added = if group.count < before { group.count } else { group.count - before };
        if added == 0 {
            continue;
        }
        add_to(&mut services, group.service, record(group, added, now_ns));
    }
    *told = counts(store);
    if services.is_empty() {
        return None;
    }
    let resource_logs = services.into_iter().map(|(service, log_records)| ResourceLogs {
        resource: resource(store.service_name(service), &config.resource),
        scope_logs: vec![ScopeLogs {
            scope: scope(),
            log_records,
            ..ScopeLogs::default()
        }],
        ..ResourceLogs::default()
    });
    let request = ExportLogsServiceRequest {
        resource_logs: resource_logs.collect(),
    };
    Some(request.encode_to_vec())
}

fn record(group: &Failure, added: u64, now_ns: u64) -> LogRecord {
    let mut attributes = vec![
        number("weft.count", added.cast_signed()),
        text("weft.fingerprint", &format!("{:016x}", group.fingerprint)),
        text("code.file.path", &group.file),
        number("code.line.number", i64::from(group.line)),
        text("url.path", &group.last.subject),
        number("process.pid", i64::from(group.last.pid)),
    ];
    for (name, value) in &group.last.attributes {
        let value = match value {
            Value::Null => continue,
            Value::Bool(value) => any_value::Value::BoolValue(*value),
            Value::Int(value) => any_value::Value::IntValue(*value),
            Value::Float(value) => any_value::Value::DoubleValue(*value),
            Value::Text(text) => any_value::Value::StringValue(text.clone()),
            Value::Bytes(bytes) => any_value::Value::BytesValue(bytes.clone()),
        };
        attributes.push(attribute(&format!("php.{name}"), value));
    }
    let severity = if group.event == "exception" || group.text.starts_with("E_ERROR") || group.text.contains("_ERROR:") {
        SeverityNumber::Error
    } else if group.text.contains("NOTICE") || group.text.contains("DEPRECATED") {
        SeverityNumber::Info
    } else {
        SeverityNumber::Warn
    };
    LogRecord {
        time_unix_nano: group.last.at_ms.saturating_mul(1_000_000),
        observed_time_unix_nano: now_ns,
        severity_number: severity.into(),
        severity_text: group.event.clone(),
        body: Some(AnyValue {
            value: Some(any_value::Value::StringValue(group.text.clone())),
        }),
        attributes,
        event_name: format!("php.{}", group.event),
        ..LogRecord::default()
    }
}
