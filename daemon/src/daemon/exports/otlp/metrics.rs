//! Sums and histograms, since the store began.

use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::metrics::v1::exponential_histogram_data_point::Buckets;
use opentelemetry_proto::tonic::metrics::v1::{
    AggregationTemporality, ExponentialHistogram, ExponentialHistogramDataPoint, Metric, NumberDataPoint, ResourceMetrics, ScopeMetrics, Sum as SumOf, metric,
    number_data_point,
};
use prost::Message;
use weft_wire::Histogram;

use super::{resource, scope, text};
use crate::aggregate::Sum;
use crate::daemon::config::Otlp;
use crate::daemon::store::Store;

/// How many functions one request tells of: collectors refuse what is too long.
const MOST: usize = 1_000;
/// Each power of two is cut into 2^SCALE buckets, as [`Histogram`] cuts it into eight.
const SCALE: i32 = 3;

/// Some requests that together tell everything.
pub fn requests(store: &Store, config: &Otlp, start_ns: u64, now_ns: u64) -> Vec<Vec<u8>> {
    let time = (start_ns, now_ns);
    let mut by_service: Vec<Vec<_>> = vec![Vec::new(); store.services().len()];
    for (key, function) in store.functions().filter(|(_, function)| function.sum.calls > 0) {
        if let Some(list) = by_service.get_mut(key.service as usize) {
            list.push((key, function));
        }
    }
    let mut requests = Vec::new();
    for ((name, service), (number, functions)) in store.services().zip((0..).zip(&by_service)) {
        let mut metrics = vec![
            sums("weft.requests.errors", "Requests that failed.", vec![(vec![], service.requests.errors)], time),
            histograms("weft.request.duration", "How long requests took.", vec![(vec![], &service.requests)], time),
            sums("weft.lost", "Reports that PHP processes had no room for.", vec![(vec![], service.lost)], time),
        ];
        let events = store.events().filter(|(of, ..)| *of == number);
        let events = events.map(|(_, event, what, sums)| (vec![text("event", event), text("what", what)], sums.count));
        metrics.push(sums("weft.events", "Other events and signals.", events.collect(), time));
        let statements: Vec<_> = store.statements().filter(|(of, ..)| *of == number).collect();
        let asked = statements
            .iter()
            .map(|(_, system, what, asked)| (vec![text("db.system.name", system), text("db.query.text", what)], &asked.sum));
        metrics.push(histograms(
            "weft.statement.duration",
            "How long answers of drivers took.",
            asked.collect(),
            time,
        ));
        metrics.retain(|metric| !is_empty(metric));
        requests.push(request(name, config, metrics));
        for functions in functions.chunks(MOST) {
            let attributes = |(key, function): &(&crate::daemon::store::Key, &crate::daemon::store::Function)| {
                vec![
                    text("code.function.name", &key.name),
                    text("code.file.path", &key.file),
                    super::number("code.line.number", i64::from(key.line)),
                    text("weft.wrapper", &function.wrapper),
                    text("weft.rule", store.rule_name(function.rule)),
                ]
            };
            let count = |of: fn(&Sum) -> u64| functions.iter().map(|entry| (attributes(entry), of(&entry.1.sum))).collect();
            let timed = functions.iter().map(|entry| (attributes(entry), &entry.1.sum));
            let mut metrics = vec![
                sums("weft.function.calls", "Calls of woven functions that ended.", count(|sum| sum.calls), time),
                sums("weft.function.errors", "Calls that ended with an exception.", count(|sum| sum.errors), time),
                histograms("weft.function.duration", "How long calls took.", timed.collect(), time),
            ];
            metrics.retain(|metric| !is_empty(metric));
            requests.push(request(name, config, metrics));
        }
    }
    requests
}

fn request(service: &str, config: &Otlp, metrics: Vec<Metric>) -> Vec<u8> {
    let scoped = ScopeMetrics {
        scope: scope(),
        metrics,
        ..ScopeMetrics::default()
    };
    let metrics = ResourceMetrics {
        resource: resource(service, &config.resource),
        scope_metrics: vec![scoped],
        ..ResourceMetrics::default()
    };
    ExportMetricsServiceRequest {
        resource_metrics: vec![metrics],
    }
    .encode_to_vec()
}

