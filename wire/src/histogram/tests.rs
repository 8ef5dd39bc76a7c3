use proptest::prelude::*;

use super::*;

fn histogram_of(values: &[u64]) -> Histogram {
    let mut histogram = Histogram::new();
    values.iter().for_each(|&v| histogram.record(v));
    histogram
}

#[test]
fn buckets_cover_all_durations_without_gap_or_overlap() {
    let mut next = 0;
    for bucket in 0..BUCKETS {
        let (from, width) = range(bucket);
        assert_eq!(from, next, "bucket {bucket}");
        assert_eq!(bucket_of(from), bucket);
        assert_eq!(bucket_of(from + (width - 1)), bucket);
        next = from.wrapping_add(width);
    }
    assert_eq!(next, 0, "the last bucket ends with u64::MAX");
}

#[test]
fn an_empty_histogram_answers_0() {
    let histogram = Histogram::new();
    assert!(histogram.is_empty());
    assert_eq!(histogram.count(), 0);
    assert_eq!(histogram.quantile(0.5), 0);
}

#[test]
fn quantiles_outside_of_their_range_are_the_nearer_end() {
    let histogram = histogram_of(&[1, 2, 3]);
    assert_eq!(histogram.quantile(-1.0), 1);
    assert_eq!(histogram.quantile(f64::NAN), 1);
    assert_eq!(histogram.quantile(f64::INFINITY), 3);
}

#[test]
fn small_durations_are_exact() {
    for ns in 0..16 {
        assert_eq!(histogram_of(&[ns]).quantile(1.0), ns);
    }
}

#[test]
fn counts_saturate() {
    let mut histogram = Histogram {
        buckets: vec![(5, u32::MAX - 1)],
        last: 0,
    };
    histogram.record(5);
    histogram.record(5);
    assert_eq!(histogram.count(), u64::from(u32::MAX));
    let copy = histogram.clone();
    histogram.merge(&copy);
    assert_eq!(histogram.count(), u64::from(u32::MAX));
}

#[test]
fn clear_keeps_the_memory_and_a_stale_guess_does_no_harm() {
    let mut histogram = histogram_of(&[1, 2, 3]);
    let capacity = histogram.buckets.capacity();
    histogram.clear();
    assert!(histogram.is_empty());
    assert_eq!(histogram.buckets.capacity(), capacity);
    histogram.record(2);
    assert_eq!(histogram, histogram_of(&[2]));
}

#[test]
fn buckets_tell_their_range() {
    let histogram = histogram_of(&[1000, 1000, 7]);
    let seen: Vec<Bucket> = histogram.buckets().collect();
    let bucket = |from, to, count| Bucket { from, to, count };
    assert_eq!(seen, [bucket(7, 7, 1), bucket(960, 1023, 2)]);
}

#[test]
fn a_histogram_out_of_order_is_refused() {
    for (buckets, error) in [
        (
            vec![3, 1, 3, 1],
            "invalid value: integer `3`, expected ascending buckets below 496, each followed by its count",
        ),
        (
            vec![496, 1],
            "invalid value: integer `496`, expected ascending buckets below 496, each followed by its count",
        ),
        (vec![1], "invalid length 1, expected ascending buckets below 496, each followed by its count"),
    ] {
        let bytes = rmp_serde::to_vec::<Vec<u32>>(&buckets).unwrap();
        let found = rmp_serde::from_slice::<Histogram>(&bytes).unwrap_err();
        assert_eq!(found.to_string(), error);
    }
}

/// Durations as they come: evenly spread over the powers of two, not over u64.
fn durations() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec((any::<u64>(), 0..64u32).prop_map(|(v, s)| v >> s), 1..200)
}

proptest! {
    #[test]
    fn quantiles_are_at_most_a_sixteenth_off(mut values in durations(), q in 0.0..=1.0f64) {
        let found = histogram_of(&values).quantile(q);
        values.sort_unstable();
        let rank = ((q * values.len() as f64).ceil() as usize).max(1);
        let exact = values[rank - 1];
        prop_assert!(found.abs_diff(exact) <= exact / 16, "found {found}, exact {exact}");
    }

    #[test]
    fn merging_is_recording_both(a in durations(), b in durations()) {
        let mut merged = histogram_of(&a);
        merged.merge(&histogram_of(&b));
        prop_assert_eq!(merged, histogram_of(&[a, b].concat()));
    }

    #[test]
    fn a_histogram_survives_the_wire(values in durations()) {
        let histogram = histogram_of(&values);
        let bytes = rmp_serde::to_vec(&histogram).unwrap();
        prop_assert_eq!(rmp_serde::from_slice::<Histogram>(&bytes).unwrap(), histogram);
    }
}
