//! A plain call, the same wrapper written by hand in PHP, and the woven call: side by side, in one run.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use weft_benches::{Case, Engine, Worker};

const BEFORE_AFTER: &str = "Weft\\hook('target', before: static function (): void {}, after: static function (): void {});";
const WITH_CALL: &str = "Weft\\hook('target', before: static function (\\Weft\\Call $call): void {}, after: static function (\\Weft\\Call $call): void {});";

fn plain(workload: &'static str) -> Case {
    Case { workload, ..Case::default() }
}

fn observed(more: &[&str], hooks: Option<&'static str>) -> Case {
    let settings = ["weft.hook=target"].iter().chain(more).map(|setting| (*setting).to_owned()).collect();
    Case {
        workload: "plain",
        settings,
        hooks,
        ..Case::default()
    }
}

fn template(wrapper: &'static str) -> Case {
    Case {
        workload: "plain",
        wrapper: Some(wrapper),
        ..Case::default()
    }
}

/// What is measured, and the ways to do it.
fn comparisons() -> Vec<(&'static str, Vec<(&'static str, Case)>)> {
    let another = Case {
        workload: "plain",
        settings: vec!["weft.hook=other".to_owned()],
        ..Case::default()
    };
    vec![
        ("plain call", vec![("without weft", plain("plain")), ("weft loaded", another)]),
        (
            "nothing to do",
            vec![
                ("by hand", plain("hand-call")),
                ("weft", observed(&[], None)),
                ("weft, joined by call", observed(&["weft.join=call"], None)),
            ],
        ),
        (
            "before and after",
            vec![("by hand", plain("hand-before-after")), ("weft", observed(&[], Some(BEFORE_AFTER)))],
        ),
        (
            "before and after with the call",
            vec![("by hand", plain("hand-data")), ("weft", observed(&[], Some(WITH_CALL)))],
        ),
        ("count", vec![("by hand", plain("hand-count")), ("weft", template("count"))]),
        ("time", vec![("by hand", plain("hand-time")), ("weft", template("time"))]),
    ]
}

fn calls(criterion: &mut Criterion) {
    for engine in [Engine::Opcache, Engine::Jit] {
        for (what, ways) in comparisons() {
            let mut group = criterion.benchmark_group(format!("{}: {what}", engine.name()));
            for (how, case) in ways {
                // Started only when it is measured: `cargo bench -- FILTER` must not start all of them.
                let mut worker = None;
                group.bench_with_input(BenchmarkId::from_parameter(how), &case, |bencher, case| {
                    let worker = worker.get_or_insert_with(|| Worker::start(engine, case));
                    bencher.iter_custom(|n| worker.calls(n));
                });
            }
            group.finish();
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(40).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_millis(1500));
    targets = calls
}
criterion_main!(benches);