fn is_empty(metric: &Metric) -> bool {
    match &metric.data {
        Some(metric::Data::Sum(sum)) => sum.data_points.is_empty(),
        Some(metric::Data::ExponentialHistogram(histogram)) => histogram.data_points.is_empty(),
        _ => false,
    }
}

fn sums(name: &str, description: &str, list: Vec<(Vec<KeyValue>, u64)>, (start, now): (u64, u64)) -> Metric {
    let points = list.into_iter().map(|(attributes, value)| NumberDataPoint {
        attributes,
        start_time_unix_nano: start,
        time_unix_nano: now,
        value: Some(number_data_point::Value::AsInt(value.cast_signed())),
        ..NumberDataPoint::default()
    });
    let sum = SumOf {
        data_points: points.collect(),
        aggregation_temporality: AggregationTemporality::Cumulative.into(),
        is_monotonic: true,
    };
    metric(name, description, "1", metric::Data::Sum(sum))
}

fn histograms(name: &str, description: &str, list: Vec<(Vec<KeyValue>, &Sum)>, (start, now): (u64, u64)) -> Metric {
    // Calls that were only counted have no durations.
    let timed = list.into_iter().filter(|(_, sum)| !sum.durations.is_empty());
    let points = timed.map(|(attributes, sum)| {
        let (zero_count, positive) = exponential(&sum.durations);
        ExponentialHistogramDataPoint {
            attributes,
            start_time_unix_nano: start,
            time_unix_nano: now,
            count: sum.durations.count(),
            sum: Some(sum.total_ns as f64 / 1e9),
            scale: SCALE,
            zero_count,
            positive: Some(positive),
            max: Some(sum.max_ns as f64 / 1e9),
            ..ExponentialHistogramDataPoint::default()
        }
    });
    let histogram = ExponentialHistogram {
        data_points: points.collect(),
        aggregation_temporality: AggregationTemporality::Cumulative.into(),
    };
    metric(name, description, "s", metric::Data::ExponentialHistogram(histogram))
}

fn metric(name: &str, description: &str, unit: &str, data: metric::Data) -> Metric {
    Metric {
        name: name.to_owned(),
        description: description.to_owned(),
        unit: unit.to_owned(),
        data: Some(data),
        ..Metric::default()
    }
}

/// Our buckets are of equal width within a power of two, OTLP's of equal ratio: each of ours goes where its middle belongs,
/// which is at most one beside.
fn exponential(durations: &Histogram) -> (u64, Buckets) {
    let mut zero = 0;
    let mut counts = std::collections::BTreeMap::new();
    for bucket in durations.buckets() {
        let middle = (bucket.from as f64 + bucket.to as f64) / 2.0 / 1e9;
        if middle <= 0.0 {
            zero += u64::from(bucket.count);
        } else {
            // Bucket i is (2^(i/8), 2^((i+1)/8)].
            let index = (middle.log2() * f64::from(1 << SCALE)).ceil() as i32 - 1;
            *counts.entry(index).or_insert(0) += u64::from(bucket.count);
        }
    }
    let (Some(first), Some(last)) = (counts.keys().next().copied(), counts.keys().last().copied()) else {
        return (zero, Buckets::default());
    };
    let mut bucket_counts = vec![0; (last - first + 1) as usize];
    for (index, count) in counts {
        bucket_counts[(index - first) as usize] = count;
    }
    (zero, Buckets { offset: first, bucket_counts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_stay_where_they_were() {
        let mut durations = Histogram::new();
        let values = [0, 100, 1_000, 1_000_000, 1_000_001, 2_000_000_000];
        for ns in values {
            durations.record(ns);
        }
        let (zero, buckets) = exponential(&durations);
        assert_eq!(zero, 1);
        assert_eq!(buckets.bucket_counts.iter().sum::<u64>() + zero, durations.count());
        for ns in &values[1..] {
            let seconds = *ns as f64 / 1e9;
            let near = buckets.bucket_counts.iter().zip(buckets.offset..).any(|(count, index)| {
                let lower = 2f64.powf(f64::from(index) / 8.0);
                *count > 0 && seconds > lower / 1.1 && seconds <= lower * 2f64.powf(0.125) * 1.1
            });
            assert!(near, "{ns}");
        }
    }
}
