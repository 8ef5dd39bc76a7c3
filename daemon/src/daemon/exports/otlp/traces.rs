//! Slow requests and slow calls as spans.

use std::collections::HashMap;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span, Status, span, status};
use prost::Message;

use super::{add_to, number, resource, scope, text};
use crate::daemon::config::Otlp;
use crate::daemon::store::Store;
use crate::daemon::store::slow::Slow;

/// The samples from number `from` on; none when there are none.
pub fn request(store: &Store, config: &Otlp, from: u64) -> Option<Vec<u8>> {
    let mut services: Vec<(u32, Vec<Span>)> = Vec::new();
    let samples: Vec<(u64, &Slow, Vec<u8>)> = store.slow.since(from).map(|(number, slow)| (number, slow, trace(slow))).collect();
    let mut requests: HashMap<&[u8], u64> = HashMap::new();
    for (number, _, trace_id) in samples.iter().filter(|(_, slow, _)| slow.function.is_none()) {
        requests.entry(trace_id).or_insert(*number);
    }
    for (number, slow, trace_id) in &samples {
        let span = span(store, *number, slow, trace_id, requests.get(trace_id.as_slice()).copied());
        add_to(&mut services, slow.service, span);
    }
    if services.is_empty() {
        return None;
    }
    let resource_spans = services.into_iter().map(|(service, spans)| ResourceSpans {
        resource: resource(store.service_name(service), &config.resource),
        scope_spans: vec![ScopeSpans {
            scope: scope(),
            spans,
            ..ScopeSpans::default()
        }],
        ..ResourceSpans::default()
    });
    let request = ExportTraceServiceRequest {
        resource_spans: resource_spans.collect(),
    };
    Some(request.encode_to_vec())
}

/// The same for all samples of one request: they were told of in one go.
fn trace(slow: &Slow) -> Vec<u8> {
    let text = format!("{}\0{}\0{}\0{}", slow.service, slow.pid, slow.at_ms / 10, slow.subject);
    let half = |salt: &str| weft_wire::fingerprint(format!("{salt}{text}").as_bytes()).max(1).to_be_bytes();
    [half("a"), half("b")].concat()
}

fn id(trace: &[u8], number: u64) -> Vec<u8> {
    let mut bytes = trace.to_vec();
    bytes.extend(number.to_be_bytes());
    weft_wire::fingerprint(&bytes).max(1).to_be_bytes().to_vec()
}

fn span(store: &Store, number_of: u64, slow: &Slow, trace_id: &[u8], request: Option<u64>) -> Span {
    let function = slow.function.and_then(|number| store.function(number));
    let end = slow.at_ms.saturating_mul(1_000_000);
    let mut attributes = vec![number("process.pid", i64::from(slow.pid)), text("php.sapi", &slow.sapi)];
    let http = slow.sapi.as_ref() != "cli";
    if !slow.subject.is_empty() {
        attributes.push(text(if http { "url.path" } else { "code.file.path" }, &slow.subject));
    }
    if slow.status != 0 {
        let key = if http { "http.response.status_code" } else { "process.exit.code" };
        attributes.push(number(key, i64::from(slow.status)));
    }
    if let Some((key, _)) = function {
        attributes.push(text("code.function.name", &key.name));
    }
    let failed = if http { slow.status >= 500 } else { slow.status != 0 };
    Span {
        span_id: id(trace_id, number_of),
        parent_span_id: match request {
            Some(request) if function.is_some() => id(trace_id, request),
            _ => Vec::new(),
        },
        trace_id: trace_id.to_vec(),
        name: function.map_or_else(|| slow.subject.clone(), |(key, _)| key.name.to_string()),
        kind: if function.is_some() {
            span::SpanKind::Internal
        } else {
            span::SpanKind::Server
        }
        .into(),
        start_time_unix_nano: end.saturating_sub(slow.ns),
        end_time_unix_nano: end,
        attributes,
        status: (function.is_none() && failed).then(|| Status {
            code: status::StatusCode::Error.into(),
            ..Status::default()
        }),
        ..Span::default()
    }
}
